//! A day of the calendar.

use std::fmt;

/// A day of the Gregorian calendar; orders by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, or `None` where the calendar has no such day (years 1 to 9999).
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let valid =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        valid.then_some(Self { year, month, day })
    }

    /// Reads `2026-11-23`, Learn's `11/23/2026` in every width, and GOV.UK's `2026-11-23T…` (the day of it).
    pub fn parse(written: &str) -> Option<Self> {
        let written = written.trim();
        let day_part = written.split_once(['T', ' ']).map_or(written, |(day, _)| day);
        let mut slashes = day_part.split('/');
        if let (Some(month), Some(day), Some(year), None) =
            (slashes.next(), slashes.next(), slashes.next(), slashes.next())
        {
            return Self::new(number(year)?, number(month)?.try_into().ok()?, number(day)?.try_into().ok()?);
        }
        let mut dashes = day_part.split('-');
        match (dashes.next(), dashes.next(), dashes.next(), dashes.next()) {
            (Some(year), Some(month), Some(day), None) if year.len() == 4 => {
                Self::new(number(year)?, number(month)?.try_into().ok()?, number(day)?.try_into().ok()?)
            }
            _ => None,
        }
    }

    /// The day so many months later; the last day of the month where that month is shorter.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let total = self.year * 12 + i32::from(self.month) - 1 + months;
        let year = total.div_euclid(12).clamp(1, 9999);
        let month = u8::try_from(total.rem_euclid(12) + 1).unwrap_or(1);
        Self { year, month, day: self.day.min(days_in(year, month)) }
    }

    /// The day so many days later (earlier where negative), kept within the years 1 to 9999.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_days(self.days() + days)
    }

    /// Days since 1970-01-01. The algorithm is Howard Hinnant's `days_from_civil`.
    pub fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = i64::from(self.month);
        let day_of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The day that is so many days after 1970-01-01, kept within the years 1 to 9999.
    pub fn from_days(days: i64) -> Self {
        let days = days.clamp(-719_162, 2_932_896) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let day = u8::try_from(day_of_year - (153 * month_index + 2) / 5 + 1).unwrap_or(1);
        let month = u8::try_from(if month_index < 10 { month_index + 3 } else { month_index - 9 }).unwrap_or(1);
        let year = i32::try_from(year_of_era + era * 400).unwrap_or(1) + i32::from(month <= 2);
        Self { year, month, day }
    }
}

impl Default for Date {
    /// 1970-01-01.
    fn default() -> Self {
        Self { year: 1970, month: 1, day: 1 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn number(text: &str) -> Option<i32> {
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn only_days_of_the_calendar_are_dates() {
        let shown = |written| Date::parse(written).map(|date| date.to_string());
        assert_eq!(shown("2/9/2024"), Some("2024-02-09".to_owned()));
        assert_eq!(shown("02/29/2024"), Some("2024-02-29".to_owned()));
        assert_eq!(shown("2026-11-23T10:00:00Z"), Some("2026-11-23".to_owned()));
        assert_eq!(shown("02/29/2023"), None);
        assert_eq!(shown("13/01/2023"), None);
        assert_eq!(shown("next week"), None);
    }

    #[test]
    fn days_and_months_are_counted_over_leap_years() {
        let date = Date::new(2024, 2, 29).unwrap();
        assert_eq!(date.plus_months(12).to_string(), "2025-02-28");
        assert_eq!(date.plus_days(366).to_string(), "2025-03-01");
        assert_eq!(Date::from_days(0), Date::default());
        for days in (-719_162..2_932_896).step_by(997) {
            assert_eq!(Date::from_days(days).days(), days);
        }
    }
}
