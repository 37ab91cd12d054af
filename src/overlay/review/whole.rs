//! What stands below a value that a change file sets, and below a whole topic that replaces another.

use super::super::LayerId;
use super::canon::TextHash;
use super::markdown::markdown_of;
use super::pin::{Pinned, Weight};
use super::state::{Review, ReviewState, Reviews, state_of};
use crate::finding::Span;
use crate::source::SourcePath;
use crate::topic::{Block, Documents, Value};

/// A value of front matter that a change file sets.
pub(in crate::overlay) fn review_of_value(
    reviews: &Reviews,
    (layer, file, topic): (LayerId, &SourcePath, &SourcePath),
    (key, span): (&str, Span),
    (below, ours): (Option<&Value>, &Value),
) -> Review {
    let name = format!("set: {key}");
    let seen = reviews.seen(layer, topic, &name).cloned();
    let hash = TextHash::of_value(below);
    // That a value is set to what it is already is O406's to say.
    let same = below.is_some() && TextHash::of_value(Some(ours)) == hash;
    let state = if same { ReviewState::Absorbed } else { state_of(seen.as_ref(), hash) };
    let text = if reviews.texts { below.map(value_text).unwrap_or_default() } else { String::new() };
    Review {
        layer,
        file: file.clone(),
        topic: topic.clone(),
        instruction: name.clone(),
        name,
        words: key.to_owned(),
        span,
        body: ours.span,
        state,
        seen,
        now: Some(Pinned { hash, inside: None, weight: Weight::Review, text, place: None }),
        elsewhere: None,
    }
}

/// A whole topic that a layer's own replaces.
pub(in crate::overlay) fn review_of_topic<'b>(
    reviews: &Reviews,
    (layer, file, topic): (LayerId, &SourcePath, &SourcePath),
    (replaces, span): (&str, Span),
    below: impl Iterator<Item = &'b Block> + Clone,
    documents: &Documents,
) -> Review {
    let name = format!("replaces: {replaces}");
    let seen = reviews.seen(layer, topic, &name).cloned();
    let hash = TextHash::of(below.clone(), documents);
    let text = if reviews.texts { markdown_of(below, documents) } else { String::new() };
    Review {
        layer,
        file: file.clone(),
        topic: topic.clone(),
        instruction: name.clone(),
        name,
        words: replaces.to_owned(),
        span,
        body: span,
        state: state_of(seen.as_ref(), hash),
        seen,
        now: Some(Pinned { hash, inside: None, weight: Weight::Review, text, place: None }),
        elsewhere: None,
    }
}

/// A value as a person reads it.
fn value_text(value: &Value) -> String {
    if let Some(text) = value.text() {
        return text.to_owned();
    }
    let fields = value.fields().iter().map(|field| format!("{}: {}", field.key, value_text(&field.value)));
    let items = value.items().iter().filter(|_| value.fields().is_empty()).map(value_text);
    fields.chain(items).collect::<Vec<_>>().join(", ")
}
