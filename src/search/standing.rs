//! What a page is worth beside others that match as well: the phase of an incident, then the author's `weight`.

/// Number of the phase that the index says nothing about.
const PHASE_NONE: usize = 4;
/// Phases are numbered from 0 to 6.
const PHASES: usize = 7;
/// Steps of weight to each side.
const STEPS: i64 = 30;
/// The weight at which half of the steps are used up; people number siblings 1, 2, 3 or 10, 20, 30.
const HALF: i64 = 20;

/// The standing of a page that says nothing.
pub(crate) const USUAL: usize = PHASE_NONE + PHASES * 30;

/// 7 × (30 + step of the weight) + place of the phase: what is needed first in an incident, and what its author put
/// before its siblings, wins a tie.
pub(crate) fn standing(kind: &str, phase: &str, weight: i64) -> usize {
    let phase = match (kind, phase) {
        ("analysis" | "record" | "template", _) => 6,
        (_, "first-hour") => 0,
        (_, "respond") => 1,
        (_, "recover") => 2,
        (_, "return") => 3,
        (_, "prepare") => 5,
        _ => PHASE_NONE,
    };
    let weight = weight.clamp(-1_000_000, 1_000_000);
    let step = STEPS * weight / (weight.abs() + HALF);
    phase + PHASES * usize::try_from(STEPS + step).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_weight_and_an_early_phase_stand_first() {
        assert_eq!(standing("", "", 0), USUAL);
        for (first, second) in [(-1000, -10), (-10, 0), (0, 1), (1, 2), (10, 20), (20, 30), (30, i64::MAX)] {
            let (first, second) = (standing("", "", first), standing("", "", second));
            assert!(first / PHASES <= second / PHASES, "{first} {second}");
        }
        assert!(standing("", "", 10) < standing("", "", 20));
        assert!(standing("procedure", "first-hour", 0) < standing("analysis", "first-hour", 0));
    }
}
