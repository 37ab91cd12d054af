//! What `print` and `pdf` take.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::CheckArgs;
use crate::source::Date;

/// What `print` takes.
#[derive(Debug, Args)]
pub struct PrintArgs {
    /// The project, the edition and the strictness
    #[command(flatten)]
    pub check: CheckArgs,
    /// What is printed, and how
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// The file to write; the default is named after the edition and the role, in the current folder
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What `pdf` takes.
#[derive(Debug, Args)]
pub struct PdfArgs {
    /// The project, the edition and the strictness
    #[command(flatten)]
    pub check: CheckArgs,
    /// What is printed, and how
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// The file to write; the default is named after the edition and the role, in the current folder
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What makes the PDF
    #[arg(long, value_enum, default_value_t = Engine::Auto, value_name = "ENGINE")]
    pub engine: Engine,
    /// What the PDF must conform to, such as 'ua-1,a-2a'; `none` for nothing. The default is both (embedded engine)
    #[arg(long, value_enum, value_delimiter = ',', value_name = "STANDARD")]
    pub standard: Vec<PdfStandard>,
    /// A folder with fonts for scripts and signs that the built-in ones lack (embedded engine)
    #[arg(long, value_name = "FOLDER")]
    pub font_dir: Option<PathBuf>,
    /// Write the book as Typst sources into this folder as well: `typst compile --font-path FOLDER FOLDER/book.typ`
    /// (embedded engine)
    #[arg(long, value_name = "FOLDER")]
    pub emit_typst: Option<PathBuf>,
}

/// What a PDF conforms to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PdfStandard {
    /// PDF/UA-1: usable with assistive technology
    #[value(name = "ua-1")]
    Ua1,
    /// PDF/A-2a: readable in decades
    #[value(name = "a-2a")]
    A2a,
    /// None
    None,
}

/// Which topics are printed, on which paper, for whom.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is one flag")]
pub struct ScopeArgs {
    /// Only what this role needs: its card, the topics that name it in `roles`, and what is `print: always`
    #[arg(long, value_name = "ROLE", conflicts_with = "topic")]
    pub role: Option<String>,
    /// Only topics whose path matches, such as 'scenarios/*'; may be given several times
    #[arg(long, value_name = "PATTERN")]
    pub topic: Vec<String>,
    /// The paper
    #[arg(long, value_enum, default_value_t = PaperSize::A4, value_name = "PAPER")]
    pub paper: PaperSize,
    /// Both sides are printed: margins for holes change sides, topics begin on a right-hand page
    #[arg(long)]
    pub duplex: bool,
    /// Large print, 18 pt
    #[arg(long)]
    pub large: bool,
    /// Mark what changed since an edition or a day: the folder of a published copy, the code of the edition that is
    /// published now, or a day such as 2026-03-01
    #[arg(long, value_name = "EDITION")]
    pub since: Option<String>,
    /// Only the sheets that changed, to be put in the place of the old ones
    #[arg(long, requires = "since")]
    pub replace_pages: bool,
    /// The number of this copy, stamped on each sheet
    #[arg(long, value_name = "NUMBER")]
    pub copy: Option<String>,
    /// Who holds this copy, stamped on each sheet
    #[arg(long, value_name = "NAME")]
    pub holder: Option<String>,
    /// The last day of this copy's use: a day, or a time from now such as 90d, 12w or 6m
    #[arg(long, value_name = "TIME", value_parser = expiry)]
    pub expires: Option<Expiry>,
    /// What stands as classification on each sheet, in the place of the edition's own
    #[arg(long, value_name = "TEXT")]
    pub classification: Option<String>,
    /// Print the address of its page as a QR code on every topic (`[output.html] site-url`)
    #[arg(long)]
    pub qr: bool,
}

/// The size of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaperSize {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 in
    Letter,
}

/// What makes a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The first of the others that works
    Auto,
    /// The one that is built in (`cargo build --features pdf`)
    Embedded,
    /// A Chromium or Chrome that is installed; `CHROME_PATH` names another
    Browser,
}

/// When a copy is no longer meant to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// After this day.
    On(Date),
    /// So many days after the day of the build.
    Days(i64),
    /// So many months after it.
    Months(i32),
}

impl Expiry {
    /// The last day for a book of this day.
    pub fn after(self, day: Date) -> Date {
        match self {
            Self::On(day) => day,
            Self::Days(days) => day.plus_days(days),
            Self::Months(months) => day.plus_months(months),
        }
    }
}

fn expiry(written: &str) -> Result<Expiry, String> {
    let written = written.trim();
    if let Some(day) = Date::parse(written) {
        return Ok(Expiry::On(day));
    }
    let fault = || "write a day such as 2027-05-31, or a time such as 90d, 12w, 6m or 1y".to_owned();
    let unit = written.chars().next_back().ok_or_else(fault)?;
    let count: u16 = written.strip_suffix(unit).and_then(|count| count.trim().parse().ok()).ok_or_else(fault)?;
    match unit.to_ascii_lowercase() {
        'd' => Ok(Expiry::Days(i64::from(count))),
        'w' => Ok(Expiry::Days(i64::from(count) * 7)),
        'm' => Ok(Expiry::Months(i32::from(count))),
        'y' => Ok(Expiry::Months(i32::from(count) * 12)),
        _ => Err(fault()),
    }
}

#[cfg(test)]
mod tests {
    use super::expiry;
    use crate::source::Date;

    #[test]
    fn a_copy_expires_on_a_day_or_after_a_time() {
        let day = Date::parse("2026-11-30").unwrap();
        let last = |written| expiry(written).map(|expiry| expiry.after(day).to_string());
        assert_eq!(last("90d").as_deref(), Ok("2027-02-28"));
        assert_eq!(last("2 w").as_deref(), Ok("2026-12-14"));
        assert_eq!(last("3m").as_deref(), Ok("2027-02-28"));
        assert_eq!(last("2027-05-31").as_deref(), Ok("2027-05-31"));
        for bad in ["", "soon", "d", "90", "-1d", "2026-02-30", "é"] {
            assert!(last(bad).is_err(), "{bad}");
        }
    }
}
