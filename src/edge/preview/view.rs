//! What a reader of the preview chose to look at.

use crate::source::Date;

/// Which playbook to show; what is not chosen is as the command line has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct View {
    /// The edition's name.
    pub edition: Option<String>,
    /// The highest class.
    pub clearance: Option<String>,
    /// The day.
    pub as_of: Option<Date>,
}

impl View {
    /// Reads `edition=site&clearance=internal&as-of=2026-12-01`, each value percent-encoded; what it does not know it passes over.
    pub(super) fn read(written: &str) -> Self {
        let mut view = Self::default();
        for (name, value) in written.split('&').filter_map(|pair| pair.split_once('=')) {
            let Some(value) = super::super::server::decode(value).filter(|value| !value.is_empty()) else { continue };
            match name {
                "edition" => view.edition = Some(value),
                "clearance" => view.clearance = Some(value),
                "as-of" => view.as_of = Date::parse(&value),
                _ => {}
            }
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::View;
    use crate::source::Date;

    #[test]
    fn a_view_is_read_and_what_is_no_view_passed_over() {
        let view = View::read("edition=site%20a&clearance=&as-of=2026-12-01&x=y&z");
        let expected = View { edition: Some("site a".to_owned()), clearance: None, as_of: Date::parse("2026-12-01") };
        assert_eq!(view, expected);
        assert_eq!(View::read("edition=%zz&as-of=tomorrow"), View::default());
    }
}
