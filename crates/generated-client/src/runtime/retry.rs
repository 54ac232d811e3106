//! When a request is sent again, and how long is waited before.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, Method, StatusCode, header};

use super::transport::TransportError;

/// How often a request is sent again, and how long is waited before.
///
/// A request is sent again when no connection could be made, and after 429. One that does no
/// harm when it is done twice (GET, HEAD, OPTIONS, PUT, DELETE, and what
/// [`CallOptions::idempotent`](crate::CallOptions::idempotent) says) is sent again too after
/// 408, 500, 502, 503, 504, a broken connection and an attempt that took too long.
///
/// Before the n-th repetition the client waits a random share of `base` × 2ⁿ⁻¹, at most `cap`
/// ("full jitter"); if the reply says `Retry-After`, as long as that says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How often a request is sent at most, the first time included. 4 if this is not said.
    pub attempts: u32,
    /// The longest pause before the first repetition. 200 ms if this is not said.
    pub base: Duration,
    /// The longest pause before any repetition that the service does not ask for. 10 s if
    /// this is not said.
    pub cap: Duration,
    /// How long the pauses of a call may take together. A pause that does not fit is not
    /// begun: the call ends with what it has. 30 s if this is not said.
    pub budget: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 4,
            base: Duration::from_millis(200),
            cap: Duration::from_secs(10),
            budget: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// Nothing is sent again.
    pub fn never() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sets [`attempts`](Self::attempts).
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets [`base`](Self::base).
    #[must_use]
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets [`cap`](Self::cap).
    #[must_use]
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Sets [`budget`](Self::budget).
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    /// The pause after `sent` attempts, of which a share of `random` is waited.
    pub(crate) fn pause(&self, sent: u32, random: f64) -> Duration {
        let doubled = 1_u32.checked_shl(sent.saturating_sub(1)).unwrap_or(u32::MAX);
        let longest = self.base.saturating_mul(doubled).min(self.cap);
        longest.mul_f64(random.clamp(0.0, 1.0))
    }
}

/// Whether doing the same twice has the effect of doing it once (RFC 9110 section 9.2.2).
pub(crate) fn idempotent(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT, Method::DELETE].contains(method)
}

/// Whether a request may be sent again after this reply.
pub(crate) fn after_reply(status: StatusCode, harmless: bool) -> bool {
    match status.as_u16() {
        429 => true,
        408 | 500 | 502 | 503 | 504 => harmless,
        _ => false,
    }
}

/// Whether a request may be sent again after no reply.
pub(crate) fn after_error(error: &TransportError, harmless: bool) -> bool {
    error.is_connect() || harmless
}

/// What `Retry-After` asks for: seconds, or a date (RFC 9110 section 10.2.3).
pub(crate) fn asked(headers: &HeaderMap, date: SystemTime) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = httpdate::parse_http_date(text).ok()?;
    Some(then.duration_since(date).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_cap() {
        let policy = RetryPolicy::default().base(Duration::from_millis(100)).cap(Duration::from_millis(300));
        let longest: Vec<_> = (1..5).map(|sent| policy.pause(sent, 1.0).as_millis()).collect();
        assert_eq!(longest, [100, 200, 300, 300]);
        assert_eq!(policy.pause(2, 0.5), Duration::from_millis(100));
        assert_eq!(policy.pause(200, 1.0), policy.cap);
    }

    #[test]
    fn both_forms_of_retry_after_are_read() {
        let date = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        let asked =
            |text: &str| asked(&HeaderMap::from_iter([(header::RETRY_AFTER, text.parse().unwrap())]), date);
        assert_eq!(asked("7"), Some(Duration::from_secs(7)));
        assert_eq!(asked("Sun, 06 Nov 1994 08:50:07 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(asked("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        for odd in ["soon", "-1", "1.5", ""] {
            assert_eq!(asked(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_may_do_harm_twice_is_sent_again_only_if_it_was_not_done() {
        let again = |status| after_reply(StatusCode::from_u16(status).unwrap(), false);
        assert!(again(429) && ![408, 500, 502, 503, 504, 400, 401, 409].into_iter().any(again));
        assert!(after_error(&TransportError::connect("refused"), false));
        assert!(!after_error(&TransportError::timeout("slow"), false));
        assert!(!after_error(&TransportError::other("reset"), false));
        assert!(!idempotent(&Method::POST) && !idempotent(&Method::PATCH) && idempotent(&Method::PUT));
    }
}
