//! What a layer that is trusted for text alone brings besides text reaches no page, wherever it stands.

use super::Project;

const BOOK: &str = "[book]\ntitle = \"Plan\"\nsrc = \"topics\"\n[overlays]\ndir = \"overlays\"\n";

/// The pages of a project whose layer has this trust.
fn pages(trust: &str) -> (String, String, String) {
    let project = Project::empty();
    project.write("book.toml", BOOK);
    project.write("topics/index.md", "# Plan\n\nRead this.\n\nAn own <div>box</div>.\n");
    project.write("overlays/group/layer.toml", &format!("label = \"Group\"\n{trust}"));
    project.write(
        "overlays/group/changes/index.md",
        "# Add to start of: this topic\n\nPress <kbd>F1</kbd> and <button onclick=\"go()\">the knob</button> \
         <script>steal()</script>now.\n\n<table class=\"wide\"><tr><td>inside</td></tr></table>\n\n\
         [!INCLUDE [part](../parts/note.md)]\n",
    );
    project.write("overlays/group/parts/note.md", "<form action=\"https://example.com\"><p>In a part.</p></form>\n");
    project.write(
        "overlays/group/topics/own.md",
        "---\ntitle: Own\nredirect_url: https://example.com/\n---\n# Own\n\n<section><h2>Raw heading</h2></section>\n\nEnd.\n",
    );
    let said = project.run(&["build", "--keep-going"]);
    let main = |page: String| {
        let main = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>"));
        main.map(|(main, _)| main.to_owned()).unwrap_or(page)
    };
    (main(project.page("index.html")), main(project.page("own.html")), said.err)
}

#[test]
fn raw_html_of_a_layer_goes_and_its_words_stay() {
    let (index, own, said) = pages("");
    for gone in ["<button", "<table", "steal()", "<form", "class=\"wide\"", "example.com"] {
        assert!(!index.contains(gone), "{gone}: {index}");
    }
    for kept in ["<kbd>F1</kbd>", "the knob", "inside", "In a part.", "<div>box</div>"] {
        assert!(index.contains(kept), "{kept}: {index}");
    }
    assert!(!own.contains("<section><h2") && own.contains("Raw heading") && own.contains("End."), "{own}");
    for (place, tag) in [
        ("overlays/group/changes/index.md:3:25", "<button>"),
        ("overlays/group/changes/index.md:3:66", "<script>"),
        ("overlays/group/changes/index.md:5:1", "<table>"),
        ("overlays/group/parts/note.md:1:1", "<form>"),
        ("overlays/group/topics/own.md:7:1", "<section>"),
        ("overlays/group/topics/own.md:3:1", "redirect_url"),
    ] {
        assert!(said.contains(place) && said.contains(tag), "{place} {tag}: {said}");
    }
}

#[test]
fn a_layer_of_full_trust_keeps_what_a_page_may_hold() {
    let (index, _, said) = pages("trust = \"full\"\n");
    assert!(index.contains("<table") && index.contains("inside"), "{index}");
    assert!(!index.contains("steal()") && !index.contains("onclick"), "{index}");
    assert!(!said.contains("O605"), "{said}");
}
