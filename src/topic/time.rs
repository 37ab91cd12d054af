//! Lengths of time as people write them: `PT4H`, `4 h`, `2 days`, `P12M`, `12 months`.

use crate::source::Date;

/// A length of time in which something must be done again: a recovery objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// As the author wrote it.
    pub written: String,
    /// How long it is.
    pub seconds: u64,
}

/// How often something is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// As the author wrote it.
    pub written: String,
    /// Whole months.
    pub months: u32,
    /// Days beside the months.
    pub days: u32,
}

/// Why something written is no length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotATime {
    /// A number alone: "4 what?".
    NoUnit,
    /// Months or years, which have no fixed length, where a fixed one is needed.
    NoFixedLength,
    /// Anything else.
    Unreadable,
}

impl Duration {
    /// Reads `PT4H`, `P2DT12H`, `4 h`, `1.5 hours`, `1 h 30 min`, `2 days`, `1 week`.
    ///
    /// # Errors
    /// Where it is none, or counts in months or years.
    pub fn parse(written: &str) -> Result<Self, NotATime> {
        let mut milliseconds: u64 = 0;
        for (thousandths, unit) in parts(written)? {
            let seconds: u64 = match unit {
                Unit::Second => 1,
                Unit::Minute => 60,
                Unit::Hour => 3600,
                Unit::Day => 86_400,
                Unit::Week => 604_800,
                Unit::Month | Unit::Year => return Err(NotATime::NoFixedLength),
            };
            milliseconds = milliseconds.saturating_add(thousandths.saturating_mul(seconds));
        }
        Ok(Self { written: written.trim().to_owned(), seconds: milliseconds / 1000 })
    }
}

impl Cycle {
    /// Reads `P12M`, `P1Y6M`, `12 months`, `1 year`, `2 weeks`, `90 days`.
    ///
    /// # Errors
    /// Where it is none, or finer than a day.
    pub fn parse(written: &str) -> Result<Self, NotATime> {
        let mut months: u64 = 0;
        let mut days: u64 = 0;
        for (thousandths, unit) in parts(written)? {
            let (count, factor) = match unit {
                Unit::Year => (&mut months, 12),
                Unit::Month => (&mut months, 1),
                Unit::Week => (&mut days, 7),
                Unit::Day => (&mut days, 1),
                Unit::Hour | Unit::Minute | Unit::Second => return Err(NotATime::Unreadable),
            };
            let value = thousandths.saturating_mul(factor);
            if value % 1000 != 0 {
                return Err(NotATime::Unreadable);
            }
            *count = count.saturating_add(value / 1000);
        }
        if months == 0 && days == 0 {
            return Err(NotATime::Unreadable);
        }
        // 120,000 months are all the years that a date can have.
        let whole = |count: u64| u32::try_from(count.min(120_000)).unwrap_or(0);
        Ok(Self { written: written.trim().to_owned(), months: whole(months), days: whole(days) })
    }

    /// The day on which it is due again.
    pub fn after(&self, day: Date) -> Date {
        day.plus_months(i32::try_from(self.months).unwrap_or(i32::MAX)).plus_days(i64::from(self.days))
    }
}

