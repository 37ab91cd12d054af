//! Findings, flags and what becomes of the site: the rules "What stops publication".

use super::Project;

/// A project whose first page says `OLD` is built; then `index.md` becomes this text, and it is built with these flags.
/// Returns the exit code and which site stands there.
fn check(index: &str, flags: &[&str]) -> (Option<i32>, &'static str) {
    let project = Project::new("-- index.md\n# OLD\n-- book.toml\n[book]\nsrc = \".\"\n");
    assert_eq!(project.run(&["build"]).code, Some(0));
    std::fs::write(project.path().join("index.md"), index).expect("the topic is changed");
    let said = project.run(&[&["build"], flags].concat());
    let site = project.site().expect("a site is always there");
    (said.code, if site.contains("OLD") { "old" } else { "new" })
}

const CLEAN: &str = "# NEW\n";
const WARNING: &str = "---\ntype: nonsense\n---\n# NEW\n";
const ERROR: &str = "# NEW\n\n[x](missing.md)\n";
const LOSS: &str = "# NEW\n\n[!INCLUDE [x](missing-include.md)]\n";

#[test]
fn a_clean_build_is_published() {
    assert_eq!(check(CLEAN, &[]), (Some(0), "new"));
    assert_eq!(check(CLEAN, &["--strict"]), (Some(0), "new"));
}

#[test]
fn a_warning_is_published_unless_strict() {
    assert_eq!(check(WARNING, &[]), (Some(0), "new"));
    assert_eq!(check(WARNING, &["--strict"]), (Some(1), "old"));
    assert_eq!(check(WARNING, &["--allow", "F011", "--strict"]), (Some(0), "new"));
}

#[test]
fn an_error_is_published_with_exit_1_unless_strict() {
    assert_eq!(check(ERROR, &[]), (Some(1), "new"));
    assert_eq!(check(ERROR, &["--strict"]), (Some(1), "old"));
    assert_eq!(check(ERROR, &["--warn", "l001"]), (Some(0), "new"));
    assert_eq!(check(WARNING, &["--deny", "F011"]), (Some(1), "new"));
}

#[test]
fn a_loss_keeps_the_old_site_unless_told_to_keep_going() {
    assert_eq!(check(LOSS, &[]), (Some(1), "old"));
    assert_eq!(check(LOSS, &["--keep-going"]), (Some(1), "new"));
    assert_eq!(check(LOSS, &["--keep-going", "--strict"]), (Some(1), "old"));
    assert_eq!(check(LOSS, &["--allow", "M001"]), (Some(1), "old"), "a loss cannot be allowed");
}

#[test]
fn the_world_failing_leaves_with_2() {
    let project = Project::new("-- index.md\n# A\n-- full/mine.txt\nkeep\n");
    let said = project.run(&["build", "-d", "full"]);
    assert_eq!(said.code, Some(2), "{}", said.err);
    assert!(said.err.starts_with("lifeboat: the output folder"), "{}", said.err);
    assert!(project.path().join("full/mine.txt").is_file());
    assert_eq!(project.run(&["build", "-d", "."]).code, Some(2), "the sources are no output");
}

#[test]
fn a_broken_book_toml_publishes_nothing_and_everything_else_is_still_reported() {
    let project = Project::new("-- book.toml\n[book]\ntitle = unquoted\n-- index.md\n# A\n\n[x](missing.md)\n");
    let said = project.run(&["build"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("loss[C001]") && said.err.contains("error[L001]"), "{}", said.err);
    assert!(project.site().is_none());
}

#[test]
fn check_writes_nothing() {
    let project = Project::new("-- index.md\n# A\n\n[x](missing.md)\n");
    let said = project.run(&["check"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("index.md:3:5"), "{}", said.err);
    assert!(project.site().is_none());
    assert_eq!(project.run(&["test"]).code, Some(1), "mdBook's word for it");
}

#[test]
fn the_environment_sets_keys() {
    let project = Project::new("-- index.md\n# A\n");
    let said = project.run_with(&["build"], &[("LIFEBOAT_BUILD__BUILD_DIR", "elsewhere")]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(project.path().join("elsewhere/index.html").is_file());
}

#[test]
fn a_date_to_come_is_judged_by_the_day_of_the_build() {
    let project = Project::new("-- index.md\n---\nreviewed_on: 2026-03-01\n---\n# A\n");
    assert_eq!(project.run(&["check", "--as-of", "2026-03-01"]).code, Some(0));
    assert_eq!(project.run(&["check", "--as-of", "2026-02-28"]).code, Some(1));
}

#[test]
fn a_project_without_topics_is_not_published() {
    let project = Project::new("-- book.toml\n[book]\nsrc = \".\"\n");
    let said = project.run(&["build"]);
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("loss[S013]") && said.err.contains("book.toml:2:7"), "{}", said.err);
    assert!(project.site().is_none());
}

#[test]
fn editions_are_not_taken_for_one() {
    let project = Project::new("-- index.md\n# A\n");
    assert_eq!(project.run(&["check", "--edition", "default"]).code, Some(0));
    assert_eq!(project.run(&["check", "--edition", "public"]).code, Some(2));
    let project = Project::new("-- index.md\n# A\n-- book.toml\n[editions.public]\nclearance = \"public\"\n");
    let said = project.run(&["build"]);
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert!(said.err.contains("loss[O411]"), "what says nothing of its class is internal: {}", said.err);
    assert!(project.site().is_none());
}

#[test]
fn several_editions_are_published_each_in_its_folder() {
    let project = Project::new(
        "-- index.md\n---\nclassification: public\n---\n# A\n-- b.md\n# B\n\
         -- book.toml\n[editions.public]\nclearance = \"public\"\n[editions.staff]\nclearance = \"internal\"\n",
    );
    let said = project.run(&["build", "--all-editions"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let has = |path: &str| project.file(&format!("book/{path}")).is_some();
    assert!(has("public/index.html") && has("staff/b.html") && !has("public/b.html") && !has("index.html"));
    assert_eq!(project.run(&["build", "--edition", "st*"]).code, Some(0));
    assert!(has("b.html"));
    assert_eq!(project.run(&["build", "--edition", "nobody"]).code, Some(2));
}
