//! A builder that is killed at any moment leaves exactly the old or exactly the new site, and the next one tidies up.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use lifeboat::edge::publish::publish;
use lifeboat::edge::root::Root;
use lifeboat::edge::verify::verify;
use lifeboat::site::SitePlan;

use crate::project::{Force, Project, Tree, options, plan, tree};

/// Where the child process publishes; set only by the tests below when they run this program again.
const PROJECT: &str = "LIFEBOAT_TEST_PUBLISHES_IN_A_LOOP";

/// Two sites that share most files; each has some that the other lacks or has with other bytes.
fn site(which: usize) -> SitePlan {
    let files: Vec<_> = (0..120)
        .filter(|n| n % 11 != which) // so only site 0 has `1/1.html`
        .map(|n| {
            let text = if n % 4 == 0 { format!("site {which}, page {n}\n").repeat(500) } else { format!("page {n}") };
            (format!("{}/{n}.html", n % 7), text)
        })
        .collect();
    plan(&files.iter().map(|(path, text)| (&**path, &**text)).collect::<Vec<_>>())
}

/// Not a test by itself: the process that the tests kill.
#[test]
fn publishing_in_a_loop_ends_only_by_a_kill() {
    let Some(project) = std::env::var_os(PROJECT) else { return };
    let root = Root::open(project.as_ref()).unwrap();
    let sites = [site(0), site(1)];
    // A new process begins with the site that is not published, so that there is always something to do.
    let published = std::fs::read_to_string(root.path().join("book/MANIFEST.sha256")).unwrap_or_default();
    let first = usize::from(published.contains("/1.html"));
    for turn in first.. {
        publish(&sites[turn % 2], &root, &root.path().join("book"), &options(Force::No)).unwrap();
    }
}

fn start(project: &Project) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::publishing_in_a_loop_ends_only_by_a_kill", "--test-threads=1"])
        .env(PROJECT, project.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn expected(which: usize) -> Tree {
    let project = Project::new();
    project.publish(&site(which)).unwrap();
    project.tree("book")
}

/// Pseudo-random moments (xorshift) for the kills, within the time that this machine takes for some publications.
struct Moments {
    state: u64,
    longest: Duration,
}

impl Moments {
    fn next(&mut self) -> Duration {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        let share = u32::try_from(self.state % 1000).unwrap();
        Duration::from_millis(5) + self.longest * share / 1000
    }
}

#[test]
fn a_kill_at_any_moment_leaves_exactly_the_old_or_exactly_the_new_site() {
    let project = Project::new();
    let sources = project.tree("content");
    let expected = [expected(0), expected(1)];
    project.publish(&site(0)).unwrap();
    let watch = Instant::now();
    project.publish(&site(1)).unwrap();
    let longest = (watch.elapsed() * 3).clamp(Duration::from_millis(60), Duration::from_millis(150));
    let mut moments = Moments { state: u64::from(std::process::id()) | 1, longest };
    let mut seen = [0, 0];
    let mut unfinished = 0;
    let mut round = 0;
    // 60 rounds, and more where by chance all kills hit the same state.
    while round < 60 || (round < 200 && (seen.contains(&0) || unfinished == 0)) {
        round += 1;
        let mut child = start(&project);
        std::thread::sleep(moments.next());
        child.kill().unwrap();
        assert!(child.wait().unwrap().code().is_none(), "the child failed by itself in round {round}");
        let found = project.tree("book");
        let which = expected.iter().position(|site| *site == found);
        seen[which.unwrap_or_else(|| panic!("round {round}: neither the old nor the new site"))] += 1;
        assert_eq!(project.names("."), [".book.lifeboat", "book", "content"], "round {round}");
        let at_rest = [".gitignore", "lock", "previous"];
        unfinished += usize::from(project.names(".book.lifeboat").iter().any(|name| !at_rest.contains(&&**name)));
    }
    assert!(seen.iter().all(|count| *count > 0) && unfinished > 0, "too tame: {seen:?}, {unfinished} unfinished");

    // Whatever the last kill left, the next builder tidies up.
    project.publish(&site(0)).unwrap();
    project.publish(&site(1)).unwrap();
    assert_eq!(project.tree("book"), expected[1]);
    assert_eq!(tree(&project.path(".book.lifeboat/previous")), expected[0]);
    assert_eq!(project.names(".book.lifeboat"), [".gitignore", "lock", "previous"]);
    assert!(verify(&project.path("book")).unwrap().is_whole());
    assert_eq!(project.tree("content"), sources);
}

#[test]
fn a_second_builder_waits_shortly_and_then_says_who_is_publishing() {
    let project = Project::new();
    let lock = lock_as_another_would(&project);
    let message = project.publish(&site(0)).unwrap_err().to_string();
    assert!(message.contains("another builder is publishing to"), "{message}");
    assert!(message.contains("(process 4242)"), "{message}");
    assert_eq!(project.names("."), [".book.lifeboat", "content"]);
    drop(lock);
    project.publish(&site(0)).unwrap();
}

fn lock_as_another_would(project: &Project) -> std::fs::File {
    project.write(".book.lifeboat/lock", "4242\n");
    let lock = std::fs::File::open(project.path(".book.lifeboat/lock")).unwrap();
    lock.lock().unwrap();
    lock
}

#[test]
fn two_builders_at_once_both_publish_whole_sites() {
    let project = Project::new();
    let expected = [expected(0), expected(1)];
    std::thread::scope(|threads| {
        for which in [0, 1, 0, 1] {
            let project = &project;
            threads.spawn(move || {
                let mut patient = options(Force::No);
                patient.patience = Duration::from_secs(30);
                for turn in 0..4 {
                    let site = site((which + turn) % 2);
                    publish(&site, &project.root(), &project.path("book"), &patient).unwrap();
                }
            });
        }
    });
    let found = project.tree("book");
    assert!(expected.contains(&found));
    assert_eq!(project.names(".book.lifeboat"), [".gitignore", "lock", "previous"]);
}

#[test]
fn readers_see_a_whole_site_at_every_moment() {
    let project = Project::new();
    project.publish(&site(0)).unwrap();
    let mut child = start(&project);
    let moment = Instant::now();
    let mut looked = 0;
    while moment.elapsed() < Duration::from_millis(1500) {
        // One open folder is one site, whatever is exchanged meanwhile.
        let manifest = std::fs::read(project.path("book/MANIFEST.sha256"));
        assert!(manifest.is_ok_and(|bytes| bytes.len() > 1000), "a moment without a site");
        looked += 1;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(looked > 100);
}
