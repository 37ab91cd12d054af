//! How deep, wide and long a text may be.

use super::*;

#[test]
fn nesting_is_bounded_and_nothing_is_lost() {
    let text: Arc<str> = format!("{}deep\n", ">".repeat(5000)).into();
    let path = SourcePath::new("t.md").unwrap();
    let parsed = parse_document(SourceId(0), &path, &text, 0, &MarkdownOptions::default());
    let mut shown = String::new();
    parsed.value.blocks.iter().for_each(|block| show(&parsed.value, block, 0, &mut shown));
    assert!(shown.ends_with("p deep\n"));
    assert!(shown.lines().count() <= crate::topic::MAX_DEPTH + 2);
    assert_eq!(parsed.findings.len(), 1);
}

#[test]
fn texts_in_pieces_are_joined_in_linear_time() {
    let text: Arc<str> = "&amp;".repeat(200_000).into();
    let path = SourcePath::new("t.md").unwrap();
    let parsed = parse_document(SourceId(0), &path, &text, 0, &MarkdownOptions::default());
    let BlockKind::Paragraph(content) = parsed.value.blocks[0].kind else { panic!("no paragraph") };
    assert_eq!(parsed.value.plain(content), "&".repeat(200_000));
    // Each character once beside the text; joining by copying would have left every step there.
    assert!(parsed.value.extra.len() < 500_000, "{}", parsed.value.extra.len());
}

#[test]
fn a_line_of_very_many_quotes_is_read_to_a_limit_and_its_words_stay() {
    let text: Arc<str> = format!("{}deep\n{}", "> ".repeat(20_000), "plain\n".repeat(20_000)).into();
    let path = SourcePath::new("t.md").unwrap();
    let parsed = parse_document(SourceId(0), &path, &text, 0, &MarkdownOptions::default());
    assert_eq!(parsed.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["M031"]);
    let mut block = &*parsed.value.blocks[0];
    while let Some(inner) = block.children().next() {
        block = inner;
    }
    let words = parsed.value.plain(block.inlines().unwrap());
    assert!(words.starts_with("deep plain") && words.ends_with("plain plain"), "{}", &words[..40]);
}

#[test]
fn markers_in_code_stay_as_they_are() {
    let line = "> ".repeat(500);
    let text: Arc<str> = format!("```\n{line}\n```\n").into();
    let path = SourcePath::new("t.md").unwrap();
    let parsed = parse_document(SourceId(0), &path, &text, 0, &MarkdownOptions::default()).value;
    let BlockKind::Code { text, .. } = parsed.blocks[0].kind else { panic!("no code") };
    assert_eq!(parsed.str(text), format!("{line}\n"));
}

#[test]
fn a_text_of_too_many_blocks_is_cut_with_a_finding() {
    let text: Arc<str> = "- a\n".repeat(130_000).into();
    let path = SourcePath::new("t.md").unwrap();
    let parsed = parse_document(SourceId(0), &path, &text, 0, &MarkdownOptions::default());
    assert_eq!(parsed.findings.iter().map(|finding| finding.code.id).collect::<Vec<_>>(), ["M007"]);
    assert!(parsed.value.blocks[0].children().count() > 120_000);
}
