//! `lifeboat pdf` with the engine that is built in: pictures and fonts are read, the book is set, files are written.

#[cfg(not(feature = "pdf"))]
use crate::cli::PdfArgs;
#[cfg(not(feature = "pdf"))]
use crate::command::{Exit, Failure, Report};

/// Whether this program has the engine.
pub(super) const IS_BUILT_IN: bool = cfg!(feature = "pdf");

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
    use crate::command::print::{LARGEST_PICTURE, Press};
    use crate::command::{Exit, Failure, Report};
    use crate::edge::file::{read_files, write_file, write_files};
    use crate::finding::Finding;
    use crate::print::emit::EmitInput;
    use crate::print::engine::{
        DecodedPictures, FontFile, Fonts, Memory, PdfInput, PictureFile, PrintTheme, STANDARDS, Standard,
        decode_pictures, set_book,
    };
    use crate::theme::Theme;

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
        let pictures = read_pictures(&press);
        let snapshot = &press.snapshot;
        let own = snapshot.project().theme.own_print_theme();
        let theme =
            PrintTheme { built_in: Theme::built_in_print_theme(), own: own.map(|(path, text)| (path.clone(), text)) };
        let to_emit = EmitInput {
            book: &press.book,
            playbook: snapshot.playbook(),
            pages: snapshot.pages(),
            pictures: &pictures.facts,
            coverage: fonts.coverage(),
            sources: &press.sources,
        };
        let standards = standards(&args.standard);
        let input = PdfInput {
            emit: to_emit,
            pictures: &pictures,
            fonts: &fonts,
            theme: &theme,
            standards: &standards,
            memory: Memory::Drop,
        };
        let set = set_book(&input).map_err(|said| Failure(format!("the book cannot be set: {said}")))?;
        let set = set.take(&mut found);
        press.findings.extend(found);
        let (exit, publish) = press.judge(&args.check, report);
        let output = press.output(args.output.as_deref(), &args.scope, "pdf");
        if publish {
            press.refuse_source(&output)?;
            write_file(&output, &set.bytes)?;
            if let Some(folder) = &args.emit_typst {
                let texts = set.sources.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
                write_files(folder, texts.chain(pictures.files()))?;
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

    /// The pictures of the topics in the book's edition, in the order of their paths.
    fn read_pictures(press: &Press) -> DecodedPictures {
        let root = &press.project.root;
        let shown = crate::print::emit::pictures_of(&press.book, press.snapshot.pages());
        let assets = press.snapshot.playbook().assets.iter().filter(|(path, _)| shown.contains(*path));
        let files = assets.map(|(path, source)| {
            let bytes = match root.open_file(source) {
                Err(refusal) => Err(refusal.words()),
                Ok(file) => match file.read(LARGEST_PICTURE) {
                    Ok(Some(bytes)) => Ok(bytes),
                    Ok(None) => Err(format!("is larger than {} MB", LARGEST_PICTURE / 1_048_576)),
                    Err(_) => Err("cannot be read".to_owned()),
                },
            };
            PictureFile { path: path.clone(), bytes }
        });
        let drawn = press.snapshot.drawings().pictures().filter(|drawn| shown.contains(&drawn.path));
        let drawn = drawn.map(|drawn| PictureFile { path: drawn.path.clone(), bytes: Ok(drawn.bytes.to_vec()) });
        decode_pictures(files.chain(drawn).collect())
    }

    fn read_fonts(folder: &Path) -> Result<Vec<FontFile>, Failure> {
        let files = read_files(folder, &["ttf", "otf", "ttc", "otc"], LARGEST_FONT)?;
        Ok(files.into_iter().map(|file| FontFile { name: file.name, bytes: file.bytes.unwrap_or_default() }).collect())
    }
}
