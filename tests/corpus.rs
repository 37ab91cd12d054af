//! Real topics that nobody on the project wrote: every one becomes a page, and findings come only where the input is at fault.
//!
//! The collections lie beside the checkout. Where they are missing, that is a failure if `CI` is set; otherwise it is said.
#![expect(clippy::disallowed_methods, reason = "these tests run the program and read what it wrote")]

mod program;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use program::{Built, Program, Told};

/// The folder of a collection, or nothing after saying so.
fn collection(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "../shared/corpus/{name} is missing, and CI is set");
    eprintln!("NOT RUN: ../shared/corpus/{name} is missing");
    None
}

/// Builds a collection and holds what is true of every one: no panic, an exit code that fits the findings, and every
/// topic below `docset` a page at the place that `page_of` names.
fn check(name: &str, arguments: &[&str], docset: &str, page_of: fn(&str) -> String) -> Option<Built> {
    let folder = collection(name)?;
    let build = arguments.iter().fold(Program::build(&folder), |build, argument| build.arg(argument));
    let built = build.run();
    assert!(!built.said.contains("panicked"), "{}", built.said);
    let at_fault = built.findings.iter().any(|told| ["loss", "error"].contains(&told.severity.as_str()));
    assert_eq!(built.code, Some(i32::from(at_fault)), "{}", built.said);
    let files = built.files();
    let missing: Vec<String> = topics_of(&folder.join(docset))
        .iter()
        .map(|topic| page_of(topic))
        .filter(|page| !files.contains_key(page))
        .collect();
    assert!(missing.is_empty(), "no page for {missing:#?}");
    Some(built)
}

/// Every Markdown file of a docset that is a topic: not one that only others include.
fn topics_of(docset: &Path) -> BTreeSet<String> {
    let topics: BTreeSet<String> = walkdir::WalkDir::new(docset)
        .into_iter()
        .map(|entry| entry.expect("the collection can be read").into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .map(|path| path.strip_prefix(docset).expect("the walk stays inside").to_string_lossy().into_owned())
        .filter(|path| !path.split('/').any(|part| part == "includes"))
        .collect();
    assert!(!topics.is_empty(), "{} holds topics", docset.display());
    topics
}

fn page_beside(topic: &str) -> String {
    format!("{}.html", topic.trim_end_matches(".md"))
}

fn told<'a>(built: &'a Built, severity: &str) -> Vec<&'a Told> {
    built.findings.iter().filter(|told| told.severity == severity).collect()
}

#[test]
fn ebcm_without_a_book_toml_is_a_complete_site() {
    let Some(built) = check("ebcm", &[], "", page_beside) else { return };
    let files = built.files();
    assert!(files.contains_key("index.html"), "a first page");
    assert_eq!(files.keys().filter(|path| path.starts_with("enterprise/")).count(), 7, "a page for each topic");
    assert!(told(&built, "loss").is_empty(), "{}", built.said);
}

#[test]
fn the_link_that_leaves_the_ebcm_series_is_the_one_error_and_has_its_place() {
    let Some(built) = check("ebcm", &[], "", page_beside) else { return };
    let errors: Vec<(&str, &str)> =
        told(&built, "error").iter().map(|told| (told.code.as_str(), told.place.as_str())).collect();
    assert_eq!(errors, [("L001", "enterprise/ebcm-customer-and-cloud-partner-ebcm-responsibilities.md:63:55")]);
}

#[test]
fn the_ebcm_picture_in_the_wrong_letter_case_is_shown_with_a_warning() {
    let Some(built) = check("ebcm", &[], "", page_beside) else { return };
    let page = "enterprise/ebcm-customer-and-cloud-partner-ebcm-responsibilities";
    let files = built.files();
    assert!(files.contains_key("media/ebcm/Responsibilities.png"), "the picture is copied");
    let html = String::from_utf8_lossy(&files[&format!("{page}.html")]).into_owned();
    assert!(html.contains("src=\"../media/ebcm/Responsibilities.png\""), "the page shows the picture");
    let place = format!("{page}.md:53:");
    assert!(told(&built, "warning").iter().any(|told| told.place.starts_with(&place)), "{}", built.said);
}

#[test]
fn empty_dates_and_descriptions_of_ebcm_are_no_fault() {
    let Some(built) = check("ebcm", &[], "", page_beside) else { return };
    let about_front_matter: Vec<&Told> = built.findings.iter().filter(|told| told.code.starts_with('F')).collect();
    assert_eq!(about_front_matter, Vec::<&Told>::new());
}
