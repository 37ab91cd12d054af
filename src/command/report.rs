//! What a command tells its user: findings in the form asked for, and one closing line.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::sync::Arc;

use crate::cli::{Color, Format, ReportArgs};
use crate::finding::render::{Counts, Style, Texts, render_github, render_human, render_json, render_sarif};
use crate::finding::{Finding, Severity};

/// How many findings of one code a terminal shows; files, pipes and `--verbose` show all.
const SHOWN_OF_A_CODE: usize = 20;

/// Where a command speaks: results on standard output, the rest on standard error.
pub struct Report<'o> {
    args: ReportArgs,
    color: bool,
    /// Whether standard error is a terminal.
    terminal: bool,
    out: &'o mut dyn Write,
    err: &'o mut dyn Write,
}

impl<'o> Report<'o> {
    /// A report to these two streams. `no_color` is whether the environment asks for none (<https://no-color.org>).
    pub fn new(args: ReportArgs, no_color: bool, out: &'o mut dyn Write, err: &'o mut dyn Write) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let color = match args.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !no_color,
        };
        Self { args, color, terminal, out, err }
    }

    /// Whether the steps' times are wanted.
    pub fn timings(&self) -> bool {
        self.args.timings
    }

    /// Whether colours are wanted.
    pub fn has_color(&self) -> bool {
        self.color
    }

    /// The form that was asked for.
    pub fn format(&self) -> Format {
        self.args.format
    }

    /// Writes the findings, which are sorted already.
    pub fn findings(&mut self, findings: &[Finding], look_up: &dyn Fn(&str) -> Option<Arc<str>>) {
        let least = match (self.args.quiet, self.args.verbose) {
            (true, _) => Severity::Error,
            (_, true) => Severity::Hint,
            _ => Severity::Note,
        };
        let wanted: Vec<Finding> = findings.iter().filter(|finding| finding.severity >= least).cloned().collect();
        let mut texts = Texts::new(look_up);
        match self.args.format {
            Format::Human => self.human(wanted, &mut texts),
            Format::Json => self.result(&render_json(&wanted, &mut texts)),
            Format::Sarif => self.result(&render_sarif(&wanted, &mut texts)),
            Format::Github => self.result(&render_github(&wanted, &mut texts)),
        }
    }

    fn human(&mut self, mut findings: Vec<Finding>, texts: &mut Texts<'_>) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let limit = if self.terminal && !self.args.verbose { SHOWN_OF_A_CODE } else { usize::MAX };
        findings.retain(|finding| {
            let count = seen.entry(finding.code.id).or_default();
            *count += 1;
            *count <= limit
        });
        let shown = render_human(&findings, texts, Style { color: self.color, ..Style::default() });
        self.say(shown.trim_end_matches('\n'));
        for (code, count) in seen.into_iter().filter(|(_, count)| *count > limit) {
            self.say(&format!("… and {} more of {code}; --verbose shows all", count - limit));
        }
    }

    /// Writes what the command was asked for to standard output.
    pub fn result(&mut self, text: &str) {
        // A reader that has seen enough (`| head`) is no fault.
        _ = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
    }

    /// Says something on standard error.
    pub fn say(&mut self, text: &str) {
        if !text.is_empty() {
            _ = writeln!(self.err, "{text}");
        }
    }

    /// The closing line, which `--quiet` keeps back.
    pub fn close(&mut self, line: &str) {
        if !self.args.quiet {
            self.say(line);
        }
    }

    /// Says why the program could not do its work.
    pub fn failure(&mut self, cause: &dyn std::fmt::Display) {
        let text = format!("{cause}").chars().flat_map(escaped).collect::<String>();
        let head = if self.color { "\u{1b}[1;31mlifeboat\u{1b}[0m" } else { "lifeboat" };
        self.say(&format!("{head}: {text}"));
    }
}

/// Names of files and the system's words may hold anything.
fn escaped(character: char) -> Vec<char> {
    if character.is_control() && character != '\n' { character.escape_unicode().collect() } else { vec![character] }
}

/// `3 errors, 1 warning`; empty where there are none.
pub(super) fn count_words(findings: &[Finding]) -> String {
    let counts = Counts::of(findings);
    let parts =
        [(counts.losses, "loss"), (counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")];
    let words: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(*count, word)).collect();
    words.join(", ")
}

/// `1 page`, `3 pages`, `2 losses`.
pub(super) fn plural(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        _ if word.ends_with('s') => format!("{count} {word}es"),
        _ => format!("{count} {word}s"),
    }
}