#[derive(Clone, Copy)]
enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// The numbers (in thousandths) with their units.
fn parts(written: &str) -> Result<Vec<(u64, Unit)>, NotATime> {
    let written = written.trim();
    let parts = match written.strip_prefix(['P', 'p']) {
        Some(iso) if iso.starts_with(|first: char| first.is_ascii_digit() || matches!(first, 'T' | 't')) => {
            let (days, times) = iso.split_once(['T', 't']).map_or((iso, None), |(days, times)| (days, Some(times)));
            let mut parts = number_and_word(days, |unit| match unit {
                "y" => Some(Unit::Year),
                "m" => Some(Unit::Month),
                "w" => Some(Unit::Week),
                "d" => Some(Unit::Day),
                _ => None,
            })?;
            parts.extend(number_and_word(times.unwrap_or_default(), |unit| match unit {
                "h" => Some(Unit::Hour),
                "m" => Some(Unit::Minute),
                "s" => Some(Unit::Second),
                _ => None,
            })?);
            parts
        }
        _ => number_and_word(written, |word| match word {
            "s" | "sec" | "secs" | "second" | "seconds" => Some(Unit::Second),
            "min" | "mins" | "minute" | "minutes" => Some(Unit::Minute),
            "h" | "hr" | "hrs" | "hour" | "hours" => Some(Unit::Hour),
            "d" | "day" | "days" => Some(Unit::Day),
            "w" | "wk" | "week" | "weeks" => Some(Unit::Week),
            "month" | "months" => Some(Unit::Month),
            "y" | "yr" | "year" | "years" => Some(Unit::Year),
            // `m` may be minutes or months.
            _ => None,
        })?,
    };
    if parts.is_empty() { Err(NotATime::Unreadable) } else { Ok(parts) }
}

fn number_and_word(text: &str, unit: impl Fn(&str) -> Option<Unit>) -> Result<Vec<(u64, Unit)>, NotATime> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let number_end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(number_end);
        let thousandths = thousandths(number).ok_or(NotATime::Unreadable)?;
        let after = after.trim_start();
        let word_end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let (word, after) = after.split_at(word_end);
        if word.is_empty() && after.is_empty() {
            return Err(NotATime::NoUnit);
        }
        parts.push((thousandths, unit(&word.to_lowercase()).ok_or(NotATime::Unreadable)?));
        rest = after.trim_start_matches([',', ' ']);
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
    }
    Ok(parts)
}

fn thousandths(number: &str) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() || whole.len() > 7 || fraction.len() > 3 || number.ends_with('.') {
        return None;
    }
    Some(whole.parse::<u64>().ok()? * 1000 + format!("{fraction:0<3}").parse::<u64>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::{Cycle, Duration, NotATime};

    #[test]
    fn every_usual_spelling_of_a_duration_is_read() {
        let hours = |written: &str| Duration::parse(written).unwrap().seconds / 3600;
        for (written, expected) in
            [("PT4H", 4), ("4 h", 4), ("4h", 4), ("2 days", 48), ("P2D", 48), ("P1DT12H", 36), ("1 week", 168)]
        {
            assert_eq!(hours(written), expected, "{written}");
        }
        assert_eq!(Duration::parse("1 h 30 min").unwrap().seconds, 5400);
        assert_eq!(Duration::parse("1.5 hours").unwrap().seconds, 5400);
        assert_eq!(Duration::parse("PT15M").unwrap().seconds, 900);
    }

    #[test]
    fn what_is_no_length_of_time_says_why() {
        assert_eq!(Duration::parse("4"), Err(NotATime::NoUnit));
        assert_eq!(Duration::parse("1 h 30"), Err(NotATime::NoUnit));
        assert_eq!(Duration::parse("2 months"), Err(NotATime::NoFixedLength));
        for written in ["", "soon", "30 m", "P", "PT", "4 h later", "-1 h", "1..5 h", "4 ℎ", "99999999 h", "PT4X"] {
            assert_eq!(Duration::parse(written), Err(NotATime::Unreadable), "{written}");
        }
        assert_eq!(Cycle::parse("12"), Err(NotATime::NoUnit));
        assert_eq!(Cycle::parse("4 h"), Err(NotATime::Unreadable));
        assert_eq!(Cycle::parse("0 days"), Err(NotATime::Unreadable));
    }

    #[test]
    fn a_cycle_leads_to_the_next_day_it_is_due() {
        let day = crate::source::Date::new(2024, 2, 29).unwrap();
        let next = |written: &str| Cycle::parse(written).unwrap().after(day).to_string();
        assert_eq!(next("P12M"), "2025-02-28");
        assert_eq!(next("12 months"), "2025-02-28");
        assert_eq!(next("1 year"), "2025-02-28");
        assert_eq!(next("P1Y6M"), "2025-08-29");
        assert_eq!(next("2 weeks"), "2024-03-14");
    }
}
