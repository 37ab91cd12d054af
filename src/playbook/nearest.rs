//! Names that are nearly the one that was written, for the help of findings.

/// How many sorted neighbours on each side are compared: a slip of the pen seldom changes the first letters, and a folder
/// of 10,000 topics with 10,000 broken links must not cost their product.
const WINDOW: usize = 100;
/// How alike two names must be, from 0 to 1, by edit distance over the longer length.
const ALIKE: f64 = 0.7;
/// Longer names are compared with nothing: edit distance costs the product of the lengths.
const MAX_NAME: usize = 300;

/// The most alike of `names` (sorted), best first, at most three; none that is `wanted` itself.
pub(super) fn nearest<'n, S: AsRef<str>>(wanted: &str, names: &'n [S]) -> Vec<&'n str> {
    if wanted.is_empty() || wanted.len() > MAX_NAME {
        return Vec::new();
    }
    let at = names.partition_point(|name| name.as_ref() < wanted);
    let window = names.get(at.saturating_sub(WINDOW)..names.len().min(at + WINDOW)).unwrap_or_default();
    let wanted = wanted.to_lowercase();
    let mut alike: Vec<(f64, &str)> = window
        .iter()
        .map(AsRef::as_ref)
        .filter(|name: &&str| name.len() <= MAX_NAME)
        .map(|name| (strsim::normalized_damerau_levenshtein(&wanted, &name.to_lowercase()), name))
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    alike.into_iter().take(3).map(|(_, name)| name).collect()
}

/// “did you mean `a` or `b`?”
pub(super) fn did_you_mean<S: AsRef<str>>(names: &[S]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => None,
        [only] => Some(format!("did you mean {only}?")),
        [first @ .., last] => Some(format!("did you mean {} or {last}?", first.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::{did_you_mean, nearest};

    #[test]
    fn the_nearest_names_come_first() {
        let names = ["call-tree", "ebcm-legal-disclaimer.md", "ebcm-legal-notes.md", "scribe.md"];
        assert_eq!(nearest("ebcm-legal-disclamer.md", &names), ["ebcm-legal-disclaimer.md"]);
        assert_eq!(nearest("zzz", &names), [""; 0]);
        assert_eq!(did_you_mean(&["a", "b", "c"]).unwrap(), "did you mean `a`, `b` or `c`?");
    }
}
