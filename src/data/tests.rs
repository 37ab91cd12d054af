//! Files in, records and findings out.
#![expect(clippy::format_push_string, reason = "what a test shows is short")]
#![expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is used")]

use std::collections::BTreeMap;

use expect_test::{Expect, expect};

use super::{LayerData, merge_data, read_data_file, read_schemas};
use crate::config::read_config;
use crate::finding::{LineIndex, sort_findings};
use crate::source::{Date, SourcePath, SourceText, SourceTree};

/// Files below `0`, `1`, `2` are those of the base and of layers above it; `book.toml` has the schemas.
fn check(fixture: &str, expected: Expect) {
    let texts: Vec<SourceText> = format!("\n{fixture}")
        .split("\n-- ")
        .skip(1)
        .map(|part| part.split_once('\n').unwrap())
        .map(|(path, text)| SourceText { path: SourcePath::new(path).unwrap(), text: format!("{text}\n").into() })
        .collect();
    let sources = SourceTree::new(texts, BTreeMap::new(), Date::default());
    let mut findings = Vec::new();
    let book = sources.find(&SourcePath::new("book.toml").unwrap());
    let shared = SourcePath::new("book.toml").unwrap().shared();
    let config = read_config(book.map(|(_, text)| (&*text.text, &shared)), &[]).take(&mut findings);
    let schemas = read_schemas(&config.data).take(&mut findings);
    let files: Vec<_> = sources
        .texts()
        .filter(|(_, text)| text.path.as_str() != "book.toml")
        .map(|(_, text)| {
            (text.path.folder().parse::<usize>().unwrap(), read_data_file(text).unwrap().take(&mut findings))
        })
        .collect();
    let layers: Vec<LayerData<'_>> = (0..3)
        .map(|rank| LayerData {
            rank,
            name: "layer",
            label: "layer",
            files: files.iter().filter(|(at, _)| *at == rank).map(|(_, file)| file).collect(),
        })
        .collect();
    let data = merge_data(&layers, &schemas, &mut findings);
    let mut shown = String::new();
    for name in data.names() {
        shown += &format!("{name} = {}\n", data.get(&name).unwrap().text);
    }
    sort_findings(&mut findings);
    for finding in findings {
        let place = finding.place.unwrap();
        let text = sources.find(&SourcePath::new(&place.file).unwrap()).unwrap().1;
        let line = LineIndex::new(&text.text).line_column(&text.text, place.span.start as usize).0;
        shown += &format!("{} {}:{line} {}", finding.code.id, place.file, finding.message);
        shown += &finding.help.map_or(String::new(), |help| format!(" | {help}"));
        shown += &finding.fix.map_or(String::new(), |fix| format!(" > {}", fix.line));
        shown += &finding.editions.map_or("\n".into(), |editions| format!(" ({editions})\n"));
    }
    expected.assert_eq(&shown);
}

#[test]
fn layers_merge_record_by_record_and_field_by_field() {
    check(
        "\
-- 0/contacts.yaml
duty:
  name: Ann
  phone: 0147
desk:
  name: Desk
  phone: \"1\"
-- 1/contacts.csv
id,name,phone,remove,new
duty,,\"+353 21, 555\",,
desk,,,yes,
gate,Gate,,,yes
-- 2/contacts.toml
[gate]
phone = \"2\"
name = \"(blank)\"
",
        expect![[r#"
            contacts.duty.name = Ann
            contacts.duty.phone = +353 21, 555
            contacts.gate.phone = 2
        "#]],
    );
}

#[test]
fn what_is_wrong_points_at_the_row() {
    check(
        "\
-- book.toml
[data.services.fields]
rto = { type = \"duration\", max = \"72h\" }
rpo = { type = \"duration\", at-most = \"rto\" }
owner = { type = \"ref\", to = \"people\" }
when = { type = \"dat\" }
mail = { type = \"email\", clasification = \"x\" }
[data.people.fields]
phone = { type = \"phone\" }
-- 0/people.yaml
ann:
  phone: call me
lonely: text
empty:
  phone:
-- 0/services.csv
id,rto,rpo,owner,ownr
mail,4h,8h,anne,x
fax,4,,ann,
chat,100h,,ann,,,
radio,100h,,ann,
mail,1h,,,
-- 1/services.csv
id,rto
radoi,1h
",
        expect![[r#"
            people.ann.phone = call me
            services.fax.owner = ann
            services.fax.rto = 4
            services.mail.owner = anne
            services.mail.rpo = 8h
            services.mail.rto = 4h
            services.radio.owner = ann
            services.radio.rto = 100h
            O307 0/people.yaml:2 people.ann.phone: “call me” is not a phone | such as this > +44 1632 960111
            D001 0/people.yaml:3 “lonely” is no record | a record is a name with fields below it, such as `duty-manager:` and `phone:`
            O304 0/people.yaml:5 “phone” of empty has an empty value | to keep the value below delete the line; to clear it say so > phone: (blank)
            O311 0/services.csv:2 rpo 8h of services.mail is longer than rto 4h | shorten it, or correct the other
            O307 0/services.csv:2 services.mail.owner: “anne” is not a record of people > ann
            D003 0/services.csv:2 services has no field “ownr” | did you mean “owner”?
            O307 0/services.csv:3 services.fax.rto: “4” is not a duration | such as this > 4 h
            D001 0/services.csv:4 this row has 7 cells, the first row names 5 columns | put a value that holds a separator between quotation marks
            O311 0/services.csv:5 rto 100h of services.radio is longer than the limit of 72h | shorten it, or correct the other
            D002 0/services.csv:6 record “mail” stands twice in this file; the first one counts
            O306 1/services.csv:2 record “radoi” of services is not known to lower layers | nearest: radio; a new record needs `new: yes` > radio
            D004 book.toml:5 services.when has the unknown type “dat” | the types are text, phone, email, duration, date, number, flag, ref
            D004 book.toml:6 `clasification` of services.mail is not known | did you mean `classification`?
        "#]],
    );
}
