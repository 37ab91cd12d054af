//! The keys that a front matter may have, what each takes, and the check of one value.
//!
//! One table: the checks, the reference page and the JSON Schema come out of it. The keys are those of the continuity
//! design ("Front matter of a continuity topic"); spellings of GOV.UK and of schema.org are accepted beside them.

use super::fields::{Value, ValueKind};
use super::time::{Cycle, Duration, NotATime};
use super::words::{Phase, Print, Status, TopicType};
use crate::finding::codes::front_matter::{F003, F008, F009, F010, F011, F012, F014};
use crate::finding::{Code, Severity, Span, nearest_within};
use crate::source::Date;

/// The longest description that list entries and search results show whole (continuity design).
pub(crate) const MAX_DESCRIPTION: usize = 200;

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One text.
    Text,
    /// A text of at most so many characters is best.
    ShortText(usize),
    /// One text or a list of texts.
    Texts,
    /// A whole number from the first to the second.
    Number(i64, i64),
    /// A day.
    Date,
    /// A day that is over.
    PastDate,
    /// A length of time, such as `4 h`.
    Duration,
    /// How often something is due, such as `12 months`.
    Cycle,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Small letters, digits and hyphens.
    Slug,
    /// A mapping with these keys.
    Map(&'static [&'static str]),
    /// Anything; another part of the program reads it.
    Any,
}

/// A key of the front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Other spellings that mean the same.
    pub also: &'static [&'static str],
    /// What it takes.
    pub kind: Kind,
    /// What it says, in one line.
    pub about: &'static str,
}

const fn key(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, also: &[], kind, about }
}

const fn key_also(name: &'static str, also: &'static [&'static str], kind: Kind, about: &'static str) -> Key {
    Key { name, also, kind, about }
}

/// Every key, group by group.
pub const KEYS: &[Key] = &[
    // identity
    key("id", Kind::Slug, "names the topic in references; the default comes from its path"),
    key("title", Kind::Text, "the title in lists, search and the window"),
    key("description", Kind::ShortText(MAX_DESCRIPTION), "what the topic says, in a sentence or two"),
    key("aliases", Kind::Texts, "words that readers use for it, for search"),
    key("type", Kind::Word(TopicType::WORDS), "what the topic is for"),
    key("status", Kind::Word(Status::WORDS), "how far it has come"),
    key("version", Kind::Text, "its version, kept as written"),
    // control
    key("owner", Kind::Text, "the role or person who keeps it right"),
    key("deputy_owner", Kind::Text, "who does so when the owner is away"),
    key("approver", Kind::Text, "who approves it; never the owner"),
    key("approved_on", Kind::PastDate, "the day it was approved"),
    key("approved_hash", Kind::Text, "the hash of the text that was approved"),
    key_also("reviewed_on", &["last_reviewed_on"], Kind::PastDate, "the day it was last reviewed"),
    key_also("review_cycle", &["review_in"], Kind::Cycle, "how often it is reviewed"),
    key_also("effective_from", &["validFrom", "valid_from"], Kind::Date, "the day from which it holds"),
    key_also("expires_on", &["validUntil", "valid_until"], Kind::Date, "the day after which it shows a banner"),
    key("last_exercised", Kind::PastDate, "the day it was last exercised"),
    key("exercise_cycle", Kind::Cycle, "how often it is exercised"),
    key("classification", Kind::Text, "who may see it: a class of `[clearance] classes`"),
    key("print", Kind::Word(Print::WORDS), "whether and how it goes on paper"),
    // continuity
    key("services", Kind::Texts, "the services it is about"),
    key("tier", Kind::Number(0, 4), "how soon its service is needed; 0 is first"),
    key("rto", Kind::Duration, "recovery time objective"),
    key("rpo", Kind::Duration, "recovery point objective"),
    key_also("mtpd", &["mtd", "mao"], Kind::Duration, "maximum tolerable period of disruption"),
    key("work_recovery", Kind::Duration, "time to catch up after recovery"),
    key("mbco", Kind::Text, "minimum business continuity objective"),
    key("depends_on", Kind::Texts, "what it cannot do without"),
    key("activation", Kind::Map(&["criteria", "authority", "if_absent"]), "when it is activated, and by whom"),
    key("deactivation", Kind::Any, "when it ends, and by whom"),
    key("scenarios", Kind::Texts, "the scenarios it serves"),
    key("sites", Kind::Texts, "the sites it holds for"),
    key("roles", Kind::Texts, "the roles that act in it"),
    key("audience", Kind::Texts, "whom it is written for"),
    key("phase", Kind::Word(Phase::WORDS), "when it is needed"),
    key("standards", Kind::Texts, "clauses it answers, such as `iso22301:8.4.4.3`"),
    // delivery
    key("keywords", Kind::Texts, "more words for search"),
    key(
        "weight",
        Kind::Number(-100_000, 100_000),
        "its place among its siblings, and between equal hits of a search; small ones first",
    ),
    key("related", Kind::Texts, "topics to read beside it"),
    key("nav_title", Kind::Text, "a short title for the navigation"),
    key("redirect_from", Kind::Texts, "old paths that lead here"),
    key("redirect_url", Kind::Text, "where readers are sent in its place"),
    key("qr", Kind::Any, "an address to print as a code"),
    key("binder", Kind::Map(&["tab", "order"]), "its place in the binder"),
    key("replaces", Kind::Text, "in a layer: the topic that it stands for"),
    key("ms.date", Kind::Date, "the day of the last review, as Microsoft Learn writes it"),
];

impl Key {
    /// The key with this name or one of its other spellings.
    pub fn find(name: &str) -> Option<&'static Key> {
        KEYS.iter().find(|key| key.name == name || key.also.contains(&name))
    }
}

