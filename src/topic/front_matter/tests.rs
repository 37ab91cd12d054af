use std::fmt::Write;
use std::sync::Arc;

use expect_test::{Expect, expect};

use super::read_front_matter;
use crate::topic::{Field, Value, ValueKind};

mod limits;

/// Shows every field with the text its spans cut out, the findings, and how the body begins.
fn check(text: &str, expected: &Expect) {
    let mut shown = String::new();
    let read = read_front_matter(text, &Arc::from("a.md"));
    for field in &read.value.fields.entries {
        show(text, field, 0, &mut shown);
    }
    for finding in &read.findings {
        let span = finding.place.as_ref().unwrap().span;
        writeln!(shown, "{} {}: {:?} {}", finding.code.id, finding.message, span.of(text), {
            finding.label.as_deref().unwrap_or_default()
        })
        .unwrap();
        if let Some(help) = &finding.help {
            writeln!(shown, "     help: {help}").unwrap();
        }
    }
    let body: String = text[read.value.body_start..].chars().take(20).collect();
    writeln!(shown, "body {body:?}").unwrap();
    expected.assert_eq(&shown);
}

fn show(text: &str, field: &Field, depth: usize, shown: &mut String) {
    assert_eq!(field.key_span.of(text).trim_matches(['"', '\'']), field.key);
    write!(shown, "{}{} =", "  ".repeat(depth), field.key).unwrap();
    show_value(text, &field.value, depth, shown);
}

fn show_value(text: &str, value: &Value, depth: usize, shown: &mut String) {
    match &value.kind {
        ValueKind::Null => writeln!(shown, " null").unwrap(),
        ValueKind::Text(scalar) => writeln!(shown, " {scalar:?} at {:?}", value.span.of(text)).unwrap(),
        ValueKind::List(items) => {
            writeln!(shown, " list at {:?}", value.span.of(text)).unwrap();
            for item in items {
                write!(shown, "{}-", "  ".repeat(depth + 1)).unwrap();
                show_value(text, item, depth + 1, shown);
            }
        }
        ValueKind::Map(fields) => {
            writeln!(shown, " map at {:?}", value.span.of(text)).unwrap();
            for field in fields {
                show(text, field, depth + 1, shown);
            }
        }
    }
}

