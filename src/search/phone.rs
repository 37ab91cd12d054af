//! Finds digits that are written like a telephone number, and the joined forms under which people type them.
//!
//! `+44 (0)20 7946 0123` is found by `442079460123`, `02079460123`, `2079460123` and `79460123`. Only joins what stands
//! in the text; never decides whether a number is real. Mirrored in the browser's half.

/// Fewest and most digits of a number that can be dialled (E.164 has at most 15).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Groups joined at most; more is a table of figures.
const MOST_GROUPS: usize = 5;
/// Forms among which an equal one is looked for.
const NEAR: usize = 12;

/// A telephone number in a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Phone {
    /// Offset of its first digit in bytes.
    pub start: usize,
    /// Joined digits, in the order found.
    pub forms: Vec<String>,
}

/// All telephone numbers of a text, in order.
pub(crate) fn find_phones(text: &str) -> Vec<Phone> {
    let mut phones = Vec::new();
    let mut at = 0;
    while let Some(step) = text.as_bytes().get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        at += step;
        let (groups, end) = read_groups(text, at);
        let before = text.get(..at).and_then(|before| before.chars().next_back()).unwrap_or(' ');
        let after = text.get(end..).and_then(|after| after.chars().next()).unwrap_or(' ');
        if !before.is_alphanumeric() && !after.is_alphanumeric() {
            let forms = join_groups(groups, before == '+');
            if !forms.is_empty() {
                phones.push(Phone { start: at, forms });
            }
        }
        at = end;
    }
    phones
}

/// Groups of digits with one or two blanks, dots, slashes, hyphens or brackets between them.
fn read_groups(text: &str, start: usize) -> (Vec<&str>, usize) {
    let mut groups = Vec::new();
    let mut at = start;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        groups.extend(rest.get(..digits));
        let end = at + digits;
        match gap_after(text.get(end..).unwrap_or_default()) {
            Some(gap) => at = end + gap,
            None => return (groups, end),
        }
    }
}

/// Bytes of one or two separators before a digit.
fn gap_after(rest: &str) -> Option<usize> {
    let mut gap = 0;
    for letter in rest.chars().take(3) {
        if letter.is_ascii_digit() {
            return (gap > 0).then_some(gap);
        }
        if !is_separator(letter) {
            return None;
        }
        gap += letter.len_utf8();
    }
    None
}

fn join_groups(mut groups: Vec<&str>, international: bool) -> Vec<String> {
    // `+44 (0)20`: the bracketed nought is not dialled after a country code.
    if international && groups.get(1).is_some_and(|group| *group == "0") {
        groups.remove(1);
    }
    let mut forms = Vec::new();
    if let ([only], true) = (groups.as_slice(), international) {
        // The country code is one to three digits; without a list of them each length is tried.
        for national in (1..=3).filter_map(|code| only.get(code..)) {
            push_form(&mut forms, national.to_string());
            push_form(&mut forms, format!("0{national}"));
        }
    }
    for first in 0..groups.len() {
        for last in first + 1..groups.len().min(first + MOST_GROUPS) {
            let joined = groups.get(first..=last).unwrap_or_default().concat();
            if first == 1 && international && !joined.starts_with('0') {
                push_form(&mut forms, format!("0{joined}"));
            }
            push_form(&mut forms, joined);
        }
    }
    forms
}

fn push_form(forms: &mut Vec<String>, form: String) {
    // Equal forms stand close together; a table of figures is long.
    if DIGITS.contains(&form.len()) && !forms.iter().rev().take(NEAR).any(|near| *near == form) {
        forms.push(form);
    }
}

fn is_separator(letter: char) -> bool {
    matches!(letter, ' ' | '\u{A0}' | '\u{202F}' | '.' | '/' | '(' | ')' | '-' | '\u{2011}')
}
