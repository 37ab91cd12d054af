//! Two rows of things → what stayed, and what went and came between.

/// What went and what came between two things that stayed; `next`: the old one that stayed after it.
pub(super) struct Piece {
    pub(super) gone: std::ops::Range<usize>,
    pub(super) came: std::ops::Range<usize>,
    pub(super) next: Option<usize>,
}

/// A longest common subsequence, as what stands between its members.
pub(super) fn pieces<T: PartialEq>(old: &[T], new: &[T]) -> Vec<Piece> {
    let width = new.len() + 1;
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    let get = |longest: &[u32], row: usize, column: usize| longest.get(row * width + column).copied().unwrap_or(0);
    for (row, one) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            let best = if one == other {
                get(&longest, row + 1, column + 1) + 1
            } else {
                get(&longest, row + 1, column).max(get(&longest, row, column + 1))
            };
            if let Some(slot) = longest.get_mut(row * width + column) {
                *slot = best;
            }
        }
    }
    let mut all = Vec::new();
    let (mut row, mut column, mut gone, mut came) = (0, 0, 0, 0);
    while let (Some(one), Some(other)) = (old.get(row), new.get(column)) {
        if one == other {
            all.push(Piece { gone: gone..row, came: came..column, next: Some(row) });
            row += 1;
            column += 1;
            (gone, came) = (row, column);
        } else if get(&longest, row + 1, column) >= get(&longest, row, column + 1) {
            row += 1;
        } else {
            column += 1;
        }
    }
    all.push(Piece { gone: gone..old.len(), came: came..new.len(), next: None });
    all
}
