//! Globs as docfx reads them: letter case ignored, `*` stays in its folder, `**` spans folders.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Compiles patterns; those that are none are given back beside the set.
pub(crate) fn compile<'p>(patterns: impl IntoIterator<Item = &'p str>) -> (GlobSet, Vec<&'p str>) {
    let mut set = GlobSetBuilder::new();
    let mut bad = Vec::new();
    for pattern in patterns {
        match GlobBuilder::new(&widened(pattern)).case_insensitive(true).literal_separator(true).build() {
            Ok(glob) => {
                set.add(glob);
            }
            Err(_) => bad.push(pattern),
        }
    }
    // Each glob compiled alone, so only a set beyond the engine's size fails; it then matches nothing.
    (set.build().unwrap_or_default(), bad)
}

/// docfx takes `**.md` for `**/*.md`, a leading `./` or `/` for nothing, and a folder's name with `/` for all in it.
fn widened(pattern: &str) -> String {
    let pattern = pattern.replace('\\', "/");
    let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
    let mut parts: Vec<String> = Vec::new();
    for part in pattern.split('/') {
        match part.strip_prefix("**") {
            Some(rest) if !rest.is_empty() => parts.extend(["**".to_owned(), format!("*{rest}")]),
            _ if part.is_empty() => parts.push("**".to_owned()),
            _ => parts.push(part.to_owned()),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::compile;

    #[test]
    fn globs_match_as_docfx_has_it() {
        for (pattern, path, expected) in [
            ("**/*.md", "a.md", true),
            ("**/*.md", "x/y/a.MD", true),
            ("*.md", "x/a.md", false),
            ("**.md", "x/y/a.md", true),
            ("**/includes/**", "includes/a.md", true),
            ("**/includes/**", "x/Includes/y/a.md", true),
            ("obj/", "obj/x.md", true),
            ("reliability/**/*.*", "reliability/a.md", true),
            ("README.md", "x/README.md", false),
            ("a/{b,c}.md", "a/c.md", true),
        ] {
            assert_eq!(compile([pattern]).0.is_match(path), expected, "{pattern} {path}");
        }
        assert_eq!(compile(["a[", "b"]).1, ["a["]);
    }
}
