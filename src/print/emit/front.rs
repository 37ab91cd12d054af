//! What stands around the sheets → Typst text: settings, cover, contents, parts, index, document control.

use std::fmt::Write;

use super::level_of;
use super::typst::{array, call, named, optional, string};
use super::words::Words;
use crate::print::{Book, Cover, LeftOutWhy, Sheet, TextSize};

/// The values that every sheet's margin shows, as a file of their own: `settings.typ`.
pub(super) fn settings_text(book: &Book, words: &mut Words<'_>) -> String {
    let Cover {
        title,
        subtitle,
        description,
        edition,
        code,
        produced_on,
        valid_until,
        classification,
        copy,
        notice,
        ..
    } = &book.cover;
    let mut text = |value: Option<&str>| optional(value.map(|value| words.plain(value)).as_deref());
    let copy_number = copy.as_ref().and_then(|copy| copy.number.as_deref());
    let holder = copy.as_ref().and_then(|copy| copy.holder.as_deref());
    let (language, region) = language_of(&book.language);
    let fields = [
        ("title", text(Some(title))),
        ("subtitle", text(subtitle.as_deref())),
        ("description", text(description.as_deref())),
        ("edition", text(edition.as_deref())),
        ("code", text(code.as_deref())),
        ("produced-on", text(Some(produced_on))),
        ("valid-until", text(valid_until.as_deref())),
        ("classification", text(classification.as_deref())),
        ("copy", text(copy_number)),
        ("holder", text(holder)),
        ("notice", text(notice.as_deref())),
        ("date", date_of(produced_on)),
        ("language", string(&language)),
        ("region", optional(region.as_deref())),
        ("right-to-left", book.right_to_left.to_string()),
        (
            "paper",
            string(match book.layout.paper.name() {
                "letter" => "us-letter",
                name => name,
            }),
        ),
        ("duplex", book.layout.duplex.to_string()),
        ("large", (book.layout.text == TextSize::Large).to_string()),
        ("replaces-pages", book.replaces_pages.to_string()),
        ("runs-on", book.runs_on.to_string()),
        ("losses", book.cover.losses.to_string()),
    ];
    let mut out = "// What the margin of every sheet says.\n#let settings = (\n".to_owned();
    for (name, value) in fields {
        _ = writeln!(out, "  {name}: {value},");
    }
    out.push_str(")\n");
    out
}

/// A language tag as Typst knows it: two or three letters, and a country of two.
fn language_of(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.split(['-', '_']);
    let is_letters = |part: &&str| part.chars().all(|c| c.is_ascii_alphabetic());
    let language = parts.next().filter(is_letters).filter(|part| (2..=3).contains(&part.len())).unwrap_or("en");
    let region = parts.find(|part| part.len() == 2 && is_letters(part));
    (language.to_ascii_lowercase(), region.map(str::to_ascii_uppercase))
}

/// The day for the document's metadata; `none` where it is no day.
fn date_of(iso: &str) -> String {
    let parts: Vec<u32> = iso.split('-').filter_map(|part| part.parse().ok()).collect();
    match *parts.as_slice() {
        [year, month @ 1..=12, day @ 1..=31] => format!("datetime(year: {year}, month: {month}, day: {day})"),
        _ => "none".to_owned(),
    }
}

/// The whole book: `book.typ`.
pub(super) fn book_text(book: &Book, words: &mut Words<'_>) -> String {
    let mut out = "#import \"/print/theme.typ\": *\n#show: book\n".to_owned();
    let mut add = |code: String| _ = writeln!(out, "#{code}");
    add(cover_text(book, words));
    add(how_to_text(book, words));
    add(call("contents", &[named("levels", &string(&levels(book)))]));
    if let Some(changes) = changes_text(book, words) {
        add(changes);
    }
    for part in &book.parts {
        if let Some(number) = part.number {
            let title = words.plain(&part.title);
            let sheets = book.sheets.get(part.sheets.clone()).unwrap_or_default();
            let sheets: Vec<String> = sheets.iter().map(|sheet| sheet_line(sheet, words)).collect();
            let number = string(&number.to_string());
            add(call("part-page", &[string(&part.id), number, string(&title), array(&sheets)]));
        }
        for sheet in book.sheets.get(part.sheets.clone()).unwrap_or_default() {
            add(format!("include \"/topics/{}.typ\"", sheet.id));
        }
    }
    if !book.index.is_empty() {
        add(index_text(book, words));
    }
    add(control_text(book, words));
    out
}

/// The levels of the entries of the contents, a digit each: while no page is known, the contents take the room that they
/// will have.
fn levels(book: &Book) -> String {
    let mut levels = String::new();
    levels.extend(book.changes.as_ref().map(|_| '1'));
    for part in &book.parts {
        levels.extend(part.number.map(|_| '1'));
        for sheet in book.sheets.get(part.sheets.clone()).unwrap_or_default() {
            _ = write!(levels, "{}", level_of(book, sheet));
        }
    }
    levels.extend((!book.index.is_empty()).then_some('1'));
    levels.push('1');
    levels
}

fn sheet_line(sheet: &Sheet, words: &mut Words<'_>) -> String {
    format!("({}, {}, {})", string(&sheet.id), string(&sheet.number), string(&words.plain(&sheet.title)))
}

