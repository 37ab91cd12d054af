//! Faults of templates → findings with the place in the template.

use std::collections::BTreeMap;
use std::error::Error as _;

use minijinja::{Error, ErrorKind};

use super::load::TemplateSource;
use crate::finding::codes::theme::T001;
use crate::finding::{Finding, Place, Span};

/// The finding for an error of the template engine, at the innermost template that it names.
pub(super) fn template_fault(error: &Error, sources: &BTreeMap<String, TemplateSource>) -> Finding {
    let error = innermost(error);
    let name = error.name().unwrap_or("a template");
    let finding = Finding::new(&T001, message(error, name)).help("until it is mended the built-in template serves");
    let Some(source) = sources.get(name) else {
        return finding;
    };
    let span = span(error, &source.text);
    let finding = finding.at(Place::new(source.path.shared(), span));
    match error.kind() {
        ErrorKind::UndefinedError => finding.label("no such value here"),
        _ => finding,
    }
}

/// An error in a part is wrapped by one for each template that takes it in; the author must look at the part.
fn innermost(error: &Error) -> &Error {
    let mut innermost = error;
    while let Some(inner) = innermost.source().and_then(|source| source.downcast_ref::<Error>()) {
        innermost = inner;
    }
    innermost
}

fn message(error: &Error, name: &str) -> String {
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    match error.kind() {
        ErrorKind::SyntaxError => format!("the template `{name}` cannot be read{detail}"),
        ErrorKind::UndefinedError => format!("the template `{name}` uses a value that does not exist{detail}"),
        ErrorKind::TemplateNotFound => {
            let missing = error.detail().and_then(|detail| detail.split(['\'', '"']).nth(1)).unwrap_or("one");
            format!("the template `{name}` takes in `{missing}`, which does not exist")
        }
        ErrorKind::UnknownFilter => format!("the template `{name}` uses a filter that does not exist{detail}"),
        ErrorKind::UnknownTest => format!("the template `{name}` uses a test that does not exist{detail}"),
        ErrorKind::UnknownFunction => format!("the template `{name}` calls a function that does not exist{detail}"),
        kind => format!("the template `{name}` cannot be filled in: {kind}{detail}"),
    }
}

/// The expression at fault, or its line where the engine knows no more.
fn span(error: &Error, text: &str) -> Span {
    if let Some(range) = error.range().filter(|range| text.get(range.clone()).is_some()) {
        return range.into();
    }
    let before: usize =
        text.split_inclusive('\n').take(error.line().unwrap_or(1).saturating_sub(1)).map(str::len).sum();
    let line = text.get(before..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    Span::new(before, before + line)
}
