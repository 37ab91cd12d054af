//! CSV text → rows of cells with their places (RFC 4180, with `;` or tabs where the first line has them).

use crate::finding::Span;

/// A cell: its text and where it stands, quotation marks included.
pub(super) type Cell = (String, Span);

/// Reads all rows. Blank lines are no rows.
pub(super) fn read_rows(text: &str) -> Vec<Vec<Cell>> {
    let separator = separator_of(text.lines().next().unwrap_or_default());
    let mut rows = Vec::new();
    let mut row: Vec<Cell> = Vec::new();
    let mut cell = String::new();
    let mut start = 0;
    let mut quoted = false;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if quoted {
            match letter {
                '"' if letters.next_if(|(_, next)| *next == '"').is_some() => cell.push('"'),
                '"' => quoted = false,
                other => cell.push(other),
            }
        } else if letter == '"' && cell.trim().is_empty() {
            cell.clear();
            quoted = true;
        } else if letter == separator || letter == '\n' {
            row.push((std::mem::take(&mut cell).trim().to_owned(), Span::new(start, at)));
            start = at + 1;
            if letter == '\n' {
                rows.push(std::mem::take(&mut row));
            }
        } else {
            cell.push(letter);
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push((cell.trim().to_owned(), Span::new(start, text.len())));
        rows.push(row);
    }
    rows.retain(|row| row.iter().any(|(text, _)| !text.is_empty()));
    rows
}

/// Spreadsheets of some languages write `;`.
fn separator_of(head: &str) -> char {
    [',', ';', '\t']
        .into_iter()
        .max_by_key(|separator| (head.matches(*separator).count(), *separator == ','))
        .unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::read_rows;

    #[test]
    fn quotation_marks_hold_separators_and_line_ends() {
        let text = "id;name;note\na;\"Bo \"\"x\"\"; y\";\"two\nlines\"\n\nb; plain ;";
        let rows = read_rows(text);
        let texts: Vec<Vec<&str>> =
            rows.iter().map(|row| row.iter().map(|(text, _)| text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["id", "name", "note"], vec!["a", "Bo \"x\"; y", "two\nlines"], vec!["b", "plain", ""]]);
        assert_eq!(rows[1][1].1.of(text), "\"Bo \"\"x\"\"; y\"");
    }
}
