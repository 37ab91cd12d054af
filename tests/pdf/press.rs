//! Projects in memory → PDF files on disk, and what other programs read in them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use lifeboat::build::{Snapshot, Workshop};
use lifeboat::config::read_config;
use lifeboat::finding::Finding;
use lifeboat::print::emit::{EmitInput, emit_book};
use lifeboat::print::engine::{
    FontFile, Fonts, Memory, PdfInput, PictureFile, PrintTheme, STANDARDS, Standard, decode_pictures, set_book,
};
use lifeboat::print::{EditionRecord, Scope};
use lifeboat::source::{Date, SourcePath, SourceText, SourceTree};
use lifeboat::theme::Theme;

/// A project in memory.
#[derive(Default)]
pub(crate) struct Fixture {
    /// Texts by path.
    pub(crate) texts: Vec<(String, String)>,
    /// Other files by path.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) scope: Scope,
    pub(crate) fonts: Vec<FontFile>,
    /// None given: PDF/UA-1 and PDF/A-2a.
    pub(crate) standards: Option<Vec<Standard>>,
}

/// A finished PDF with what was found on the way.
pub(crate) struct Printed {
    pub(crate) file: PathBuf,
    pub(crate) bytes: Vec<u8>,
    pub(crate) pages: usize,
    pub(crate) findings: Vec<Finding>,
    pub(crate) sources: BTreeMap<String, String>,
}

impl Fixture {
    /// Files out of one text: `-- path` begins each.
    pub(crate) fn new(fixture: &str) -> Self {
        let texts = format!("\n{fixture}")
            .split("\n-- ")
            .skip(1)
            .map(|part| part.split_once('\n').unwrap_or((part, "")))
            .map(|(path, text)| (path.trim().to_owned(), format!("{text}\n")))
            .collect();
        Self { texts, ..Self::default() }
    }

    pub(crate) fn with_file(mut self, path: &str, bytes: &[u8]) -> Self {
        self.files.insert(path.to_owned(), bytes.to_vec());
        self
    }

    /// What the edition keeps of itself.
    pub(crate) fn record(&self) -> EditionRecord {
        self.snapshot(&mut Vec::new()).1.record()
    }

    /// The Typst text of the book.
    pub(crate) fn emit(&self) -> BTreeMap<String, String> {
        self.with_input(|input, _| emit_book(&input.emit).value.files)
    }

    /// Sets the book and writes it to `NAME.pdf` in the folder of tests.
    pub(crate) fn print(&self, name: &str) -> Printed {
        let (set, findings) = self.with_input(|input, mut findings| {
            let set = set_book(input).expect("the book always comes out").take(&mut findings);
            (set, findings)
        });
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pdf");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{name}.pdf"));
        std::fs::write(&file, &set.bytes).unwrap();
        Printed { file, bytes: set.bytes, pages: set.pages, findings, sources: set.sources }
    }

    fn snapshot(&self, findings: &mut Vec<Finding>) -> (SourceTree, Arc<Snapshot>) {
        let texts = self
            .texts
            .iter()
            .map(|(path, text)| SourceText { path: SourcePath::new(path).unwrap(), text: text.as_str().into() })
            .collect();
        let sizes =
            self.files.iter().map(|(path, bytes)| (SourcePath::new(path).unwrap(), bytes.len() as u64)).collect();
        let sources = SourceTree::new(texts, sizes, Date::parse("2026-11-23").unwrap());
        let file = SourcePath::new("book.toml").unwrap();
        let book = sources.find(&file).map(|(_, book)| (&*book.text, file.shared()));
        let config = read_config(book.as_ref().map(|(text, path)| (*text, path)), &[]).take(findings);
        let made = Workshop::default().make(&sources, &config, 0, None).unwrap();
        findings.extend(made.findings);
        let snapshot = Arc::clone(&made.editions[0]);
        (sources, snapshot)
    }

    fn with_input<T>(&self, act: impl FnOnce(&PdfInput<'_>, Vec<Finding>) -> T) -> T {
        let mut findings = Vec::new();
        let (sources, snapshot) = self.snapshot(&mut findings);
        let book = snapshot.book(&self.scope).take(&mut findings);
        let playbook = snapshot.playbook();
        let files = playbook.assets.iter().map(|(path, source)| PictureFile {
            path: path.clone(),
            bytes: self.files.get(source.as_str()).cloned().ok_or_else(|| "cannot be read".to_owned()),
        });
        let pictures = decode_pictures(files.collect());
        let fonts = Fonts::new(self.fonts.clone()).take(&mut findings);
        let pages = snapshot.pages_of_book(&book);
        let emit = EmitInput {
            book: &book,
            playbook,
            pages: &pages,
            pictures: &pictures.facts,
            coverage: fonts.coverage(),
            sources: &sources,
        };
        let own = snapshot.project().theme.own_print_theme().map(|(path, text)| (path.clone(), text));
        let theme = PrintTheme { built_in: Theme::built_in_print_theme(), own };
        let standards = self.standards.clone().unwrap_or_else(|| STANDARDS.to_vec());
        act(
            &PdfInput {
                emit,
                pictures: &pictures,
                fonts: &fonts,
                theme: &theme,
                standards: &standards,
                memory: Memory::Drop,
            },
            findings,
        )
    }
}

impl Printed {
    /// A book that lies there; what was found on the way is not known.
    pub(crate) fn read(file: PathBuf) -> Self {
        let bytes = std::fs::read(&file).unwrap();
        let mut printed = Self { file, bytes, pages: 0, findings: Vec::new(), sources: BTreeMap::new() };
        let info = printed.ask("pdfinfo", &[], &[]);
        let pages = info.lines().find_map(|line| line.strip_prefix("Pages:"));
        printed.pages = pages.unwrap().trim().parse().unwrap();
        printed
    }

    /// What a program prints about the file.
    pub(crate) fn ask(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        let output = Command::new(program)
            .args(before)
            .arg(&self.file)
            .args(after)
            .output()
            .unwrap_or_else(|error| panic!("{program}: {error}; scripts/test installs it"));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{program}: {said}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    /// The text of each page.
    pub(crate) fn page_texts(&self) -> Vec<String> {
        let text = self.ask("pdftotext", &["-layout", "-enc", "UTF-8"], &["-"]);
        text.split('\u{c}').take(self.pages).map(str::to_owned).collect()
    }

    /// Codes with their places, one a line.
    pub(crate) fn findings(&self) -> String {
        let mut lines: Vec<String> = self
            .findings
            .iter()
            .filter(|finding| finding.code.id.starts_with('P'))
            .map(|finding| {
                let place = finding.place.as_ref();
                let place = place.map(|place| format!(" {}:{:?}", place.file, place.span.range())).unwrap_or_default();
                format!("{}{place} {}", finding.code.id, finding.message)
            })
            .collect();
        lines.sort();
        lines.join("\n")
    }
}
