//! Why a site was not published, in plain words.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::edge::error::shown;
use crate::edge::{DiskError, root::Refusal};
use crate::source::{SitePath, SourcePath};

/// Why a site was not published. The old site is whole.
#[derive(Debug)]
pub enum PublishError {
    /// The output folder may not be used.
    Refused {
        /// The output as it was given.
        output: PathBuf,
        /// Why, and what to do.
        why: String,
    },
    /// Another builder holds the output.
    Busy {
        /// The output.
        output: PathBuf,
        /// Process number of the other builder, where it said so.
        holder: Option<u32>,
    },
    /// The plan holds a path that cannot be published.
    Plan {
        /// The path.
        path: SitePath,
        /// Completes "`path` …".
        why: &'static str,
    },
    /// A file to copy cannot be read any more.
    Source {
        /// The file.
        path: SourcePath,
        /// Why.
        refusal: Refusal,
    },
    /// The disk failed.
    Disk(DiskError),
}

impl PublishError {
    pub(crate) fn refused(output: &Path, why: impl Into<String>) -> Self {
        Self::Refused { output: output.to_owned(), why: why.into() }
    }
}

impl From<DiskError> for PublishError {
    fn from(error: DiskError) -> Self {
        Self::Disk(error)
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { output, why } => write!(f, "the output folder `{}`: {why}", shown(output)),
            Self::Busy { output, holder } => {
                write!(f, "another builder is publishing to `{}`", shown(output))?;
                if let Some(holder) = holder {
                    write!(f, " (process {holder})")?;
                }
                f.write_str("; wait until it has finished, or choose another output folder")
            }
            Self::Plan { path, why } => write!(f, "`{}` {why}", shown(path.as_str().as_ref())),
            Self::Source { path, refusal } => write!(f, "`{}` {}", shown(path.as_str().as_ref()), refusal.words()),
            Self::Disk(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for PublishError {}
