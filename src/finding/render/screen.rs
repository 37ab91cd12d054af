//! Text that an author wrote → text that a terminal may be shown.

/// How a character is shown and how many columns that takes.
pub(super) fn shown(character: char) -> (Shown, usize) {
    match character {
        // A tab's width depends on where it stands; four blanks keep marks below it in place.
        '\t' => (Shown::Text("    "), 4),
        _ if is_dangerous(character) => {
            let escaped = character.escape_unicode();
            let width = escaped.len();
            (Shown::Escaped(escaped), width)
        }
        _ => (Shown::Plain(character), width(character)),
    }
}

/// A character as it is shown.
pub(super) enum Shown {
    Plain(char),
    Text(&'static str),
    Escaped(std::char::EscapeUnicode),
}

impl Shown {
    pub(super) fn push_to(self, out: &mut String) {
        match self {
            Self::Plain(character) => out.push(character),
            Self::Text(text) => out.push_str(text),
            Self::Escaped(escaped) => out.extend(escaped),
        }
    }
}

/// A text on one line, with everything escaped that could move the cursor or turn the reading direction.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\t' => out.push(' '),
            other => shown(other).0.push_to(&mut out),
        }
    }
    out
}

/// Control characters, and the marks that reorder text (CVE-2021-42574).
fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Columns of a terminal: two for what East Asian Width (UAX #11) calls wide and for emoji, none for combining marks.
fn width(character: char) -> usize {
    match character {
        '\u{20}'..='\u{2FF}' => 1,
        '\u{1100}'..='\u{115F}'
        | '\u{231A}'..='\u{231B}'
        | '\u{23E9}'..='\u{23EC}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{A4CF}'
        | '\u{A960}'..='\u{A97C}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1F64F}'
        | '\u{1F680}'..='\u{1F6FF}'
        | '\u{1F900}'..='\u{1F9FF}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        '\u{FE00}'..='\u{FE0F}' => 0,
        _ if unicode_normalization::char::is_combining_mark(character) => 0,
        _ => 1,
    }
}
