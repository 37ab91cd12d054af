//! The commands that build no site, and the command line itself.

use expect_test::{Expect, expect};

use super::Project;

/// Runs in an empty folder and shows the exit code with what was said.
fn check(arguments: &[&str], expected: &Expect) {
    let said = Project::new("").run(arguments);
    expected.assert_eq(&format!("exit {:?}\n{}{}", said.code.expect("an exit code"), said.out, said.err));
}

#[test]
fn wrong_usage_leaves_with_2_and_a_hint() {
    check(
        &["biuld"],
        &expect![[r#"
        exit 2
        error: unrecognized subcommand 'biuld'

          tip: a similar subcommand exists: 'build'

        Usage: lifeboat [OPTIONS] <COMMAND>

        For more information, try '--help'.
    "#]],
    );
    check(
        &["build", "--srtict"],
        &expect![[r#"
        exit 2
        error: unexpected argument '--srtict' found

          tip: a similar argument exists: '--strict'

        Usage: lifeboat build --strict [DIR]

        For more information, try '--help'.
    "#]],
    );
    check(
        &["build", "--as-of", "2026-02-30"],
        &expect![[r#"
        exit 2
        error: invalid value '2026-02-30' for '--as-of <DATE>': a day is written as 2026-11-23

        For more information, try '--help'.
    "#]],
    );
    check(
        &["explain", "L0O1"],
        &expect![[r#"
        exit 2
        error: invalid value 'L0O1' for '[CODE]': there is no such code; did you mean L001? `lifeboat explain` lists all

        For more information, try '--help'.
    "#]],
    );
    check(
        &["build", "no such folder"],
        &expect![[r#"
        exit 2
        lifeboat: cannot open the folder `no such folder`: it does not exist
    "#]],
    );
}

#[test]
fn explain_tells_about_every_code() {
    let project = Project::new("");
    let all = project.run(&["explain"]);
    assert_eq!(all.code, Some(0));
    let codes: Vec<&str> = all.out.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(codes.len() > 20, "{}", all.out);
    for code in codes {
        let said = project.run(&["explain", &code.to_lowercase()]);
        assert_eq!(said.code, Some(0), "{code}");
        assert!(said.out.contains(&format!("[{code}]: ")), "{}", said.out);
        assert!(said.out.lines().all(|line| line.chars().count() <= 100), "{}", said.out);
    }
}

#[test]
fn explain_says_what_to_do_and_what_becomes_of_the_site() {
    check(
        &["explain", "F010"],
        &expect![[r#"
            exit 0
            error[F010]: no length of time with its unit

            Recovery objectives are read by people in a hurry, so `4` is not enough: 4
            minutes, hours or days? Write `4 h`, `2 days` or the ISO form `PT4H`. A review
            cycle is written `12 months` or `P12M`.

            The site is published with the place marked, and the exit code is 1.
            Another level is set in book.toml: [findings] F010 = "allow", "note", "warn" or "deny".
        "#]],
    );
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = Project::new("").run(&["completions", shell]);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
        assert!(said.out.contains("keep-going"), "{shell}");
    }
}

#[test]
fn init_writes_a_project_that_builds_without_findings() {
    let project = Project::new("");
    let said = project.run(&["init", "--title", "The \"Harbour\" playbook", "plans"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let said = project.run(&["build", "plans", "--strict", "-v"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("no findings"), "{}", said.err);
    let page = std::fs::read_to_string(project.path().join("plans/book/index.html")).expect("a first page");
    assert!(page.contains("Harbour"), "the title stands on the page");
}

#[test]
fn init_overwrites_nothing() {
    let project = Project::new("-- content/topics/index.md\nMine.\n");
    let said = project.run(&["init"]);
    assert!(said.err.contains("kept    content/topics/index.md"), "{}", said.err);
    assert!(said.err.contains("written book.toml"), "{}", said.err);
    let mine = std::fs::read_to_string(project.path().join("content/topics/index.md")).expect("the author's file");
    assert_eq!(mine, "Mine.\n");
}

#[test]
fn verify_tells_what_is_missing_changed_and_extra() {
    let project = Project::new("-- index.md\n# One\n[two](two.md)\n-- two.md\n# Two\n");
    assert_eq!(project.run(&["build"]).code, Some(0));
    let whole = project.run(&["verify", "book"]);
    assert_eq!((whole.code, whole.out.as_str()), (Some(0), ""));
    std::fs::write(project.path().join("book/index.html"), "other").expect("a page is changed");
    std::fs::remove_file(project.path().join("book/two.html")).expect("a page is removed");
    std::fs::write(project.path().join("book/three.html"), "new").expect("a page is added");
    let said = project.run(&["verify", "book"]);
    assert_eq!(said.code, Some(1));
    assert_eq!(said.out, "missing: two.html\nchanged: index.html\nextra: three.html\n");
    let json: serde_json::Value =
        serde_json::from_str(&project.run(&["verify", "book", "--format", "json"]).out).expect("JSON");
    assert_eq!(json["missing"][0], "two.html");
    assert_eq!(project.run(&["verify", "."]).code, Some(2), "a folder without a manifest");
}

#[test]
fn clean_removes_the_site_and_nothing_else() {
    let project = Project::new("-- index.md\n# One\n");
    assert_eq!(project.run(&["build"]).code, Some(0));
    assert!(project.site().is_some());
    let said = project.run(&["clean"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(project.site().is_none());
    assert!(project.path().join("index.md").is_file());
    assert_eq!(project.run(&["clean"]).code, Some(0), "a second time there is nothing to do");
    assert_eq!(project.run(&["clean", "-d", "."]).code, Some(2), "the sources are no output");
}
