//! Data files of the base and of layers → [`DataSets`]: telephone numbers, names and objectives that pages only name.
//!
//! YAML, TOML and CSV are read as text, record by record; layers are laid over each other field by field; the schema of
//! `book.toml` types what comes out. A finding points at the line of the file that somebody has to open. Nothing here
//! knows a page.

mod csv;
mod file;
mod merge;
mod schema;
#[cfg(test)]
mod tests;

pub use file::{DataFile, read_data_file};
pub use merge::{DataSets, Datum, LayerData, merge_data};
pub use schema::{FieldKind, Schema, read_schemas};
