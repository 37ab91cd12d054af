//! Docsets: files in, facts about each file out.

use std::collections::BTreeMap;
use std::fmt::Write;

use expect_test::{Expect, expect};

use super::read_docsets;
use crate::source::{Date, SourcePath, SourceText, SourceTree};

/// Reads the docsets of the files `-- path` in `fixture` and tells, for each file, what its docset makes of it.
fn check(fixture: &str, expected: &Expect) {
    let mut texts: Vec<SourceText> = Vec::new();
    for part in fixture.split("-- ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        texts.push(SourceText { path: SourcePath::new(path).unwrap(), text: text.into() });
    }
    let sources = SourceTree::new(texts, BTreeMap::new(), Date::default());
    let read = read_docsets(&sources);
    let mut out = String::new();
    for set in &read.value.sets {
        writeln!(out, "docset `{}` at {:?}", set.folder, set.base_path).unwrap();
    }
    for (_, text) in sources.texts().filter(|(_, text)| text.path.name() != "docfx.json") {
        let Some(set) = read.value.of(&text.path) else { continue };
        let page = if set.has_page(&text.path) { "page" } else { "file" };
        write!(out, "{} {page} {:?}", text.path, set.site_path(&text.path).unwrap_or_default()).unwrap();
        for field in set.metadata(&text.path) {
            write!(out, " {}={}", field.key, field.value.text().unwrap_or("…")).unwrap();
        }
        out.push('\n');
    }
    for group in &read.value.zone_groups {
        writeln!(out, "zones {}: {:?}", group.id, group.pivots.iter().map(|pivot| &*pivot.title).collect::<Vec<_>>())
            .unwrap();
    }
    for finding in &read.findings {
        let place =
            finding.place.as_ref().map(|place| format!("{} {}", place.file, place.span.start)).unwrap_or_default();
        writeln!(out, "{} {place} {}", finding.code.id, finding.message).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn content_globs_say_what_is_a_page_and_where() {
    check(
        r#"-- docfx.json
{
	"build": { // as real ones have it
		"content": [
			{"files": ["**/*.md", "**/*.yml"], "exclude": ["**/obj/**"], "src": "articles", "dest": "."},
			{"files": ["*.md"], "src": "more", "dest": "extra"},
		],
		"globalMetadata": {"breadcrumb_path": "/azure/bread/toc.json", "author": "a"},
		"fileMetadata": {"author": {"articles/x/**/*.md": "b", "articles/x/deep.md": "c"}}
	}
}
-- articles/index.md
-- articles/bread/toc.yml
-- articles/x/a.md
-- articles/x/deep.md
-- articles/obj/b.md
-- articles/includes/c.md
-- articles/data.csv
-- more/d.md
-- more/sub/e.md
-- README.md
"#,
        &expect![[r#"
            docset `` at Some("/azure")
            README.md file "README.md" breadcrumb_path=/azure/bread/toc.json author=a
            articles/bread/toc.yml file "bread/toc.yml" breadcrumb_path=/azure/bread/toc.json author=a
            articles/data.csv file "data.csv" breadcrumb_path=/azure/bread/toc.json author=a
            articles/includes/c.md file "includes/c.md" breadcrumb_path=/azure/bread/toc.json author=a
            articles/index.md page "index.md" breadcrumb_path=/azure/bread/toc.json author=a
            articles/obj/b.md file "obj/b.md" breadcrumb_path=/azure/bread/toc.json author=a
            articles/x/a.md page "x/a.md" breadcrumb_path=/azure/bread/toc.json author=b
            articles/x/deep.md page "x/deep.md" breadcrumb_path=/azure/bread/toc.json author=c
            more/d.md page "extra/d.md" breadcrumb_path=/azure/bread/toc.json author=a
            more/sub/e.md file "extra/sub/e.md" breadcrumb_path=/azure/bread/toc.json author=a
        "#]],
    );
}

#[test]
fn the_publishing_settings_name_the_docset_and_zones_are_read() {
    check(
        r#"-- .openpublishing.publish.config.json
{"docsets_to_publish": [{"build_source_folder": "docs"}]}
-- docfx.json
{"build": {"content": []}}
-- docs/docfx.json
{"build": {"content": [{"files": "**/*.md"}], "dest": "docs"}}
-- docs/zone-pivot-groups.yml
groups:
- id: os
  title: System
  pivots:
  - id: win
    title: Windows
  - id: linux
-- docs/a.md
-- b.md
"#,
        &expect![[r#"
            docset `docs` at None
            docs/a.md page "a.md"
            docs/zone-pivot-groups.yml file "zone-pivot-groups.yml"
            zones os: ["Windows", "linux"]
        "#]],
    );
}

#[test]
fn a_broken_docset_is_a_finding() {
    check(
        "-- docfx.json\n{\"build\": {\"content\": [{\"files\": [\"a[\"], \"src\": \"x\"}, {\"src\": \"../..\"}]}}\n-- x/docfx.json\n{\"build\": [}\n-- x/a.md\n",
        &expect![[r#"
            docset `` at None
            x/a.md file "a.md"
            C022 docfx.json 34 `a[` is no pattern for files
            C022 docfx.json 62 a folder of the docset lies outside of the project
        "#]],
    );
    check(
        "-- docfx.json\n{\"build\": [}\n",
        &expect![[r#"
        C020 docfx.json 11 this is no valid JSON
    "#]],
    );
}
