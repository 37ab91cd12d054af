//! Targets → addresses in `href` and `src`.

use super::anchor::Anchors;
use crate::playbook::{Playbook, Target};
use crate::source::SitePath;

/// The schemes that a link may have. Any other is refused here, whatever an earlier stage thought of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// `http`, `https`
    Web,
    /// `tel`, `sms`
    Telephone,
    /// `mailto`
    Mail,
}

impl Scheme {
    /// The scheme of an address outside of the site.
    pub(super) fn of(address: &str) -> Option<Self> {
        let (scheme, _) = address.split_once(':')?;
        match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => Some(Self::Web),
            "tel" | "sms" => Some(Self::Telephone),
            "mailto" => Some(Self::Mail),
            _ => None,
        }
    }
}

/// The address, on the page `from`, of a target within the site. `None` for targets outside and for those that lead
/// nowhere.
pub(super) fn address_of(
    playbook: &Playbook,
    anchors: &mut Anchors<'_>,
    from: &SitePath,
    target: &Target,
) -> Option<String> {
    match target {
        Target::Topic { topic: id, anchor, select } => {
            let topic = playbook.topics.get(id.0 as usize)?;
            let anchor = anchor.as_deref().map(|anchor| anchors.on_page(*id, anchor));
            let Some(select) = select else { return Some(from.url_to(&topic.page, anchor.as_deref())) };
            let mut address = from.url_to(&topic.page, None);
            address.push('?');
            push_query(&mut address, select);
            if let Some(anchor) = anchor {
                address.push_str(&from.url_to(from, Some(&anchor)));
            }
            Some(address)
        }
        Target::Page { page, anchor } => Some(from.url_to(page, anchor.as_deref())),
        Target::Asset(file) => Some(from.url_to(file, None)),
        Target::External(_) | Target::Broken(_) | Target::Text => None,
    }
}

/// Percent-encodes what RFC 3986 does not allow in a query; what is encoded already stays.
fn push_query(address: &mut String, query: &str) {
    for byte in query.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?%".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push('%');
            for digit in [byte >> 4, byte & 15] {
                address.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
}
