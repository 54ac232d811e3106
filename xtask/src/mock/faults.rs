//! Rates and waits in, what befalls a request out: chosen by a seed, never by chance.

use std::str::FromStr;
use std::time::Duration;

/// A share of requests that fail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fault {
    /// The status to answer with; without one the reply is cut off.
    pub status: Option<u16>,
    /// From 0 to 1.
    pub rate: f64,
}

/// How long to wait before a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Latency {
    from: u64,
    to: u64,
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no STATUS=RATE or drop=RATE, with a rate from 0 to 1");
        let (what, rate) = text.split_once('=').ok_or_else(wrong)?;
        let status = match what {
            "drop" => None,
            status => {
                Some(status.parse().ok().filter(|status| (400..600).contains(status)).ok_or_else(wrong)?)
            }
        };
        let rate = rate.parse().ok().filter(|rate| (0.0..=1.0).contains(rate)).ok_or_else(wrong)?;
        Ok(Self { status, rate })
    }
}

impl FromStr for Latency {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        match (from.parse(), to.parse()) {
            (Ok(from), Ok(to)) if from <= to => Ok(Self { from, to }),
            _ => Err(format!("`{text}` is no number of milliseconds, nor a range such as 20-80")),
        }
    }
}

impl Latency {
    pub(super) fn of(self, chance: u64) -> Duration {
        Duration::from_millis(self.from + chance % (self.to - self.from + 1))
    }
}

/// Which of `faults` befalls the request with this `chance`.
pub(super) fn choose(faults: &[Fault], chance: u64) -> Option<Fault> {
    #[expect(clippy::cast_precision_loss, reason = "a rate has no more digits than that")]
    let mut share = (chance >> 11) as f64 / (1_u64 << 53) as f64;
    faults.iter().copied().find(|fault| {
        share -= fault.rate;
        share < 0.0
    })
}

/// What looks like chance, for the request with this number: SplitMix64 (Steele, Lea, Flood 2014).
pub(super) fn chance(seed: u64, number: u64) -> u64 {
    let mut z = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_hold() {
        let faults: Vec<Fault> =
            ["503=0.1", "drop=0.2"].iter().filter_map(|text| text.parse().ok()).collect();
        let chosen: Vec<_> = (0..10_000).filter_map(|number| choose(&faults, chance(7, number))).collect();
        let cut_off = chosen.iter().filter(|fault| fault.status.is_none()).count();
        assert!((2700..3300).contains(&chosen.len()), "{}", chosen.len());
        assert!((1800..2200).contains(&cut_off), "{cut_off}");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in ["503", "200=0.1", "503=2", "drop=-1"] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
        assert!("80-20".parse::<Latency>().is_err());
    }
}
