//! The reference pages come out of the program's own tables. `UPDATE_EXPECT=1 cargo test --test cli` writes them anew.

use std::fmt::Write;

use clap::CommandFactory;
use expect_test::expect_file;
use lifeboat::cli::Cli;
use lifeboat::config::settings::{BOOK, Kind, LAYER, Setting, WITHOUT_EFFECT};
use lifeboat::finding::{Severity, codes};
use lifeboat::topic::{KEYS, Kind as FieldKind};

const HEAD: &str = "<!-- Made from the program's own tables: UPDATE_EXPECT=1 cargo test --test cli reference -->\n";

#[test]
fn commands_md_says_what_help_says() {
    let mut page = format!(
        "# Commands\n{HEAD}\nPaths of files in findings count from the project's folder. Findings go to standard error, and with\n\
         `--format json`, `sarif` or `github` to standard output. A closing line on standard error says what was done.\n\n\
         | exit code | meaning |\n|---|---|\n\
         | 0 | nothing is wrong, or nothing worse than a warning |\n\
         | 1 | findings of error severity or losses; with `--strict` warnings too |\n\
         | 2 | the program could not do its work: wrong usage, disk, permissions, a fault of its own (mdBook leaves with 101) |\n\
         | 3 | the site would show what its edition may not show |\n\n\
         | worst finding | what becomes of the site |\n|---|---|\n\
         | warning | published; with `--strict` kept back |\n\
         | error | published, the place marked on the page; with `--strict` kept back |\n\
         | loss | kept back, the old site stays; with `--keep-going` published, the pages marked |\n"
    );
    let mut cli = Cli::command().term_width(100);
    cli.build();
    let text = |help: String| {
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        format!("\n```text\n{}\n```\n", lines.join("\n").trim_end())
    };
    _ = write!(page, "\n## lifeboat\n{}", text(cli.render_help().to_string()));
    for command in shown_commands(&cli) {
        let name = command.get_name();
        _ = write!(page, "\n## {name}\n{}", text(own_help(command)));
        for below in shown_commands(command) {
            _ = write!(page, "\n### {name} {}\n{}", below.get_name(), text(own_help(below)));
        }
    }
    expect_file!["../../docs/reference/commands.md"].assert_eq(&page);
}

fn shown_commands(of: &clap::Command) -> impl Iterator<Item = &clap::Command> {
    of.get_subcommands().filter(|command| command.get_name() != "help" && !command.is_hide_set())
}

/// What every command takes is said once, above them all.
fn own_help(command: &clap::Command) -> String {
    let hide = |arg: clap::Arg| if arg.is_global_set() { arg.hide(true) } else { arg };
    command.clone().mut_args(hide).render_help().to_string()
}

#[test]
fn configuration_md_lists_every_key() {
    let mut page = format!(
        "# Configuration\n{HEAD}\n`book.toml` stands in the project's folder and is optional. The keys of mdBook keep their names, meaning\n\
         and defaults. A key can also come from the environment: `LIFEBOAT_OUTPUT__HTML__PRINT__ENABLE=false` sets\n\
         `output.html.print.enable`. Paths count from the project's folder and stay inside it; `build.build-dir` may lie outside.\n\n\
         ## book.toml\n\n"
    );
    settings(BOOK, &mut page);
    page.push_str("\n## Keys of mdBook that change nothing\n\n| key | |\n|---|---|\n");
    for (key, hint) in WITHOUT_EFFECT {
        _ = writeln!(page, "| `{key}` | {} |", hint.replace('|', "\\|"));
    }
    page.push_str("\n## layer.toml\n\nEach folder of layers may hold one.\n\n");
    settings(LAYER, &mut page);
    page.push_str(
        "\n## Front matter\n\nEvery key of Microsoft Learn is accepted as it is. An empty value counts as not given.\n\n\
         | key | also | takes | |\n|---|---|---|---|\n",
    );
    for key in KEYS {
        let also: Vec<String> = key.also.iter().map(|name| format!("`{name}`")).collect();
        _ = writeln!(page, "| `{}` | {} | {} | {} |", key.name, also.join(", "), field_kind(key.kind), key.about);
    }
    expect_file!["../../docs/reference/configuration.md"].assert_eq(&page);
}

