//! `lifeboat base restore`: puts files of the base back that were edited or taken away by hand.
#![expect(clippy::disallowed_methods, reason = "this reads the vendor's files to put them back")]

use std::fs;
use std::path::PathBuf;

use serde_json::json;

use super::kept::kept_copy;
use super::update::Base;
use crate::cli::{AskArgs, BaseRestoreArgs, Format};
use crate::command::overlay::ask::Asked;
use crate::command::report::plural;
use crate::command::{Exit, Failure, Report};
use crate::edge::base::hash_file;
use crate::edge::put::put_file;
use crate::edge::root::Root;
use crate::overlay::BASE_FILE;
use crate::source::SourcePath;

/// Puts files back.
pub(super) fn restore(
    args: &BaseRestoreArgs,
    environment: &[(String, String)],
    report: &mut Report<'_>,
) -> Result<Exit, Failure> {
    let ask = AskArgs { dir: args.dir.clone(), edition: None };
    let asked = Asked::read(&ask, environment, None)?;
    let base = Base::find(&asked)?;
    let Some(manifest) = &base.manifest else {
        let message = format!("there is no {BASE_FILE}; `lifeboat base update --from` the vendor's folder writes it");
        return Err(Failure::new(message));
    };
    let from = args.from.as_deref().map(Root::open).transpose()?;
    let folder = &asked.project.source_folder;
    for file in &args.files {
        let name = file.strip_prefix(&format!("{folder}/")).unwrap_or(file);
        if !manifest.files.contains_key(name) {
            return Err(Failure::new(format!("{BASE_FILE} lists no file `{name}`")));
        }
    }
    let wanted = |path: &str| {
        args.files.is_empty()
            || args.files.iter().any(|file| file.strip_prefix(&format!("{folder}/")).unwrap_or(file) == path)
    };
    let edited =
        manifest.files.iter().filter(|(path, hash)| wanted(path) && base.listed.files.get(*path) != Some(hash));
    let (mut done, mut missing) = (Vec::new(), Vec::new());
    for (path, hash) in edited {
        let theirs = from
            .as_ref()
            .map(|from| from.path().join(path))
            .filter(|file| hash_file(file).is_ok_and(|there| there == *hash));
        let source: Option<PathBuf> = theirs.or_else(|| kept_copy(&asked.folder.root, hash));
        let target = SourcePath::new(&format!("{folder}/{path}")).ok();
        let (Some(source), Some(target)) = (source, target) else {
            missing.push(path);
            continue;
        };
        put_file(&asked.folder.root, &target, &fs::read(source)?)?;
        done.push(path);
    }
    let added: Vec<&String> =
        base.listed.files.keys().filter(|path| *path != BASE_FILE && !manifest.files.contains_key(*path)).collect();
    if report.format() == Format::Json {
        report.result(&format!(
            "{:#}\n",
            json!({ "restored": done, "without-original": missing, "added-by-hand": added })
        ));
    } else {
        for path in &done {
            report.result(&format!("restored {folder}/{path}\n"));
        }
    }
    for path in &missing {
        report.say(&format!(
            "not restored, for its original is not kept here: {folder}/{path}; --from names the vendor's folder"
        ));
    }
    if args.files.is_empty() {
        for path in &added {
            report.say(&format!("left in place, since {BASE_FILE} does not list it: {folder}/{path}"));
        }
    }
    report.close(&match (done.len(), missing.len()) {
        (0, 0) => format!("every file is as {BASE_FILE} says"),
        (count, _) => format!("{} restored", plural(count, "file")),
    });
    Ok(if missing.is_empty() { Exit::Clean } else { Exit::Findings })
}
