//! A project with layers, and what its commands say: for the tests of reviews and of the base.

use std::path::Path;

use expect_test::Expect;

use super::{Project, Said};

pub(super) const PROJECT: &str = "
    -- book.toml
    [book]
    title = \"Plan\"
    src = \"content/topics\"
    [overlays]
    dir = \"content/overlays\"
    order = [\"group\", \"site\", \"secret\"]
    -- content/topics/ebcm.md
    ---
    title: EBCM
    ---
    # EBCM

    You use cloud services.

    Even with this resilience, service incidents do occur. When they do, be prepared.

    ## List of topics

    - Plan

    ## See also

    Read the legal disclaimer first.
    -- content/topics/index.md
    # Home

    [EBCM](ebcm.md)
    -- content/overlays/group/layer.toml
    label = \"Group\"
    -- content/overlays/group/changes/ebcm.md
    ---
    changes: ebcm.md
    set:
      title: Running through an outage
    ---

    # Replace paragraph: Even with this resilience…

    Incidents occur. We declare after 30 minutes.

    # Add after: List of topics

    ## Assembly point

    Named by each site.

    # Require: Assembly point

    Name it, and who takes the roll call.

    # Remove: See also

    Legal has its own (LEG-114).
    -- content/overlays/site/layer.toml
    label = \"Site\"
    -- content/overlays/site/changes/ebcm.md
    # Replace: Assembly point

    Car park C.
    -- content/overlays/secret/layer.toml
    label = \"Crisis team\"
    classification = \"restricted\"
    -- content/overlays/secret/changes/ebcm.md
    # Add to end of: this topic

    Bridge PIN 4711.
    -- content/overlays/secret/changes/index.md
    # Replace paragraph: EBCM

    The vault code is in the safe.
";

fn shown(said: &Said) -> String {
    format!("{}{}exit {}\n", said.out, said.err, said.code.unwrap_or(-1))
}

#[expect(clippy::needless_pass_by_value, reason = "an expectation is made where it is used")]
pub(super) fn check(project: &Project, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&shown(&project.run(arguments)));
}

pub(super) fn write(project: &Project, path: &str, text: &str) {
    let path = project.path().join(path);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder is made");
    std::fs::write(path, text).expect("a file is written");
}

pub(super) fn edit(project: &Project, path: &str, from: &str, to: &str) {
    let text = project.file(path).expect("the file is there");
    assert!(text.contains(from), "{text}");
    write(project, path, &text.replace(from, to));
}

pub(super) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.expect("the walk goes on");
        let path = to.join(entry.path().strip_prefix(from).expect("below"));
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(path).expect("a folder is made");
        } else {
            std::fs::copy(entry.path(), path).expect("a file is copied");
        }
    }
}

/// The vendor's next topics, in `new` beside the project's own.
pub(super) fn next_topics(project: &Project) {
    copy(&project.path().join("content/topics"), &project.path().join("new"));
    edit(
        project,
        "new/ebcm.md",
        "this resilience, service incidents do occur",
        "that resilience, service incidents still happen",
    );
    edit(project, "new/ebcm.md", "## See also", "## Related topics");
}
