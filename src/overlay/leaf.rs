//! The leaves of front matter: `activation.authority` of a map `activation`, and every value that is no map.
//!
//! A leaf is the unit of what layers set: what is pinned for review, told of, and met by peers.

use crate::topic::{Field, Value, ValueKind};

/// Where a leaf belongs.
pub(super) enum Slot<'f, 'p> {
    /// It is there.
    There(&'f mut Field),
    /// Its map is there and lacks it: the map's fields, and the rest of the way.
    Missing(&'f mut Vec<Field>, &'p [&'p str]),
}

/// The leaves of a field, each with the way to it: the keys from the outside in.
pub(super) fn leaves(field: &Field) -> Vec<(Vec<&str>, &Field)> {
    match &field.value.kind {
        ValueKind::Map(inner) if !inner.is_empty() => inner
            .iter()
            .flat_map(leaves)
            .map(|(mut way, leaf)| {
                way.insert(0, field.key.as_str());
                (way, leaf)
            })
            .collect(),
        _ => vec![(vec![field.key.as_str()], field)],
    }
}

/// Whether a name is that of a field or of something in it.
pub(super) fn is_inside(name: &str, field: &str) -> bool {
    name.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The leaf at the end of a way; an error with the field that is no map on it.
pub(super) fn find_leaf<'f, 'p>(field: &'f mut Field, way: &'p [&'p str]) -> Result<Slot<'f, 'p>, &'f Field> {
    let Some((key, rest)) = way.split_first() else { return Ok(Slot::There(field)) };
    if field.value.kind == ValueKind::Null {
        field.value.kind = ValueKind::Map(Vec::new());
    }
    if !matches!(field.value.kind, ValueKind::Map(_)) {
        return Err(field);
    }
    let ValueKind::Map(inner) = &mut field.value.kind else { unreachable!("it is a map") };
    match inner.iter().position(|there| there.key == *key) {
        None => Ok(Slot::Missing(inner, way)),
        Some(at) => match inner.get_mut(at) {
            Some(there) => find_leaf(there, rest),
            None => unreachable!("its place was found"),
        },
    }
}

/// Takes the leaf at the end of a way out of a field; whether it was there.
pub(super) fn take_leaf(field: &mut Field, way: &[&str]) -> bool {
    let ([key, rest @ ..], ValueKind::Map(inner)) = (way, &mut field.value.kind) else { return false };
    if rest.is_empty() {
        let before = inner.len();
        inner.retain(|there| there.key != *key);
        return inner.len() < before;
    }
    inner.iter_mut().find(|there| there.key == *key).is_some_and(|there| take_leaf(there, rest))
}

/// The way to a leaf from the field that holds it: `activation.authority` names a leaf of a map, unless a field has that
/// whole name.
pub(super) fn way_in<'p>(fields: &[&Field], way: &[&'p str]) -> Vec<&'p str> {
    let mut way = way.to_vec();
    let mut here: Vec<&Field> = fields.to_vec();
    let mut at = 0;
    while let Some(key) = way.get(at).copied() {
        let there = |key: &str| here.iter().find(|there| there.key == key).copied();
        let outer = key
            .split_once('.')
            .filter(|(outer, _)| there(outer).is_some_and(|there| matches!(there.value.kind, ValueKind::Map(_))));
        match (there(key), outer) {
            (Some(there), _) => {
                here = there.value.fields().iter().collect();
                at += 1;
            }
            (None, Some((outer, inner))) => _ = way.splice(at..=at, [outer, inner]),
            (None, None) => break,
        }
    }
    way
}

/// A field that holds a leaf at the end of a way.
pub(super) fn nested(key: &str, way: &[&str], leaf: &Field) -> Field {
    match way.split_first() {
        None => Field { key: key.to_owned(), ..leaf.clone() },
        Some((next, rest)) => {
            let kind = ValueKind::Map(vec![nested(next, rest, leaf)]);
            Field { key: key.to_owned(), key_span: leaf.key_span, value: Value { span: leaf.value.span, kind } }
        }
    }
}

/// Whether two values say the same, wherever they stand.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (&one.kind, &other.kind) {
        (ValueKind::List(one), ValueKind::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (ValueKind::Map(one), ValueKind::Map(other)) => {
            let pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.into_iter().all(|(a, b)| a.key == b.key && same(&a.value, &b.value))
        }
        (one, other) => one == other,
    }
}

/// Whether a value would change its kind; nothing may become anything.
pub(super) fn differs(old: &Value, new: &Value) -> bool {
    old.kind != ValueKind::Null && std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind)
}
