//! Real topics that nobody on the project wrote: every one becomes a page, and findings come only where the input is at fault.
//!
//! The collections lie beside the checkout. Where they are missing, that is a failure if `CI` is set; otherwise it is said,
//! here and by `scripts/test`, which shows it whatever the test runner hides.
#![expect(clippy::disallowed_methods, reason = "these tests run the program and read what it wrote")]
#![expect(clippy::print_stderr, reason = "a test that did not run says so")]

mod program;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use program::{Built, Program, Told};

/// The folder of a collection, or nothing after saying so.
fn folder_of(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "../shared/corpus/{name} is missing, and CI is set");
    eprintln!("NOT RUN: ../shared/corpus/{name} is missing");
    None
}

/// A collection, what lies where in it, and what is known to be wrong with it.
struct Collection {
    name: &'static str,
    /// The folder whose topics become the pages of the site.
    docset: &'static str,
    /// The codes of what is wrong with it; another code would be the program's own fault.
    known: &'static [&'static str],
}

/// Builds a collection and holds what is true of every one: no fault of the program, an exit code that fits the findings,
/// nothing lost, every topic a page, and no finding of a kind that its sources do not deserve.
fn check(collection: &Collection) -> Option<Built> {
    let folder = folder_of(collection.name)?;
    let built = Program::build(&folder).run();
    assert!(!built.said.contains("fault of the program"), "{}", built.said);
    let graver = built.findings.iter().any(|told| ["loss", "error"].contains(&told.severity.as_str()));
    assert_eq!(built.code, Some(i32::from(graver)), "{}", built.said);
    assert_eq!(told(&built, "loss"), Vec::<&Told>::new());
    let unknown: Vec<&Told> =
        built.findings.iter().filter(|told| !collection.known.contains(&told.code.as_str())).collect();
    assert_eq!(unknown, Vec::<&Told>::new(), "findings that the sources do not deserve");
    let files = built.files();
    let topics = topics_of(&folder.join(collection.docset));
    let pages = topics.iter().map(|topic| format!("{}.html", topic.trim_end_matches(".md")));
    let missing: Vec<String> = pages.filter(|page| !files.contains_key(page)).collect();
    assert!(missing.is_empty(), "no page for {missing:#?}");
    assert!(files.contains_key("index.html"), "a first page");
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

fn told<'a>(built: &'a Built, severity: &str) -> Vec<&'a Told> {
    built.findings.iter().filter(|told| told.severity == severity).collect()
}

/// No `book.toml`, no navigation file: the folder as it is.
const EBCM: Collection = Collection { name: "ebcm", docset: "", known: &["L001", "L004"] };

#[test]
fn ebcm_without_a_book_toml_is_a_complete_site_of_seven_topics() {
    let Some(built) = check(&EBCM) else { return };
    assert_eq!(built.files().keys().filter(|path| path.starts_with("enterprise/")).count(), 7);
}

#[test]
fn the_link_that_leaves_the_ebcm_series_is_the_one_error_and_has_its_place() {
    let Some(built) = check(&EBCM) else { return };
    let errors: Vec<(&str, &str)> =
        told(&built, "error").iter().map(|told| (told.code.as_str(), told.place.as_str())).collect();
    assert_eq!(errors, [("L001", "enterprise/ebcm-customer-and-cloud-partner-ebcm-responsibilities.md:63:55")]);
}

#[test]
fn the_ebcm_picture_in_the_wrong_letter_case_is_shown_with_a_warning() {
    let Some(built) = check(&EBCM) else { return };
    let page = "enterprise/ebcm-customer-and-cloud-partner-ebcm-responsibilities";
    let files = built.files();
    assert!(files.contains_key("media/ebcm/Responsibilities.png"), "the picture is copied");
    let html = String::from_utf8_lossy(&files[&format!("{page}.html")]).into_owned();
    assert!(html.contains("src=\"../media/ebcm/Responsibilities.png\""), "the page shows the picture");
    let warnings: Vec<(&str, &str)> =
        told(&built, "warning").iter().map(|told| (told.code.as_str(), told.place.as_str())).collect();
    assert_eq!(warnings, [("L004", format!("{page}.md:53:55").as_str())]);
}

#[test]
fn empty_dates_and_descriptions_of_ebcm_are_no_fault() {
    let Some(built) = check(&EBCM) else { return };
    let about_front_matter: Vec<&Told> = built.findings.iter().filter(|told| told.code.starts_with('F')).collect();
    assert_eq!(about_front_matter, Vec::<&Told>::new());
}

#[test]
fn every_topic_of_the_pagerduty_handbook_is_a_page() {
    // Its `mkdocs.yml` says that the topics lie in `docs`. Pictures were left out of the collection.
    check(&Collection {
        name: "pagerduty-incident-response",
        docset: "docs",
        known: &["F012", "L002", "L003", "L007", "L010", "M040"],
    });
}

#[test]
fn every_topic_of_well_architected_is_a_page() {
    check(&Collection {
        name: "well-architected",
        docset: "well-architected",
        known: &["F012", "L002", "L003", "L007", "L011"],
    });
}

#[test]
fn every_topic_of_azure_management_docs_is_a_page() {
    check(&Collection {
        name: "azure-management-docs",
        docset: "articles",
        known: &["F008", "F012", "L002", "L003", "L006", "L007", "L011", "L013", "L015", "L023", "M006"],
    });
}
