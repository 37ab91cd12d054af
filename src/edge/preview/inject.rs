//! A page of the plan → the same page with the preview's tags, each marked `data-lifeboat-preview`.
//!
//! Taking the line with these tags out again gives the page byte for byte.

use std::fmt::Write as _;

/// The scripts, in the order in which they need each other. Deferred and before all others of the page, so that they see
/// the page as it was sent.
const SCRIPTS: [&str; 4] = ["patch.js", "panel.js", "blocks.js", "preview.js"];

/// Adds the tags before the first script of the page, or at the end of its head.
pub(super) fn inject(page: &[u8], token: &str, port: u16) -> Vec<u8> {
    let at = find(page, b"<script").or_else(|| find(page, b"</head")).or_else(|| find(page, b"<body")).unwrap_or(0);
    let (before, after) = page.split_at(at);
    [before, tags(token, port).as_bytes(), after].concat()
}

fn tags(token: &str, port: u16) -> String {
    let mut tags = String::from("<link rel=\"stylesheet\" href=\"/~lifeboat/page.css\" data-lifeboat-preview>");
    for script in SCRIPTS {
        tags.push_str("<script defer src=\"/~lifeboat/");
        tags.push_str(script);
        tags.push_str("\" data-lifeboat-preview");
        if script == "preview.js" {
            _ = write!(tags, " data-token=\"{token}\" data-port=\"{port}\"");
        }
        tags.push_str("></script>");
    }
    tags.push('\n');
    tags
}

/// Where a tag begins, in any letter case.
fn find(page: &[u8], tag: &[u8]) -> Option<usize> {
    page.windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag))
}

#[cfg(test)]
mod tests {
    use super::{inject, tags};

    fn check(page: &str, expected: &str) {
        let shown = String::from_utf8(inject(page.as_bytes(), "secret", 3000)).unwrap();
        assert_eq!(shown.replacen(&tags("secret", 3000), "|", 1), expected);
        assert_eq!(shown.replacen(&tags("secret", 3000), "", 1), page);
    }

    #[test]
    fn the_tags_stand_before_all_scripts_and_can_be_taken_out_again() {
        check(
            "<head><title>a</title><script src=a></script></head>",
            "<head><title>a</title>|<script src=a></script></head>",
        );
        check("<HEAD><title>a</title></HEAD><body>", "<HEAD><title>a</title>|</HEAD><body>");
        check("no tags at all", "|no tags at all");
        check("", "|");
    }
}
