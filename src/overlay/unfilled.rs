//! What cannot be filled in → findings, each at the very braces or comment that is at fault.

use super::fill::Filling;
use crate::data::Datum;
use crate::finding::{Code, Finding, Place, Span, codes::overlay as o, nearest};

/// The filters that a name may have.
const FILTERS: [&str; 3] = ["tel", "date", "upper"];

impl Filling<'_> {
    /// A name that the data does not have.
    pub(super) fn tell_unknown(&mut self, name: &str, written: &str, place: Option<&Place>) {
        let message = format!("“{name}” between double braces is not defined in this edition");
        let names = self.data.names();
        let near = nearest(name, names.iter().map(String::as_str));
        let better = near.map(|near| written.replacen(name, near, 1));
        self.tell_name(message, written, better, None, place);
    }

    /// A filter that there is not.
    pub(super) fn tell_filter(&mut self, filter: &str, written: &str, place: Option<&Place>) {
        let better = nearest(filter, FILTERS).map(|near| written.replacen(filter, near, 1));
        let help = format!("the filters are {}", FILTERS.join(", "));
        self.tell_name(format!("“{filter}” is no filter"), written, better, Some(help), place);
    }

    fn tell_name(
        &mut self,
        message: String,
        written: &str,
        better: Option<String>,
        help: Option<String>,
        place: Option<&Place>,
    ) {
        let at = self.exact(place, &format!("{{{{{written}}}}}"));
        let line = better.map(|better| format!("{{{{{better}}}}}"));
        let mut finding = found(&o::O308, message, at.as_ref().or(place));
        finding.help = help;
        self.findings.push(match (line, at) {
            (Some(line), Some(at)) => finding.try_edit(at.span, line),
            (Some(line), None) => finding.try_line(line),
            (None, _) => finding,
        });
    }

    /// A link that the blanks in its braces broke.
    pub(super) fn tell_broken(&mut self, place: Option<&Place>) {
        let finding = found(&o::O309, "spaces inside the double braces break this link", place);
        let broken = place.and_then(|place| broken_link(self.text_of_place(place)?));
        self.findings.push(match (broken, place) {
            (Some((range, line)), Some(place)) => {
                let start = place.span.start as usize + range.start;
                let span = Span::new(start, start + range.len());
                Finding { place: Some(Place::new(place.file.clone(), span)), ..finding }.try_edit(span, line)
            }
            _ => finding.try_line("](tel:{{set.record.field}})"),
        });
    }

    /// A comment above a table that finds no record, or is none.
    pub(super) fn tell_rows(&mut self, problem: &str, marker: Option<&str>, place: Option<&Place>) {
        let finding = found(&o::O310, problem, place);
        let finds_none = problem.contains("no record");
        self.findings.push(match marker {
            Some(marker) if finds_none => {
                let line = format!("<!-- {marker} (may be empty) -->");
                match self.above(place, marker) {
                    Some(at) => Finding { place: Some(at.clone()), ..finding }.try_edit(at.span, line),
                    None => finding.try_line(line),
                }
            }
            _ => finding.help("such as `<!-- rows: contacts where site is north sort by name -->`"),
        });
    }

    pub(super) fn report(&mut self, code: &'static Code, message: &str, place: Option<&Place>) {
        self.findings.push(found(code, message, place));
    }

    /// Where a value stands in its data file.
    pub(super) fn place_of_datum(&self, datum: &Datum) -> Option<Place> {
        let path = crate::source::SourcePath::new(&datum.file).ok()?;
        self.sources.find(&path).map(|_| Place::new(datum.file.clone(), datum.span))
    }

    /// The place of a text that stands once in a place.
    pub(super) fn exact(&self, place: Option<&Place>, needle: &str) -> Option<Place> {
        let place = place?;
        let mut found = self.text_of_place(place)?.match_indices(needle);
        let (at, _) = found.next().filter(|_| found.next().is_none())?;
        let start = place.span.start as usize + at;
        Some(Place::new(place.file.clone(), Span::new(start, start + needle.len())))
    }

    fn text_of_place(&self, place: &Place) -> Option<&str> {
        let path = crate::source::SourcePath::new(&place.file).ok()?;
        self.sources.find(&path).map(|(_, source)| place.span.of(&source.text))
    }

    /// The comment right above a table.
    fn above(&self, table: Option<&Place>, marker: &str) -> Option<Place> {
        let table = table?;
        let path = crate::source::SourcePath::new(&table.file).ok()?;
        let (_, source) = self.sources.find(&path)?;
        let before = source.text.get(..table.span.start as usize)?;
        let start = before.rfind("<!--").filter(|at| before.get(*at..).is_some_and(|it| it.contains(marker)))?;
        let end = start + source.text.get(start..)?.find("-->")? + "-->".len();
        Some(Place::new(table.file.clone(), Span::new(start, end)))
    }
}

fn found(code: &'static Code, message: impl Into<String>, place: Option<&Place>) -> Finding {
    Finding { place: place.cloned(), ..Finding::new(code, message) }
}

/// `](tel:{{ x }})` in a text: where it stands, and the same without blanks.
fn broken_link(text: &str) -> Option<(std::ops::Range<usize>, String)> {
    for (start, _) in text.match_indices("](") {
        let rest = text.get(start..)?;
        let end = rest.find("}})").map(|at| at + "}})".len())?;
        let link = rest.get(..end)?;
        if link.contains("{{") && link.contains(char::is_whitespace) && !link.contains('\n') {
            return Some((start..start + end, link.split_whitespace().collect()));
        }
    }
    None
}
