//! A clock that stands still until something sleeps.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use pingone::{Clock, Sleep};

/// Time limits in tests are at least this long, and never pass. Anything shorter is a pause: it
/// passes at once, and is noted down.
pub(crate) const LIMIT: Duration = Duration::from_secs(100_000);

/// Sun, 06 Nov 1994 08:49:37 GMT
pub(crate) const DATE: Duration = Duration::from_secs(784_111_777);

#[derive(Clone)]
pub(crate) struct TestClock {
    start: Instant,
    passed: Arc<Mutex<Duration>>,
    pauses: Arc<Mutex<Vec<Duration>>>,
}

impl TestClock {
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), passed: Arc::default(), pauses: Arc::default() }
    }

    pub(crate) fn pass(&self, time: Duration) {
        *self.passed.lock().unwrap() += time;
    }

    pub(crate) fn pauses(&self) -> Vec<Duration> {
        self.pauses.lock().unwrap().clone()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.start + *self.passed.lock().unwrap()
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + DATE + *self.passed.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        if duration >= LIMIT / 2 {
            return Box::pin(std::future::pending());
        }
        self.pauses.lock().unwrap().push(duration);
        self.pass(duration);
        Box::pin(std::future::ready(()))
    }

    fn random(&self) -> f64 {
        1.0
    }
}
