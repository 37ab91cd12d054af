//! `lifeboat pdf` with the engine that is built in: pictures and fonts are read, the book is set, files are written.

#[cfg(not(feature = "pdf"))]
use crate::cli::PdfArgs;
#[cfg(not(feature = "pdf"))]
use crate::command::{Exit, Failure, Report};

/// Whether this program has the engine.
pub(in crate::command) const IS_BUILT_IN: bool = cfg!(feature = "pdf");

/// Says how to get it.
#[cfg(not(feature = "pdf"))]
pub(super) fn pdf(_: &PdfArgs, _: &[(String, String)], _: &mut Report<'_>) -> Result<Exit, Failure> {
    Err(Failure(
        "this program was built without the embedded PDF engine (cargo build --features pdf); --engine browser uses a \
         Chromium or Chrome that is installed"
            .to_owned(),
    ))
}

#[cfg(feature = "pdf")]
pub(super) use self::with_engine::pdf;

#[cfg(feature = "pdf")]
mod with_engine {
    //! What the feature `pdf` brings.

    use std::path::Path;

    use crate::cli::{PdfArgs, PdfStandard};
    use crate::command::print::Press;
    use crate::command::print::typesetter::{Order, Typesetter};
    use crate::command::{Exit, Failure, Report};
    use crate::edge::file::{read_files, write_file, write_files};
    use crate::finding::Finding;
    use crate::print::engine::{FontFile, Fonts, Memory, STANDARDS, Standard};

    /// The largest font file that is read; the largest that are in use have some 20 MB.
    const LARGEST_FONT: u64 = 64 * 1024 * 1024;

    /// Writes a book as a PDF.
    pub(in crate::command::print) fn pdf(
        args: &PdfArgs,
        environment: &[(String, String)],
        report: &mut Report<'_>,
    ) -> Result<Exit, Failure> {
        let mut press = Press::open(&args.check, &args.scope, environment)?;
        let mut found: Vec<Finding> = Vec::new();
        let own_fonts = args.font_dir.as_deref().map(read_fonts).transpose()?.unwrap_or_default();
        let fonts = Fonts::new(own_fonts).take(&mut found);
        let order = Order {
            root: &press.project.root,
            sources: &press.sources,
            snapshot: &press.snapshot,
            book: &press.book,
            standards: &standards(&args.standard),
        };
        let set = Typesetter::new(fonts, Memory::Drop).set(&order)?.take(&mut found);
        press.findings.extend(found);
        let (exit, publish) = press.judge(&args.check, report);
        let output = press.output(args.output.as_deref(), &args.scope, "pdf");
        if publish {
            press.refuse_source(&output)?;
            write_file(&output, &set.pdf.bytes)?;
            if let Some(folder) = &args.emit_typst {
                let texts = set.pdf.sources.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
                write_files(folder, texts.chain(set.pictures.files()))?;
                write_files(folder, Fonts::built_in())?;
            }
        }
        report.close(&press.closing(publish.then_some(&output)));
        Ok(exit)
    }

    fn standards(asked: &[PdfStandard]) -> Vec<Standard> {
        if asked.is_empty() {
            return STANDARDS.to_vec();
        }
        let one = |standard: &PdfStandard| match standard {
            PdfStandard::Ua1 => Some(Standard::Ua1),
            PdfStandard::A2a => Some(Standard::A2a),
            PdfStandard::None => None,
        };
        let mut standards: Vec<Standard> = asked.iter().filter_map(one).collect();
        standards.sort();
        standards.dedup();
        standards
    }

    fn read_fonts(folder: &Path) -> Result<Vec<FontFile>, Failure> {
        let files = read_files(folder, &["ttf", "otf", "ttc", "otc"], LARGEST_FONT)?;
        Ok(files.into_iter().map(|file| FontFile { name: file.name, bytes: file.bytes.unwrap_or_default() }).collect())
    }
}
