//! Byte offsets → lines and columns.

/// Where the lines of a text begin.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The line that a byte offset stands in, counted from 1, and the offset of its first byte.
    pub fn line_of(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset);
        (line, self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0))
    }

    /// Line and column of a byte offset, both counted from 1; the column counts characters.
    pub fn line_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let (line, start) = self.line_of(offset);
        let end = offset.min(text.len());
        let column = text.get(start..end).map_or(1, |before| before.chars().count() + 1);
        (line, column)
    }

    /// Where the line with this number (from 1) begins.
    pub fn start(&self, number: usize) -> Option<usize> {
        self.starts.get(number.checked_sub(1)?).copied()
    }

    /// The line with this number (from 1), without its line end.
    pub fn line<'t>(&self, text: &'t str, number: usize) -> &'t str {
        let start = self.starts.get(number.saturating_sub(1)).copied().unwrap_or(text.len());
        let end = self.starts.get(number).copied().unwrap_or(text.len());
        text.get(start..end).unwrap_or_default().trim_end_matches('\n')
    }
}

#[cfg(test)]
mod tests {
    use super::LineIndex;

    #[test]
    fn columns_count_characters() {
        let text = "a\nβγ δ\n";
        let index = LineIndex::new(text);
        assert_eq!(index.line_column(text, 0), (1, 1));
        assert_eq!(index.line_column(text, 6), (2, 3));
        assert_eq!(index.line_column(text, text.len()), (3, 1));
        assert_eq!(index.line(text, 2), "βγ δ");
    }
}
