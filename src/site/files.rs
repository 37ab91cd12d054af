//! Who takes the files of a site as they are made.

use super::Content;
use crate::source::SitePath;

/// Takes the files of a site one by one, from several threads and in no order. Each path comes once.
pub trait TakeFiles: Sync {
    /// Takes a file. What goes wrong is kept for whoever asks at the end: the making goes on, so that everything that is
    /// to be found in the sources is told all the same.
    fn take(&self, path: SitePath, content: Content);
}
