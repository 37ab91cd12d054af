//! Identity, control and continuity facts of a topic, typed from its front matter.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fields::{Field, Value};
use super::front_matter::cap_findings;
use super::learn_keys::is_foreign_key;
use super::schema::{KEYS, Key, check_value};
use super::time::{Cycle, Duration};
use super::words::{Phase, Print, Status, TopicType};
use crate::finding::codes::front_matter::{F004, F007, F013};
use crate::finding::codes::print::P004;
use crate::finding::{Checked, Finding, Place, nearest_within};
use crate::source::Date;

/// What the front matter says of a topic, typed by the schema. What is not given, or not usable, is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Control {
    /// Names the topic in references.
    pub id: Option<String>,
    /// The title, where the front matter gives one.
    pub title: Option<String>,
    /// What the topic says, in a sentence or two.
    pub description: Option<String>,
    /// Words that readers use for it.
    pub aliases: Vec<String>,
    /// What the topic is for (`type`).
    pub kind: Option<TopicType>,
    /// How far it has come.
    pub status: Option<Status>,
    /// Its version as written.
    pub version: Option<String>,
    /// Who keeps it right.
    pub owner: Option<String>,
    /// Who does so when the owner is away.
    pub deputy_owner: Option<String>,
    /// Who approves it.
    pub approver: Option<String>,
    /// The day it was approved.
    pub approved_on: Option<Date>,
    /// The hash of the text that was approved.
    pub approved_hash: Option<String>,
    /// The day it was last reviewed.
    pub reviewed_on: Option<Date>,
    /// How often it is reviewed.
    pub review_cycle: Option<Cycle>,
    /// The day the next review is due: last review plus cycle.
    pub next_review: Option<Date>,
    /// The day from which it holds.
    pub effective_from: Option<Date>,
    /// The day after which it shows a banner.
    pub expires_on: Option<Date>,
    /// The day it was last exercised.
    pub last_exercised: Option<Date>,
    /// How often it is exercised.
    pub exercise_cycle: Option<Cycle>,
    /// The day the next exercise is due.
    pub next_exercise: Option<Date>,
    /// Who may see it, as written: the classes are `book.toml`'s, so clearance checks it.
    pub classification: Option<String>,
    /// Whether and how it goes on paper.
    pub print: Option<Print>,
    /// When it is needed.
    pub phase: Option<Phase>,
    /// How soon its service is needed, 0 to 4.
    pub tier: Option<u8>,
    /// Recovery time objective.
    pub rto: Option<Duration>,
    /// Recovery point objective.
    pub rpo: Option<Duration>,
    /// Maximum tolerable period of disruption.
    pub mtpd: Option<Duration>,
    /// Time to catch up after recovery.
    pub work_recovery: Option<Duration>,
    /// Minimum business continuity objective.
    pub mbco: Option<String>,
    /// The services it is about.
    pub services: Vec<String>,
    /// What it cannot do without.
    pub depends_on: Vec<String>,
    /// The scenarios it serves.
    pub scenarios: Vec<String>,
    /// The sites it holds for.
    pub sites: Vec<String>,
    /// The roles that act in it.
    pub roles: Vec<String>,
    /// Whom it is written for.
    pub audience: Vec<String>,
    /// Clauses it answers.
    pub standards: Vec<String>,
    /// More words for search; Learn writes them in one text with commas.
    pub keywords: Vec<String>,
    /// Its place among its siblings.
    pub weight: Option<i64>,
    /// Topics to read beside it.
    pub related: Vec<String>,
    /// A short title for the navigation.
    pub nav_title: Option<String>,
    /// Old paths that lead here.
    pub redirect_from: Vec<String>,
    /// Where readers are sent in its place.
    pub redirect_url: Option<String>,
    /// The day of the last review as Microsoft Learn writes it (`ms.date`).
    pub learn_date: Option<Date>,
    /// Its place in the binder.
    pub binder: Option<Binder>,
    /// What to print as a QR code.
    pub qr: Option<Qr>,
}