/// What is wrong with a value.
pub(crate) struct ValueFault {
    pub(crate) code: &'static Code,
    pub(crate) severity: Severity,
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) label: String,
    pub(crate) help: Option<String>,
    /// Whether the value is used all the same.
    pub(crate) usable: bool,
}

/// Checks one value of `name`, which is `written` so in the file; null is nothing to check.
pub(crate) fn check_value(name: &str, kind: Kind, value: &Value, build_date: Date) -> Option<ValueFault> {
    let fault = |code: &'static Code, message: String, label: String, help: Option<String>| {
        Some(ValueFault { code, severity: code.severity, span: value.span, message, label, help, usable: false })
    };
    let wrong_kind = |wanted: &str, found: &Value| {
        let label = format!("YAML reads this as {}", found.kind_word());
        Some(ValueFault {
            code: &F003,
            severity: F003.severity,
            span: first_mark(found),
            message: format!("`{name}` must be {wanted}"),
            label,
            help: None,
            usable: false,
        })
    };
    if matches!(value.kind, ValueKind::Null) || kind == Kind::Any {
        return None;
    }
    match kind {
        Kind::Texts => {
            let other = value.items().iter().find(|item| !matches!(item.kind, ValueKind::Text(_) | ValueKind::Null))?;
            return wrong_kind("text or a list of texts", other);
        }
        Kind::Map(keys) => {
            if !matches!(value.kind, ValueKind::Map(_)) {
                return wrong_kind(&format!("a mapping with {}", list_words(keys)), value);
            }
            let unknown = value.fields().iter().find(|field| !keys.contains(&field.key.as_str()))?;
            return Some(ValueFault {
                code: &F011,
                severity: F011.severity,
                span: unknown.key_span,
                message: format!("`{name}` has no `{}`", unknown.key),
                label: "unknown key".to_owned(),
                help: Some(format!("it takes {}", list_words(keys))),
                usable: true,
            });
        }
        _ => {}
    }
    let Some(text) = value.text() else { return wrong_kind(wanted(kind), value) };
    match kind {
        Kind::Text | Kind::Texts | Kind::Map(_) | Kind::Any => None,
        Kind::ShortText(limit) => {
            let length = text.chars().count();
            let long = length > limit;
            let message = format!("`{name}` has {length} characters, and {limit} are shown");
            long.then(|| ValueFault {
                code: &F012,
                severity: F012.severity,
                span: value.span,
                message,
                label: "the end is cut off in lists".to_owned(),
                help: None,
                usable: true,
            })
        }
        Kind::Number(from, to) => match text.trim().parse::<i64>() {
            Ok(number) if (from..=to).contains(&number) => None,
            _ => fault(&F003, format!("`{name}` must be a whole number"), format!("not between {from} and {to}"), None),
        },
        Kind::Date | Kind::PastDate => match Date::parse(text) {
            None => {
                let mut fault = fault(
                    &F008,
                    format!("`{name}` must be a day of the calendar"),
                    "no such day".to_owned(),
                    Some("write it as year-month-day, such as 2026-11-23".to_owned()),
                )?;
                if name == "ms.date" {
                    fault.severity = Severity::Warning;
                }
                Some(fault)
            }
            Some(day) if kind == Kind::PastDate && day > build_date => {
                fault(&F009, format!("`{name}` lies in the future"), format!("the build's day is {build_date}"), None)
            }
            Some(_) => None,
        },
        Kind::Duration | Kind::Cycle => {
            let (label, help) = no_length_of_time(kind, text)?;
            fault(&F010, format!("`{name}` must be a length of time with its unit"), label, Some(help))
        }
        Kind::Word(words) => {
            if words.iter().any(|word| word.eq_ignore_ascii_case(text)) {
                return None;
            }
            let help = nearest_within(text, words.iter().copied(), 2)
                .map_or_else(|| format!("it takes {}", list_words(words)), |word| format!("did you mean `{word}`?"));
            fault(&F011, format!("`{name}` does not know the word `{text}`"), "unknown word".to_owned(), Some(help))
        }
        Kind::Slug => {
            let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if text.chars().all(good) {
                return None;
            }
            let message = format!("`{name}` must be made of small letters, digits and hyphens");
            fault(&F014, message, "not such a name".to_owned(), None)
        }
    }
}

/// Why a text is no duration or cycle, as a label and help.
fn no_length_of_time(kind: Kind, text: &str) -> Option<(String, String)> {
    let duration = kind == Kind::Duration;
    let problem = if duration { Duration::parse(text).err() } else { Cycle::parse(text).err() }?;
    Some(match problem {
        NotATime::NoUnit => {
            let unit = if duration { "h" } else { "months" };
            (format!("{text} what?"), format!("write `{text} {unit}` or `{text} days`"))
        }
        NotATime::NoFixedLength => {
            ("a month has no fixed length".to_owned(), "write it in days, such as `30 days`".to_owned())
        }
        NotATime::Unreadable if duration => {
            ("not a length of time".to_owned(), "write it as `4 h` or `2 days`".to_owned())
        }
        NotATime::Unreadable => {
            ("not a number of days, weeks, months or years".to_owned(), "write it as `12 months`".to_owned())
        }
    })
}

fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Date | Kind::PastDate => "a day",
        Kind::Duration | Kind::Cycle => "a length of time",
        Kind::Number(..) => "a whole number",
        Kind::Word(_) => "one word",
        _ => "text",
    }
}

fn list_words(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

/// A list or mapping may run over many lines; its first character says enough.
fn first_mark(value: &Value) -> Span {
    let long = !matches!(value.kind, ValueKind::Text(_));
    let end = if long { value.span.end.min(value.span.start + 1) } else { value.span.end };
    Span { start: value.span.start, end }
}
