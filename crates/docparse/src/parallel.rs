//! A list and a function in, the function's results in the list's order out, worked out on
//! all processors. How many there are changes nothing but the time.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::diag::Sink;

/// `each` of `items`, in their order. A panic in one is the caller's.
pub fn map<T: Sync, R: Send>(items: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    map_on(thread::available_parallelism().map_or(1, NonZero::get), items, each)
}

/// The same for functions that have findings; these go into `sink` in the items' order.
pub fn map_with_findings<T: Sync, R: Send>(
    items: &[T],
    sink: &mut Sink,
    each: impl Fn(&T, &mut Sink) -> R + Sync,
) -> Vec<R> {
    let made = map(items, |item| {
        let mut own = Sink::new();
        (each(item, &mut own), own)
    });
    let keep = |(result, own): (R, Sink)| {
        sink.append(own);
        result
    };
    made.into_iter().map(keep).collect()
}

fn map_on<T: Sync, R: Send>(threads: usize, items: &[T], each: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = threads.min(items.len());
    if threads < 2 {
        return items.iter().map(each).collect();
    }
    // Items differ in size, so each thread takes the next one when it is done with its last.
    let next = AtomicUsize::new(0);
    let work = || {
        let taken = std::iter::from_fn(|| {
            let at = next.fetch_add(1, Ordering::Relaxed);
            Some((at, each(items.get(at)?)))
        });
        taken.collect::<Vec<_>>()
    };
    let mut made: Vec<(usize, R)> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut made = work();
        for thread in others {
            made.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    });
    made.sort_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_on_any_number_of_threads() {
        let items: Vec<usize> = (0..100).collect();
        let expected: Vec<usize> = items.iter().map(|item| item * item).collect();
        for threads in [0, 1, 2, 7, 200] {
            assert_eq!(map_on(threads, &items, |item| item * item), expected, "{threads}");
        }
        assert!(map_on(4, &[], |item: &usize| *item).is_empty());
    }

    #[test]
    fn a_panic_is_passed_on() {
        let caught = std::panic::catch_unwind(|| map_on(4, &[1, 2, 3], |item| assert_ne!(*item, 2)));
        assert!(caught.is_err());
    }
}
