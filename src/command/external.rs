//! `check --external`: the web addresses of all topics are asked whether they are still there.

use std::collections::BTreeMap;

use super::Failure;
use crate::build::Project;
use crate::cli::ExternalArgs;
use crate::config::Config;
use crate::finding::{Finding, Place};
use crate::playbook::Target;
use crate::source::SourceTree;

/// What the addresses answered that do not answer well, at the first place that names each.
pub(super) fn check_external(
    args: &ExternalArgs,
    config: &Config,
    sources: &SourceTree,
    edition: Option<&str>,
) -> Result<Vec<Finding>, Failure> {
    let places = addresses(&Project::read(sources, config, 0).value, sources, edition)?;
    asked::ask(args, places, sources.date)
}

/// Each web address with the places that name it.
fn addresses(
    project: &Project,
    sources: &SourceTree,
    edition: Option<&str>,
) -> Result<BTreeMap<String, Vec<Place>>, Failure> {
    let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for edition in project.editions(edition)? {
        let playbook = edition.playbook().value;
        for (source, id, target) in playbook.topics.iter().flat_map(|topic| topic.targets.with_links()) {
            let Target::External(address) = target else { continue };
            if !(address.starts_with("https://") || address.starts_with("http://")) {
                continue;
            }
            let address = address.split('#').next().unwrap_or_default().to_owned();
            let link = playbook.documents.get(source).and_then(|document| document.link(id));
            let Some(link) = link else { continue };
            let Some(text) = sources.text(link.from) else { continue };
            let place = Place::new(text.path.shared(), link.span);
            let there = places.entry(address).or_default();
            if !there.contains(&place) {
                there.push(place);
            }
        }
    }
    Ok(places)
}

#[cfg(not(feature = "external"))]
mod asked {
    use super::{BTreeMap, ExternalArgs, Failure, Finding, Place};
    use crate::source::Date;

    /// Without the feature the program holds no code that could reach a network.
    pub(super) fn ask(_: &ExternalArgs, _: BTreeMap<String, Vec<Place>>, _: Date) -> Result<Vec<Finding>, Failure> {
        Err(Failure("this program was built without --external; build it with `--features external`".to_owned()))
    }
}

#[cfg(feature = "external")]
mod asked {
    use std::collections::BTreeMap;
    use std::path::Path;
    use std::time::Duration;

    use super::{ExternalArgs, Failure, Finding, Place};
    use crate::edge::external::{Answer, Manners, ask as ask_addresses};
    use crate::finding::codes::link::L040;
    use crate::source::Date;

    /// Days after which an address that answered is asked again.
    const FRESH: i64 = 7;

    pub(super) fn ask(
        args: &ExternalArgs,
        mut places: BTreeMap<String, Vec<Place>>,
        today: Date,
    ) -> Result<Vec<Finding>, Failure> {
        let cache = args.external_cache.as_deref();
        let mut known = cache.map(read).transpose()?.unwrap_or_default();
        known.retain(|_, day| Date::parse(day).is_some_and(|day| (0..=FRESH).contains(&(today.days() - day.days()))));
        let addresses: Vec<String> = places.keys().filter(|address| !known.contains_key(*address)).cloned().collect();
        let seconds = |seconds: f64| Duration::try_from_secs_f64(seconds).unwrap_or_default();
        let manners = Manners { pause: seconds(args.external_pause), timeout: seconds(args.external_timeout) };
        let mut findings = Vec::new();
        for (address, answer) in addresses.iter().zip(ask_addresses(&addresses, manners)) {
            let label = match answer {
                Answer::There(_) => {
                    known.insert(address.clone(), today.to_string());
                    continue;
                }
                Answer::Refused(status) => format!("the server answers {status}"),
                Answer::Silent(why) => why,
            };
            let mut named = places.remove(address).unwrap_or_default().into_iter();
            if let Some(place) = named.next() {
                let message = format!("`{address}` does not answer as it should");
                let finding = Finding::new(&L040, message).at(place).label(label);
                findings
                    .push(named.take(5).fold(finding, |finding, place| finding.related(place, "it is named here too")));
            }
        }
        if let Some(path) = cache {
            write(path, &known)?;
        }
        Ok(findings)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a file that the user names on the command line, outside of the sources"
    )]
    fn read(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
        match std::fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text)
                .map_err(|_| Failure(format!("{} is no file that --external-cache wrote", path.display()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(Failure(format!("cannot read {}: {error}", path.display()))),
        }
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "a file that the user names on the command line, outside of the sources"
    )]
    fn write(path: &Path, known: &BTreeMap<String, String>) -> Result<(), Failure> {
        let text = serde_json::to_string_pretty(known)?;
        std::fs::write(path, text + "\n").map_err(|error| Failure(format!("cannot write {}: {error}", path.display())))
    }
}
