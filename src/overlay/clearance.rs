//! Who may see what: the scale of classes, and what one edition may show of it (overlay design, 5.9).
//!
//! In doubt nothing is shown: a class that the scale does not have stands above all of its classes.

use std::cmp::Ordering;

use super::layer::Class;
use super::{LayerId, Layers};
use crate::data::Datum;

/// A place on the scale of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(usize);

impl Rank {
    /// Above every class: never shown.
    pub const UNKNOWN: Self = Self(usize::MAX);
    /// What everybody may see.
    pub const LOWEST: Self = Self(0);
}

/// What a container `:::class name audience="it, facilities"` asks of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// The class; empty where only audiences are named.
    pub class: Box<str>,
    /// The audiences; empty: all.
    pub audience: Vec<Box<str>>,
}

impl Gate {
    /// Reads the words of a container.
    pub fn read(class: &str, audience: Option<&str>) -> Self {
        let tags = audience.unwrap_or_default().split(',').map(str::trim).filter(|tag| !tag.is_empty());
        Self { class: class.into(), audience: tags.map(Box::from).collect() }
    }
}

/// What an edition may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clearance {
    /// The scale, lowest first.
    pub classes: Vec<String>,
    /// The class of what says nothing.
    pub default: String,
    /// The highest class that is shown.
    pub ceiling: String,
    /// The audiences that the edition is for; empty: all.
    pub audience: Vec<String>,
    /// What stands where a value may not be shown; without it a cell is empty.
    pub redact: Option<String>,
    /// The edition's name, for findings.
    pub edition: String,
}

impl Default for Clearance {
    fn default() -> Self {
        Self {
            classes: ["public", "internal", "confidential", "restricted"].map(str::to_owned).to_vec(),
            default: "internal".to_owned(),
            ceiling: "internal".to_owned(),
            audience: Vec::new(),
            redact: None,
            edition: "default".to_owned(),
        }
    }
}

impl Clearance {
    /// The place of a class; [`Rank::UNKNOWN`] for one that the scale has not.
    pub fn rank(&self, class: &str) -> Rank {
        let class = class.trim();
        self.classes.iter().position(|known| known.eq_ignore_ascii_case(class)).map_or(Rank::UNKNOWN, Rank)
    }

    /// The class of what says nothing.
    pub fn default_rank(&self) -> Rank {
        self.rank(&self.default)
    }

    /// Whether something of this class is shown.
    pub fn shows(&self, rank: Rank) -> bool {
        let ceiling = self.rank(&self.ceiling);
        // An edition whose own class is unknown shows nothing at all.
        ceiling != Rank::UNKNOWN && rank.cmp(&ceiling) != Ordering::Greater
    }

    /// Whether something for these audiences is shown.
    pub fn is_for(&self, audience: &[&str]) -> bool {
        let wanted = |tag: &&str| self.audience.iter().any(|own| own.eq_ignore_ascii_case(tag.trim()));
        self.audience.is_empty() || audience.is_empty() || audience.iter().any(wanted)
    }

    /// The lowest class of what a layer adds.
    pub fn floor(&self, layers: &Layers, layer: LayerId) -> Rank {
        if layer == LayerId::BASE {
            return Rank::LOWEST;
        }
        match layers.get(layer).map(|layer| &layer.classification) {
            Some(Some(Class { name, .. })) => self.rank(name),
            Some(None) => self.default_rank(),
            None => Rank::UNKNOWN,
        }
    }

    /// Whether an edition shows what a layer adds.
    pub fn shows_layer(&self, layers: &Layers, layer: LayerId) -> bool {
        let audience = layers.get(layer).map_or(&[][..], |layer| &layer.audience);
        self.shows(self.floor(layers, layer)) && self.is_for(&audience.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Whether an edition shows what stands in a container.
    pub fn opens(&self, gate: &Gate) -> bool {
        let by_audience_alone = gate.class.is_empty() && !gate.audience.is_empty();
        let class = by_audience_alone || self.shows(self.rank(&gate.class));
        class && self.is_for(&gate.audience.iter().map(|tag| &**tag).collect::<Vec<_>>())
    }

    /// Whether an edition shows a value of the data.
    pub fn shows_datum(&self, datum: &Datum) -> bool {
        datum.classification.as_deref().is_none_or(|class| self.shows(self.rank(class)))
            && self.is_for(&datum.audience.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The name of a class for a message.
    pub fn name(&self, rank: Rank) -> &str {
        self.classes.get(rank.0).map_or("an unknown class", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::{Clearance, Rank};

    #[test]
    fn what_is_not_on_the_scale_is_never_shown() {
        let clearance = Clearance { ceiling: "restricted".into(), ..Clearance::default() };
        assert!(clearance.shows(clearance.rank("Restricted ")));
        assert!(!clearance.shows(clearance.rank("secret")));
        assert!(!clearance.shows(Rank::UNKNOWN));
        let unknown = Clearance { ceiling: "secret".into(), ..Clearance::default() };
        assert!(!unknown.shows(Rank::LOWEST));
    }
}
