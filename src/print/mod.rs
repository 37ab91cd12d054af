//! Print: [`Playbook`](crate::playbook::Playbook) → [`Book`] → the print page; the PDF is made from the same value.
//!
//! An [`Arrangement`] orders and numbers the whole book of an edition once; [`Arrangement::book`] takes what a [`Scope`]
//! asks for. Together they decide everything that two renderings could tell differently: which topics are printed and in which
//! order, their numbers, short ids, stamps, footnoted addresses, the terms of the index, what the cover says, and what
//! has changed since an earlier edition. A rendering takes the [`Book`] with the playbook that it was arranged from,
//! walks the sheets, and writes the blocks of each sheet's topic; it numbers nothing itself:
//!
//! * [`Book::place`] says what a link within the book reads: "(§4.2)", and the id that it leads to;
//! * [`Sheet::section`] gives the number and the id of a heading of the sheet;
//! * [`Sheet::address_number`] gives the number of the footnote of an address on the internet;
//! * [`SheetChange::bars`] says what gets a bar in the margin;
//! * [`Book::mark_of`] gives the letters of a layer for the margin, and [`Book::legend`] what they stand for.
//!
//! Topics come from the playbook, so nothing stands on paper that the edition may not show. Never reads a file, never
//! asks for the time: the day is the playbook's.

mod arrange;
mod book;
mod change;
mod cover;
mod embed;
pub mod emit;
#[cfg(feature = "pdf")]
pub mod engine;
mod html;
mod mark;
mod memory;
mod number;
mod order;
mod paper;
mod qr;
mod record;
mod scope;
mod select;
mod style;
mod terms;
mod view;
mod walk;

#[cfg(test)]
mod tests;

pub use arrange::{Arrangement, BookSources};
pub use book::{
    Book, Changes, Cover, CoverNumber, IndexTerm, LayerMark, LeftOut, LeftOutWhy, Part, Place, RemovedSheet, Section,
    Sheet, SheetChange, SheetForm, Stamp, TermTarget,
};
pub use embed::{data_address, embed_pictures};
pub use html::{PrintPage, render_book};
pub use memory::PaperMemory;
pub use number::{PLACEHOLDER, PageNumbers, fill_counts, fill_numbers, read_numbers};
pub use order::roles;
pub use qr::{QrModules, qr_modules};
pub use record::{EditionRecord, TopicRecord};
pub use scope::{CopyStamp, Layout, Paper, Scope, Selection, Since, TextSize};
