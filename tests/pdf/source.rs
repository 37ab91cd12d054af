//! What the emitter writes, as Typst's own parser reads it.

use proptest::prelude::*;
use typst::syntax::{SyntaxKind, SyntaxNode, parse};

use super::press::Fixture;

/// Nodes that only an author's text could bring in, if it got out of its literal.
const FOREIGN: &[SyntaxKind] = &[
    SyntaxKind::Equation,
    SyntaxKind::Raw,
    SyntaxKind::Ref,
    SyntaxKind::Label,
    SyntaxKind::Link,
    SyntaxKind::Emph,
    SyntaxKind::Strong,
    SyntaxKind::FieldAccess,
    SyntaxKind::Closure,
    SyntaxKind::LetBinding,
    SyntaxKind::SetRule,
    SyntaxKind::LineComment,
    SyntaxKind::BlockComment,
    SyntaxKind::Conditional,
    SyntaxKind::Binary,
];

fn kinds(node: &SyntaxNode, found: &mut Vec<SyntaxKind>) {
    found.push(node.kind());
    for child in node.children() {
        kinds(child, found);
    }
}

#[test]
fn what_a_layer_put_something_else_in_the_place_of_is_not_on_paper() {
    let fixture = Fixture::new(
        "-- book.toml\n[book]\nsrc = \"src\"\n[overlays]\ndir = \"overlays\"\norder = [\"site\"]\n\
         -- src/index.md\n# Home\n\nAsk the vendor.\n-- overlays/site/layer.toml\nlabel = \"Site\"\n\
         -- overlays/site/changes/index.md\n# Replace paragraph: Ask the vendor.\n\nPage the porter.\n",
    );
    let texts: String = fixture.emit().into_values().collect();
    assert!(texts.contains("Page the porter.") && !texts.contains("Ask the vendor."), "{texts}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn typst_reads_an_authors_text_as_strings_alone(
        text in prop::collection::vec(
            prop::sample::select(vec![
                "\"", "\\", "\\\"", "#panic(\"x\")", "#{", "}", ")", "$x$", "`", "@a", "<a>", "//", "/*", "*/", "\\u{22}", "\u{202e}",
                "\u{2028}", "é", "word", "= x", "- ", "| a | b |\n|---|---|\n", "\n\n", "<td>", "<b>", "&quot;", "```\n", "> [!NOTE]\n> ",
            ]),
            1..30,
        )
    ) {
        let printed = Fixture::new(&format!("-- src/index.md\n# Title \"x\n\n{}", text.join(" ").replace("\n-- ", " "))).emit();
        for (path, text) in printed.iter().filter(|(path, _)| path.starts_with("topics/")) {
            let root = parse(text);
            prop_assert!(root.errors_and_warnings().0.is_empty(), "{path}: {text}");
            let mut found = Vec::new();
            kinds(&root, &mut found);
            let foreign: Vec<_> = found.iter().filter(|kind| FOREIGN.contains(kind)).collect();
            prop_assert!(foreign.is_empty(), "{foreign:?} in {text}");
        }
    }
}
