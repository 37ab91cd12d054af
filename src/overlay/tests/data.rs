//! Values of data sets in what an edition shows.
#![expect(clippy::format_push_string, reason = "what a test shows is short")]
#![expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is used")]

use std::collections::BTreeMap;

use expect_test::{Expect, expect};

use super::{compose_fixture, shown_findings, shown_topic, sources_of};
use crate::config::read_config;
use crate::data::{LayerData, merge_data, read_data_file, read_schemas};
use crate::finding::sort_findings;
use crate::overlay::{Clearance, Composed, clear, fill};
use crate::source::SourcePath;

const BOOK: &str = "\
-- book.toml
[data.contacts.fields]
name = { type = \"text\" }
phone = { type = \"phone\" }
mobile = { type = \"phone\", classification = \"restricted\" }
site = { type = \"text\" }
-- data/contacts.yaml
duty:
  name: Ann *Byrne*
  phone: +44 1632 960111
  mobile: 07700 900101
  site: north
desk:
  name: Desk
  site: south
gate:
  name: Gate
  phone: 1632
  site: north
";

fn check(topic: &str, redact: Option<&str>, expected: Expect) {
    let sources = sources_of(&format!("{BOOK}-- topics/a.md\n{topic}"));
    let (composed, mut findings) = compose_fixture(&sources, &[]);
    let (_, book) = sources.find(&SourcePath::new("book.toml").unwrap()).unwrap();
    let config = read_config(Some((&book.text, &book.path.shared())), &[]).take(&mut findings);
    let schemas = read_schemas(&config.data).take(&mut findings);
    let (_, file) = sources.find(&SourcePath::new("data/contacts.yaml").unwrap()).unwrap();
    let file = read_data_file(file).unwrap().take(&mut findings);
    let layer = LayerData { rank: 0, name: "base", label: "base", files: vec![&file] };
    let mut data = merge_data(&[layer], &schemas, &mut findings);
    data.values = BTreeMap::from([("site.id".to_owned(), "north".to_owned())]);
    let clearance = Clearance { redact: redact.map(str::to_owned), ..Clearance::default() };
    let cleared = clear(composed, &sources, &clearance).take(&mut findings);
    let filled = fill(cleared, &data, &sources, &clearance).take(&mut findings);
    let (topics, documents, layers) = filled.into_parts();
    let composed = Composed { topics, documents, layers, ..Default::default() };
    let mut shown: String = composed.topics.iter().map(|topic| shown_topic(&composed, topic)).collect();
    for topic in &composed.topics {
        let document = composed.documents.get(topic.source).unwrap();
        for (_, link) in document.links() {
            shown += &format!("  → {}\n", document.str(link.dest));
        }
    }
    sort_findings(&mut findings);
    shown += &shown_findings(&sources, &findings);
    expected.assert_eq(&shown);
}

#[test]
fn values_enter_text_links_headings_and_fields_as_plain_text() {
    check(
        "\
---
title: \"Numbers of {{site.id}}\"
---
# {{site.id}}

Call **{{contacts.duty.name}}** on [{{contacts.duty.phone}}](tel:{{contacts.duty.phone}}) or {{ contacts.duty.phone | tel }}.

| {{site.id}} | `{{contacts.duty.name}}` |
|---|---|
| {{contacts.gate.name \\| upper}} | x |

```text vars
{{contacts.gate.phone}}
```

```text
{{contacts.gate.phone}}
```

Write \\{{contacts.duty.name}} and {{#if}} and {{ }} for this.
",
        None,
        expect![[r#"
            topics/a.md
              title: Numbers of north
              # north
              Call Ann *Byrne* on +44 1632 960111 or +441632960111.
              table
                | north | {{contacts.duty.name}} |
                | GATE | x |
              `1632`
              `{{contacts.gate.phone}}`
              Write {{contacts.duty.name}} and {{#if}} and {{ }} for this.
              → tel:+441632960111
        "#]],
    );
}

#[test]
fn a_table_takes_a_row_for_each_record() {
    check(
        "\
# A

<!-- rows: contacts where site is {{site.id}} sort by name -->
| Name | Phone | Call |
|---|---|---|
| {{name}} | {{phone}} | [call](tel:{{phone}}) |

<!-- rows: contacts where site in south, east and id is not gate -->
| Name | Phone | Site |
|---|---|---|
| {{name}} ({{id}}) | {{phone}} | {{site.id}} |

<!-- rows: contacts where site is west (may be empty) -->
| Name |
|---|
| {{name}} |
",
        None,
        expect![[r#"
            topics/a.md
              # A
              table
                | Name | Phone | Call |
                | Ann *Byrne* | +44 1632 960111 | call |
                | Gate | 1632 | call |
              table
                | Name | Phone | Site |
                | Desk (desk) |  | north |
              table
                | Name |
              → tel:{{phone}}
              → tel:+441632960111
              → tel:1632
        "#]],
    );
}

#[test]
fn what_cannot_be_filled_in_is_told() {
    check(
        "\
# A

Call {{contacts.dutty.phone}} or [him](tel:{{ contacts.duty.phone }}).

{{contacts.duty.name | loud}}

<!-- rows: contacts where site is west -->
| Name |
|---|
| {{name}} |

<!-- rows: contact -->
| Name |
|---|
| {{name}} |

<!-- rows: contacts where site -->
| Name |
|---|
| {{nam}} |

<!-- rows: contacts -->
| Name |
|---|
| {{name}} |
| {{name}} |
",
        None,
        expect![[r#"
            topics/a.md
              # A
              Call  or [him](tel:+44 1632 960111).
              Ann *Byrne*
              table
                | Name |
              table
                | Name |
              table
                | Name |
              table
                | Name |
            O308 topics/a.md:3 “contacts.dutty.phone” between double braces is not defined in this edition > {{contacts.duty.phone}}
            O309 topics/a.md:3 spaces inside the double braces break this link > ](tel:{{contacts.duty.phone}})
            O308 topics/a.md:5 “loud” is no filter | the filters are tel, date, upper
            O310 topics/a.md:7 the comment finds no record: contacts where site is west; add (may be empty) if that is right > <!-- rows: contacts where site is west (may be empty) -->
            O310 topics/a.md:13 there is no data set “contact” | such as `<!-- rows: contacts where site is north sort by name -->`
            O310 topics/a.md:18 “site” is no condition; write `field is value`, `field is not value` or `field in a, b` | such as `<!-- rows: contacts where site is north sort by name -->`
            O310 topics/a.md:23 below `rows:` stands a table with one row, the pattern of all
        "#]],
    );
}

#[test]
fn a_value_of_a_higher_class_is_never_shown() {
    let topic = "\
# A

Mobile {{contacts.duty.mobile}}.

:::class restricted

Again {{contacts.duty.mobile}}.

:::class-end
";
    check(
        topic,
        None,
        expect![[r#"
            topics/a.md
              # A
              Mobile [not in this edition].
            O601 topics/a.md:3 an edition for internal shows contacts.duty.mobile, which is for restricted | put it into a block of that class, or give the edition a `redact` > :::class restricted
              data/contacts.yaml:4 the value
        "#]],
    );
    check(
        topic,
        Some("[responders only]"),
        expect![[r#"
        topics/a.md
          # A
          Mobile [responders only].
    "#]],
    );
}
