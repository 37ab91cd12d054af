//! Which characters the fonts of a book have.

/// Characters that at least one font has, as ranges of code points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// First and last, sorted, apart from each other.
    ranges: Vec<(u32, u32)>,
}

impl Coverage {
    /// Every character; for where no font is known.
    pub fn everything() -> Self {
        Self { ranges: vec![(0, u32::from(char::MAX))] }
    }

    /// The characters of these code points, in any order.
    pub fn of(code_points: impl IntoIterator<Item = u32>) -> Self {
        let mut points: Vec<u32> = code_points.into_iter().collect();
        points.sort_unstable();
        points.dedup();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for point in points {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == point => *last = point,
                _ => ranges.push((point, point)),
            }
        }
        Self { ranges }
    }

    /// Whether a font has the character.
    pub fn has(&self, character: char) -> bool {
        let point = u32::from(character);
        let after = self.ranges.partition_point(|(first, _)| *first <= point);
        after > 0 && self.ranges.get(after - 1).is_some_and(|(_, last)| point <= *last)
    }
}

#[cfg(test)]
mod tests {
    use super::Coverage;

    #[test]
    fn a_character_is_there_or_not() {
        let coverage = Coverage::of([0x42, 0x41, 0x43, 0x2610]);
        assert!("ABC☐".chars().all(|c| coverage.has(c)));
        assert!(!"@D☑".chars().any(|c| coverage.has(c)));
        assert!(Coverage::everything().has('\u{10ffff}') && !Coverage::default().has('a'));
    }
}
