//! Levels of headings as assistive technology tells them.
//!
//! Authors skip levels, often for the look. A reader who moves from heading to heading must not wonder what was missed,
//! so a heading is told as one level below the one that it stands under. The element keeps the author's level.

/// The levels told so far.
#[derive(Debug, Default)]
pub(super) struct ToldLevels {
    /// The headings that the next may stand under: the author's level and the one told, outermost first.
    open: Vec<(u8, u8)>,
}

impl ToldLevels {
    /// The level to tell for the next heading. The page's own heading, of level 1, stands above all of them.
    pub(super) fn next(&mut self, level: u8) -> u8 {
        while self.open.last().is_some_and(|(above, _)| *above >= level) {
            self.open.pop();
        }
        let told = if level == 1 { 1 } else { self.open.last().map_or(1, |(_, told)| *told) + 1 };
        self.open.push((level, told));
        told
    }
}

#[cfg(test)]
mod tests {
    use super::ToldLevels;

    #[test]
    fn no_level_is_skipped_and_siblings_stay_siblings() {
        let mut told = ToldLevels::default();
        let levels = [3, 3, 4, 2, 6, 3, 1, 4];
        assert_eq!(levels.map(|level| told.next(level)), [2, 2, 3, 2, 3, 3, 1, 2]);
    }
}
