//! Front matter that is too much, and text of any kind.

use std::sync::Arc;

use expect_test::expect;

use super::check;
use crate::topic::front_matter::{MAX_FRONT_MATTER, read_front_matter};

#[test]
fn one_front_matter_tells_no_more_than_can_be_read() {
    let text = format!("---\n{}---\n", "k: {{x}} y\n".repeat(5_000));
    let found = read_front_matter(&text, &Arc::from("a.md")).findings;
    assert_eq!(found.len(), 40);
    assert!(found.last().unwrap().message.ends_with(" more faults in this front matter"), "{:?}", found.last());
}

#[test]
fn limits_are_findings() {
    let deep = format!("---\na: {}1{}\n---\nbody", "[".repeat(40), "]".repeat(40));
    check(
        &deep,
        &expect![[r#"
        F006 more than 32 lists or mappings inside each other: "[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]" the reading stopped here
        body "body"
    "#]],
    );
    let aliases = format!("---\na: &a [1]\nb: [{}]\n---\nbody", "*a, ".repeat(101));
    check(
        &aliases,
        &expect![[r#"
        a = list at "&a [1]"
          - "1" at "1"
        F006 more than 100 aliases, or aliases that repeat too much: "*a" the reading stopped here
             help: write the values out
        body "body"
    "#]],
    );
    let bomb = "---\na: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n---\nbody";
    check(
        bomb,
        &expect![[r#"
        a = list at "&a [1,1,1,1,1,1,1,1,1,1]"
          - "1" at "1"
          - "1" at "1"
          - "1" at "1"
          - "1" at "1"
          - "1" at "1"
          - "1" at "1"
          - "1" at "1"
          - "1" at "1"
          - "1" at "1"
          - "1" at "1"
        F006 more than 100 aliases, or aliases that repeat too much: "*c" the reading stopped here
             help: write the values out
        body "body"
    "#]],
    );
    let large = format!("---\ntitle: a\n\nlong: {}\n---\nbody", "x".repeat(MAX_FRONT_MATTER));
    check(
        &large,
        &expect![[r#"
        title = "a" at "a"
        F006 the front matter is larger than 256 KiB: "---" only its readable start is used
        body "\nlong: xxxxxxxxxxxxx"
    "#]],
    );
    check(
        "---\na: &a [*a]\n---\nbody",
        &expect![[r#"
        F001 `a` is no valid YAML: "*a]" nothing above is named by `&` so
             help: put the value in quotes
        body "body"
    "#]],
    );
}

#[test]
fn no_text_makes_it_panic() {
    let pieces = [
        "---\n", "...\n", "a: ", "{{ ", "}} ", "[", "]", "\"", "'", "|\n", "&a ", "*a", "- ", "\n", "\t", "ü",
        "\u{FDD0}", "? ", ": ", "%", "!", "  ",
    ];
    let mut seed = 7_u64;
    for _ in 0..20_000 {
        let mut text = String::from("---\n");
        for _ in 0..12 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        let read = read_front_matter(&text, &Arc::from("a.md"));
        assert!(text.is_char_boundary(read.value.body_start));
    }
}
