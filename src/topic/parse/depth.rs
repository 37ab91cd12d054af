//! Lines that open very many quotes and lists at once.
//!
//! A parser of `CommonMark` looks at every open quote and list again on each line that follows, so a line of a thousand
//! `>` over a thousand plain lines costs a million steps. Markers far beyond the depth that blocks may have are taken
//! out before; the finding about blocks nested too deep tells of them.

use std::ops::Range;

use crate::topic::MAX_DEPTH;

/// Markers that one line may open. Twice the depth of blocks: a list and its item are two blocks, and one marker.
const MOST: usize = 2 * MAX_DEPTH;

/// Asks for the ranges to take out: `cut(range)`.
pub(super) fn cap(whole: &str, body: usize, mut cut: impl FnMut(Range<usize>)) {
    let mut start = body;
    for line in whole.get(body..).unwrap_or_default().split_inclusive('\n') {
        if line.len() > MOST
            && let Some(range) = beyond(line)
        {
            cut(start + range.start..start + range.end);
        }
        start += line.len();
    }
}

/// The markers of a line beyond the first [`MOST`].
fn beyond(line: &str) -> Option<Range<usize>> {
    let bytes = line.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let mut at = 0;
    let mut count = 0;
    let mut from = None;
    loop {
        let digits = bytes.iter().skip(at).take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let length = match byte(at) {
            b' ' | b'\t' => {
                at += 1;
                continue;
            }
            b'>' => 1,
            b'-' | b'*' | b'+' if matches!(byte(at + 1), b' ' | b'\t') => 2,
            b'0'..=b'9' if digits <= 9 && matches!(byte(at + digits), b'.' | b')') && byte(at + digits + 1) == b' ' => {
                digits + 2
            }
            _ => break,
        };
        // `* * * …` is a thematic break, however long.
        if count == MOST && is_rule(line.get(at..).unwrap_or_default()) {
            return None;
        }
        count += 1;
        if count == MOST + 1 {
            from = Some(at);
        }
        at += length;
    }
    from.map(|from| from..at)
}

fn is_rule(rest: &str) -> bool {
    let mut marks = rest.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let first = marks.next();
    matches!(first, Some(b'-' | b'*')) && marks.all(|mark| Some(mark) == first)
}

#[cfg(test)]
mod tests {
    use super::{MOST, beyond};

    #[test]
    fn markers_beyond_the_limit_are_found_and_rules_are_none() {
        let line = |marker: &str, count: usize| format!("{}x", marker.repeat(count));
        assert_eq!(beyond(&line("> ", MOST)), None);
        assert_eq!(beyond(&line("> ", MOST + 2)), Some(2 * MOST..2 * MOST + 4));
        assert_eq!(beyond(&line("1. ", MOST + 1)), Some(3 * MOST..3 * MOST + 3));
        assert_eq!(beyond(&"* ".repeat(MOST * 2)), None);
        assert_eq!(beyond(&line("- ", MOST + 1)), Some(2 * MOST..2 * MOST + 2));
    }
}
