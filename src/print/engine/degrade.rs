//! The book is set; what the typesetter refuses is set more plainly, until it comes out.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use typst::comemo::evict;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::rounds::{Pages, lay_out};
use super::world::{BookWorld, path_of};
use super::{DecodedPictures, Fonts, Standard};
use crate::finding::codes::print::{P054, P055, P056, P058, P059};
use crate::finding::{Checked, Finding, Place};
use crate::print::emit::{EmitInput, MAIN, Plainness, emit_book, emit_sheet, sheet_file};
use crate::source::SourcePath;

/// Where the theme stands among the sources of the book.
const THEME: &str = "print/theme.typ";

/// After so many topics refused for one fault of the author's theme, the built-in one stands in.
const MOST_REFUSED: usize = 3;

/// The print theme: Typst text that says how the vocabulary looks.
#[derive(Debug, Clone)]
pub struct PrintTheme<'a> {
    /// The built-in one.
    pub built_in: &'a str,
    /// The author's own and where it stands, for findings.
    pub own: Option<(SourcePath, &'a str)>,
}

/// What the typesetter keeps of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Memory {
    /// Nothing: the next book is another.
    #[default]
    Drop,
    /// What the next setting of nearly the same book can use.
    Keep,
}

/// What a PDF is made from.
#[derive(Debug, Clone, Copy)]
pub struct PdfInput<'a> {
    /// What the emitter needs.
    pub emit: EmitInput<'a>,
    /// The pictures' bytes.
    pub pictures: &'a DecodedPictures,
    /// The fonts.
    pub fonts: &'a Fonts,
    /// The look.
    pub theme: &'a PrintTheme<'a>,
    /// What the PDF must conform to.
    pub standards: &'a [Standard],
    /// What is kept for the next time.
    pub memory: Memory,
}

/// A finished PDF.
#[derive(Debug, Clone, Default)]
pub struct PdfBook {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The sources that it was set from at last, the theme among them, by path.
    pub sources: BTreeMap<String, String>,
}

/// Sets a book. What was refused is set more plainly and told.
///
/// # Errors
/// When even the plainest book cannot be set, which is a fault of the program: what the typesetter said.
pub fn set_book(input: &PdfInput<'_>) -> Result<Checked<PdfBook>, String> {
    let mut findings = Vec::new();
    let mut texts = emit_book(&input.emit).take(&mut findings).files;
    let own = input.theme.own.as_ref();
    texts.insert(THEME.to_owned(), own.map_or(input.theme.built_in, |(_, text)| *text).to_owned());
    let library = LazyHash::new(Library::default());
    let fault = || "the book has no text".to_owned();
    let world = BookWorld::new(&library, input.fonts, MAIN, &texts, &input.pictures.files).ok_or_else(fault)?;
    let standards = input.standards.to_vec();
    let mut press =
        Press { input, world, texts, standards, own_theme: own.is_some(), refused: BTreeMap::new(), findings };
    let (bytes, pages) = press.run()?;
    let Press { texts, findings, .. } = press;
    Ok(Checked::new(PdfBook { bytes, pages, sources: texts }, findings))
}

struct Press<'a> {
    input: &'a PdfInput<'a>,
    world: BookWorld<'a>,
    texts: BTreeMap<String, String>,
    standards: Vec<Standard>,
    own_theme: bool,
    /// Sheets that are set more plainly, by their place in the book, with what the typesetter said first.
    refused: BTreeMap<usize, (Plainness, String)>,
    findings: Vec<Finding>,
}

