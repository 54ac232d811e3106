//! Lists that come in pages: the first call in, a stream of pages or of items out.

mod next;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::error::Reply;
use super::exchange::{Exchange, Outgoing, exchange};
use super::{Client, Response, Result, call};
pub(crate) use next::Style;

/// The pages of a list, as a [`Stream`]. Each is fetched when it is asked for, and signed in,
/// sent again and timed out like a call of its own. After an error there are no more.
///
/// A link to the next page is followed within the origin of the page it is on; elsewhere, it
/// is an error that [`is_decode`](crate::Error::is_decode). Lists that count their things instead
/// (SCIM) are asked for by `startIndex`.
#[must_use = "nothing is sent before the first page is asked for"]
pub struct Pages<P> {
    replies: Replies,
    page: PhantomData<fn() -> P>,
}

impl<P> Pages<P> {
    pub(crate) fn new(client: Client, style: Style, first: Result<Outgoing>) -> Self {
        let replies = Replies { client, style, step: Step::Ask(Box::new(first)) };
        Self { replies, page: PhantomData }
    }
}

impl<P: DeserializeOwned> Pages<P> {
    /// The next page, if there is one.
    pub async fn next(&mut self) -> Option<Result<Response<P>>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<P>>>> {
        let reply = ready!(self.replies.poll(context));
        Poll::Ready(reply.map(|reply| {
            let page = reply.and_then(call::read);
            if page.is_err() {
                self.replies.step = Step::Done;
            }
            page
        }))
    }
}

/// The replies with the pages, whatever is on them.
struct Replies {
    client: Client,
    style: Style,
    step: Step,
}

enum Step {
    /// The next page, or why it cannot be asked for.
    Ask(Box<Result<Outgoing>>),
    /// The reply, and how to ask in the same way for what is after it: options are used up by sending.
    Wait(Exchange, Box<Outgoing>),
    Done,
}

impl Replies {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Reply>>> {
        loop {
            match std::mem::replace(&mut self.step, Step::Done) {
                Step::Done => return Poll::Ready(None),
                Step::Ask(outgoing) => match *outgoing {
                    Ok(outgoing) => {
                        let again = Box::new(outgoing.at(outgoing.uri.clone()));
                        self.step = Step::Wait(exchange(self.client.clone(), Ok(outgoing), true), again);
                    }
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                Step::Wait(mut reply, again) => match reply.as_mut().poll(context) {
                    Poll::Pending => {
                        self.step = Step::Wait(reply, again);
                        return Poll::Pending;
                    }
                    Poll::Ready(reply) => {
                        let next =
                            reply.as_ref().ok().and_then(|reply| next::next(self.style, &again, reply));
                        self.step = next.map_or(Step::Done, |next| Step::Ask(Box::new(next)));
                        return Poll::Ready(Some(reply));
                    }
                },
            }
        }
    }
}

impl<P: DeserializeOwned> Stream for Pages<P> {
    type Item = Result<Response<P>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of a list, page after page, as a [`Stream`]. After an error there are no more.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct Items<P, T> {
    pages: Pages<P>,
    page: std::vec::IntoIter<T>,
    items: fn(P) -> Option<Vec<T>>,
}

impl<P, T> Items<P, T> {
    /// The items that `items` finds on each of `pages`.
    pub(crate) fn new(pages: Pages<P>, items: fn(P) -> Option<Vec<T>>) -> Self {
        Self { pages, page: Vec::new().into_iter(), items }
    }
}

impl<P: DeserializeOwned, T> Items<P, T> {
    /// The next item, if there is one.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match self.pages.poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(page))) => {
                    self.page = (self.items)(page.into_value()).unwrap_or_default().into_iter();
                }
            }
        }
    }
}

impl<P: DeserializeOwned, T> Stream for Items<P, T>
where
    Self: Unpin,
{
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<P, T> fmt::Debug for Items<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
