//! Paths whose changes mean nothing: what editors and version control write beside the sources.

use std::path::{Component, Path};

/// Whether a change of this path can be passed over. Sources never have such names (`edge::walk`).
pub(super) fn is_noise(path: &Path) -> bool {
    let in_git = path.components().any(|part| matches!(part, Component::Normal(name) if name == ".git"));
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    in_git || name.starts_with('.') || is_of_an_editor(name)
}

/// Backups, locks and swap files of editors and browsers.
fn is_of_an_editor(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || ["swp", "swx", "swo", "bak", "tmp", "part", "crdownload", "kate-swp"].contains(&ending)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_noise;

    #[test]
    fn what_editors_write_beside_a_topic_is_noise() {
        for noise in ["/p/.a.md.swp", "/p/a.md~", "/p/#a.md#", "/p/.#a.md", "/p/4913", "/p/.git/index", "/p/a.md.tmp"] {
            assert!(is_noise(Path::new(noise)), "{noise}");
        }
        for source in ["/p/a.md", "/p/book.toml", "/p/theme/style/a.css", "/srv/.work/p/a.md", "/p/C#.md"] {
            assert!(!is_noise(Path::new(source)), "{source}");
        }
    }
}
