//! [`Selection`] → the topics of it.

use std::collections::BTreeSet;

use globset::{Glob, GlobSetBuilder};

use super::order::{all_topics, is_printed, name_of, roles, same_name};
use super::scope::Selection;
use crate::finding::codes::print::{P002, P003};
use crate::finding::{Checked, Finding, nearest};
use crate::playbook::{Playbook, PlaybookTopic, TopicId};
use crate::topic::{Print, TopicType};

/// Topics, and what a booklet of them is called.
#[derive(Debug, Default)]
pub(super) struct Selected {
    pub(super) topics: BTreeSet<TopicId>,
    pub(super) subtitle: Option<String>,
}

/// The printed topics of a selection.
pub(super) fn select(playbook: &Playbook, selection: &Selection) -> Checked<Selected> {
    let printed = all_topics(playbook).filter(|(id, _)| is_printed(playbook, *id));
    match selection {
        Selection::WholeBook => {
            Checked::clean(Selected { topics: printed.map(|(id, _)| id).collect(), subtitle: None })
        }
        Selection::Role(role) => {
            let known = roles(playbook);
            let Some((name, title)) = known.iter().find(|(name, _)| same_name(name, role)) else {
                return Checked::new(Selected::default(), vec![no_such_role(role, &known)]);
            };
            let topics = printed.filter(|(_, topic)| is_for(topic, name)).map(|(id, _)| id).collect();
            Checked::clean(Selected { topics, subtitle: Some(format!("Booklet: {title}")) })
        }
        Selection::Topics(patterns) => {
            let mut findings = Vec::new();
            let mut topics = BTreeSet::new();
            let candidates: Vec<_> = printed.collect();
            for pattern in patterns {
                let found = matching(&candidates, pattern);
                if found.is_empty() {
                    let message = format!("the path of no printed topic matches `{pattern}`");
                    findings.push(Finding::new(&P003, message));
                }
                topics.extend(found);
            }
            let subtitle = (!topics.is_empty()).then(|| format!("Part of the book: {}", patterns.join(", ")));
            Checked::new(Selected { topics, subtitle }, findings)
        }
    }
}

/// Its own card, what names it, and what is in every binder.
fn is_for(topic: &PlaybookTopic, role: &str) -> bool {
    let control = &topic.control;
    let own = control.kind == Some(TopicType::Role) && same_name(name_of(topic), role);
    own || control.print == Some(Print::Always) || control.roles.iter().any(|name| same_name(name, role))
}

fn no_such_role(role: &str, known: &[(String, String)]) -> Finding {
    let finding = Finding::new(&P002, format!("no topic is for the role `{role}`"));
    match nearest(role, known.iter().map(|(name, _)| name.as_str())) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => finding.help("a role is a topic with `type: role`, or a word in `roles`"),
        None => {
            let names: Vec<&str> = known.iter().take(12).map(|(name, _)| name.as_str()).collect();
            finding.help(format!("there are: {}", names.join(", ")))
        }
    }
}

/// The topics whose page, source or folder a pattern matches.
fn matching(topics: &[(TopicId, &PlaybookTopic)], pattern: &str) -> Vec<TopicId> {
    let mut set = GlobSetBuilder::new();
    for form in [pattern.to_owned(), format!("{}/**", pattern.trim_end_matches('/'))] {
        if let Ok(glob) = Glob::new(&form) {
            set.add(glob);
        }
    }
    let set = set.build().unwrap_or_default();
    let is_match = |topic: &PlaybookTopic| {
        let page = topic.page.as_str();
        let stem = page.strip_suffix(".html").unwrap_or(page);
        set.is_match(page)
            || set.is_match(stem)
            || set.is_match(format!("{stem}.md"))
            || set.is_match(topic.path.as_str())
    };
    topics.iter().filter(|(_, topic)| is_match(topic)).map(|(id, _)| *id).collect()
}
