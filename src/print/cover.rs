//! The cover: which copy this is, where to begin, and whom to call.

use super::arrange::BookSources;
use super::book::{Cover, CoverNumber, Sheet};
use super::order::{name_of, same_name, topic_at};
use super::scope::{Scope, Selection};
use super::walk::links_of;
use crate::page::first_actions;
use crate::page::view::ActionKind;
use crate::playbook::{Playbook, Target, TopicId};
use crate::source::Date;

/// So many sheets are named on the cover.
const MOST_STARTS: usize = 4;
/// So many telephone numbers are.
const MOST_NUMBERS: usize = 3;
/// A name on the cover is cut after so many characters.
const LONGEST_NAME: usize = 60;

/// The cover of a book with these sheets.
pub(super) fn make_cover(
    sources: &BookSources<'_>,
    scope: &Scope,
    subtitle: Option<String>,
    sheets: &[Sheet],
) -> Cover {
    let BookSources { playbook, site, .. } = *sources;
    let edition = &site.edition;
    let own = own_numbers(sources.cover_numbers);
    Cover {
        title: site.title.clone(),
        subtitle,
        description: site.description.clone(),
        edition: edition.name.clone(),
        code: edition.code.clone(),
        produced_on: edition.produced_on.clone(),
        valid_until: earlier(edition.valid_until.as_deref(), scope.expires),
        classification: scope.classification.clone().or_else(|| edition.classification.clone()),
        copy: scope.copy.clone().filter(|copy| copy.number.is_some() || copy.holder.is_some()),
        layers: edition.layers.clone(),
        notice: site.notice.clone(),
        losses: site.losses,
        start_here: start_here(playbook, scope, sheets),
        numbers: if own.is_empty() { numbers(playbook) } else { own },
    }
}

/// The earlier of the edition's last day and the copy's own. What is no day stays as it is written.
fn earlier(edition: Option<&str>, copy: Option<Date>) -> Option<String> {
    match (edition, copy) {
        (Some(written), Some(copy)) => match Date::parse(written) {
            Some(day) => Some(day.min(copy).to_string()),
            None => Some(copy.to_string()),
        },
        (Some(written), None) => Some(Date::parse(written).map_or_else(|| written.to_owned(), |day| day.to_string())),
        (None, copy) => copy.map(|day| day.to_string()),
    }
}

/// A role's own card, then the first hour, activation, and whom to call; where none of these is here, the first sheet.
fn start_here(playbook: &Playbook, scope: &Scope, sheets: &[Sheet]) -> Vec<usize> {
    let place = |id: TopicId| sheets.iter().position(|sheet| sheet.topic == id);
    let mut starts: Vec<usize> = Vec::new();
    if let Selection::Role(role) = &scope.selection {
        let own = sheets
            .iter()
            .position(|sheet| topic_at(playbook, sheet.topic).is_some_and(|topic| same_name(name_of(topic), role)));
        starts.extend(own);
    }
    let actions = first_actions(playbook);
    let named = actions.iter().filter(|(kind, _)| *kind != ActionKind::Role).filter_map(|(_, id)| place(*id));
    for at in named {
        if !starts.contains(&at) {
            starts.push(at);
        }
    }
    if starts.is_empty() && !sheets.is_empty() {
        starts.push(0);
    }
    starts.truncate(MOST_STARTS);
    starts
}

/// The numbers that the settings name: words, a colon, and what to dial.
fn own_numbers(written: &[String]) -> Vec<CoverNumber> {
    let number = |written: &String| {
        let (name, number) = written.rsplit_once(':').unwrap_or(("", written));
        let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || "+*#,".contains(*c)).collect();
        CoverNumber { name: cut(name.trim()), number: number.trim().to_owned(), address: format!("tel:{dialled}") }
    };
    written.iter().filter(|written| written.contains(|c: char| c.is_ascii_digit())).map(number).collect()
}

/// The first telephone numbers: of tables in the opening topic, then of the topic on whom to call, then of the first hour.
fn numbers(playbook: &Playbook) -> Vec<CoverNumber> {
    let actions = first_actions(playbook);
    let of = |wanted: ActionKind| actions.iter().find(|(kind, _)| *kind == wanted).map(|(_, id)| *id);
    let mut numbers: Vec<CoverNumber> = Vec::new();
    let topics = [(playbook.home, true), (of(ActionKind::Contacts), false), (of(ActionKind::FirstHour), false)];
    for (id, tables_alone) in topics {
        let Some(topic) = id.and_then(|id| topic_at(playbook, id)) else { continue };
        // The first number of a row is the one to call; those after it are for when it does not answer.
        let mut last_row = 0;
        for link in links_of(playbook, topic).into_iter().filter(|link| link.row > 0 || !tables_alone) {
            if link.row > 0 && link.row == last_row {
                continue;
            }
            let Target::External(address) = link.target else { continue };
            let is_new = numbers.iter().all(|number| number.address != **address);
            if numbers.len() < MOST_NUMBERS && is_new && address.to_ascii_lowercase().starts_with("tel:") {
                let number = if link.words.chars().any(|letter| letter.is_ascii_digit()) {
                    link.words.trim().to_owned()
                } else {
                    address.get(4..).unwrap_or_default().to_owned()
                };
                let name = if link.before.is_empty() { topic.title.clone() } else { link.before };
                last_row = link.row;
                numbers.push(CoverNumber { name: cut(&name), number, address: address.to_string() });
            }
        }
    }
    numbers
}

fn cut(name: &str) -> String {
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default().trim_end()),
        None => name.to_owned(),
    }
}
