//! Contents of the playbook → the one script that holds them all.
//!
//! The script is loaded only when a reader opens the whole contents beside a page; pages themselves carry only their
//! surroundings, because a tree of 10,000 entries in 10,000 pages would be the largest part of the site.

use crate::page::view::ContentsEntry;
use crate::source::SitePath;

/// Where the script stands in the site; `script/contents.js` of the theme loads it from there.
const PATH: &str = "lifeboat/navigation.js";

/// The script and its path: one flat list of rows `[title, path, depth]`, in order.
///
/// Flat, because the depth of a hostile table of contents has no limit and a browser's JSON parser has one.
pub fn navigation_script(entries: &[ContentsEntry]) -> Option<(SitePath, String)> {
    let mut script = String::from("globalThis.lifeboatNavigation = [\n");
    let mut depth = 0_usize;
    for entry in entries {
        let row = serde_json::json!([entry.title, entry.path, depth]);
        script.push_str(&row.to_string());
        script.push_str(",\n");
        depth = (depth + usize::from(entry.opens)).saturating_sub(entry.closes);
    }
    script.push_str("];\n");
    Some((SitePath::new(PATH).ok()?, script))
}

#[cfg(test)]
mod tests {
    use super::navigation_script;
    use crate::page::view::ContentsEntry;

    #[test]
    fn the_script_holds_every_entry_with_its_depth() {
        let entry = |title: &str, path: Option<&str>, opens, closes| ContentsEntry {
            title: title.to_owned(),
            path: path.map(str::to_owned),
            opens,
            closes,
        };
        let entries = [
            entry("Roles", None, true, 0),
            entry("\"Scribe\" </script>", Some("roles/scribe.html"), false, 1),
            entry("Glossary", Some("glossary.html"), false, 0),
        ];
        let (path, script) = navigation_script(&entries).unwrap();
        assert_eq!(path.as_str(), "lifeboat/navigation.js");
        expect_test::expect![[r#"
            globalThis.lifeboatNavigation = [
            ["Roles",null,0],
            ["\"Scribe\" </script>","roles/scribe.html",1],
            ["Glossary","glossary.html",0],
            ];
        "#]]
        .assert_eq(&script);
    }
}
