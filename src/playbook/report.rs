//! What a link leads to, and what is odd about it → the target the page gets, and findings in the author's words.

use super::address::Refusal;
use super::asset::{AssetKind, asset_kind};
use super::nearest::did_you_mean;
use super::resolver::{Reached, Remark};
use super::{Broken, Target};
use crate::finding::{Finding, Place, codes::link, codes::overlay};
use crate::topic::LinkKind;

/// A link as it is written.
#[derive(Debug, Clone)]
pub(super) struct WrittenLink<'w> {
    pub kind: LinkKind,
    /// The destination.
    pub dest: &'w str,
    /// Where it stands.
    pub place: Place,
}

/// The target of a link, with its findings.
pub(super) fn report(
    written: &WrittenLink<'_>,
    reached: Reached,
    remarks: Vec<Remark>,
    findings: &mut Vec<Finding>,
) -> Target {
    findings.extend(remarks.into_iter().map(|remark| remarked(written, remark)));
    match reached {
        Reached::Target(target) => target,
        other => {
            // `@name` in running text is no reference unless something has that uid.
            if !(written.kind == LinkKind::Xref && written.dest.starts_with('@')) {
                findings.push(unreached(written, &other));
            }
            match other {
                Reached::Refused(_) | Reached::NotCarried(_) | Reached::Foreign => Target::Broken(Broken::Refused),
                Reached::Hidden(_) | Reached::UnknownUid(_) | Reached::Empty | Reached::Target(_) => Target::Text,
                Reached::Missing { .. } | Reached::NoTopic(_) | Reached::Leaves => Target::Broken(Broken::Missing),
            }
        }
    }
}

/// Why a link leads nowhere.
fn unreached(written: &WrittenLink<'_>, reached: &Reached) -> Finding {
    let is_picture = matches!(written.kind, LinkKind::Image | LinkKind::HtmlImage | LinkKind::Lightbox);
    let finding = match reached {
        Reached::Missing { path, nearest } => {
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
            let is_file = is_picture || !matches!(asset_kind(ending), AssetKind::Source | AssetKind::Refused);
            let finding = match (is_picture, is_file) {
                (true, _) => Finding::new(&link::L003, "picture that does not exist"),
                (_, true) => Finding::new(&link::L003, "link to a file that does not exist"),
                _ => Finding::new(&link::L001, "link to a topic that does not exist"),
            };
            let noun = if is_file { "file" } else { "topic" };
            let finding = finding.label(format!("no {noun} at `{path}`"));
            match did_you_mean(nearest) {
                Some(help) if !is_picture => finding.help(help),
                _ => finding,
            }
        }
        Reached::Hidden(path) => Finding::new(&overlay::O607, "link to a topic that this edition does not contain")
            .label(format!("`{path}` is left out; shown as plain text")),
        Reached::NoTopic(path) => {
            Finding::new(&link::L013, "link to a file that is no topic").label(format!("no page is made of `{path}`"))
        }
        Reached::NotCarried(path) => {
            let name = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
            let why = match name.rsplit_once('.') {
                Some((stem, ending)) if !stem.is_empty() => {
                    format!("files of kind `{ending}` could act on the reader's computer")
                }
                _ => "a file without an ending could be anything".to_owned(),
            };
            Finding::new(&link::L014, "link to a file that the playbook does not carry").label(why)
        }
        Reached::Leaves => {
            Finding::new(&link::L008, "link out of the project").label("this climbs out of the project's folder")
        }
        Reached::Foreign => Finding::new(&overlay::O603, "a path that leads into the folder of another layer").label(
            "a layer's files are its own; topics and files of others are linked where they stand among the topics",
        ),
        Reached::Refused(refusal) => {
            Finding::new(&link::L009, "an address that is never a link").label(match refusal {
                Refusal::Scheme(scheme) => format!("addresses that begin with `{scheme}:` are refused"),
                Refusal::Machine => "this exists on one computer alone".to_owned(),
                Refusal::NoHost => "this names no host".to_owned(),
            })
        }
        Reached::UnknownUid(uid) => Finding::new(&link::L012, "nothing has this uid")
            .label(format!("no topic of the project has the uid `{uid}`")),
        Reached::Empty | Reached::Target(_) => {
            let what = if is_picture { "a picture without a file" } else { "a link without a destination" };
            Finding::new(&link::L010, what).label("nothing is written between the brackets")
        }
    };
    finding.at(written.place.clone())
}

/// What is odd about a link that leads somewhere.
fn remarked(written: &WrittenLink<'_>, remark: Remark) -> Finding {
    let write = |right: &str| format!("write `{right}`");
    let finding = match remark {
        Remark::Case(right) => Finding::new(&link::L004, "only the letter case of the path differs")
            .label("no file has exactly this name")
            .help(write(&right)),
        Remark::Ending(right) => Finding::new(&link::L007, "the link does not name the file")
            .label("no file has exactly this name")
            .help(write(&right)),
        Remark::Backslashes => Finding::new(&link::L006, "backslashes in a link")
            .label("read as `/` here, but not elsewhere")
            .help("write `/` between folders"),
        Remark::Moved(now) => {
            Finding::new(&link::L011, "the target has moved").label(format!("a redirection leads to `{now}`"))
        }
        Remark::AnchorCase(id) => Finding::new(&link::L005, "only the letter case of the heading's id differs")
            .label("no heading has exactly this id")
            .help(write(&format!("#{id}"))),
        Remark::NoAnchor(fragment, nearest) => {
            let nearest: Vec<String> = nearest.iter().map(|id| format!("#{id}")).collect();
            let finding = Finding::new(&link::L002, "link to a heading that does not exist")
                .label(format!("nothing on the page has the id `{fragment}`"));
            match did_you_mean(&nearest) {
                Some(help) => finding.help(help),
                None => finding,
            }
        }
        Remark::Remote => Finding::new(&link::L015, "a picture from the internet")
            .label("missing whenever the connection is")
            .help("save the picture beside the topic"),
    };
    finding.at(written.place.clone())
}
