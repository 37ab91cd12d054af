use std::fmt::Write;
use std::sync::Arc;

use expect_test::{Expect, expect};

use super::{Control, read_control};
use crate::source::Date;
use crate::topic::read_front_matter;

/// Reads front matter (given without its two lines) on 2026-11-23 and shows the findings.
fn check(yaml: &str, expected: &Expect) -> Control {
    let text = format!("---\n{yaml}---\n");
    let file = Arc::from("a.md");
    let read = read_front_matter(&text, &file);
    assert_eq!(read.findings, []);
    let fields = read.value.fields.entries.iter().map(|field| (field, &file));
    let control = read_control(fields, Date::new(2026, 11, 23).unwrap());
    let mut shown = String::new();
    for finding in &control.findings {
        let marked = finding.place.as_ref().unwrap().span.of(&text);
        let label = finding.label.as_deref().unwrap_or_default();
        write!(shown, "{} {:?} {}: {marked:?} {label}", finding.code.id, finding.severity, finding.message).unwrap();
        writeln!(shown, "{}", finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"))).unwrap();
    }
    expected.assert_eq(&shown);
    control.value
}

#[test]
fn a_complete_front_matter_is_typed_without_findings() {
    let control = check(
        "id: first-hour\ntitle: First hour\naliases: [start, begin]\ntype: procedure\nstatus: Approved\nversion: 3.10\nowner: BC manager\napprover: COO\napproved_on: 2026-01-31\nlast_reviewed_on: 2026-01-31\nreview_in: 1 month\nrto: PT4H\nmao: 2 days\nprint: card\nphase: first-hour\ntier: 0\nkeywords: a, b\nactivation:\n  criteria: c\n  authority: d\n",
        &expect![[""]],
    );
    assert_eq!(control.version.as_deref(), Some("3.10"));
    assert_eq!(control.next_review.unwrap().to_string(), "2026-02-28");
    assert_eq!(control.mtpd.unwrap().seconds, 172_800);
    assert_eq!(control.keywords, ["a", "b"]);
    assert_eq!(control.status.unwrap().word(), "approved");
}

#[test]
fn keys_of_microsoft_learn_are_accepted_without_a_word() {
    check(
        "ms.date: 4/8/2026\nms.topic: conceptual\nms.custom:\n- a\nROBOTS: NOINDEX\nauthor: x\nmanager: y\nf1.keywords: NOCSH\nservices: azure-arc\naudience: ITPro\nlocalization_priority: Normal\nno-loc: [Azure]\nzone_pivot_groups: p\nhero: x\nown-thing: {a: b}\n",
        &expect![[""]],
    );
    check("ms.date: \ndescription: ''\nms.author: ~\n", &expect![[""]]);
}

#[test]
fn a_key_nearly_spelled_like_ours_is_a_note() {
    check(
        "ownner: a\nreview-cycle: 12 months\nRTO: 4 h\nfavourite: x\n",
        &expect![[r#"
        F004 Note unknown key `ownner`: "ownner" nothing comes from it; did you mean `owner`?
        F004 Note unknown key `review-cycle`: "review-cycle" nothing comes from it; did you mean `review_cycle`?
        F004 Note unknown key `RTO`: "RTO" nothing comes from it; did you mean `rto`?
    "#]],
    );
}

#[test]
fn dates_are_days_of_the_calendar_and_not_to_come() {
    check(
        "reviewed_on: 2026-02-30\napproved_on: 2026-11-24\nlast_exercised: last spring\nexpires_on: 2030-01-01\nms.date: 13/13/2020\n",
        &expect![[r#"
            F008 Error `reviewed_on` must be a day of the calendar: "2026-02-30" no such day; write it as year-month-day, such as 2026-11-23
            F009 Error `approved_on` lies in the future: "2026-11-24" the build's day is 2026-11-23
            F008 Error `last_exercised` must be a day of the calendar: "last spring" no such day; write it as year-month-day, such as 2026-11-23
            F008 Warning `ms.date` must be a day of the calendar: "13/13/2020" no such day; write it as year-month-day, such as 2026-11-23
        "#]],
    );
}

#[test]
fn lengths_of_time_have_units() {
    check(
        "rto: 4\nrpo: soon\nmtpd: 2 months\nreview_cycle: 12\nexercise_cycle: yearly\n",
        &expect![[r#"
        F010 Error `rto` must be a length of time with its unit: "4" 4 what?; write `4 h` or `4 days`
        F010 Error `rpo` must be a length of time with its unit: "soon" not a length of time; write it as `4 h` or `2 days`
        F010 Error `mtpd` must be a length of time with its unit: "2 months" a month has no fixed length; write it in days, such as `30 days`
        F010 Error `review_cycle` must be a length of time with its unit: "12" 12 what?; write `12 months` or `12 days`
        F010 Error `exercise_cycle` must be a length of time with its unit: "yearly" not a number of days, weeks, months or years; write it as `12 months`
    "#]],
    );
}

#[test]
fn words_slugs_and_kinds_are_checked() {
    check(
        "type: proceedure\nstatus: done\nprint: no\nid: First Hour\ntier: 7\nowner: [a, b]\naliases:\n- {x: y}\nbinder: 3\nactivation: {who: me}\n",
        &expect![[r#"
            F011 Warning `type` does not know the word `proceedure`: "proceedure" unknown word; did you mean `procedure`?
            F011 Warning `status` does not know the word `done`: "done" unknown word; it takes `draft`, `in-review`, `approved`, `retired`
            F011 Warning `print` does not know the word `no`: "no" unknown word; it takes `default`, `always`, `never`, `card`
            F014 Warning `id` must be made of small letters, digits and hyphens: "First Hour" not such a name
            F003 Error `tier` must be a whole number: "7" not between 0 and 4
            F003 Error `owner` must be text: "[" YAML reads this as a list
            F003 Error `aliases` must be text or a list of texts: "{" YAML reads this as a mapping
            F003 Error `binder` must be a mapping with `tab`, `order`: "3" YAML reads this as text
            F011 Warning `activation` has no `who`: "who" unknown key; it takes `criteria`, `authority`, `if_absent`
        "#]],
    );
}

#[test]
fn the_approver_is_not_the_owner() {
    check(
        "owner: Ops lead\napprover: ops lead\n",
        &expect![[r#"
        F013 Error the approver is the owner: "ops lead" a topic is approved by somebody else
    "#]],
    );
}

#[test]
fn a_long_description_is_noted() {
    let control = check(
        &format!("description: {}\n", "ü".repeat(201)),
        &expect![[r#"
        F012 Note `description` has 201 characters, and 200 are shown: "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü" the end is cut off in lists
    "#]],
    );
    assert_eq!(control.description.unwrap().chars().count(), 201);
}

#[test]
fn two_spellings_of_one_key_are_a_duplicate() {
    check(
        "reviewed_on: 2026-01-01\nlast_reviewed_on: 2026-01-02\n",
        &expect![[r#"
        F007 Warning `reviewed_on` and `last_reviewed_on` say the same: "last_reviewed_on" this one counts
    "#]],
    );
}
