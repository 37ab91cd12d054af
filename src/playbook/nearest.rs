//! Names that are nearly the one that was written, for the help of findings.

/// How many sorted neighbours on each side are compared: a slip of the pen seldom changes the first letters, and a folder
/// of 10,000 topics with 10,000 broken links must not cost their product.
const WINDOW: usize = 50;
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
    let mut found: Vec<(f64, &str)> = window
        .iter()
        .map(AsRef::as_ref)
        // Names whose lengths differ by more than a third are never that alike.
        .filter(|name: &&str| {
            name.len() <= MAX_NAME && name.len().abs_diff(wanted.len()) * 3 <= name.len().max(wanted.len())
        })
        .map(|name| (alike(&wanted, &name.to_lowercase()), name))
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    found.into_iter().take(3).map(|(_, name)| name).collect()
}

/// How alike two names are, from 0 to 1. Optimal string alignment costs a third of the full distance.
#[expect(clippy::cast_precision_loss, reason = "names have at most a few hundred characters")]
fn alike(a: &str, b: &str) -> f64 {
    let longer = a.chars().count().max(b.chars().count()).max(1);
    1.0 - strsim::osa_distance(a, b) as f64 / longer as f64
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
