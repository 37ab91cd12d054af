//! Builds a search index from lines of JSON, to measure ranking, size and speed on any collection:
//! `cargo run --release --example index_pages -- pages.jsonl FOLDER [LANGUAGE [SYNONYMS]]`, synonyms as JSON.

use std::io::Write as _;
use std::time::Instant;

use lifeboat::search::{SearchOptions, SearchPage, SearchSection, build_index};
use serde_json::Value;

#[expect(clippy::disallowed_methods, reason = "a measuring tool reads, writes and takes the time")]
fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err(std::io::Error::other("usage: index_pages pages.jsonl FOLDER [LANGUAGE [SYNONYMS]]"));
    };
    let language = arguments.next().unwrap_or_else(|| "en".into());
    let pages: Vec<SearchPage> = std::fs::read_to_string(input)?
        .lines()
        .map(|line| Ok(page(&serde_json::from_str(line)?)))
        .collect::<Result<_, serde_json::Error>>()?;
    let synonyms = arguments.next().map_or(Ok(Vec::new()), |groups| serde_json::from_str(&groups))?;
    let start = Instant::now();
    let index = build_index(&pages, &SearchOptions { language, synonyms, ..SearchOptions::default() });
    let took = start.elapsed();
    let folder = std::path::Path::new(&output).join("search");
    std::fs::create_dir_all(&folder)?;
    for (name, content) in &index.files {
        std::fs::write(folder.join(name), content)?;
    }
    writeln!(
        std::io::stdout(),
        "{} pages, {} files, {} entries A–Z, {took:?}",
        pages.len(),
        index.files.len(),
        index.a_to_z.len()
    )
}

fn page(value: &Value) -> SearchPage {
    SearchPage {
        path: text(value, "path"),
        title: text(value, "title"),
        heading: text(value, "heading"),
        description: text(value, "description"),
        aliases: texts(value, "aliases"),
        keywords: texts(value, "keywords"),
        kind: text(value, "kind"),
        phase: text(value, "phase"),
        status: text(value, "status"),
        facets: texts(value, "facets")
            .iter()
            .filter_map(|facet| facet.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        weight: value.get("weight").and_then(Value::as_i64).unwrap_or(0),
        sections: list(value, "sections").iter().map(section).collect(),
    }
}

fn section(value: &Value) -> SearchSection {
    SearchSection {
        anchor: Some(text(value, "anchor")).filter(|anchor| !anchor.is_empty()),
        heading: text(value, "heading"),
        level: value.get("level").and_then(Value::as_u64).and_then(|level| u8::try_from(level).ok()).unwrap_or(1),
        text: text(value, "text"),
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    list(value, key).iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
