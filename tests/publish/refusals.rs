//! Outputs that are never replaced: somebody else's folder, the sources, what holds them, and every disguise of these.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use lifeboat::site::Content;
use lifeboat::source::SitePath;

use crate::project::{Force, Project, plan};

/// Publishing to `output` is refused with these words, and nothing in the project changes.
fn check_refused(project: &Project, output: impl AsRef<Path>, force: Force, words: &str) {
    let before = project.tree(".");
    let refused = project.publish_to(output.as_ref(), &plan(&[("index.html", "x")]), force);
    let message = refused.expect_err("the output should be refused").to_string();
    assert!(message.contains(words), "{message}");
    assert_eq!(project.tree("."), before);
}

#[test]
fn a_folder_with_files_but_no_marker_is_replaced_only_by_force() {
    let project = Project::new();
    project.write("book/thesis.txt", "mine");
    check_refused(&project, project.path("book"), Force::No, "it holds files but not the marker");
    project.publish_to(&project.path("book"), &plan(&[("index.html", "x")]), Force::Yes).unwrap();
    assert_eq!(project.names("book"), [".lifeboat-site", "MANIFEST.sha256", "index.html"]);
    assert_eq!(project.read(".book.lifeboat/previous/thesis.txt"), "mine");
}

#[test]
fn an_empty_folder_is_taken() {
    let project = Project::new();
    fs::create_dir(project.path("book")).unwrap();
    project.publish(&plan(&[("index.html", "x")])).unwrap();
    assert_eq!(project.names(".book.lifeboat"), [".gitignore", "lock"]);
}

#[test]
fn the_sources_and_what_holds_them_are_refused_even_by_force() {
    let project = Project::new();
    project.write("content/deep/a.md", "x");
    for force in [Force::No, Force::Yes] {
        check_refused(&project, project.path("content"), force, "sources of the playbook lie in it");
        check_refused(&project, project.path("content/deep/.."), force, "sources of the playbook lie in it");
        check_refused(&project, project.path("."), force, "it is the project's own folder");
        check_refused(&project, project.path("content/../.."), force, "the project lies in it");
        check_refused(&project, "/", force, "it is the root of the disk");
    }
}

#[test]
fn a_marker_in_the_sources_does_not_make_them_an_output() {
    let project = Project::new();
    project.write("content/.lifeboat-site", "{\"program\":\"lifeboat\",\"format\":1}\n");
    check_refused(&project, project.path("content"), Force::Yes, "sources of the playbook lie in it");
}

#[test]
fn a_link_to_the_sources_or_to_what_holds_them_is_refused() {
    let project = Project::new();
    symlink("content", project.path("to-sources")).unwrap();
    symlink("to-sources", project.path("to-link")).unwrap();
    symlink(".", project.path("to-project")).unwrap();
    symlink("..", project.path("to-parent")).unwrap();
    symlink("nowhere", project.path("to-nothing")).unwrap();
    symlink("/", project.path("to-root")).unwrap();
    for force in [Force::No, Force::Yes] {
        check_refused(&project, project.path("to-sources"), force, "sources of the playbook lie in it");
        check_refused(&project, project.path("to-link"), force, "sources of the playbook lie in it");
        check_refused(&project, project.path("to-project/content"), force, "sources of the playbook lie in it");
        check_refused(&project, project.path("to-project"), force, "it is the project's own folder");
        check_refused(&project, project.path("to-parent"), force, "the project lies in it");
        check_refused(&project, project.path("to-root"), force, "it is the root of the disk");
        check_refused(&project, project.path("to-nothing"), force, "a link to a folder that does not exist");
    }
}

#[test]
fn an_output_that_a_source_folder_is_linked_into_is_refused() {
    let project = Project::new();
    project.write("real/index.md", "x");
    fs::remove_dir_all(project.path("content")).unwrap();
    symlink("real", project.path("content")).unwrap();
    check_refused(&project, project.path("real"), Force::Yes, "sources of the playbook lie in it");
}

#[test]
fn a_file_is_no_output() {
    let project = Project::new();
    check_refused(&project, project.path("content/index.md"), Force::Yes, "it is a file, not a folder");
    check_refused(&project, project.path("content/index.md/book"), Force::Yes, "a part of the path is a file");
}

#[test]
fn a_site_of_a_later_program_is_not_replaced() {
    let project = Project::new();
    project.write("book/.lifeboat-site", "{\"program\":\"lifeboat\",\"format\":2}\n");
    check_refused(&project, project.path("book"), Force::No, "a later Lifeboat published there");
}

#[test]
fn a_link_to_a_folder_elsewhere_stays_and_its_target_is_published_to() {
    let project = Project::new();
    fs::create_dir_all(project.path("www/site")).unwrap();
    symlink("www/site", project.path("book")).unwrap();
    project.publish(&plan(&[("index.html", "one")])).unwrap();
    project.publish(&plan(&[("index.html", "two")])).unwrap();
    assert!(fs::symlink_metadata(project.path("book")).unwrap().is_symlink());
    assert_eq!(project.read("www/site/index.html"), "two");
    assert_eq!(project.names("www"), [".site.lifeboat", "site"]);
    assert_eq!(project.names("."), ["book", "content", "www"]);
}

#[test]
fn an_output_in_folders_that_do_not_exist_yet_is_made_with_them() {
    let project = Project::new();
    project.publish_to(&project.path("out/2026/book #1"), &plan(&[("a.html", "x")]), Force::No).unwrap();
    assert_eq!(project.read("out/2026/book #1/a.html"), "x");
}

#[test]
fn a_plan_that_no_folder_can_hold_is_refused_before_anything_is_written() {
    let project = Project::new();
    let check = |files: &[(&str, &str)], words: &str| {
        let message = project.publish(&plan(files)).unwrap_err().to_string();
        assert!(message.contains(words), "{message}");
        assert_eq!(project.names("."), ["content"]);
    };
    check(&[("MANIFEST.sha256", "x")], "`MANIFEST.sha256` is a name that Lifeboat keeps for itself");
    check(&[(".lifeboat-site", "x")], "`.lifeboat-site` is a name that Lifeboat keeps for itself");
}

#[test]
fn a_plan_takes_no_page_in_a_folder_that_is_a_page() {
    let mut site = plan(&[("a", "x")]);
    let clash = site.add(SitePath::new("a/b.html").unwrap(), Content::Bytes(Vec::new())).unwrap_err();
    assert_eq!(clash.path.as_str(), "a");
    assert_eq!(site.files().count(), 1);
}

#[test]
fn topics_are_sources_where_the_whole_project_is_read() {
    let project = Project::new();
    project.write("readme.md", "# Read me\n");
    fs::create_dir(project.path("styles")).unwrap();
    project.write("styles/old.css", "p {}");
    let build = |output: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lifeboat"));
        command.args(["build", "--force", "--dest-dir"]).arg(project.path(output)).arg(project.path("."));
        let done = command.output().unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let before = project.tree("content");
    let (code, said) = build("content");
    assert!(code == Some(2) && said.contains("sources of the playbook lie in it"), "{code:?}: {said}");
    assert_eq!(project.tree("content"), before);
    let (code, said) = build("styles");
    assert!(code != Some(2) && project.path("styles/index.html").exists(), "{code:?}: {said}");
}
