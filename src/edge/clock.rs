//! The clock: the day of the build, and how long it took. The core sees only the day.
#![expect(clippy::disallowed_methods, reason = "the edge reads the clock and SOURCE_DATE_EPOCH")]

use std::fmt;
use std::time::{Duration, Instant, SystemTime};

use crate::source::Date;

const SECONDS_A_DAY: i64 = 86_400;

/// `SOURCE_DATE_EPOCH` holds something else than a number of seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadEpoch(String);

impl fmt::Display for BadEpoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SOURCE_DATE_EPOCH is `{}`, which is no number of seconds since 1970-01-01; correct it or unset it",
            self.0.escape_debug()
        )
    }
}

impl std::error::Error for BadEpoch {}

/// The day for which a playbook is built: that of `SOURCE_DATE_EPOCH` where it is set
/// (<https://reproducible-builds.org/specs/source-date-epoch/>), else today, both in UTC so that the time zone of the
/// machine does not change the site.
///
/// # Errors
/// When `SOURCE_DATE_EPOCH` is no number.
pub fn build_date() -> Result<Date, BadEpoch> {
    match std::env::var_os("SOURCE_DATE_EPOCH") {
        Some(written) if !written.is_empty() => day_of_epoch(&written.to_string_lossy()),
        _ => Ok(today()),
    }
}

fn day_of_epoch(written: &str) -> Result<Date, BadEpoch> {
    let seconds: i64 = written.trim().parse().map_err(|_| BadEpoch(written.to_owned()))?;
    Ok(Date::from_days(seconds.div_euclid(SECONDS_A_DAY)))
}

fn today() -> Date {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Date::from_days(i64::try_from(seconds).unwrap_or(0) / SECONDS_A_DAY)
}

/// This moment, to be compared with the times of files.
pub(super) fn now() -> SystemTime {
    SystemTime::now()
}

/// Measures how long something takes.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch {
    started: Instant,
    cpu_before: Duration,
}

impl Stopwatch {
    /// Starts it.
    pub fn start() -> Self {
        Self { started: Instant::now(), cpu_before: cpu_time() }
    }

    /// Time on the wall since the start.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Processor time of all threads of this program since the start.
    pub fn cpu(&self) -> Duration {
        cpu_time().saturating_sub(self.cpu_before)
    }
}

/// A moment by which something must be done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Instant);

impl Deadline {
    /// So long from now.
    pub(super) fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    /// The time left until then.
    pub(super) fn left(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }
}

/// The time as HTTP writes it (RFC 9110, 5.6.7), such as `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(super) fn http_date() -> String {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    http_date_of(i64::try_from(seconds).unwrap_or(0))
}

fn http_date_of(seconds: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (days, second) = (seconds.div_euclid(SECONDS_A_DAY), seconds.rem_euclid(SECONDS_A_DAY));
    let date = Date::from_days(days).to_string();
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let name = |names: &[&'static str], at: i64| usize::try_from(at).ok().and_then(|at| names.get(at)).copied();
    let weekday = name(&DAYS, days.rem_euclid(7)).unwrap_or_default();
    let month = month.parse().ok().and_then(|month: i64| name(&MONTHS, month - 1)).unwrap_or_default();
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!("{weekday}, {day} {month} {year} {hour:02}:{minute:02}:{:02} GMT", second % 60)
}

fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let nanos = u32::try_from(time.tv_nsec).unwrap_or(0);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), nanos)
}

#[cfg(test)]
mod tests {
    use super::{BadEpoch, day_of_epoch, http_date_of};

    #[test]
    fn the_time_is_written_as_http_writes_it() {
        assert_eq!(http_date_of(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
    }

    #[test]
    fn the_day_of_an_epoch_is_counted_in_utc() {
        assert_eq!(day_of_epoch("0").unwrap().to_string(), "1970-01-01");
        assert_eq!(day_of_epoch("1795391999").unwrap().to_string(), "2026-11-22");
        assert_eq!(day_of_epoch("1795392000").unwrap().to_string(), "2026-11-23");
        assert_eq!(day_of_epoch("-1").unwrap().to_string(), "1969-12-31");
        assert_eq!(day_of_epoch("yesterday"), Err(BadEpoch("yesterday".to_owned())));
    }
}
