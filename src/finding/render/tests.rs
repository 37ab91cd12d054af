//! One set of findings in every format.

use std::sync::Arc;

use expect_test::{Expect, expect};

use super::{Style, Texts, render_github, render_human, render_json, render_sarif};
use crate::finding::codes::{front_matter::F007, link::L001, site::S002};
use crate::finding::{Finding, InEditions, Place};

const LONG: &str = "a very long line that goes on and on before it comes to the point, and after it goes on as well";

fn look_up(file: &str) -> Option<Arc<str>> {
    match file {
        "a.md" => Some(Arc::from("# A\n\n- [Legal disclaimer](ebcm-legal-disclamer.md)\n")),
        "wide.md" => Some(Arc::from("\t名前 [x](y.md) \u{1b}[31m \u{202e}z\nend")),
        "long.md" => Some(Arc::from(format!("{LONG} [x](y.md) {LONG}"))),
        _ => None,
    }
}

fn link(file: &str, range: std::ops::Range<usize>) -> Finding {
    Finding::new(&L001, "link to a topic that does not exist").at(Place::new(file, range))
}

fn broken_link() -> Finding {
    link("a.md", 26..49).label("no topic at `ebcm-legal-disclamer.md`").help("did you mean `ebcm-legal-disclaimer.md`?")
}

fn check_human(findings: &[Finding], width: usize, expected: &Expect) {
    expected.assert_eq(&render_human(findings, &mut Texts::new(&look_up), Style { color: false, width }));
}