impl Press<'_> {
    fn run(&mut self) -> Result<(Vec<u8>, usize), String> {
        let most = self.input.emit.book.sheets.len() * 2 + 4;
        for _ in 0..most {
            match self.set() {
                Ok(pdf) => {
                    self.tell();
                    if !pdf.settled {
                        self.findings.push(Finding::new(&P059, "the numbers of pages did not settle"));
                    }
                    return Ok((pdf.bytes, pdf.pages));
                }
                Err(errors) => self.give_way(&errors)?,
            }
        }
        Err("the book could not be set".to_owned())
    }

    /// One try.
    fn set(&self) -> Result<Pdf, Vec<Fault>> {
        set_world(&self.world, &self.standards, self.input.memory)
    }

    /// Makes the next try plainer, wherever these errors come from.
    fn give_way(&mut self, errors: &[Fault]) -> Result<(), String> {
        let first = errors.first().map_or_else(|| "nothing".to_owned(), |error| error.message.clone());
        let in_theme = errors.iter().any(|error| error.files.first() == Some(&THEME));
        let sheets = &self.input.emit.book.sheets;
        let mut culprits: Vec<(usize, String)> = Vec::new();
        for error in errors {
            let sheet = error.files.iter().find_map(|file| sheets.iter().position(|sheet| sheet_file(sheet) == **file));
            if let Some(sheet) = sheet
                && !culprits.iter().any(|(there, _)| *there == sheet)
            {
                culprits.push((sheet, error.message.clone()));
            }
        }
        culprits.retain(|(sheet, _)| self.refused.get(sheet).is_none_or(|(plain, _)| *plain < Plainness::Nothing));
        let same = self.refused.values().filter(|(_, said)| *said == first).count();
        if self.own_theme && in_theme && (culprits.is_empty() || same + culprits.len() >= MOST_REFUSED) {
            self.use_built_in_theme(errors);
            return Ok(());
        }
        if culprits.is_empty() {
            culprits = self.search();
        }
        if culprits.is_empty() {
            if self.own_theme {
                self.use_built_in_theme(errors);
                return Ok(());
            }
            if self.standards.is_empty() {
                return Err(first);
            }
            self.standards.clear();
            self.findings.push(Finding::new(&P058, format!("the PDF meets no standard: {first}")));
            return Ok(());
        }
        for (sheet, message) in culprits {
            self.refuse(sheet, message);
        }
        Ok(())
    }

    fn refuse(&mut self, at: usize, message: String) {
        let Some(sheet) = self.input.emit.book.sheets.get(at) else { return };
        let entry = self.refused.entry(at).or_insert((Plainness::Full, message));
        entry.0 = if entry.0 == Plainness::Full { Plainness::Words } else { Plainness::Nothing };
        if let Some(text) = emit_sheet(&self.input.emit, sheet, entry.0) {
            let path = sheet_file(sheet);
            self.world.replace(&path, &text);
            self.texts.insert(path, text);
        }
    }

    fn use_built_in_theme(&mut self, errors: &[Fault]) {
        let error = errors.iter().find(|error| error.files.first() == Some(&THEME)).or(errors.first());
        let message = error.map_or("", |error| error.message.as_str());
        let mut finding = Finding::new(&P056, format!("the print theme has a fault: {message}"));
        if let Some((path, text)) = &self.input.theme.own {
            let range = error.and_then(|error| error.range.clone()).unwrap_or(0..0);
            let end = range.end.min(text.len());
            finding = finding.at(Place::new(path.shared(), range.start.min(end)..end));
        }
        self.findings.push(finding.label("the built-in theme stands in"));
        self.own_theme = false;
        self.world.replace(THEME, self.input.theme.built_in);
        self.texts.insert(THEME.to_owned(), self.input.theme.built_in.to_owned());
        for at in std::mem::take(&mut self.refused).into_keys() {
            let Some(sheet) = self.input.emit.book.sheets.get(at) else { continue };
            if let Some(text) = emit_sheet(&self.input.emit, sheet, Plainness::Full) {
                let path = sheet_file(sheet);
                self.world.replace(&path, &text);
                self.texts.insert(path, text);
            }
        }
    }

    /// Sets each sheet as a book of its own, where an error does not say where it comes from.
    fn search(&mut self) -> Vec<(usize, String)> {
        let Some(book) = self.texts.get(MAIN).cloned() else { return Vec::new() };
        let lines: Vec<&str> = book.lines().collect();
        let is_sheet = |line: &str| line.starts_with("#include ");
        let mut culprits = Vec::new();
        for (at, sheet) in self.input.emit.book.sheets.iter().enumerate() {
            if self.refused.get(&at).is_some_and(|(plain, _)| *plain == Plainness::Nothing) {
                continue;
            }
            let own = format!("#include \"/{}\"", sheet_file(sheet));
            let alone = lines.iter().filter(|line| !is_sheet(line) || **line == own);
            let alone: String = alone.flat_map(|line| [line, "\n"]).collect();
            self.world.replace(MAIN, &alone);
            if let Err(errors) = self.set() {
                let said = errors.first().map(|error| error.message.clone()).unwrap_or_default();
                culprits.push((at, said));
            }
        }
        self.world.replace(MAIN, &book);
        // Where each fails alone, the fault is in what all have around them.
        if culprits.len() == self.input.emit.book.sheets.len() { Vec::new() } else { culprits }
    }

    /// Reports the sheets that were set more plainly.
    fn tell(&mut self) {
        for (at, (plainness, said)) in &self.refused {
            let sheet = self.input.emit.book.sheets.get(*at);
            let topic = sheet.and_then(|sheet| self.input.emit.playbook.topics.get(sheet.topic.0 as usize));
            let Some(topic) = topic else { continue };
            let finding = match plainness {
                Plainness::Nothing => Finding::new(&P055, format!("\"{}\" could not be printed: {said}", topic.title)),
                _ => Finding::new(&P054, format!("\"{}\" is printed without its layout: {said}", topic.title)),
            };
            let place = self.input.emit.sources.text(topic.source).map(|text| {
                let end = text.text.find('\n').unwrap_or(text.text.len());
                Place::new(text.path.shared(), 0..end)
            });
            self.findings.push(match place {
                Some(place) => finding.at(place),
                None => finding,
            });
        }
    }
}