fn settings(settings: &[Setting], page: &mut String) {
    page.push_str("| key | takes | default | |\n|---|---|---|---|\n");
    for setting in settings {
        let (path, default, about) = (setting.path, setting.default, setting.about);
        _ = writeln!(page, "| `{path}` | {} | {default} | {about} |", kind(setting.kind));
    }
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Texts => "text or a list of texts".to_owned(),
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Integer(from, to) => format!("{from} to {to}"),
        Kind::Number => "a number".to_owned(),
        Kind::Word(words) => list(words),
        Kind::Path => "a path".to_owned(),
        Kind::Paths => "a path or a list of paths".to_owned(),
        Kind::Stack => "a list of names".to_owned(),
        Kind::Groups => "a list of lists of words".to_owned(),
        Kind::Any => "a table".to_owned(),
    }
}

fn field_kind(kind: FieldKind) -> String {
    match kind {
        FieldKind::Text => "text".to_owned(),
        FieldKind::ShortText(limit) => format!("text, at most {limit} characters"),
        FieldKind::Texts => "text or a list of texts".to_owned(),
        FieldKind::Number(from, to) => format!("a whole number from {from} to {to}"),
        FieldKind::Date => "a day: `2026-11-23`".to_owned(),
        FieldKind::PastDate => "a day that is over".to_owned(),
        FieldKind::Duration => "`4 h`, `2 days`, `PT4H`".to_owned(),
        FieldKind::Cycle => "`12 months`, `P12M`".to_owned(),
        FieldKind::Word(words) => list(words),
        FieldKind::Slug => "small letters, digits, hyphens".to_owned(),
        FieldKind::Map(keys) => format!("a mapping with {}", list(keys)),
        FieldKind::Any => "anything".to_owned(),
    }
}

fn list(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

#[test]
fn findings_md_lists_every_code() {
    let mut page = format!(
        "# Findings\n{HEAD}\n`lifeboat explain CODE` says the same. A code keeps its meaning for ever. The level of a code is set in\n\
         `[findings]` of `book.toml` or with `--deny`, `--warn`, `--allow`; a loss or a leak (O606) cannot be lowered.\n\n\
         On the screen `help:` says what to do, and `try:` is a line to paste: an instruction as it should be, a command, a word. `editions:`\n\
         says in how many editions a finding occurs, and which is the first.\n\n\
         ## SARIF\n\nThe edit of `try` is a `fix` of the result; `properties` have `try` and `editions`.\n\n\
         ## JSON\n\n`--format json` writes one document. `version` is 1 and grows when a field changes its meaning or goes.\n\n\
         | field | |\n|---|---|\n\
         | `findings[].code`, `severity`, `title`, `message` | always there; `severity` is `hint`, `note`, `warning`, `error` or `loss` |\n\
         | `findings[].file`, `line`, `column`, `endLine`, `endColumn` | where; lines and columns count from 1, columns count characters, the end is one past the last; lines only where the file is text |\n\
         | `findings[].label`, `help` | why here, and what to do |\n\
         | `findings[].related[]` | `file`, `line` … and `note` of other places that belong to it |\n\
         | `findings[].try` | the line that would mend it, as `line`, and `edits[]` where a program may put it in place: `file`, `line` … of what is replaced, and `newText` |\n\
         | `findings[].editions` | with several editions: `count` of those that have it, `of` how many, and their `names` |\n\
         | `counts` | `losses`, `errors`, `warnings`, `notes` |\n"
    );
    for code in codes::all() {
        let severity = match code.severity {
            Severity::Loss => "loss",
            other => other.word(),
        };
        _ = write!(page, "\n## {}: {}\n\n*{severity}*\n\n{}\n", code.id, code.title, code.explain);
    }
    expect_file!["../../docs/reference/findings.md"].assert_eq(&page);
}
