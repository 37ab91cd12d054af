//! Sources: bytes of files → texts with paths that cannot leave the project.
//!
//! `edge` reads the disk and hands over bytes; this module decodes them, names them and keeps them sorted. It never
//! touches the file system: whether a file exists is asked of the [`SourceTree`].

mod date;
mod decode;
mod memo;
mod names;
mod number;
mod path;
mod picture;
mod tree;

pub use crate::finding::LineIndex;
pub use date::Date;
pub use decode::{Undecodable, decode};
pub use memo::{Memo, Same};
pub use names::check_names;
pub use number::SourceId;
pub use path::{PathError, SitePath, SourcePath};
pub use picture::{PICTURES, PictureSize, picture_size};
pub use tree::{SourceText, SourceTree};
