//! The preview's side in the browser, embedded in the program.

/// A file of the preview's own.
pub(super) struct ClientFile {
    /// Its text.
    pub(super) text: &'static str,
    /// Its own policy; empty: that of every answer.
    pub(super) policy: &'static str,
}

/// Pages may ask for nothing (`default-src 'none'`), and the preview changes no page's policy: a worker, which has a
/// policy of its own, asks for them.
const MAY_ASK: &str = "default-src 'none'; connect-src 'self'";

static FILES: &[(&str, ClientFile)] = &[
    ("preview.js", ClientFile { text: include_str!("client/preview.js"), policy: "" }),
    ("patch.js", ClientFile { text: include_str!("client/patch.js"), policy: "" }),
    ("panel.js", ClientFile { text: include_str!("client/panel.js"), policy: "" }),
    ("blocks.js", ClientFile { text: include_str!("client/blocks.js"), policy: "" }),
    ("page.css", ClientFile { text: include_str!("client/page.css"), policy: "" }),
    ("panel.css", ClientFile { text: include_str!("client/panel.css"), policy: "" }),
    ("worker.js", ClientFile { text: include_str!("client/worker.js"), policy: MAY_ASK }),
];

/// The file of this name.
pub(super) fn client_file(name: &str) -> Option<&'static ClientFile> {
    FILES.iter().find(|(own, _)| *own == name).map(|(_, file)| file)
}
