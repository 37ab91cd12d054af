//! The known name that a misspelled one was probably meant to be.

/// The candidate that `name` is a misspelling of, if there is one: at most one slip in a short name, two in a longer one,
/// three beyond twelve characters. Letter case does not count. Of equally near ones the first.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = match name.chars().count() {
        0 => return None,
        1..=4 => 1,
        5..=12 => 2,
        _ => 3,
    };
    nearest_within(name, candidates, limit)
}

/// The nearest candidate that is at most `limit` slips (a character too many, missing, wrong, or two swapped) away.
pub fn nearest_within<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>, limit: usize) -> Option<&'c str> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // The lengths alone rule most candidates out.
        if candidate.chars().count().abs_diff(length) > limit {
            continue;
        }
        let distance = strsim::osa_distance(&name, &candidate.to_lowercase());
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_a_likely_slip_is_offered() {
        let keys = ["title", "owner", "approver", "id", "review_cycle"];
        assert_eq!(nearest("titel", keys), Some("title"));
        assert_eq!(nearest("Owner", keys), Some("owner"));
        assert_eq!(nearest("reviewcycle", keys), Some("review_cycle"));
        assert_eq!(nearest("pdf", keys), None);
        assert_eq!(nearest("cover", keys), None);
        assert_eq!(nearest("", keys), None);
    }
}