/// An error of the typesetter's.
struct Fault {
    message: String,
    /// The files that it came from, innermost first.
    files: Vec<&'static str>,
    /// Where in the first of them.
    range: Option<std::ops::Range<usize>>,
}

/// What a try gives.
struct Pdf {
    bytes: Vec<u8>,
    pages: usize,
    settled: bool,
}

fn set_world(world: &BookWorld<'_>, standards: &[Standard], memory: Memory) -> Result<Pdf, Vec<Fault>> {
    let set = catch_unwind(AssertUnwindSafe(|| {
        let Pages { document, settled } = lay_out(world, memory)?;
        // The pages are there; what they were made of is not asked for again.
        evict(match memory {
            Memory::Drop => 0,
            Memory::Keep => 3,
        });
        let pages = document.pages().len();
        let bytes = typst_pdf::pdf(&document, &options(standards))?;
        Ok(Pdf { bytes, pages, settled })
    }));
    match set {
        Ok(result) => result.map_err(|errors: typst::ecow::EcoVec<SourceDiagnostic>| {
            errors.iter().map(|error| fault(world, error)).collect()
        }),
        Err(_) => Err(vec![Fault { message: "the typesetter failed".to_owned(), files: Vec::new(), range: None }]),
    }
}

fn fault(world: &BookWorld<'_>, error: &SourceDiagnostic) -> Fault {
    use typst::WorldExt;
    let mut files: Vec<&'static str> = error.span.id().map(path_of).into_iter().collect();
    files.extend(error.trace.iter().filter_map(|point| point.span.id()).map(path_of));
    let message = error.message.lines().next().unwrap_or_default().to_owned();
    Fault { message, files, range: world.range(error.span) }
}

fn options(standards: &[Standard]) -> PdfOptions {
    let list: Vec<PdfStandard> = standards
        .iter()
        .map(|standard| match standard {
            Standard::Ua1 => PdfStandard::Ua_1,
            Standard::A2a => PdfStandard::A_2a,
        })
        .collect();
    PdfOptions {
        creator: Smart::Custom(Some(concat!("Lifeboat ", env!("CARGO_PKG_VERSION")).into())),
        // The standards of the type itself are compatible with each other, in any choice.
        standards: PdfStandards::new(&list).unwrap_or_default(),
        ..PdfOptions::default()
    }
}
