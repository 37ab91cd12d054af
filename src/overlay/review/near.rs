//! Two texts → how much of them is the same.

use std::collections::BTreeMap;

use super::super::words::fold;

/// The share of words that two texts have in common, 0 to 1: twice the common ones by all (Sørensen and Dice), each word
/// as often as it stands.
pub(super) fn overlap(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    let count = |words: &BTreeMap<String, usize>| words.values().sum::<usize>();
    let common: usize = one.iter().map(|(word, times)| other.get(word).map_or(0, |others| (*times).min(*others))).sum();
    let all = count(&one) + count(&other);
    #[expect(clippy::cast_precision_loss, reason = "texts have few words")]
    if all == 0 { 0.0 } else { 2.0 * common as f64 / all as f64 }
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in fold(text).split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::overlap;

    #[test]
    fn the_share_of_common_words() {
        let near = |one, other, expected: f64| assert!((overlap(one, other) - expected).abs() < 0.01, "{one} {other}");
        near("a b c d", "A, b. c e", 0.75);
        near("", "", 0.0);
        near("a a a", "a", 0.5);
        near("x", "x", 1.0);
    }
}
