//! The world failing: full and read-only disks, mounts, limits. Each is told in plain words, and the old site is whole.
//!
//! Mounting needs a name space of one's own (`unshare`). Where the machine does not allow it, the tests that mount use
//! what limits a process can set on itself instead.

use std::fs;
use std::path::Path;
use std::process::Command;

use lifeboat::edge::publish::{PublishError, publish};
use lifeboat::edge::root::Root;
use lifeboat::edge::verify::verify;
use lifeboat::site::{Content, SitePlan};
use lifeboat::source::{SitePath, SourcePath};

use crate::project::{Force, Project, options, plan};

/// Where the child process publishes; set only by the tests below when they run this program again.
const PROJECT: &str = "LIFEBOAT_TEST_PUBLISHES_A_LARGE_SITE";

/// Pages of 3 MB in all.
fn large_site() -> SitePlan {
    // No two alike, or they would be one file.
    let texts: Vec<_> = (0..30).map(|n| (format!("{n}.html"), format!("{n}{}", "x".repeat(100_000)))).collect();
    let mut files: Vec<_> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    files.push(("index.html", "new"));
    plan(&files)
}

/// Not a test by itself: the process that publishes where the tests have set a fault.
#[test]
fn publishing_a_large_site_says_what_happened() {
    let Some(project) = std::env::var_os(PROJECT) else { return };
    let site = || -> Result<_, PublishError> {
        let root = Root::open(project.as_ref())?;
        publish(&large_site(), &root, &root.path().join("book"), &options(Force::No))
    };
    let said = match site() {
        Ok(published) => format!("published {}", published.written),
        Err(error) => error.to_string(),
    };
    fs::write(Path::new(&std::env::var_os("LIFEBOAT_TEST_SAYS").unwrap()), said).unwrap();
}

