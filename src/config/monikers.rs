//! `markdown.moniker` and `markdown.monikers`: the version that a playbook is for, and how versions follow one another.
//!
//! The expression of a `::: moniker range="…"` → whether its text is for that version. The grammar is Microsoft Learn's:
//! comparisons side by side all hold (`>=v1 <v3`), `||` parts alternatives, a bare name is that version alone.

use super::Node;
use crate::finding::codes::config::C010;
use crate::finding::{Finding, nearest};

/// The version that is shown, and the order of all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Monikers {
    /// The version that is shown; `None`: text for every version is shown, labelled.
    pub chosen: Option<String>,
    /// The versions, oldest first; what `<` and `>` compare by.
    pub order: Vec<String>,
}

impl Monikers {
    /// Whether text of this range is for the version that is shown. `None` where that cannot be told: no version is chosen,
    /// or the range compares with one that the order does not know.
    pub fn holds(&self, range: &str) -> Option<bool> {
        let chosen = self.chosen.as_deref()?;
        let mut unknown = false;
        for alternative in range.split("||") {
            match self.all_hold(chosen, alternative) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => unknown = true,
            }
        }
        (!unknown).then_some(false)
    }

    /// One comparison that fails is enough, whatever the others are.
    fn all_hold(&self, chosen: &str, alternative: &str) -> Option<bool> {
        // A blank may stand behind the sign: `>= v1`.
        let mut rest = alternative.trim_start();
        let mut all = (!rest.is_empty()).then_some(true);
        while !rest.is_empty() {
            let sign = rest.len() - rest.trim_start_matches(['<', '>', '=']).len();
            let (sign, after) = rest.split_at(sign);
            let after = after.trim_start();
            let end = after.find([' ', '\t', '<', '>', '=']).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            match self.compares(chosen, sign, name) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => all = None,
            }
            rest = after.trim_start();
        }
        all
    }

    fn compares(&self, chosen: &str, sign: &str, name: &str) -> Option<bool> {
        if sign.is_empty() || sign == "=" {
            return (!name.is_empty()).then_some(name == chosen);
        }
        let place = |name: &str| self.order.iter().position(|known| known == name);
        let (mine, other) = (place(chosen)?, place(name)?);
        match sign {
            ">=" => Some(mine >= other),
            ">" => Some(mine > other),
            "<=" => Some(mine <= other),
            "<" => Some(mine < other),
            _ => None,
        }
    }
}

/// Picks the versions out of a tree that passed the check.
pub(super) fn read_monikers(root: &Node, findings: &mut Vec<Finding>) -> Monikers {
    let order = root.strings("markdown.monikers");
    let chosen = root.at("markdown.moniker").and_then(|node| Some((node, node.text()?)));
    if let Some((node, chosen)) =
        chosen.filter(|(_, chosen)| !order.is_empty() && !order.iter().any(|one| one == chosen))
    {
        let mut finding = Finding::new(&C010, format!("unknown version `{chosen}`"));
        finding.place.clone_from(&node.place);
        finding = finding.label(format!("the versions are {}", order.join(", ")));
        if let Some(near) = nearest(chosen, order.iter().map(String::as_str)) {
            finding = finding.help(format!("did you mean `{near}`?"));
        }
        findings.push(finding);
    }
    Monikers { chosen: chosen.map(|(_, chosen)| chosen.to_owned()), order }
}

#[cfg(test)]
mod tests {
    use super::Monikers;

    fn holds(range: &str) -> Option<bool> {
        let order = ["v1", "v2", "v3"].map(str::to_owned).to_vec();
        Monikers { chosen: Some("v2".to_owned()), order }.holds(range)
    }

    #[test]
    fn a_range_compares_by_the_order_of_the_versions() {
        for (range, expected) in [
            ("v2", true),
            ("=v2", true),
            ("v1 || v2", true),
            ("v1||v3", false),
            (">=v2", true),
            (">v2", false),
            ("<= v2", true),
            ("<v2", false),
            (">=v1 <v3", true),
            (">=v1<v2", false),
            ("<v2 || >=v2", true),
        ] {
            assert_eq!(holds(range), Some(expected), "{range}");
        }
    }

    #[test]
    fn what_cannot_be_compared_is_not_decided() {
        for range in ["", ">=v9", "v1 || >=v9", "=>v1", "==v2", ">="] {
            assert_eq!(holds(range), None, "{range}");
        }
        // One side is enough where it settles the matter.
        assert_eq!(holds("v2 || >=v9"), Some(true));
        assert_eq!(holds("v1 >=v9"), Some(false));
    }

    #[test]
    fn nothing_is_decided_where_no_version_is_chosen() {
        assert_eq!(Monikers::default().holds("v1"), None);
    }
}
