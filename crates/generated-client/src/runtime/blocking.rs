//! Calls without `async`: carried out on a thread of our own, waited for on the caller's.

use std::future::Future;
use std::sync::OnceLock;
use std::sync::mpsc::sync_channel;
use std::thread;

use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Handle};

use super::{Items, Pages, Response, Result};

/// What `work` gives. Blocks the thread, so it is for programs that are not async.
pub(crate) fn wait<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let (give, take) = sync_channel(1);
    runtime().spawn(async move {
        // Whoever waits is still there: waiting cannot be given up.
        let _ = give.send(work.await);
    });
    take.recv().expect("a call does not panic")
}

/// One thread for all clients, from the first call on.
fn runtime() -> &'static Handle {
    static RUNTIME: OnceLock<Handle> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let runtime =
            Builder::new_current_thread().enable_all().build().expect("the system has timers and sockets");
        let handle = runtime.handle().clone();
        let name = concat!(env!("CARGO_PKG_NAME"), "-blocking").to_owned();
        let run = move || runtime.block_on(std::future::pending::<()>());
        thread::Builder::new().name(name).spawn(run).expect("the system has one more thread");
        handle
    })
}

/// The pages of a list, one after the other. [`Pages::blocking`] makes it.
#[derive(Debug)]
pub struct BlockingPages<P>(Option<Pages<P>>);

/// The items of a list, one after the other. [`Items::blocking`] makes it.
#[derive(Debug)]
pub struct BlockingItems<P, T>(Option<Items<P, T>>);

impl<P> Pages<P> {
    /// The same pages without `async`: each is waited for.
    pub fn blocking(self) -> BlockingPages<P> {
        BlockingPages(Some(self))
    }
}

impl<P, T> Items<P, T> {
    /// The same items without `async`: each page is waited for.
    pub fn blocking(self) -> BlockingItems<P, T> {
        BlockingItems(Some(self))
    }
}

impl<P: DeserializeOwned + Send + 'static> Iterator for BlockingPages<P> {
    type Item = Result<Response<P>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut pages = self.0.take()?;
        let (pages, page) = wait(async move {
            let page = pages.next().await;
            (pages, page)
        });
        self.0 = Some(pages);
        page
    }
}

impl<P: DeserializeOwned + Send + 'static, T: Send + 'static> Iterator for BlockingItems<P, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut items = self.0.take()?;
        let (items, item) = wait(async move {
            let item = items.next().await;
            (items, item)
        });
        self.0 = Some(items);
        item
    }
}
