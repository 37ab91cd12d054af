//! `lifeboat pdf`: which engine makes the file, and the browser engine's passes.

use std::time::Duration;

use super::{Press, embedded};
use crate::cli::{Engine, PdfArgs};
use crate::command::{Exit, Failure, Report};
use crate::edge::browser::Browser;
use crate::edge::file::write_file;
use crate::print::{Book, PLACEHOLDER, fill_counts, fill_numbers, read_numbers};

/// A browser's pass may take so long, and a little more for each sheet.
const PASS: Duration = Duration::from_secs(40);
const SHEET: Duration = Duration::from_millis(150);
/// Passes after the first: one fills in the numbers, another mends what moved by that.
const MOST_PASSES: usize = 3;

/// Writes a book as a PDF.
pub(in crate::command) fn pdf(
    args: &PdfArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let asks_for_own = args.font_dir.is_some() || args.emit_typst.is_some() || !args.standard.is_empty();
    let browser = match args.engine {
        Engine::Embedded => None,
        Engine::Auto if asks_for_own || embedded::IS_BUILT_IN => None,
        Engine::Browser if asks_for_own => return Err(not_for_browsers()),
        Engine::Auto | Engine::Browser => Some(find_browser()?),
    };
    let Some(browser) = browser else { return embedded::pdf(args, environment, report) };
    let mut press = Press::open(&args.check, &args.scope, environment)?;
    let page = press.page();
    let (exit, publish) = press.judge(&args.check, report);
    let output = press.output(args.output.as_deref(), &args.scope, "pdf");
    if publish {
        press.refuse_source(&output)?;
        let pdf = print_numbered(&browser, &page, &press.book, report)?;
        write_file(&output, &pdf)?;
    }
    report.close(&press.closing(publish.then_some(&output)));
    Ok(exit)
}

/// Prints the page, reads where everything went, and prints it again with the numbers in it.
fn print_numbered(browser: &Browser, page: &str, book: &Book, report: &mut Report<'_>) -> Result<Vec<u8>, Failure> {
    let time = PASS + SHEET * u32::try_from(book.sheets.len()).unwrap_or(u32::MAX).min(20_000);
    let first = browser.print(&fill_numbers(page, |_| Some(PLACEHOLDER)), time)?;
    let unread = || Failure("the browser's PDF cannot be read, so its pages cannot be named".to_owned());
    let mut numbers = read_numbers(&first).ok_or_else(unread)?;
    for _ in 0..MOST_PASSES {
        let filled = fill_numbers(page, |id| numbers.get(id).copied());
        let pdf = browser.print(&fill_counts(&filled, book, &numbers), time)?;
        let now = read_numbers(&pdf).ok_or_else(unread)?;
        if now == numbers {
            return Ok(pdf);
        }
        numbers = now;
    }
    report.say("the page numbers did not settle, so references name numbers of sections alone");
    Ok(browser.print(page, time)?)
}

fn find_browser() -> Result<Browser, Failure> {
    let path = std::env::var_os("PATH");
    Browser::find(std::env::var_os("CHROME_PATH"), path.as_deref()).ok_or_else(|| {
        Failure(
            "no engine can make a PDF here: this program was built without its own, and no Chromium or Chrome is installed \
             (CHROME_PATH may name one). `lifeboat print` writes a page that any browser prints; every built site has it \
             as print.html"
                .to_owned(),
        )
    })
}

fn not_for_browsers() -> Failure {
    Failure(
        "--standard, --font-dir and --emit-typst are for the embedded engine; leave out --engine browser".to_owned(),
    )
}
