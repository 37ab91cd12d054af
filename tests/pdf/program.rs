//! `lifeboat pdf` itself: the sample's binder and a booklet, real topics that nobody here wrote, and the sources that it leaves
//! for a Typst of one's own.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::book::check_references;
use super::press::Printed;
use super::reader::Objects;
use super::stock::pages_by_stock_typst;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A book that the program made, and what it said last.
fn pdf(name: &str, arguments: &[&str]) -> (Printed, String) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pdf");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.pdf"));
    let done = Command::new(env!("CARGO_BIN_EXE_lifeboat"))
        .args(["pdf", "--engine", "embedded", "--as-of", "2026-11-23", "-o"])
        .arg(&file)
        .args(arguments)
        .current_dir(ROOT)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(matches!(done.status.code(), Some(0 | 1)), "{said}");
    (Printed::read(file), said)
}

/// How many sheets the program says that it printed.
fn sheets(said: &str) -> usize {
    let before = said.split(" sheet").next().unwrap();
    before.rsplit(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap_or_else(|_| panic!("{said}"))
}

/// Each topic begins on a page of its own, and is in the outline; each page number is true; the file is sound.
fn check(printed: &Printed, said: &str, references: usize) {
    let pages = printed.page_texts();
    let begun = pages.iter().filter(|page| page.contains("Sheet 1 of ")).count();
    assert_eq!(begun, sheets(said), "{said}");
    assert!(Objects::of(printed).outline().len() >= begun);
    assert!(check_references(printed) >= references);
    printed.ask("qpdf", &["--check"], &[]);
    for code in ["P054", "P055", "P056", "P058", "P059"] {
        assert!(!said.contains(code), "{said}");
    }
}

fn corpus(name: &str) -> Option<String> {
    let folder = Path::new(ROOT).join("../shared/corpus").join(name);
    if folder.is_dir() {
        return Some(folder.to_str().unwrap().to_owned());
    }
    assert!(std::env::var_os("CI").is_none(), "../shared/corpus/{name} is missing, and CI is set");
    eprintln!("NOT RUN: ../shared/corpus/{name} is missing");
    None
}

#[test]
fn the_samples_binder_is_that_of_the_edition_which_build_makes() {
    let (printed, said) = pdf("binder", &[]);
    check(&printed, &said, 100);
    let pages = printed.page_texts();
    assert!(pages[0].contains("Kelsby warehouse, response team"), "{}", pages[0]);
    assert!(pages[0].contains("Start here") && pages[0].contains("Call"), "{}", pages[0]);
}

#[test]
fn a_roles_booklet_of_the_sample_has_its_card_and_fewer_sheets() {
    let (whole, all) = pdf("whole", &[]);
    let (printed, said) = pdf("booklet", &["--role", "scribe", "--copy", "7", "--holder", "Gatehouse"]);
    check(&printed, &said, 20);
    assert!(sheets(&said) < sheets(&all) && printed.pages < whole.pages);
    let pages = printed.page_texts();
    assert!(pages[0].contains("Booklet: Scribe") && pages[0].contains("Gatehouse"), "{}", pages[0]);
}

#[test]
fn all_topics_of_the_incident_handbook_are_printed() {
    let Some(folder) = corpus("pagerduty-incident-response/docs") else { return };
    let (printed, said) = pdf("handbook", &[&folder]);
    check(&printed, &said, 100);
    assert!(sheets(&said) >= 36, "{said}");
}

#[test]
fn all_topics_of_the_well_architected_framework_are_printed() {
    let Some(folder) = corpus("well-architected/well-architected") else { return };
    let (printed, said) = pdf("well-architected", &[&folder]);
    check(&printed, &said, 1_000);
    assert!(sheets(&said) >= 204, "{said}");
}

#[test]
fn the_sources_that_are_left_are_set_by_a_stock_typst() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("typst");
    let (printed, _) = pdf("left", &["--role", "scribe", "--emit-typst", folder.to_str().unwrap()]);
    assert_eq!(pages_by_stock_typst(&folder), printed.pages);
}