/// A place in the binder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Binder {
    /// What stands on the tab that it is behind; `None`: where the navigation has it.
    pub tab: Option<String>,
    /// Its place behind the tab, small ones first; those without one stand last.
    pub order: Option<i64>,
}

/// What a topic wants printed as a QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Qr {
    /// `qr: true`: the address of its own page.
    Page,
    /// An address.
    Address(String),
}

/// Types the fields of a topic, each with the file it stands in: layers may have set some of them.
pub fn read_control<'f>(
    fields: impl IntoIterator<Item = (&'f Field, &'f Arc<str>)>,
    build_date: Date,
) -> Checked<Control> {
    let mut findings = Vec::new();
    let mut given = Given(BTreeMap::new());
    for (field, file) in fields {
        let Some(key) = Key::find(&field.key) else {
            findings.extend(unknown_key(field, file));
            continue;
        };
        if let Some(fault) = check_value(&field.key, key.kind, &field.value, build_date) {
            let mut finding = Finding::new(fault.code, fault.message)
                .severity(fault.severity)
                .at(Place::new(Arc::clone(file), fault.span))
                .label(fault.label);
            finding.help = fault.help;
            findings.push(finding);
            if !fault.usable {
                continue;
            }
        }
        if field.value.items().is_empty() {
            continue;
        }
        if let Some((first, first_file)) = given.0.insert(key.name, (field, file)) {
            let finding = Finding::new(&F007, format!("`{}` and `{}` say the same", first.key, field.key))
                .at(Place::new(Arc::clone(file), field.key_span))
                .label("this one counts")
                .related(Place::new(Arc::clone(first_file), first.key_span), "first given here");
            findings.push(finding);
        }
    }
    findings.extend(given.own_approver());
    findings.extend(given.binder_order());
    cap_findings(&mut findings);
    Checked::new(given.control(), findings)
}

/// A key that nobody knows is a vendor's own and no noise, unless it is nearly spelled like one of ours.
fn unknown_key(field: &Field, file: &Arc<str>) -> Option<Finding> {
    if is_foreign_key(&field.key) {
        return None;
    }
    let names = KEYS.iter().flat_map(|key| std::iter::once(&key.name).chain(key.also)).copied();
    let slips = if field.key.chars().count() <= 4 { 1 } else { 2 };
    let near = nearest_within(&field.key, names, slips)?;
    let finding = Finding::new(&F004, format!("unknown key `{}`", field.key))
        .at(Place::new(Arc::clone(file), field.key_span))
        .label("nothing comes from it")
        .help(format!("did you mean `{near}`?"));
    Some(finding)
}

/// The usable fields by the canonical names of their keys.
struct Given<'f>(BTreeMap<&'static str, (&'f Field, &'f Arc<str>)>);

