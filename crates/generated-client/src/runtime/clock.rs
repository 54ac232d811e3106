//! Time and chance, so that tests may decide both.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

/// Where a client takes time and chance from. Implement it to run on another runtime than
/// tokio, or to let a test decide what time it is.
pub trait Clock: Send + Sync + 'static {
    /// A moment, to measure durations from.
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// The date, to compare with dates that the service sends.
    fn date(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Ends when `duration` has passed.
    fn sleep(&self, duration: Duration) -> Sleep<'_>;

    /// A number from 0 to 1, evenly spread: what share of a pause is waited.
    fn random(&self) -> f64 {
        fastrand::f64()
    }
}

/// A pause.
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// tokio's timer, the system's clock.
pub(crate) struct TokioClock;

impl Clock for TokioClock {
    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// What `work` gives, unless `limit` passes first: then it is dropped.
pub(crate) async fn within<T>(
    clock: &dyn Clock,
    limit: Duration,
    work: impl Future<Output = T>,
) -> Option<T> {
    let mut work = pin!(work);
    let mut sleep = clock.sleep(limit);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => sleep.as_mut().poll(context).map(|()| None),
    })
    .await
}