#[test]
fn scalars_stay_as_they_were_written() {
    check(
        "---\nversion: 3.10\nid: 0123\nprint: no\nempty:\ntilde: ~\nquoted: ''\nms.date: 11/23/2026 # day\n---\n# T\n",
        &expect![[r##"
            version = "3.10" at "3.10"
            id = "0123" at "0123"
            print = "no" at "no"
            empty = null
            tilde = null
            quoted = null
            ms.date = "11/23/2026" at "11/23/2026"
            body "# T\n"
        "##]],
    );
}

#[test]
fn places_count_bytes_though_the_parser_counts_characters() {
    check(
        "---\ntitle: \"Größe — 名前\"\nname: ünder\n---\nx",
        &expect![[r#"
        title = "Größe — 名前" at "\"Größe — 名前\""
        name = "ünder" at "ünder"
        body "x"
    "#]],
    );
}

#[test]
fn lists_maps_and_block_scalars_are_read_in_every_layout() {
    check(
        "---\nms.custom: \n- a\n- b: c\n  d: e\nflow: [x, 'y, z' ]\nactivation: {who: me}\nlong: |\n  one\n  two\nfold: >-\n  one\n  two\n\nplain: one\n  two\n---\n",
        &expect![[r#"
            ms.custom = list at "a\n- b: c\n  d: e"
              - "a" at "a"
              - map at "b: c\n  d: e"
                b = "c" at "c"
                d = "e" at "e"
            flow = list at "[x, 'y, z' ]"
              - "x" at "x"
              - "y, z" at "'y, z'"
            activation = map at "{who: me}"
              who = "me" at "me"
            long = "one\ntwo\n" at "one\n  two"
            fold = "one two" at "one\n  two"
            plain = "one two" at "one\n  two"
            body ""
        "#]],
    );
}

#[test]
fn keys_may_hold_colons_and_blanks() {
    check(
        "---\nms:assetid: x\nonline version: y\n\"quoted key\": z\n---\n",
        &expect![[r#"
        ms:assetid = "x" at "x"
        online version = "y" at "y"
        quoted key = "z" at "z"
        body ""
    "#]],
    );
}

#[test]
fn a_text_without_front_matter_is_all_body() {
    check(
        "",
        &expect![[r#"
        body ""
    "#]],
    );
    check(
        "# Title\n---\na: b\n---\n",
        &expect![[r##"
        body "# Title\n---\na: b\n---"
    "##]],
    );
    check(
        "---",
        &expect![[r#"
        body "---"
    "#]],
    );
    check(
        "----\na: b\n---\n",
        &expect![[r#"
        body "----\na: b\n---\n"
    "#]],
    );
    check(
        "---\n\n# Title\n\nText\n\n---\nmore\n",
        &expect![[r#"
        body "---\n\n# Title\n\nText\n\n"
    "#]],
    );
    check(
        "---\n\nText without an end\n",
        &expect![[r#"
        body "---\n\nText without an"
    "#]],
    );
}

#[test]
fn an_empty_block_is_front_matter_without_fields() {
    check(
        "---\n---\nbody",
        &expect![[r#"
        body "body"
    "#]],
    );
    check(
        "---\n\n \n...  \nbody",
        &expect![[r#"
        body "body"
    "#]],
    );
    check(
        "---\n# only a comment\n---\nbody",
        &expect![[r#"
        body "body"
    "#]],
    );
}

#[test]
fn dots_or_dashes_close_the_block_and_blanks_may_follow_them() {
    check(
        "---  \ntitle: a\n...\nbody\n---\n",
        &expect![[r#"
        title = "a" at "a"
        body "body\n---\n"
    "#]],
    );
    check(
        "---\n\n  title: a\n  owner: b\n---\t\nbody",
        &expect![[r#"
        title = "a" at "a"
        owner = "b" at "b"
        body "body"
    "#]],
    );
    check(
        "---\ntitle: a\n---",
        &expect![[r#"
        title = "a" at "a"
        body ""
    "#]],
    );
}

#[test]
fn an_unclosed_block_keeps_its_fields_and_its_body() {
    check(
        "---\ntitle: a\nlist:\n- b\n\n# Title\ntext\n",
        &expect![[r#"
        title = "a" at "a"
        list = list at "b"
          - "b" at "b"
        F002 the front matter is never closed: "---" no line `---` or `...` follows
             help: add a line `---` below the last `key: value` line
        body "\n# Title\ntext\n"
    "#]],
    );
}

#[test]
fn a_bad_line_costs_its_own_field_only() {
    check(
        "---\ntitle: Who: me\nowner: b\nquote: \"open\nlast: c\n---\nbody",
        &expect![[r#"
        owner = "b" at "b"
        last = "c" at "c"
        F001 `title` is no valid YAML: ": me" a second `: ` on the line, or a line without its key
             help: put the value in quotes
        F001 `quote` is no valid YAML: "\"open" the quotation mark before this is never closed
             help: close the quotation mark
        body "body"
    "#]],
    );
    check(
        "---\nowner: a\n\tdeputy: b\nreviewed_on: @c\nsee: *d\n---\nbody",
        &expect![[r#"
        F001 `owner` is no valid YAML: "\t" a tab, where YAML takes only blanks
             help: replace the tab with blanks
        F001 `reviewed_on` is no valid YAML: "@c" a value cannot start with this character
             help: put the value in quotes
        F001 `see` is no valid YAML: "*d" nothing above is named by `&` so
             help: put the value in quotes
        body "body"
    "#]],
    );
    check(
        "---\nflow: [a, b\nowner: c\nmap: {a: b\n---\nbody",
        &expect![[r#"
        owner = "c" at "c"
        F001 `flow` is no valid YAML: "flow: [a, b" a `[` or `{` that is not closed as YAML expects
             help: close the bracket, or put the value in quotes
        F001 `map` is no valid YAML: "map: {a: b" a `[` or `{` that is not closed as YAML expects
             help: close the bracket, or put the value in quotes
        body "body"
    "#]],
    );
}

#[test]
fn braces_without_quotes_are_read_as_text() {
    check(
        "---\ntitle: {{ org }} contacts\nlist:\n  - {{ a: b }}\nnote: |\n  key: {{ c }}\n---\n",
        &expect![[r#"
        title = "{{ org }} contacts" at "{{ org }} contacts"
        list = list at "- {{ a: b }}"
          - "{{ a: b }}" at "{{ a: b }}"
        note = "key: {{ c }}\n" at "key: {{ c }}"
        F003 `title` must be text: "{{ org }}" YAML reads this as a mapping
             help: put the title in quotes: title: "{{ org }} contacts"
        F003 an item of `list` must be text: "{{ a: b }}" YAML reads this as a mapping
             help: put it in quotes: - "{{ a: b }}"
        body ""
    "#]],
    );
    check(
        "---\ntitle: \"{{ org }} contacts\"\nplain: call {{ org }}\n---\n",
        &expect![[r#"
        title = "{{ org }} contacts" at "\"{{ org }} contacts\""
        plain = "call {{ org }}" at "call {{ org }}"
        body ""
    "#]],
    );
}

#[test]
fn a_block_that_is_no_mapping_is_reported() {
    check(
        "---\njust words\n---\nbody",
        &expect![[r#"
        F005 the front matter is no list of `key: value` lines: "just words" YAML reads this as text
        body "body"
    "#]],
    );
    check(
        "---\n- a\n- b\n---\nbody",
        &expect![[r#"
        F005 the front matter is no list of `key: value` lines: "- a" YAML reads this as a list
        body "body"
    "#]],
    );
}

#[test]
fn a_key_given_twice_counts_as_given_last() {
    check(
        "---\ntitle: a\nowner: b\ntitle: c\n---\n",
        &expect![[r#"
        title = "c" at "c"
        owner = "b" at "b"
        F007 `title` is given twice: "title" this one counts
        body ""
    "#]],
    );
}
