//! What readers see of who brought a text, and of what stood there before.

use super::Project;

/// The main part of a page of a project in which a layer adds and changes.
fn pages() -> Project {
    let project = Project::empty();
    project.write(
        "book.toml",
        "[book]\nsrc = \"topics\"\n[overlays]\ndir = \"overlays\"\norder = [\"group\", \"vault\", \"site\"]\n\
         [editions.open]\nclearance = \"public\"\n[editions.staff]\nclearance = \"internal\"\n",
    );
    project.write(
        "topics/index.md",
        "---\nclassification: public\n---\n# Plan\n\nAsk the *vendor* & wait.\n\n## Times\n\n| K | V |\n|---|---|\n| Mail | 4 h |\n\n\
         ## Office\n\nOpen the door.\n\n- Take the key\n\n## Secret\n\n:::class restricted\n\nThe code of the vault door.\n\n:::class-end\n\nAnd an open word.\n",
    );
    for (layer, label) in [("group", "Group"), ("vault", "Vault"), ("site", "Site")] {
        project.write(
            &format!("overlays/{layer}/layer.toml"),
            &format!("label = \"{label}\"\nclassification = \"public\"\n"),
        );
    }
    project.write(
        "overlays/group/changes/index.md",
        "# Replace paragraph: Ask the vendor & wait.\n\nPage the duty manager.\n\n# Add after paragraph: Open the door.\n\nOurs beside it.\n\n\
         # Merge into table: Times\n\n| K | V |\n|---|---|\n| Mail | 2 h |\n| Radio | 1 h |\n\n# Replace: Secret\n\nNothing here.\n",
    );
    project
        .write("overlays/site/changes/index.md", "# Replace paragraph: Page the duty manager.\n\nPage the porter.\n");
    let said = project.run(&["build"]);
    assert!(project.folder.path().join("book/open/index.html").exists(), "{}", said.err);
    project
}

fn main_part(page: &str) -> &str {
    page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).map_or(page, |(main, _)| main)
}

#[test]
fn what_was_changed_is_told_apart_from_what_was_added() {
    let project = pages();
    let page = project.page("staff/index.html");
    let main = main_part(&page);
    for part in [
        "aria-label=\"Changed by Site\" data-layer=\"site\"",
        "<p>Page the porter.</p>\n<details class=\"layer-was\"><summary>Show text of Group</summary>\n<p>Page the duty manager.</p>\n</details>",
        "aria-label=\"Added by Group\"",
        "title=\"Changed by Group\"",
        "<tr class=\"layer-row\" data-layer=\"group\" title=\"Added by Group\">",
        "<details class=\"layer-was\"><summary>Show vendor text</summary>",
        "<p>And an open word.</p>",
    ] {
        assert!(main.contains(part), "{part}: {main}");
    }
}

#[test]
fn earlier_words_are_in_no_page_for_everybody_and_never_above_the_class() {
    let project = pages();
    let page = project.page("open/index.html");
    assert!(page.contains("Changed by Site") && !page.contains("layer-was"), "{page}");
    let staff = project.page("staff/index.html");
    assert!(!staff.contains("vault door"), "{staff}");
}
