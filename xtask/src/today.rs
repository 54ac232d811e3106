//! The clock in, a date out. Only for decisions that are past their day; no output depends on it.

use std::time::{SystemTime, UNIX_EPOCH};

/// Today in UTC: `2027-01-31`.
pub(crate) fn today() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    date(since.as_secs() / (24 * 60 * 60))
}

/// A day as people write it (ISO 8601): `2027-01-31`.
pub(crate) fn parse(text: &str) -> Result<String, &'static str> {
    let digits = |range: std::ops::Range<usize>| {
        let part = text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        part.and_then(|part| part.parse::<u64>().ok())
    };
    let is_day = || {
        let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
        let length = months(year).get(usize::try_from(month.checked_sub(1)?).ok()?).copied()?;
        (text.len() == 10 && (1..=length).contains(&day)).then_some(())
    };
    let dashes = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    match is_day().filter(|()| dashes) {
        Some(()) => Ok(text.to_owned()),
        None => Err("a day is written like 2027-01-31"),
    }
}

/// The date `days` after 1970-01-01, by the Gregorian calendar.
fn date(days: u64) -> String {
    let (mut year, mut rest) = (1970, days);
    while rest >= months(year).iter().sum() {
        rest -= months(year).iter().sum::<u64>();
        year += 1;
    }
    let mut month = 1;
    for length in months(year) {
        if rest < length {
            break;
        }
        rest -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", rest + 1)
}

/// How many days the months of a year have.
fn months(year: u64) -> [u64; 12] {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    [31, 28 + u64::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

#[cfg(test)]
mod tests {
    use super::{date, parse};

    #[test]
    fn days_become_dates() {
        for (days, text) in [
            (0, "1970-01-01"),
            (11016, "2000-02-29"),
            (11017, "2000-03-01"),
            (20454, "2026-01-01"),
            (20818, "2026-12-31"),
        ] {
            assert_eq!(date(days), text);
        }
    }

    #[test]
    fn only_days_are_days() {
        for (text, is) in [
            ("2027-01-31", true),
            ("2028-02-29", true),
            ("2027-02-29", false),
            ("2027-13-01", false),
            ("2027-00-10", false),
            ("2027-1-31", false),
            ("2027/01/31", false),
            ("2027-01-31x", false),
            ("+027-01-31", false),
            ("é", false),
        ] {
            assert_eq!(parse(text).is_ok(), is, "{text}");
        }
    }
}