impl Given<'_> {
    fn value(&self, key: &str) -> Option<&Value> {
        self.0.get(key).map(|(field, _)| &field.value)
    }

    fn str(&self, key: &str) -> Option<&str> {
        self.value(key)?.text().map(str::trim)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.str(key).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn texts(&self, key: &str) -> Vec<String> {
        let items = self.value(key).map_or(&[][..], Value::items);
        items.iter().filter_map(Value::text).map(|text| text.trim().to_owned()).collect()
    }

    fn date(&self, key: &str) -> Option<Date> {
        Date::parse(self.str(key)?)
    }

    fn duration(&self, key: &str) -> Option<Duration> {
        Duration::parse(self.str(key)?).ok()
    }

    fn cycle(&self, key: &str) -> Option<Cycle> {
        Cycle::parse(self.str(key)?).ok()
    }

    fn own_approver(&self) -> Option<Finding> {
        let (owner, approver) = (self.str("owner")?, self.str("approver")?);
        let (field, file) = self.0.get("approver")?;
        let (owner_field, owner_file) = self.0.get("owner")?;
        (owner.to_lowercase() == approver.to_lowercase()).then(|| {
            Finding::new(&F013, "the approver is the owner")
                .at(Place::new(Arc::clone(file), field.value.span))
                .label("a topic is approved by somebody else")
                .related(Place::new(Arc::clone(owner_file), owner_field.value.span), "the owner")
        })
    }

    fn control(&self) -> Control {
        let reviewed_on = self.date("reviewed_on");
        let review_cycle = self.cycle("review_cycle");
        let last_exercised = self.date("last_exercised");
        let exercise_cycle = self.cycle("exercise_cycle");
        Control {
            id: self.text("id"),
            title: self.text("title"),
            description: self.text("description"),
            aliases: self.texts("aliases"),
            kind: self.str("type").and_then(TopicType::parse),
            status: self.str("status").and_then(Status::parse),
            version: self.text("version"),
            owner: self.text("owner"),
            deputy_owner: self.text("deputy_owner"),
            approver: self.text("approver"),
            approved_on: self.date("approved_on"),
            approved_hash: self.text("approved_hash"),
            next_review: review_cycle.as_ref().zip(reviewed_on).map(|(cycle, day)| cycle.after(day)),
            reviewed_on,
            review_cycle,
            effective_from: self.date("effective_from"),
            expires_on: self.date("expires_on"),
            next_exercise: exercise_cycle.as_ref().zip(last_exercised).map(|(cycle, day)| cycle.after(day)),
            last_exercised,
            exercise_cycle,
            classification: self.text("classification"),
            print: self.str("print").and_then(Print::parse),
            phase: self.str("phase").and_then(Phase::parse),
            tier: self.str("tier").and_then(|text| text.parse().ok()),
            rto: self.duration("rto"),
            rpo: self.duration("rpo"),
            mtpd: self.duration("mtpd"),
            work_recovery: self.duration("work_recovery"),
            mbco: self.text("mbco"),
            services: self.texts("services"),
            depends_on: self.texts("depends_on"),
            scenarios: self.texts("scenarios"),
            sites: self.texts("sites"),
            roles: self.texts("roles"),
            audience: self.texts("audience"),
            standards: self.texts("standards"),
            keywords: self.texts("keywords").iter().flat_map(|text| split_commas(text)).collect(),
            weight: self.str("weight").and_then(|text| text.parse().ok()),
            related: self.texts("related"),
            nav_title: self.text("nav_title"),
            redirect_from: self.texts("redirect_from"),
            redirect_url: self.text("redirect_url"),
            learn_date: self.date("ms.date"),
            binder: self.binder(),
            qr: self.text("qr").and_then(|written| match written.to_ascii_lowercase().as_str() {
                "true" | "yes" | "page" => Some(Qr::Page),
                "false" | "no" => None,
                _ => Some(Qr::Address(written)),
            }),
        }
    }

    fn binder(&self) -> Option<Binder> {
        let value = self.value("binder")?;
        let text = |key| value.get(key).and_then(Value::text).map(str::trim).filter(|text| !text.is_empty());
        Some(Binder { tab: text("tab").map(str::to_owned), order: text("order").and_then(|text| text.parse().ok()) })
    }

    /// A place in the binder that is no number puts the topic last, which nobody wants without a word.
    fn binder_order(&self) -> Option<Finding> {
        let (field, file) = self.0.get("binder")?;
        let order = field.value.get("order")?;
        let written = order.text().unwrap_or_default().trim();
        written.parse::<i64>().is_err().then(|| {
            Finding::new(&P004, "`order` of `binder` must be a whole number")
                .at(Place::new(Arc::clone(file), order.span))
                .label("the topic stands last behind its tab")
        })
    }
}

fn split_commas(text: &str) -> Vec<String> {
    text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
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
            write!(shown, "{} {:?} {}: {marked:?} {label}", finding.code.id, finding.severity, finding.message)
                .unwrap();
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
}
