//! Two texts → the same two with the words marked that only one of them has.

/// A piece of a text, and whether the other text has it too.
pub(super) type Piece<'t> = (&'t str, bool);

/// The largest table of the comparison; above it everything counts as another.
const LARGEST: usize = 4_000_000;

/// Marks the words that only one of two texts has: a longest common subsequence of words.
pub(super) fn compare<'t>(one: &'t str, other: &'t str) -> (Vec<Piece<'t>>, Vec<Piece<'t>>) {
    let (a, b) = (words(one), words(other));
    let (rows, columns) = (a.len() + 1, b.len() + 1);
    if rows.saturating_mul(columns) > LARGEST {
        let all = |words: Vec<&'t str>| words.into_iter().map(|word| (word, false)).collect();
        return (all(a), all(b));
    }
    let mut longest = vec![0_u32; rows * columns];
    let at = |row: usize, column: usize| row * columns + column;
    let get = |longest: &[u32], row, column| longest.get(at(row, column)).copied().unwrap_or(0);
    for (row, left) in a.iter().enumerate().rev() {
        for (column, right) in b.iter().enumerate().rev() {
            let best = if left == right {
                get(&longest, row + 1, column + 1) + 1
            } else {
                get(&longest, row + 1, column).max(get(&longest, row, column + 1))
            };
            if let Some(slot) = longest.get_mut(at(row, column)) {
                *slot = best;
            }
        }
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let (mut row, mut column) = (0, 0);
    while let (Some(one), Some(other)) = (a.get(row), b.get(column)) {
        if one == other {
            left.push((*one, true));
            right.push((*other, true));
            row += 1;
            column += 1;
        } else if get(&longest, row + 1, column) >= get(&longest, row, column + 1) {
            left.push((*one, false));
            row += 1;
        } else {
            right.push((*other, false));
            column += 1;
        }
    }
    left.extend(a.get(row..).unwrap_or_default().iter().map(|word| (*word, false)));
    right.extend(b.get(column..).unwrap_or_default().iter().map(|word| (*word, false)));
    (left, right)
}

/// Words and the white space between them.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut blank = None;
    for (at, character) in text.char_indices() {
        let is_blank = character.is_whitespace();
        if blank.is_some_and(|blank| blank != is_blank) || character == '\n' {
            words.extend(text.get(start..at));
            start = at;
        }
        blank = Some(is_blank);
    }
    words.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    words
}

/// The text with marks around runs that the other does not have.
pub(super) fn marked(pieces: &[Piece<'_>], open: &str, close: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for (at, (piece, common)) in pieces.iter().enumerate() {
        // A blank between two marked words is marked with them.
        let between = *common && piece.trim().is_empty() && !piece.contains('\n') && inside;
        let goes_on = between && pieces.get(at + 1).is_some_and(|(_, common)| !common);
        let marks = (!common && (inside || !piece.trim().is_empty())) || goes_on;
        if marks != inside {
            text.push_str(if marks { open } else { close });
            inside = marks;
        }
        text.push_str(piece);
    }
    if inside {
        text.push_str(close);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{compare, marked};

    fn check(one: &str, other: &str, expected: (&str, &str)) {
        let (left, right) = compare(one, other);
        assert_eq!((marked(&left, "[-", "-]").as_str(), marked(&right, "{+", "+}").as_str()), expected);
    }

    #[test]
    fn words_of_one_text_alone_are_marked() {
        check(
            "Even with this resilience, incidents do occur.",
            "Even with that resilience, incidents still happen.",
            (
                "Even with [-this-] resilience, incidents [-do occur.-]",
                "Even with {+that+} resilience, incidents {+still happen.+}",
            ),
        );
        check("same", "same", ("same", "same"));
        check("", "new", ("", "{+new+}"));
        check("a b", "a", ("a [-b-]", "a"));
    }
}
