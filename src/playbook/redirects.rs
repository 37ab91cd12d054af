//! Old addresses → the stub page of each, and where it leads.
//!
//! An address that a page of today has needs no stub.

use std::collections::BTreeMap;

use super::Target;
use super::moves::MoveBy;
use super::resolver::Resolver;
use crate::finding::{Finding, codes};
use crate::source::SitePath;

/// The stub pages of old addresses.
pub(super) fn redirect_pages(resolver: &Resolver<'_>, findings: &mut Vec<Finding>) -> BTreeMap<SitePath, Target> {
    let mut pages = BTreeMap::new();
    for moved in resolver.moves.iter() {
        if resolver.files.page(moved.page.as_str()).is_some() {
            continue;
        }
        match resolver.follow(moved.page.as_str()) {
            // An old address of another web site was never one of this playbook.
            Some(Target::External(_)) if moved.by == MoveBy::Docset => {}
            Some(target) => {
                pages.insert(moved.page.clone(), target);
            }
            None if resolver.is_circle(moved.page.as_str()) => findings.push(
                Finding::new(&codes::link::L030, "redirections go round in a circle")
                    .at(moved.place.clone())
                    .label(format!("this leads back to `{}`", moved.page)),
            ),
            None => findings.push(
                Finding::new(&codes::link::L031, "a redirection leads nowhere")
                    .at(moved.place.clone())
                    .label(format!("`{}` is no page and no address", moved.to)),
            ),
        }
    }
    pages
}