fn cover_text(book: &Book, words: &mut Words<'_>) -> String {
    let sheets = book.cover.start_here.iter().filter_map(|at| book.sheets.get(*at));
    let start: Vec<String> = sheets.map(|sheet| sheet_line(sheet, words)).collect();
    let numbers = book.cover.numbers.iter();
    let numbers: Vec<String> = numbers
        .map(|number| {
            let (name, shown) = (words.plain(&number.name), words.plain(&number.number));
            format!("({}, {}, {})", string(&name), string(&shown), string(&number.address))
        })
        .collect();
    let layers: Vec<String> = book.cover.layers.iter().map(|layer| string(&words.plain(layer))).collect();
    call(
        "cover",
        &[named("start", &array(&start)), named("numbers", &array(&numbers)), named("layers", &array(&layers))],
    )
}

fn how_to_text(book: &Book, words: &mut Words<'_>) -> String {
    let legend: Vec<String> = book
        .legend
        .iter()
        .map(|layer| format!("({}, {})", string(&words.plain(&layer.mark)), string(&words.plain(&layer.label))))
        .collect();
    call(
        "how-to-use",
        &[
            named("steps", &book.has_steps().to_string()),
            named("addresses", &book.has_addresses().to_string()),
            named("elsewhere", &book.has_elsewhere().to_string()),
            named("legend", &array(&legend)),
        ],
    )
}

fn changes_text(book: &Book, words: &mut Words<'_>) -> Option<String> {
    let changes = book.changes.as_ref()?;
    let mut lines = Vec::new();
    for sheet in &book.sheets {
        let Some(change) = &sheet.change else { continue };
        let sections: Vec<String> = change.sections.iter().map(|section| string(&words.plain(section))).collect();
        lines.push(format!(
            "({}, {}, {}, {}, {}, {}, {})",
            string(&sheet.id),
            string(&sheet.number),
            string(&words.plain(&sheet.title)),
            optional(change.whole),
            optional(change.was.as_deref()),
            change.less,
            array(&sections)
        ));
    }
    let removed: Vec<String> = changes
        .removed
        .iter()
        .map(|sheet| format!("({}, {})", string(&sheet.number), string(&words.plain(&sheet.title))))
        .collect();
    Some(call(
        "changes-page",
        &[
            string(&words.plain(&changes.since)),
            array(&lines),
            named("removed", &array(&removed)),
            named("unchanged", &changes.unchanged.to_string()),
        ],
    ))
}

fn index_text(book: &Book, words: &mut Words<'_>) -> String {
    let mut groups: Vec<(&str, Vec<String>)> = Vec::new();
    for term in &book.index {
        let mut targets = Vec::new();
        for target in &term.targets {
            let title = words.plain(&target.title);
            targets.push(format!("({}, {}, {})", string(&target.id), string(&target.number), string(&title)));
        }
        let see = term.see.as_deref().map(|see| words.plain(see));
        let line = format!("({}, {}, {})", string(&words.plain(&term.term)), optional(see.as_deref()), array(&targets));
        match groups.last_mut() {
            Some((letter, lines)) if *letter == term.letter => lines.push(line),
            _ => groups.push((&term.letter, vec![line])),
        }
    }
    let groups: Vec<String> =
        groups.iter().map(|(letter, lines)| format!("({},\n{})", string(letter), lines_array(lines))).collect();
    let mut arguments = vec![lines_array(&groups)];
    if let Some(glossary) = book.glossary.and_then(|at| book.sheets.get(at)) {
        arguments.push(named("glossary", &sheet_line(glossary, words)));
    }
    call("index-page", &arguments)
}

fn control_text(book: &Book, words: &mut Words<'_>) -> String {
    let mut rows = Vec::new();
    for sheet in &book.sheets {
        let stamp = &sheet.stamp;
        let mut text = |value: Option<&str>| optional(value.map(|value| words.plain(value)).as_deref());
        rows.push(format!(
            "({}, {}, {}, {}, {}, {}, {}, {})",
            string(&sheet.id),
            string(&sheet.number),
            text(Some(&sheet.title)),
            text(stamp.version.as_deref()),
            text(stamp.status),
            text(stamp.owner.as_deref()),
            text(stamp.approved_on.as_deref()),
            text(stamp.next_review.as_deref()),
        ));
    }
    let count = |why: LeftOutWhy| book.left_out.iter().filter(|left| left.why == why).count().to_string();
    let named_out: Vec<String> = book
        .left_out
        .iter()
        .filter(|left| left.why == LeftOutWhy::NotAsked)
        .map(|left| string(&words.plain(&left.title)))
        .collect();
    // A booklet of three sheets need not list two hundred others.
    let named_out = if named_out.len() > 40 { Vec::new() } else { named_out };
    call(
        "document-control",
        &[
            lines_array(&rows),
            named("never", &count(LeftOutWhy::Never)),
            named("not-asked", &count(LeftOutWhy::NotAsked)),
            named("not-asked-titles", &array(&named_out)),
            named("same", &count(LeftOutWhy::Unchanged)),
        ],
    )
}

/// An array, one item a line.
fn lines_array(items: &[String]) -> String {
    let mut out = "(\n".to_owned();
    for item in items {
        out.push_str(item);
        out.push_str(",\n");
    }
    out.push(')');
    out
}

#[cfg(test)]
mod tests {
    use super::{date_of, language_of};

    #[test]
    fn a_language_tag_is_cut_to_what_the_typesetter_knows() {
        assert_eq!(language_of("en"), ("en".into(), None));
        assert_eq!(language_of("pt-BR"), ("pt".into(), Some("BR".into())));
        assert_eq!(language_of("zh-Hant-TW"), ("zh".into(), Some("TW".into())));
        assert_eq!(language_of("x\")"), ("en".into(), None));
    }

    #[test]
    fn only_a_day_is_a_date() {
        assert_eq!(date_of("2026-03-02"), "datetime(year: 2026, month: 3, day: 2)");
        assert_eq!(date_of("soon"), "none");
    }
}
