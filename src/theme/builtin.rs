//! The default theme, embedded in the program file by file.

/// A file of the default theme.
pub(super) struct BuiltinFile {
    /// Its path below `themes/default`.
    pub(super) path: &'static str,
    /// What it holds.
    pub(super) text: &'static str,
}

/// A font of the default theme, for paper.
pub(super) struct BuiltinFont {
    /// Its path below `themes/default`.
    pub(super) path: &'static str,
    /// What it holds.
    pub(super) bytes: &'static [u8],
}

macro_rules! embed_fonts {
    ($($path:literal)*) => {
        &[$(BuiltinFont { path: $path, bytes: include_bytes!(concat!("../../themes/default/", $path)) }),*]
    };
}

/// The fonts, with the licence that goes where they go. The same fonts as `.ttf` are the PDF engine's.
pub(super) static FONTS: &[BuiltinFont] = embed_fonts! {
    "fonts/OFL.txt"
    "fonts/atkinson-hyperlegible-bold-italic.woff2"
    "fonts/atkinson-hyperlegible-bold.woff2"
    "fonts/atkinson-hyperlegible-italic.woff2"
    "fonts/atkinson-hyperlegible-regular.woff2"
};

macro_rules! embed {
    ($($path:literal)*) => {
        &[$(BuiltinFile { path: $path, text: include_str!(concat!("../../themes/default/", $path)) }),*]
    };
}

/// Every file of the default theme. A test compares the list with the folder.
pub(super) static FILES: &[BuiltinFile] = embed! {
    "az.html"
    "contents.html"
    "home.html"
    "images/mark.svg"
    "changes.html"
    "internet.html"
    "layout.html"
    "not-found.html"
    "parts/banners.html"
    "parts/control.html"
    "parts/dock.html"
    "parts/facts.html"
    "parts/footer.html"
    "parts/head.html"
    "parts/header.html"
    "parts/mark.html"
    "parts/outline.html"
    "parts/pager.html"
    "parts/places.html"
    "parts/status.html"
    "parts/trail.html"
    "print/back.html"
    "print/front.html"
    "print/sheet.html"
    "print/theme.typ"
    "script/contents.js"
    "script/early.js"
    "script/page.js"
    "script/tables.js"
    "script/tabs.js"
    "script/tasks.js"
    "script/zones.js"
    "search/search.js"
    "style/blocks.css"
    "style/book.css"
    "style/facts.css"
    "style/frame.css"
    "style/places.css"
    "style/print.css"
    "style/search.css"
    "style/text.css"
    "style/tokens.css"
    "topic.html"
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_of_the_default_theme_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let there: BTreeSet<String> = walkdir::WalkDir::new(&root)
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"))
            .filter(|path| path.rsplit('.').next() != Some("ttf") && path != "fonts/README.md")
            .collect();
        let texts = super::FILES.iter().map(|file| file.path.to_owned());
        let embedded: BTreeSet<String> = texts.chain(super::FONTS.iter().map(|font| font.path.to_owned())).collect();
        assert_eq!(there, embedded);
    }
}