#[test]
fn a_finding_shows_place_excerpt_label_and_help() {
    check_human(
        &[broken_link()],
        100,
        &expect![[r#"
        error[L001]: link to a topic that does not exist
         --> a.md:3:22
          |
        3 | - [Legal disclaimer](ebcm-legal-disclamer.md)
          |                      ^^^^^^^^^^^^^^^^^^^^^^^ no topic at `ebcm-legal-disclamer.md`
          |
        help: did you mean `ebcm-legal-disclaimer.md`?

    "#]],
    );
}

#[test]
fn marks_stand_below_what_they_mean_whatever_stands_before_it() {
    let text = look_up("wide.md").unwrap();
    let at = text.find("y.md").unwrap();
    let escape = text.find('\u{1b}').unwrap();
    check_human(
        &[link("wide.md", at..at + 4), link("wide.md", escape..escape + 1), link("wide.md", text.len()..text.len())],
        100,
        &expect![[r#"
            error[L001]: link to a topic that does not exist
             --> wide.md:1:9
              |
            1 |     名前 [x](y.md) \u{1b}[31m \u{202e}z
              |              ^^^^
              |

            error[L001]: link to a topic that does not exist
             --> wide.md:1:15
              |
            1 |     名前 [x](y.md) \u{1b}[31m \u{202e}z
              |                    ^^^^^^
              |

            error[L001]: link to a topic that does not exist
             --> wide.md:2:4
              |
            2 | end
              |    ^
              |

        "#]],
    );
}

#[test]
fn a_long_line_is_cut_around_the_mark() {
    let text = look_up("long.md").unwrap();
    let at = text.find("y.md").unwrap();
    check_human(
        &[link("long.md", at..at + 4), link("long.md", 2..6), link("long.md", 0..text.len())],
        40,
        &expect![[r#"
            error[L001]: link to a topic that does not exist
             --> long.md:1:101
              |
            1 | … as well [x](y.md) a very long line th…
              |               ^^^^
              |

            error[L001]: link to a topic that does not exist
             --> long.md:1:3
              |
            1 | a very long line that goes on and on be…
              |   ^^^^
              |

            error[L001]: link to a topic that does not exist
             --> long.md:1:1
              |
            1 | a very long line that goes on and on be…
              | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |

        "#]],
    );
}

#[test]
fn related_places_and_files_that_are_no_text_are_shown() {
    let findings = [
        Finding::new(&F007, "`title` is given twice")
            .at(Place::new("a.md", 2..3))
            .label("this one counts")
            .related(Place::new("a.md", 0..1), "first given here"),
        Finding::new(&S002, "the file is no UTF-8 text")
            .at(Place::new("bad\u{1b}\n.md", 7..8))
            .label("byte 7 is no text"),
        Finding::new(&S002, "nothing to build"),
    ];
    check_human(
        &findings,
        100,
        &expect![[r#"
        warning[F007]: `title` is given twice
         --> a.md:1:3
          |
        1 | # A
          |   ^ this one counts
          |
        note: first given here
         --> a.md:1:1
          |
        1 | # A
          | -
          |

        loss[S002]: the file is no UTF-8 text
          --> bad\u{1b} .md
           = byte 7 is no text

        loss[S002]: nothing to build

    "#]],
    );
}

#[test]
fn colours_are_used_only_when_asked_for() {
    let style = Style { color: true, width: 100 };
    expect![[r#"
        "\u{1b}[1;31merror[L001]\u{1b}[0m\u{1b}[1m: link to a topic that does not exist\u{1b}[0m\n \u{1b}[34m-->\u{1b}[0m a.md:1:1\n  \u{1b}[34m|\u{1b}[0m\n\u{1b}[34m1\u{1b}[0m \u{1b}[34m|\u{1b}[0m # A\n  \u{1b}[34m|\u{1b}[0m \u{1b}[1;31m^\u{1b}[0m\n  \u{1b}[34m|\u{1b}[0m\n\n"
    "#]].assert_debug_eq(&render_human(&[link("a.md", 0..1)], &mut Texts::new(&look_up), style));
}

#[test]
fn json_has_every_part_of_a_finding() {
    let related = broken_link().related(Place::new("a.md", 0..1), "the heading");
    let json = render_json(&[related, Finding::new(&S002, "no place")], &mut Texts::new(&look_up));
    expect![[r#"
        {
          "version": 1,
          "findings": [
            {
              "code": "L001",
              "severity": "error",
              "title": "link to a topic that does not exist",
              "message": "link to a topic that does not exist",
              "file": "a.md",
              "line": 3,
              "column": 22,
              "endLine": 3,
              "endColumn": 45,
              "label": "no topic at `ebcm-legal-disclamer.md`",
              "help": "did you mean `ebcm-legal-disclaimer.md`?",
              "related": [
                {
                  "file": "a.md",
                  "line": 1,
                  "column": 1,
                  "endLine": 1,
                  "endColumn": 2,
                  "note": "the heading"
                }
              ]
            },
            {
              "code": "S002",
              "severity": "loss",
              "title": "a file is no UTF-8 text",
              "message": "no place"
            }
          ],
          "counts": {
            "losses": 1,
            "errors": 1,
            "warnings": 0,
            "notes": 0
          }
        }
    "#]]
    .assert_eq(&json);
}

/// A finding with a line to paste, in two of three editions.
fn mendable() -> Finding {
    let finding = broken_link().try_edit(26..49, "(ebcm-legal-disclaimer.md)");
    Finding { editions: Some(InEditions { names: vec!["a".into(), "b".into()], of: 3 }), ..finding }
}

#[test]
fn the_line_to_paste_and_the_editions_stand_in_every_format() {
    let mut texts = Texts::new(&look_up);
    let human = render_human(&[mendable()], &mut texts, Style::default());
    assert!(human.ends_with("\ntry: (ebcm-legal-disclaimer.md)\neditions: 2 of 3, first a\n\n"), "{human}");
    let github = render_github(&[mendable()], &mut texts);
    assert!(github.ends_with("%0Atry: (ebcm-legal-disclaimer.md)%0Aeditions: 2 of 3, first a\n"), "{github}");
    let json: serde_json::Value = serde_json::from_str(&render_json(&[mendable()], &mut texts)).unwrap();
    let expected = serde_json::json!({
        "line": "(ebcm-legal-disclaimer.md)",
        "edits": [{
            "file": "a.md", "line": 3, "column": 22, "endLine": 3, "endColumn": 45,
            "newText": "(ebcm-legal-disclaimer.md)",
        }],
    });
    assert_eq!(json["findings"][0]["try"], expected);
    assert_eq!(json["findings"][0]["editions"], serde_json::json!({ "count": 2, "of": 3, "names": ["a", "b"] }));
    let sarif: serde_json::Value = serde_json::from_str(&render_sarif(&[mendable()], &mut texts)).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    let region = serde_json::json!({ "startLine": 3, "startColumn": 22, "endLine": 3, "endColumn": 45 });
    let change = &result["fixes"][0]["artifactChanges"][0];
    assert_eq!(change["artifactLocation"]["uri"], "a.md");
    assert_eq!(change["replacements"][0]["deletedRegion"], region);
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], "(ebcm-legal-disclaimer.md)");
    assert_eq!(result["properties"]["editions"]["names"], serde_json::json!(["a", "b"]));
}

#[test]
fn github_commands_escape_what_would_end_them() {
    let odd = Finding::new(&L001, "100% of\nit").at(Place::new("a,b:c.md", 0..1));
    expect![[r#"
        ::error file=a.md,line=3,endLine=3,col=22,endColumn=45,title=L001%3A link to a topic that does not exist::link to a topic that does not exist%0Ano topic at `ebcm-legal-disclamer.md`%0Adid you mean `ebcm-legal-disclaimer.md`?
        ::error file=a%2Cb%3Ac.md,title=L001%3A link to a topic that does not exist::100%25 of%0Ait
    "#]].assert_eq(&render_github(&[broken_link(), odd], &mut Texts::new(&look_up)));
}

#[test]
fn sarif_names_the_rule_and_the_region() {
    let mut sarif: serde_json::Value =
        serde_json::from_str(&render_sarif(&[broken_link()], &mut Texts::new(&look_up))).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    // The index moves with every new code; what it points at is what counts.
    let run = &mut sarif["runs"][0];
    let index = run["results"][0].as_object_mut().unwrap().remove("ruleIndex").unwrap();
    let result = &run["results"][0];
    let rule = &run["tool"]["driver"]["rules"][usize::try_from(index.as_u64().unwrap()).unwrap()];
    assert_eq!(rule["id"], "L001");
    expect![[r#"
        {
          "level": "error",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "a.md",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "endColumn": 45,
                  "endLine": 3,
                  "startColumn": 22,
                  "startLine": 3
                }
              }
            }
          ],
          "message": {
            "text": "link to a topic that does not exist; no topic at `ebcm-legal-disclamer.md`; did you mean `ebcm-legal-disclaimer.md`?"
          },
          "properties": {
            "severity": "error"
          },
          "relatedLocations": [],
          "ruleId": "L001"
        }"#]].assert_eq(&serde_json::to_string_pretty(result).unwrap());
}
