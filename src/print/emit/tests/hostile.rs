//! Whatever an author writes stays text: the sources hold our vocabulary, literals, and nothing else.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

/// Everything that may stand outside of a string literal.
const VOCABULARY: &[&str] = &[
    "addresses",
    "align",
    "alt",
    "applies",
    "approved",
    "approver",
    "at",
    "auto",
    "away",
    "blank",
    "block",
    "bold",
    "book",
    "box",
    "bullets",
    "callout",
    "caption",
    "cell",
    "center",
    "changed",
    "classification",
    "code",
    "colspan",
    "columns",
    "could",
    "definitions",
    "description",
    "details",
    "em",
    "false",
    "fields",
    "figure",
    "file",
    "form",
    "format",
    "fr",
    "glyph",
    "grid",
    "head",
    "heading",
    "heads",
    "height",
    "id",
    "import",
    "inline",
    "inner",
    "keep",
    "key",
    "language",
    "layers",
    "left",
    "length",
    "level",
    "levels",
    "lowered",
    "mail",
    "mark",
    "marked",
    "minor",
    "missing",
    "mono",
    "newline",
    "next",
    "no",
    "none",
    "not",
    "note",
    "notes",
    "number",
    "of",
    "on",
    "origin",
    "overdue",
    "owner",
    "page",
    "panel",
    "para",
    "phone",
    "picture",
    "plainly",
    "pt",
    "qr",
    "quoted",
    "raised",
    "record",
    "repeat",
    "review",
    "reviewed",
    "right",
    "rowspan",
    "rule",
    "set",
    "shown",
    "side",
    "signed",
    "slanted",
    "small",
    "stamp",
    "start",
    "status",
    "steps",
    "struck",
    "tab",
    "table",
    "tick",
    "ticks",
    "title",
    "topic",
    "true",
    "underlined",
    "version",
    "web",
    "whole",
    "wide",
    "width",
    "xref",
    "by",
];

/// The values of all string literals, and the words outside of them.
fn take_apart(text: &str) -> (String, BTreeSet<String>) {
    let (mut values, mut outside) = (String::new(), String::new());
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        if sign != '"' {
            outside.push(sign);
            continue;
        }
        loop {
            match signs.next().expect("a literal ends") {
                '"' => break,
                '\\' => match signs.next().unwrap() {
                    'n' => values.push('\n'),
                    'u' => {
                        let code: String = signs.by_ref().take_while(|sign| *sign != '}').skip(1).collect();
                        values.push(char::from_u32(u32::from_str_radix(&code, 16).unwrap()).unwrap());
                    }
                    plain => values.push(plain),
                },
                plain => values.push(plain),
            }
        }
        outside.push(' ');
    }
    assert!(
        outside.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_(){}[],:;.#*/ \n".contains(sign)),
        "{outside}"
    );
    let words = outside.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    (values, words.map(str::to_owned).collect())
}

fn only_letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() && u32::from(*c) < 0x3000).collect()
}

fn hostile_words() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "\\",
        "\\\"",
        "#",
        "#{",
        "}",
        "]",
        "[",
        "$",
        "`",
        "@label",
        "<label>",
        "//",
        "/*",
        "*/",
        "\\u{22}",
        "\")",
        "#panic(\"x\")",
        "#import \"/etc/passwd\"",
        "eval",
        "\u{202e}",
        "\u{2028}",
        "\u{0}",
        "\u{feff}",
        "🔥",
        "é",
        "word",
        "=",
        "==",
        "+",
        "-",
        "~",
        "---",
        "1.",
        "a_b",
        "*",
        "_",
        "|",
        "&quot;",
        "&#34;",
        "<b>",
        "</b>",
        "<td>",
        "<table>",
        "<img src=x alt='\"'>",
        "::: zone",
        "> [!NOTE]",
        "\n",
        "\n\n",
        "  ",
        "\t",
    ]);
    prop::collection::vec(pieces, 1..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_text_of_an_author_becomes_code(markdown in hostile_words()) {
        let (sources, _) = emit(&format!("-- topics/index.md\n# T\n\n{}", markdown.replace("\n-- ", " ")), Plainness::Full);
        for (path, text) in &sources.files {
            if path.starts_with("topics/") {
                let (_, words) = take_apart(text);
                for word in words {
                    prop_assert!(VOCABULARY.contains(&word.as_str()), "{word} in {text}");
                }
            }
        }
    }

    #[test]
    fn every_letter_of_a_paragraph_is_set(words in "[a-zA-Z0-9 \"\\\\#$@%{}()=+;:,.!?é-]{1,200}") {
        let text = body(&format!("# T\n\nx {}", words.replace(['\\', '#', '$', '@', '{', '[', ':', '='], " ")), Plainness::Full);
        let (values, _) = take_apart(&text);
        let wanted = only_letters(&words);
        prop_assert!(only_letters(&values).contains(&wanted), "{values} | {wanted}");
    }
}
