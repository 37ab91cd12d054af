//! What was made of topics for a book, kept for the books of other editions: the sheet where it would read the same, and
//! the hashes of a topic's blocks.

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::book::Addresses;
use crate::page::Drawing;
use crate::playbook::{PlaybookTopic, Targets, TopicFacts};
use crate::source::{Memo, Same};

/// Sheets and hashes that were made before, to be used again. Holds only for one set of settings and layers, and one theme.
#[derive(Debug, Default)]
pub struct PaperMemory {
    keeps: AtomicBool,
    sheets: Mutex<Memo<SheetKey, Arc<str>>>,
    hashes: Mutex<Memo<Same<TopicFacts>, Arc<str>>>,
    addresses: Mutex<Memo<LinksKey, Arc<Addresses>>>,
}

/// What a topic's links are known by.
type LinksKey = (Same<TopicFacts>, Same<Targets>);

/// What a sheet is made from: the topic, where its links lead, what was drawn of it, and a hash of all that the book says of it.
pub(super) type SheetKey = (Same<TopicFacts>, Same<Targets>, Vec<Same<Drawing>>, blake3::Hash);

impl PaperMemory {
    /// Whether another book will be made after this one; else nothing is kept for it.
    pub fn keep(&self, more: bool) {
        self.keeps.store(more, Ordering::Relaxed);
    }

    /// Begins another making.
    pub fn turn(&self) {
        locked(&self.sheets).turn();
        locked(&self.hashes).turn();
        locked(&self.addresses).turn();
    }

    pub(super) fn sheet(&self, key: SheetKey, make: impl FnOnce() -> String) -> Arc<str> {
        self.known(&self.sheets, key, || make().into())
    }

    pub(super) fn hashes(&self, facts: &Arc<TopicFacts>, make: impl FnOnce() -> String) -> Arc<str> {
        self.known(&self.hashes, Same(Arc::clone(facts)), || make().into())
    }

    pub(super) fn addresses(&self, topic: &PlaybookTopic, make: impl FnOnce() -> Addresses) -> Arc<Addresses> {
        let key = (Same(Arc::clone(&topic.facts)), Same(Arc::clone(&topic.known_by)));
        self.known(&self.addresses, key, || make().into())
    }

    fn known<K: Hash + Eq, V: ?Sized>(
        &self,
        memory: &Mutex<Memo<K, Arc<V>>>,
        key: K,
        make: impl FnOnce() -> Arc<V>,
    ) -> Arc<V> {
        let known = locked(memory).get(&key).cloned();
        let value = known.unwrap_or_else(make);
        if self.keeps.load(Ordering::Relaxed) {
            locked(memory).keep(key, Arc::clone(&value));
        }
        value
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hashes values so that two with one hash do not happen.
#[derive(Default)]
pub(super) struct KeyHasher(blake3::Hasher);

impl KeyHasher {
    pub(super) fn of(&self) -> blake3::Hash {
        self.0.finalize()
    }
}

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Nobody asks for so short a hash.
    fn finish(&self) -> u64 {
        0
    }
}
