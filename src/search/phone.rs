//! Finds digits that are written like a telephone number, and the joined forms under which people type them.
//!
//! `+44 (0)20 7946 0123` is found by `442079460123`, `02079460123`, `2079460123` and `79460123`. Only joins what stands
//! in the text; never decides whether a number is real. Mirrored by `themes/default/search/words.js`.

/// Fewest and most digits of a number that can be dialled (E.164 has at most 15).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Groups joined at most; more is a table of figures.
const MOST_GROUPS: usize = 5;

/// A telephone number in a text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Phone {
    /// Index of its first digit, in characters.
    pub start: usize,
    /// Joined digits, in the order found.
    pub forms: Vec<String>,
}

/// All telephone numbers of a text.
pub(crate) fn find_phones(letters: &[char]) -> Vec<Phone> {
    let mut phones = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !is_digit(letters, at) {
            at += 1;
            continue;
        }
        let (groups, end) = read_groups(letters, at);
        let before = at.checked_sub(1).and_then(|before| letters.get(before)).copied().unwrap_or(' ');
        let after = letters.get(end).copied().unwrap_or(' ');
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
fn read_groups(letters: &[char], start: usize) -> (Vec<String>, usize) {
    let mut groups = Vec::new();
    let mut at = start;
    loop {
        let digits: String = letters.iter().skip(at).take_while(|letter| letter.is_ascii_digit()).collect();
        let end = at + digits.len();
        groups.push(digits);
        let gap = (1..=2).find(|&gap| {
            (end..end + gap).all(|index| letters.get(index).is_some_and(|&letter| is_separator(letter)))
                && is_digit(letters, end + gap)
        });
        match gap {
            Some(gap) => at = end + gap,
            None => return (groups, end),
        }
    }
}

fn join_groups(mut groups: Vec<String>, international: bool) -> Vec<String> {
    // `+44 (0)20`: the bracketed nought is not dialled after a country code.
    if international && groups.get(1).is_some_and(|group| group == "0") {
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
    if DIGITS.contains(&form.len()) && !forms.contains(&form) {
        forms.push(form);
    }
}

fn is_digit(letters: &[char], at: usize) -> bool {
    letters.get(at).is_some_and(char::is_ascii_digit)
}

fn is_separator(letter: char) -> bool {
    matches!(letter, ' ' | '\u{A0}' | '\u{202F}' | '.' | '/' | '(' | ')' | '-' | '\u{2011}')
}
