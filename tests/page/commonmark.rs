//! The examples of CommonMark 0.31.2 through the whole way, compared with the HTML that the specification gives.
//!
//! The examples come from the tests that pulldown-cmark's package carries (the specification's text is CC-BY-SA 4.0, so
//! no copy of it stands here).
#![expect(clippy::disallowed_methods, reason = "asks cargo where the package lies and reads the examples there")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::Command;

use crate::normal::{Token, show, tokens};
use crate::pipeline::{Body, body_of};

/// Where a page differs from the specification's HTML on purpose.
const DIFFERENT: &[(&str, &[usize])] = &[
    (
        "a raw tag that is left open ends with the text or block around it",
        &[21, 31, 155, 174, 175, 184, 187, 344, 476, 477, 494, 630, 631, 642, 643],
    ),
    ("a raw tag that closes nothing goes", &[151, 165]),
    ("a tag that is no HTML element is shown as text", &[150, 163, 201, 491, 524, 536, 613, 614, 615, 617, 623]),
    ("a raw table gets the body that every parser gives it", &[148, 149, 160, 190, 191]),
    ("attributes that are not on the allow-list go", &[154, 169, 616]),
    ("active content goes with what stands in it", &[170, 171, 172, 173, 176, 178]),
    ("a raw picture without a text is marked as decoration", &[475]),
    ("a bare address is a link", &[602, 608, 611]),
];

#[test]
fn every_example_gives_the_specified_html_apart_from_the_listed_ones() {
    let examples = examples();
    assert_eq!(examples.len(), 652, "the number of examples of CommonMark 0.31.2");
    let mut different = BTreeMap::new();
    for (number, (markdown, expected)) in (1..).zip(&examples) {
        // A heading of another level before it keeps the example's first heading in its place.
        let body = body_of(&format!("## x\n\n{markdown}"));
        let ours = show(&as_commonmark(&body));
        let theirs = show(&normal_expected(expected));
        if ours != theirs {
            different.insert(number, format!("{markdown}---\n{theirs}---\n{ours}"));
        }
    }
    let mut listed: Vec<usize> = DIFFERENT.iter().flat_map(|(_, numbers)| numbers.iter().copied()).collect();
    listed.sort_unstable();
    let mut unlisted = String::new();
    for (number, shown) in different.iter().filter(|(number, _)| !listed.contains(number)) {
        writeln!(unlisted, "=== {number}\n{shown}").unwrap();
    }
    assert_eq!(unlisted, "", "examples that differ and are not listed");
    assert_eq!(different.keys().copied().collect::<Vec<_>>(), listed, "listed examples that no longer differ");
}

/// Markdown and HTML of each example, in order.
fn examples() -> Vec<(String, String)> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "pulldown-cmark").unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let text = std::fs::read_to_string(manifest.with_file_name("tests/suite/spec.rs")).unwrap();
    let literals: Vec<&str> = text.split("r##\"").skip(1).filter_map(|after| after.split("\"##;").next()).collect();
    literals.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

fn normal_expected(html: &str) -> Vec<Token> {
    tokens(html)
        .into_iter()
        .map(|token| match token {
            Token::Open(name, attributes) => {
                let decoded = attributes.into_iter().map(|(key, value)| match key.as_str() {
                    "href" | "src" => (key, percent_decoded(&value)),
                    _ => (key, value),
                });
                Token::Open(name, decoded.collect())
            }
            token => token,
        })
        .collect()
}

/// Our page with everything taken away that a page has beyond CommonMark, and the written destinations in their places.
fn as_commonmark(body: &Body) -> Vec<Token> {
    let mut kept = Vec::new();
    // Names of elements that are left out, each with whether what stands in it goes too.
    let mut open: Vec<(String, Keep)> = Vec::new();
    for token in
        tokens(&body.html).into_iter().skip_while(|token| !matches!(token, Token::Close(name) if name == "h2")).skip(1)
    {
        let gone = open.iter().any(|(_, keep)| *keep == Keep::Nothing);
        match token {
            Token::Open(name, attributes) => {
                let class = attributes.iter().find(|(key, _)| key == "class").map_or("", |(_, class)| class.as_str());
                let keep = match (name.as_str(), class) {
                    ("div", "code") => Keep::Content,
                    _ => Keep::All,
                };
                if keep == Keep::All && !gone {
                    kept.push(Token::Open(name.clone(), own_attributes(&name, attributes, &body.destinations)));
                }
                if !["br", "hr", "img", "input", "wbr"].contains(&name.as_str()) {
                    open.push((name, keep));
                }
            }
            Token::Close(name) => {
                let keep = open.pop().map_or(Keep::All, |(_, keep)| keep);
                if keep == Keep::All && !gone {
                    kept.push(Token::Close(name));
                }
            }
            Token::Text(text) if !gone => kept.push(Token::Text(text)),
            Token::Text(_) => {}
        }
    }
    kept
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    All,
    Content,
    Nothing,
}

fn own_attributes(name: &str, attributes: Vec<(String, String)>, destinations: &[String]) -> Vec<(String, String)> {
    let heading = name.len() == 2 && name.starts_with('h');
    attributes
        .into_iter()
        .filter(|(key, value)| {
            let ours = matches!(key.as_str(), "loading" | "decoding" | "rel")
                || (matches!(key.as_str(), "id" | "aria-level") && heading)
                || (key == "class" && value == "external");
            !ours
        })
        .map(|(key, value)| {
            let number = value.strip_prefix("https://to.example/").or_else(|| value.strip_prefix("picture-"));
            match number.and_then(|number| number.parse::<usize>().ok()) {
                Some(number) => (key, percent_decoded(&destinations[number])),
                None => (key, value),
            }
        })
        .collect()
}

/// The specification's program percent-encodes destinations; ours keeps them as written and encodes targets.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = text_of(after.get(..2)).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn text_of(bytes: Option<&[u8]>) -> Option<&str> {
    std::str::from_utf8(bytes?).ok()
}
