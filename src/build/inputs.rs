//! Everything that a build depends on → one hash: equal hashes, equal sites and findings.
//!
//! The stages are pure, so there is nothing else: the texts and the names and sizes of the other files, the day, the settings
//! after the environment had its say, the edition and the losses that were met. Which program builds is for the caller to
//! add; what the files hold that are copied is compared when they are.

use std::fmt::Write;

use rayon::prelude::*;

use super::BuildOptions;
use crate::source::SourceTree;

/// The hash of all inputs of a build by `program`; `None` where other programs are asked, whose answers nobody can know
/// before.
pub fn hash_inputs(sources: &SourceTree, options: &BuildOptions<'_>, program: &str) -> Option<String> {
    if !options.config.diagrams.renderers.is_empty() {
        return None;
    }
    let texts: Vec<_> = sources.texts().map(|(_, text)| text).collect();
    let hashes: Vec<blake3::Hash> = texts.par_iter().map(|text| blake3::hash(text.text.as_bytes())).collect();
    let mut all = blake3::Hasher::new();
    // Each part with its length before it, so that no two lists of parts make the same bytes.
    let mut add = |part: &[u8]| {
        all.update(&(part.len() as u64).to_le_bytes());
        all.update(part);
    };
    add(program.as_bytes());
    add(format!("{:?} {:?} {} {}", options.config, options.edition, options.losses, sources.date).as_bytes());
    for (text, hash) in texts.iter().zip(&hashes) {
        add(text.path.as_str().as_bytes());
        add(hash.as_bytes());
    }
    let mut files = String::new();
    for (path, size) in sources.files() {
        _ = writeln!(files, "{path:?} {size} {:?}", sources.picture(path));
    }
    add(files.as_bytes());
    Some(all.finalize().to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{BuildOptions, hash_inputs};
    use crate::config::read_config;
    use crate::source::{Date, PictureSize, SourcePath, SourceText, SourceTree};

    /// What one build is made of; each field can be another.
    struct Inputs<'a> {
        texts: &'a [(&'a str, &'a str)],
        files: &'a [(&'a str, u64)],
        picture: u32,
        day: &'a str,
        book: &'a str,
        edition: Option<&'a str>,
        losses: usize,
        program: &'a str,
    }

    const SAME: Inputs<'static> = Inputs {
        texts: &[("a.md", "# A\n"), ("theme/x.css", "b {}\n")],
        files: &[("p.png", 12)],
        picture: 3,
        day: "2026-11-27",
        book: "[book]\ntitle = \"T\"\n",
        edition: None,
        losses: 0,
        program: "1",
    };

    fn hash(inputs: &Inputs<'_>) -> Option<String> {
        let path = |written: &str| SourcePath::new(written).unwrap();
        let texts = inputs.texts.iter().map(|(name, text)| SourceText { path: path(name), text: (*text).into() });
        let files = inputs.files.iter().map(|(name, size)| (path(name), *size)).collect();
        let size = PictureSize { width: inputs.picture, height: 4 };
        let sources = SourceTree::new(texts.collect(), files, Date::parse(inputs.day).unwrap())
            .with_pictures(BTreeMap::from([(path("p.png"), size)]));
        let config = read_config(Some((inputs.book, &"book.toml".into())), &[]).value;
        let options = BuildOptions { config: &config, edition: inputs.edition, losses: inputs.losses, draw: None };
        hash_inputs(&sources, &options, inputs.program)
    }

    #[test]
    fn whatever_is_another_makes_another_hash() {
        let all = [
            SAME,
            Inputs { texts: &[("a.md", "# A \n"), ("theme/x.css", "b {}\n")], ..SAME },
            Inputs { texts: &[("b.md", "# A\n"), ("theme/x.css", "b {}\n")], ..SAME },
            Inputs { texts: &[("a.md", "# A\n")], ..SAME },
            Inputs { files: &[("p.png", 13)], ..SAME },
            Inputs { files: &[("q.png", 12)], ..SAME },
            Inputs { files: &[], ..SAME },
            Inputs { picture: 5, ..SAME },
            Inputs { day: "2026-11-28", ..SAME },
            Inputs { book: "[book]\ntitle = \"U\"\n", ..SAME },
            Inputs { edition: Some("a"), ..SAME },
            Inputs { losses: 1, ..SAME },
            Inputs { program: "2", ..SAME },
        ];
        let hashes: BTreeSet<String> = all.iter().map(|inputs| hash(inputs).unwrap()).collect();
        assert_eq!(hashes.len(), all.len());
        assert_eq!(hash(&SAME), hash(&SAME));
    }

    #[test]
    fn with_programs_that_draw_nothing_is_known_before() {
        assert_eq!(hash(&Inputs { book: "[diagrams.mermaid]\ncommand = [\"mmdc\"]\n", ..SAME }), None);
    }
}
