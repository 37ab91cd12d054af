//! Topics with what they take in, through the whole stage.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use expect_test::{Expect, expect};

use super::{Block, BlockKind, Documents, TopicSettings, read_topics};
use crate::source::{Date, LineIndex, SourcePath, SourceText, SourceTree};

/// `-- path` lines begin files. Shows the words of every topic's paragraphs, then the findings.
#[expect(clippy::needless_pass_by_value, reason = "`expect!` makes a value, and every caller hands it over")]
fn check(fixture: &str, expected: Expect) {
    let mut texts: Vec<SourceText> = Vec::new();
    for part in fixture.split("-- ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap();
        texts.push(SourceText { path: SourcePath::new(path.trim()).unwrap(), text: text.into() });
    }
    let sources = SourceTree::new(texts, BTreeMap::new(), Date::default());
    let docsets = super::docset::read_docsets(&sources).value;
    let read = read_topics(&sources, &TopicSettings { docsets, ..TopicSettings::default() });
    let mut shown = String::new();
    for topic in &read.value.topics {
        writeln!(shown, "{}", topic.path).unwrap();
        for block in &topic.document.blocks {
            show(&read.value.documents, block, 1, &mut shown);
        }
    }
    let mut findings: Vec<String> = read
        .findings
        .iter()
        .map(|finding| {
            let place = finding.place.as_ref().unwrap();
            let text = sources.find(&SourcePath::new(&place.file).unwrap()).unwrap().1;
            let (line, column) = LineIndex::new(&text.text).line_column(&text.text, place.span.start as usize);
            format!("{} {}:{line}:{column} {}\n", finding.code.id, place.file, finding.message)
        })
        .collect();
    findings.sort();
    expected.assert_eq(&(shown + &findings.concat()));
}

fn show(documents: &Documents, block: &Block, depth: usize, out: &mut String) {
    let document = documents.get(block.source).unwrap();
    let words = match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Plain(content) => Some(document.plain(*content)),
        BlockKind::Heading { content, id, .. } => Some(format!("# {} #{id}", document.plain(*content))),
        BlockKind::Cell(content) => Some(format!("| {}", document.plain(*content))),
        BlockKind::Code { language, text, .. } => Some(format!("{language}: {:?}", document.str(*text))),
        BlockKind::Include(_) => Some("(missing include)".into()),
        BlockKind::CodeFile { .. } => Some("(missing code)".into()),
        _ => None,
    };
    if let Some(words) = words {
        writeln!(out, "{}{words}", "  ".repeat(depth)).unwrap();
    }
    block.children().for_each(|child| show(documents, child, depth + 1, out));
}

#[test]
fn includes_are_taken_in_where_they_stand() {
    check(
        "\
-- a/topic.md
One [!INCLUDE [x](../includes/words.md)] two.

- [!INCLUDE [x](../Includes/Blocks.md)]

| c |
|---|
| [!INCLUDE [x](../includes/words.md)] |
-- includes/words.md
---
title: dropped
---
inner *words*
-- includes/blocks.md
## Head

[!INCLUDE [x](deep/end.md)]
-- includes/deep/end.md
the end
",
        expect![[r"
            a/topic.md
              One inner words two.
                  # Head #head
                  the end
                  | c
                  | inner words
        "]],
    );
}

#[test]
fn what_is_missing_or_circular_is_marked_and_found() {
    check(
        "\
-- t.md
[!INCLUDE [x](gone.md)]

[!INCLUDE [x](includes/a.md)]
-- includes/a.md
before

[!INCLUDE [x](b.md)]
-- includes/b.md
[!INCLUDE [x](a.md)]
",
        expect![[r"
            t.md
              (missing include)
              before
              (missing include)
            M001 t.md:1:15 “gone.md”, which is taken in here, does not exist
            M002 includes/b.md:1:15 files take each other in: includes/a.md → includes/b.md → includes/a.md
        "]],
    );
}

#[test]
fn a_file_of_another_repository_is_no_loss() {
    check(
        "\
-- a/t.md
[!INCLUDE [x](~/reusable/a.md)]

[!INCLUDE [x](~/a/b.md)]
",
        expect![[r"
            a/t.md
              (missing include)
              (missing include)
            M001 a/t.md:3:15 “~/a/b.md”, which is taken in here, does not exist
            M006 a/t.md:1:15 “~/reusable/a.md” belongs to another repository, `reusable`, which is not here
        "]],
    );
}

#[test]
fn yaml_documents_of_a_docset_are_topics() {
    check(
        "\
-- docfx.json
{\"build\": {\"content\": [{\"files\": [\"**/*.md\", \"**/*.yml\"]}]}}
-- faq.yml
### YamlMime:FAQ
metadata:
  title: Questions
title: Common questions
summary: |
  See [the guide](t.md).
sections:
  - name: General
    questions:
      - question: |
          May I use `x`?
        answer: |
          Yes.

          > [!NOTE] wrong
          > Then again.
-- index.yml
### YamlMime:Landing
title: Quick_links
summary: All
landingContent:
  - title: Learn
    linkLists:
      - linkListType: concept
        links:
          - text: \"Start [here]\"
            url: t.md#a b
-- other.yml
### YamlMime:ContextObject
a: b
",
        expect![[r#"
            faq.yml
              # Common questions #common-questions
              See the guide.
              # General #general
              # May I use x? #may-i-use-x
              Yes.
                [!NOTE] wrong Then again.
            index.yml
              # Quick_links #quick_links
              All
              # Learn #learn
                  Start [here]
            M020 faq.yml:15:13 text follows “[!NOTE]” on its line, so this is a plain quote, no alert
        "#]],
    );
}

#[test]
fn code_is_taken_from_files() {
    check(
        "\
-- t.md
:::code source=\"x.cs\" range=\"2-3\":::

[!code-python[m](x.cs?name=part)]

:::code language=\"sh\" source=\"no.sh\":::
-- x.cs
a
    b
      c
// <part>
d
// </part>
",
        expect![[r#"
            t.md
              csharp: "b\n  c\n"
              python: "d\n"
              (missing code)
            M004 t.md:5:31 “no.sh”, which is taken in here, does not exist
        "#]],
    );
}

#[test]
fn includes_that_multiply_are_stopped() {
    let mut fixture = String::from("-- t.md\n[!INCLUDE [x](includes/0.md)]\n");
    for level in 0..20 {
        let next = format!("[!INCLUDE [x]({}.md)]\n\n", level + 1).repeat(4);
        write!(fixture, "-- includes/{level}.md\n{next}").unwrap();
    }
    fixture.push_str("-- includes/20.md\nend\n");
    let texts = fixture.split("-- ").skip(1).map(|part| {
        let (path, text) = part.split_once('\n').unwrap();
        SourceText { path: SourcePath::new(path).unwrap(), text: text.into() }
    });
    let sources = SourceTree::new(texts.collect(), BTreeMap::new(), Date::default());
    let read = read_topics(&sources, &TopicSettings::default());
    assert!(read.findings.iter().any(|finding| finding.code.id == "M003"));
    let largest = read.value.topics.iter().map(|topic| topic.document.blocks.len()).max().unwrap();
    assert!(largest < 11_000, "{largest}");
}
