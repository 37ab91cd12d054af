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
mod tests;
