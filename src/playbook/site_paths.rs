//! Which path of its web site a docset is, where it does not say so: guessed from the addresses that it gives of itself.

use std::collections::BTreeMap;

use super::files::ProjectFiles;
use super::settings::SitePrefix;

/// So many addresses must agree; one or two may do so by chance.
const MIN_VOTES: usize = 3;
/// A docset's path has at most so many parts: `/azure/well-architected`.
const MAX_PARTS: usize = 3;

/// The path before the addresses of most pages: `/azure` where `/azure/azure-arc/servers/overview` and others are pages
/// at `azure-arc/servers/overview`. A deep page is a surer sign than one at the root.
pub(super) fn guess_site_path<'u>(
    addresses: impl Iterator<Item = &'u str>,
    files: &ProjectFiles,
) -> Option<SitePrefix> {
    let mut votes: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for address in addresses.filter(|address| address.starts_with('/') && !address.starts_with("//")) {
        let path = address.split(['?', '#']).next().unwrap_or_default().trim_matches('/').to_ascii_lowercase();
        let mut rest = path.as_str();
        for _ in 0..=MAX_PARTS {
            if rest.is_empty() {
                break;
            }
            if files.page(rest).is_some() {
                let prefix = path.get(..path.len() - rest.len()).unwrap_or_default().trim_end_matches('/');
                let (count, weight) = votes.entry(prefix.to_owned()).or_default();
                *count += 1;
                *weight += 1 + rest.matches('/').count();
            }
            rest = rest.split_once('/').map_or("", |(_, rest)| rest);
        }
    }
    let enough = votes.into_iter().filter(|(_, (count, _))| *count >= MIN_VOTES);
    let best = enough.max_by(|(a, (_, x)), (b, (_, y))| x.cmp(y).then_with(|| b.len().cmp(&a.len())))?.0;
    let address = if best.is_empty() { best } else { format!("/{best}") };
    Some(SitePrefix { address, site: String::new() })
}
