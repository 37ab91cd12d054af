//! The style sheet of a printed book: the theme's, then what only this book knows.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::book::{Book, Cover};
use super::html::base64;

/// The theme's rules with the paper, the margins' words, and a running head for each sheet. Text of authors stands in it
/// as CSS strings alone.
pub(super) fn book_style(book: &Book, theme: &str) -> String {
    // Nothing may end the element that it stands in.
    let mut style = theme.replace("</", "<\\/");
    let paper = book.layout.paper.name();
    // The text itself begins 8 mm further in: there stand the letters of layers.
    let (inner, outer) = ("15mm", if book.layout.duplex { "10mm" } else { "15mm" });
    _ = write!(
        style,
        "\n@page {{ size: {paper}; margin: 22mm {outer} 20mm {inner};\n\
         @top-right {{ content: {}; font: 700 8.5pt var(--face); }}\n\
         @bottom-left {{ content: {}; font: 8.5pt var(--face); padding-left: 8mm; }}\n\
         @bottom-right {{ content: counter(page) \" of \" counter(pages); font: 700 8.5pt var(--face); white-space: nowrap; }}\n}}\n",
        css_string(&class_line(&book.cover)),
        css_string(&foot_line(&book.cover)),
    );
    if book.layout.duplex {
        _ = write!(
            style,
            "@page :left {{ margin-left: 8mm; margin-right: 22mm; }}\n\
             @page :right {{ margin-left: {inner}; margin-right: {outer}; }}\n"
        );
    }
    _ = writeln!(style, "@page wide {{ size: {paper} landscape; margin: {inner} 20mm 16mm 16mm; }}");
    _ = writeln!(style, "@page cover {{ @top-right {{ content: none; }} @bottom-right {{ content: none; }} }}");
    _ = writeln!(style, ":root {{ --text: {}pt; }}", book.layout.text.points());
    if book.runs_on {
        // A sheet with a running head of its own would begin a page.
        _ = writeln!(style, ".sheet, .duplex .sheet {{ break-before: auto; }}");
        return style;
    }
    let landscape = format!("size: {paper} landscape; margin: {inner} 20mm 16mm 16mm; ");
    for sheet in &book.sheets {
        let (id, count) = (&sheet.id, count_slot(&sheet.id, None));
        let head = css_string(&sheet.running_head());
        // A counter that only the pages of this topic count: the number of each sheet of paper within it. Rules for several
        // pages at once are none to Chromium.
        for (name, size) in [(id.clone(), ""), (format!("{id}-wide"), landscape.as_str())] {
            _ = writeln!(
                style,
                "@page {name} {{ {size}counter-increment: {id}; \
                 @top-left {{ content: {head}; font: 700 8.5pt var(--face); padding-left: 8mm; }} \
                 @bottom-right {{ content: counter(page) \" of \" counter(pages) \"\\a sheet \" counter({id}) {count}; \
                 font: 700 8.5pt var(--face); white-space: pre; text-align: end; }} }}"
            );
        }
        _ = writeln!(style, "#{id} {{ page: {id}; }} #{id} .wide {{ page: {id}-wide; }}");
    }
    style
}

/// What follows the number of a sheet of paper: of how many, once a browser has told. Only it knows where its sheets end.
pub(super) fn count_slot(id: &str, count: Option<u32>) -> String {
    let count = count.map(|count| format!(" of {count}")).unwrap_or_default();
    format!("/*{id}*/ \"{count}\"")
}

/// A style sheet as a Content-Security-Policy names it.
pub(super) fn style_hash(style: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(style.as_bytes())))
}

/// What stands in the margin above, at the outer edge.
fn class_line(cover: &Cover) -> String {
    let parts = [cover.notice.clone(), cover.classification.as_ref().map(|class| class.to_uppercase())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What stands in the margin below: which copy it is.
pub(super) fn foot_line(cover: &Cover) -> String {
    let mut parts = vec![cover.title.clone()];
    parts.extend(cover.code.as_ref().map(|code| format!("edition {code}")));
    parts.push(format!("produced {}", cover.produced_on));
    parts.extend(cover.valid_until.as_ref().map(|day| format!("valid until {day}")));
    parts.push(copy_words(cover));
    parts.join(" · ")
}

/// Which copy it is, or that nobody keeps a record of it.
pub(super) fn copy_words(cover: &Cover) -> String {
    let Some(copy) = &cover.copy else { return "uncontrolled when printed".to_owned() };
    let number = copy.number.as_ref().map(|number| format!("copy no. {number}"));
    let holder = copy.holder.as_ref().map(|holder| format!("held by {holder}"));
    [number, holder].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Text as a CSS string. Whatever could end it, the rule, or the element around it is written as an escape.
fn css_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        if letter.is_control() || "\"\\<>{}\u{2028}\u{2029}".contains(letter) {
            _ = write!(out, "\\{:x} ", u32::from(letter));
        } else {
            out.push(letter);
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::css_string;

    #[test]
    fn no_text_ends_the_string_that_it_stands_in() {
        assert_eq!(css_string("a \"b\" \\ </style>\n}"), "\"a \\22 b\\22  \\5c  \\3c /style\\3e \\a \\7d \"");
    }
}
