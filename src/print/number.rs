//! Page numbers of a printed book: read out of the PDF that a browser made, filled into the page for its next pass; and
//! of how many sheets of paper each topic is.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};

use super::Book;
use super::style::{count_slot, style_hash};

/// On which page each place of the book begins, by its id; the first page is 1.
pub type PageNumbers = BTreeMap<String, u32>;

/// What stands in the place of every number in the first pass: as wide as most, so that little moves in the second.
pub const PLACEHOLDER: u32 = 888;

/// What begins a place for a page number, before its id.
const SLOT: &str = "data-p=\"";
/// What ends it.
const SLOT_END: &str = "\"></span>";

/// The page with numbers in its slots; `number` is asked for each id, and a slot without one stays empty.
pub fn fill_numbers(html: &str, number: impl Fn(&str) -> Option<u32>) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 64);
    let mut rest = html;
    while let Some(at) = rest.find(SLOT) {
        let (before, after) = rest.split_at(at + SLOT.len());
        out.push_str(before);
        let id = after.split('"').next().unwrap_or_default();
        out.push_str(id);
        rest = after.get(id.len()..).unwrap_or_default();
        if let (Some(after), Some(number)) = (rest.strip_prefix(SLOT_END), number(id)) {
            out.push_str("\">");
            out.push_str(&number.to_string());
            out.push_str("</span>");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The page with the numbers of sheets in its margins: how many each topic has, by where the next one begins. Where topics
/// share sheets, or may leave one empty, nobody knows.
pub fn fill_counts(html: &str, book: &Book, numbers: &PageNumbers) -> String {
    let style = html.split_once("<style>").and_then(|(_, after)| after.split_once("</style>")).map(|(style, _)| style);
    let Some(style) = style.filter(|_| !book.runs_on && !book.layout.duplex) else { return html.to_owned() };
    let mut filled = style.to_owned();
    let next = book.sheets.iter().skip(1).map(|sheet| sheet.id.as_str()).chain(["index"]);
    for (sheet, next) in book.sheets.iter().zip(next) {
        let pages = numbers.get(&sheet.id).zip(numbers.get(next));
        let count = pages.and_then(|(begin, next)| next.checked_sub(*begin)).filter(|count| *count > 0);
        filled = filled.replace(&count_slot(&sheet.id, None), &count_slot(&sheet.id, count));
    }
    // The page's policy names its style by hash.
    html.replacen(style, &filled, 1).replacen(&style_hash(style), &style_hash(&filled), 1)
}

/// Where the named places of a PDF are; `None` where the bytes are no PDF that can be read.
pub fn read_numbers(pdf: &[u8]) -> Option<PageNumbers> {
    let document = Pdf::new(pdf.to_vec()).ok()?;
    let pages = document.pages().iter().zip(1_u32..);
    let pages: BTreeMap<ObjectIdentifier, u32> =
        pages.filter_map(|(page, number)| Some((page.raw().obj_id()?, number))).collect();
    let catalog: Dict<'_> = document.xref().get(document.xref().root_id())?;
    let places: Dict<'_> = catalog.get(b"Dests")?;
    let page_of = |name: &Name<'_>| {
        let target: Array<'_> = match places.get::<Array<'_>>(name.as_ref()) {
            Some(target) => target,
            None => places.get::<Dict<'_>>(name.as_ref())?.get(b"D")?,
        };
        let page = target.raw_iter().next()?.as_obj_ref()?;
        pages.get(&page.into()).copied()
    };
    let names: Vec<Name<'_>> = places.keys().collect();
    Some(names.iter().filter_map(|name| Some((name.as_str().to_owned(), page_of(name)?))).collect())
}

#[cfg(test)]
mod tests {
    use super::{fill_numbers, read_numbers};

    #[test]
    fn slots_are_filled_once_and_what_only_looks_like_one_stays() {
        let page = "<span class=\"page-number\" data-p=\"t1\"></span> data-p=\"x\" <span data-p=\"t2\"></span>";
        let number = |id: &str| (id == "t1").then_some(12);
        let filled = fill_numbers(page, number);
        assert_eq!(
            filled,
            "<span class=\"page-number\" data-p=\"t1\">12</span> data-p=\"x\" <span data-p=\"t2\"></span>"
        );
        assert_eq!(fill_numbers(&filled, number), filled);
    }

    #[test]
    fn what_is_no_pdf_has_no_numbers() {
        for bytes in [&b""[..], b"%PDF-1.4\n", b"<html>", &[0xff; 64]] {
            assert_eq!(read_numbers(bytes), None);
        }
    }
}
