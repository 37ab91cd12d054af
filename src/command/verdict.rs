//! Findings and flags → whether the site is published, and the exit code.
//!
//! The rules are those of the reliability design, "What stops publication".

use crate::finding::codes::LEAK;
use crate::finding::{Finding, Severity};

/// How the program ends. The numbers are mdBook's where it has them; its 101 for a panic is 2 here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing is wrong.
    Clean,
    /// The author has something to mend.
    Findings,
    /// The program could not do its work: wrong usage, disk, permissions.
    CouldNotRun,
    /// The site would show what its edition may not show.
    Leak,
}

impl Exit {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::CouldNotRun => 2,
            Self::Leak => 3,
        }
    }
}

/// How strict the user wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rules {
    /// `--strict`: an error or a warning stops publication.
    pub strict: bool,
    /// `--keep-going`: a loss does not.
    pub keep_going: bool,
}

/// What becomes of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the site takes the place of the old one.
    pub publish: bool,
    /// How the program ends.
    pub exit: Exit,
}

/// Judges a build by its findings.
pub fn judge(findings: &[Finding], rules: Rules) -> Verdict {
    if findings.iter().any(|finding| finding.code.id == LEAK) {
        return Verdict { publish: false, exit: Exit::Leak };
    }
    let worst = findings.iter().map(|finding| finding.severity).max();
    let (publish, exit) = match worst {
        Some(Severity::Loss) => (rules.keep_going && !rules.strict, Exit::Findings),
        Some(Severity::Error) => (!rules.strict, Exit::Findings),
        Some(Severity::Warning) if rules.strict => (false, Exit::Findings),
        Some(Severity::Warning | Severity::Note | Severity::Hint) | None => (true, Exit::Clean),
    };
    Verdict { publish, exit }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::{Exit, LEAK, Rules, Verdict, judge};
    use crate::finding::codes::link::L001;
    use crate::finding::{Code, Finding, Severity};

    #[test]
    fn what_stops_publication() {
        let severities = [Severity::Hint, Severity::Note, Severity::Warning, Severity::Error, Severity::Loss].map(Some);
        let mut table = String::new();
        for worst in std::iter::once(None).chain(severities) {
            let findings: Vec<Finding> =
                worst.into_iter().map(|severity| Finding::new(&L001, "x").severity(severity)).collect();
            let mut row = worst.map_or("nothing", Severity::word).to_owned();
            for (strict, keep_going) in [(false, false), (false, true), (true, false), (true, true)] {
                let verdict = judge(&findings, Rules { strict, keep_going });
                let publish = if verdict.publish { "published" } else { "kept back" };
                _ = write!(row, " | {publish} {}", verdict.exit.code());
            }
            table.push_str(&row);
            table.push('\n');
        }
        expect_test::expect![[r#"
            nothing | published 0 | published 0 | published 0 | published 0
            hint | published 0 | published 0 | published 0 | published 0
            note | published 0 | published 0 | published 0 | published 0
            warning | published 0 | published 0 | kept back 1 | kept back 1
            error | published 1 | published 1 | kept back 1 | kept back 1
            loss | kept back 1 | published 1 | kept back 1 | kept back 1
        "#]]
        .assert_eq(&table);
    }

    #[test]
    fn a_leak_is_never_published() {
        static FOUND: Code = Code { id: LEAK, severity: Severity::Error, title: "leak", explain: "" };
        for (strict, keep_going) in [(false, false), (false, true), (true, true)] {
            let verdict = judge(&[Finding::new(&FOUND, "x")], Rules { strict, keep_going });
            assert_eq!(verdict, Verdict { publish: false, exit: Exit::Leak });
        }
    }
}