/// Runs shell commands and then publishes in `project`, all in a mount name space of its own where `unshare` says so.
fn publish_after(project: &Path, unshare: Unshare, commands: &str) -> String {
    let outside = Project::new();
    let program = std::env::current_exe().unwrap();
    let script = format!(
        "set -e; cd \"$PROJECT\"; {commands}\n exec \"$PROGRAM\" --exact \
         faults::publishing_a_large_site_says_what_happened --test-threads=1"
    );
    let mut command = match unshare {
        Unshare::Yes => {
            let mut command = Command::new("unshare");
            command.args(["--mount", "--map-root-user", "sh", "-c"]);
            command
        }
        Unshare::No => {
            let mut command = Command::new("sh");
            command.arg("-c");
            command
        }
    };
    let done = command
        .arg(script)
        .env("PROJECT", project)
        .env("PROGRAM", program)
        .env(PROJECT, project)
        .env("LIFEBOAT_TEST_SAYS", outside.path("said"))
        .output()
        .unwrap();
    fs::read_to_string(outside.path("said"))
        .unwrap_or_else(|_| panic!("{:?}: {}", done.status, String::from_utf8_lossy(&done.stderr)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unshare {
    Yes,
    No,
}

fn can_mount() -> bool {
    let tried =
        Command::new("unshare").args(["--mount", "--map-root-user", "mount", "-t", "tmpfs", "x", "/mnt"]).output();
    tried.is_ok_and(|done| done.status.success())
}

fn published() -> Project {
    let project = Project::new();
    project.publish(&plan(&[("index.html", "old"), ("a.html", "a")])).unwrap();
    project
}

/// After a failure the site is the old one, nothing but our folder is beside it, and the next build works.
fn check_old_site_is_whole(project: &Project) {
    assert_eq!(project.read("book/index.html"), "old");
    assert!(verify(&project.path("book")).unwrap().is_whole());
    assert_eq!(project.names("."), [".book.lifeboat", "book", "content"]);
    assert_eq!(project.publish(&large_site()).unwrap().written, 31);
    assert_eq!(project.names(".book.lifeboat"), [".gitignore", "lock", "previous"]);
    assert!(verify(&project.path("book")).unwrap().is_whole());
}

#[test]
fn a_full_disk_leaves_the_old_site_whole() {
    if can_mount() {
        let project = Project::new();
        // The tmpfs goes with the name space, so the shell looks at it before it ends.
        fs::create_dir(project.path("disk")).unwrap();
        let script = "mount -t tmpfs -o size=1m x disk; mkdir disk/content; echo x > disk/content/index.md; \
                      cp -a \"$PROJECT/ready\" disk/book; PROJECT=\"$PROJECT/disk\"; export PROJECT; \
                      export LIFEBOAT_TEST_PUBLISHES_A_LARGE_SITE=\"$PROJECT\"; \
                      trap '' EXIT";
        let made = published();
        Command::new("cp").arg("-a").arg(made.path("book")).arg(project.path("ready")).status().unwrap();
        let after = "\"$PROGRAM\" --exact faults::publishing_a_large_site_says_what_happened --test-threads=1; \
                     cat disk/book/index.html > seen; (cd disk/book && sha256sum -c --quiet MANIFEST.sha256) >> seen; \
                     ls -A disk >> seen;";
        let said = publish_after(&project.path("."), Unshare::Yes, &format!("{script}; cd \"$PROJECT/..\"; {after}"));
        assert!(said.contains("the disk is full; make room and try again"), "{said}");
        assert!(said.contains("cannot write `") && said.contains(".book.lifeboat/new/"), "{said}");
        let seen = project.read("seen");
        assert_eq!(seen.replacen("old", "old\n", 1), "old\nbook\ncontent\n");
    }
    // A limit on the size of a file acts in the same place, on every machine.
    let project = published();
    let said = publish_after(&project.path("."), Unshare::No, "trap '' XFSZ; ulimit -f 50");
    assert!(said.contains("the file is larger than the system allows"), "{said}");
    check_old_site_is_whole(&project);
}

#[test]
fn too_few_descriptors_leave_the_old_site_whole() {
    let mut failed = 0;
    for limit in 4..10 {
        let project = published();
        let said = publish_after(&project.path("."), Unshare::No, &format!("ulimit -n {limit}"));
        if said == "published 31" {
            assert!(verify(&project.path("book")).unwrap().is_whole());
        } else {
            assert!(said.contains("too many files are open; raise the limit"), "{said}");
            check_old_site_is_whole(&project);
            failed += 1;
        }
    }
    assert!(failed > 0, "no limit was too low");
}

#[test]
fn a_read_only_disk_is_told() {
    if can_mount() {
        let project = published();
        let said =
            publish_after(&project.path("."), Unshare::Yes, "mount --bind . .; mount -o remount,ro,bind .; cd .");
        assert!(said.contains("read-only"), "{said}");
        check_old_site_is_whole(&project);
    }
    // `/proc` takes no new folder from anybody.
    let project = Project::new();
    let said = project.publish_to(Path::new("/proc/book"), &large_site(), Force::Yes).unwrap_err().to_string();
    assert!(said.contains("`/proc"), "{said}");
}

#[test]
fn a_mount_at_or_in_the_output_is_refused_and_never_emptied() {
    if !can_mount() {
        assert!(Path::new("/proc").is_dir());
        let project = Project::new();
        let said = project.publish_to(Path::new("/proc"), &large_site(), Force::Yes).unwrap_err().to_string();
        assert!(said.contains("another disk is mounted at it"), "{said}");
        return;
    }
    let project = published();
    let said = publish_after(&project.path("."), Unshare::Yes, "mount -t tmpfs x book");
    assert!(said.contains("another disk is mounted at it"), "{said}");
    let said = publish_after(&project.path("."), Unshare::Yes, "mount --bind book book");
    assert!(said.contains("another disk is mounted at it"), "{said}");
    // A bind mount shows the sources under another path.
    let said = publish_after(&project.path("."), Unshare::Yes, "mount --bind content book");
    assert!(said.contains("sources of the playbook lie in it"), "{said}");
    let said = publish_after(&project.path("."), Unshare::Yes, "mkdir book/in; mount --bind content book/in");
    assert!(said.contains("book/in`: it lies on another disk, or another disk is mounted there"), "{said}");
    fs::remove_dir(project.path("book/in")).unwrap();
    assert_eq!(project.names("content"), ["index.md"]);
    check_old_site_is_whole(&project);
}

#[test]
fn our_folder_beside_the_output_is_no_way_out_of_the_project() {
    let elsewhere = Project::new();
    elsewhere.write("previous/precious.txt", "x");
    let project = published();
    fs::rename(project.path(".book.lifeboat"), project.path("moved")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path("."), project.path(".book.lifeboat")).unwrap();
    let said = project.publish(&large_site()).unwrap_err().to_string();
    assert!(said.contains("a part of the path is a file, not a folder"), "{said}");
    assert_eq!(elsewhere.read("previous/precious.txt"), "x");
    assert_eq!(project.read("book/index.html"), "old");
}

#[test]
fn a_source_that_has_become_something_else_stops_publication() {
    let project = published();
    let mut site = large_site();
    site.add(SitePath::new("p.png").unwrap(), Content::Copy(SourcePath::new("content/p.png").unwrap())).unwrap();
    for (command, words) in [
        ("mkfifo content/p.png", "`content/p.png` is a pipe (FIFO), not a file"),
        ("ln -s /etc/passwd content/p.png", "`content/p.png` is a link that leads out of the project"),
        ("mkdir content/p.png", "`content/p.png` is a folder, not a file"),
    ] {
        let made = Command::new("sh").args(["-c", command]).current_dir(project.path(".")).status().unwrap();
        assert!(made.success());
        assert_eq!(project.publish(&site).unwrap_err().to_string(), words);
        Command::new("rm").arg("-rf").arg(project.path("content/p.png")).status().unwrap();
    }
    check_old_site_is_whole(&project);
}

#[test]
fn a_name_too_long_for_the_disk_is_told() {
    let project = published();
    let long = format!("{}.html", "x".repeat(260));
    let said = project.publish(&plan(&[("index.html", "new"), (&long, "x")])).unwrap_err().to_string();
    assert!(said.contains("the name or the path is too long for this disk"), "{said}");
    check_old_site_is_whole(&project);
}
