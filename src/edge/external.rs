//! Web addresses → whether they answer. Only for `check --external`; a build never comes here.
//!
//! Polite: one request at a time to a host, with a pause between two; at most eight hosts at once; `HEAD` first, `GET`
//! where a server does not know it; two tries more, each after a longer pause, where a server is busy or out of reach.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::thread::{scope, sleep};
use std::time::Duration;

use ureq::Agent;

/// Hosts that are asked at once.
const HOSTS_AT_ONCE: usize = 8;
/// Tries of one address.
const TRIES: u32 = 3;
/// The longest time that a server may ask to be left alone for before the next try.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// How addresses are asked.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// Between two requests to one host.
    pub pause: Duration,
    /// For one whole answer.
    pub timeout: Duration,
}

/// What an address answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is there, perhaps elsewhere or for members only.
    There(u16),
    /// The server says that it is not, or that it failed.
    Refused(u16),
    /// No server answered, and why.
    Silent(String),
}

/// Asks each address; the answers are in the order of the addresses.
pub fn ask(addresses: &[String], manners: Manners) -> Vec<Answer> {
    let mut by_host: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, address) in addresses.iter().enumerate() {
        by_host.entry(host_of(address)).or_default().push(at);
    }
    let hosts: Mutex<VecDeque<Vec<usize>>> = Mutex::new(by_host.into_values().collect());
    let answers: Mutex<BTreeMap<usize, Answer>> = Mutex::new(BTreeMap::new());
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(manners.timeout))
        .http_status_as_error(false)
        .max_redirects(8)
        .user_agent(concat!("lifeboat/", env!("CARGO_PKG_VERSION"), " (link check)"))
        .build()
        .into();
    scope(|threads| {
        for _ in 0..HOSTS_AT_ONCE {
            threads.spawn(|| {
                // The list is free again before a host is asked.
                let next = || locked(&hosts).pop_front();
                while let Some(host) = next() {
                    for (number, at) in host.into_iter().enumerate() {
                        if number > 0 {
                            sleep(manners.pause);
                        }
                        let answer = addresses.get(at).map(|address| ask_one(&agent, address, manners));
                        locked(&answers).extend(answer.map(|answer| (at, answer)));
                    }
                }
            });
        }
    });
    answers.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner).into_values().collect()
}

/// A panic elsewhere leaves the lists whole: each is only taken from or added to.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn ask_one(agent: &Agent, address: &str, manners: Manners) -> Answer {
    let mut wait = manners.pause;
    let mut answer = Answer::Silent(String::new());
    for tried in 0..TRIES {
        if tried > 0 {
            wait = wait.saturating_mul(2).min(LONGEST_WAIT);
            sleep(wait);
        }
        let (status, asked_to_wait) = match request(agent, address, manners) {
            Ok(found) => found,
            Err(error) => {
                answer = Answer::Silent(in_plain_words(&error));
                // A name that does not exist now does not exist in a moment.
                if matches!(error, ureq::Error::HostNotFound | ureq::Error::BadUri(_) | ureq::Error::TooManyRedirects) {
                    return answer;
                }
                continue;
            }
        };
        answer = match status {
            // Behind a sign-in, or closed to programs: somebody is there.
            200..=399 | 401 | 403 | 407 | 999 => return Answer::There(status),
            429 | 500..=599 => Answer::Refused(status),
            _ => return Answer::Refused(status),
        };
        wait = wait.max(asked_to_wait).min(LONGEST_WAIT);
    }
    answer
}

/// The status of an address, and how long the server asks to be left alone.
fn request(agent: &Agent, address: &str, manners: Manners) -> Result<(u16, Duration), ureq::Error> {
    let mut response = agent.head(address).call();
    let unknown = |status: u16| matches!(status, 403 | 404 | 405 | 406 | 501);
    if response.as_ref().is_ok_and(|response| unknown(response.status().as_u16())) {
        sleep(manners.pause);
        response = agent.get(address).call();
    }
    let response = response?;
    let seconds = response.headers().get("retry-after").and_then(|value| value.to_str().ok()?.trim().parse().ok());
    Ok((response.status().as_u16(), Duration::from_secs(seconds.unwrap_or(0))))
}

fn in_plain_words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::HostNotFound => "there is no such host".to_owned(),
        ureq::Error::Timeout(_) => "no answer in time".to_owned(),
        ureq::Error::TooManyRedirects => "it leads from place to place without end".to_owned(),
        ureq::Error::Io(error) => format!("no connection: {error}"),
        other => other.to_string(),
    }
}

/// `host:port` of an address, lower case is not needed: it only groups.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}
