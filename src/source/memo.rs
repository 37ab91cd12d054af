//! Values kept from one making to the next, by what they were made from.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Values by what they were made from. What nobody asked for since the last turn is forgotten at the next, so that it
/// never holds more than two makings.
#[derive(Debug)]
pub struct Memo<K, V> {
    before: HashMap<K, V>,
    now: HashMap<K, V>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { before: HashMap::new(), now: HashMap::new() }
    }
}

impl<K: Hash + Eq, V> Memo<K, V> {
    /// What was made from this.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.now.get(key).or_else(|| self.before.get(key))
    }

    /// Keeps a value at least until the turn after the next.
    pub fn keep(&mut self, key: K, value: V) {
        self.now.insert(key, value);
    }
}

/// From so many values on it takes time to forget them.
const MANY: usize = 1_000;

impl<K: Hash + Eq + Send + 'static, V: Send + 'static> Memo<K, V> {
    /// Begins another making.
    pub fn turn(&mut self) {
        let forgotten = std::mem::replace(&mut self.before, std::mem::take(&mut self.now));
        // Nobody waits for it.
        if forgotten.len() >= MANY {
            rayon::spawn(move || drop(forgotten));
        }
    }
}

/// A shared value that equals only itself. Holding it keeps its place in memory from being given to another.
#[derive(Debug)]
pub struct Same<T: ?Sized>(pub Arc<T>);

impl<T: ?Sized> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: ?Sized> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: ?Sized> Eq for Same<T> {}

impl<T: ?Sized> Hash for Same<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).cast::<()>().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, Memo, Same};

    #[test]
    fn what_is_not_asked_for_is_forgotten_at_the_second_turn() {
        let mut memo = Memo::default();
        memo.keep(1, "one");
        memo.turn();
        assert_eq!(memo.get(&1), Some(&"one"));
        memo.turn();
        assert_eq!(memo.get(&1), None);
    }

    #[test]
    fn equal_values_are_the_same_only_where_they_are_shared() {
        let one = Arc::<str>::from("a");
        assert_eq!(Same(Arc::clone(&one)), Same(Arc::clone(&one)));
        assert_ne!(Same(one), Same("a".into()));
    }
}
