//! News of rebuilds, for pages that wait for them.
//!
//! Pages ask with the number of the last state that they know; the answer comes when there is a later one, or after a
//! while without. So nothing is lost between two questions, and a page that slept gets the latest state at once.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;

/// What pages are told.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Grows with every change; 0 is none yet.
    pub number: u64,
    /// What kept the last change from being shown; nothing where it is shown.
    pub held_back: Option<String>,
    /// The pages of which the last good version is shown, since a part of the new one would be missing.
    pub kept: Vec<String>,
    /// The files of the site, apart from its pages, that the last change gave other bytes.
    pub changed: Vec<String>,
    /// The page to go to, where `--follow` asks for it: its address from the root.
    pub follow: Option<String>,
    /// The findings, as `--format json` writes them; behind the others, since they are JSON already.
    #[serde(skip)]
    pub findings: Arc<str>,
    /// What the view can be changed to.
    pub choices: Choices,
}

/// What a reader of the preview may choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choices {
    /// Whether this program makes PDFs.
    pub pdf: bool,
    /// The roles that have a booklet, in the usual view.
    pub roles: Vec<Role>,
    /// The editions; the first one is shown unless another is asked for.
    pub editions: Vec<Choice>,
    /// The scale of classes, lowest first.
    pub classes: Vec<String>,
    /// The day for which the playbook is built.
    pub date: String,
}

/// A role that has a booklet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Role {
    /// Its name in addresses.
    pub name: String,
    /// What readers call it.
    pub title: String,
}

/// An edition that can be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Its name on the command line.
    pub name: String,
    /// What readers see.
    pub label: String,
    /// Its highest class.
    pub clearance: String,
}

/// The latest state, and who waits for the next.
#[derive(Debug, Default)]
pub struct Channel {
    latest: Mutex<State>,
    news: Condvar,
}

impl Channel {
    /// Tells everybody of a change.
    pub fn tell(&self, change: impl FnOnce(&mut State)) {
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut latest);
        latest.number += 1;
        self.news.notify_all();
    }

    /// The latest state as JSON, once it is another than number `since`, or after `time`.
    pub(super) fn wait(&self, since: u64, time: Duration) -> String {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let (latest, _) = self
            .news
            .wait_timeout_while(latest, time, |latest| latest.number == since)
            .unwrap_or_else(PoisonError::into_inner);
        let latest = State::clone(&latest);
        let mut json = serde_json::to_string(&latest).unwrap_or_default();
        json.truncate(json.len().saturating_sub(1));
        let findings = if latest.findings.is_empty() { "null" } else { &latest.findings };
        json + ",\"findings\":" + findings + "}"
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;
    use std::time::Duration;

    use super::Channel;

    #[test]
    fn who_waits_is_told_and_who_comes_late_gets_the_latest() {
        let channel = Arc::new(Channel::default());
        let waiting = {
            let channel = Arc::clone(&channel);
            thread::spawn(move || channel.wait(0, Duration::from_mins(1)))
        };
        channel.tell(|state| state.follow = Some("a.html".to_owned()));
        let told = waiting.join().unwrap();
        assert!(told.contains("\"number\":1") && told.contains("\"follow\":\"a.html\""), "{told}");
        channel.tell(|_| {});
        assert!(channel.wait(0, Duration::from_mins(1)).contains("\"number\":2"));
        channel.tell(|state| state.findings = r#"{"findings":[]}"#.into());
        let told: serde_json::Value = serde_json::from_str(&channel.wait(2, Duration::ZERO)).unwrap();
        assert_eq!((&told["number"], &told["findings"]["findings"]), (&3.into(), &serde_json::json!([])));
        assert!(channel.wait(3, Duration::ZERO).contains("\"number\":3"));
    }
}
