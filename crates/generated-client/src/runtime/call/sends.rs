//! The functions that every call under construction has.

/// What every call under construction can do: a header, options, and the two ways to send it.
macro_rules! sends {
    ($call:ident => $reply:ty, |$this:ident| $sent:expr) => {
        impl $call {
            /// Sets a header, instead of what the client would send.
            pub fn header(
                mut self,
                name: impl ::core::convert::AsRef<str>,
                value: impl ::core::convert::AsRef<str>,
            ) -> Self {
                self.call = self.call.header(name.as_ref(), value.as_ref());
                self
            }

            /// What this call does differently from its client: time limits, repetitions,
            /// headers, and what the documentation does not have.
            pub fn options(mut self, options: $crate::CallOptions) -> Self {
                self.call = self.call.options(options);
                self
            }

            /// Sends the call and reads the reply.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub async fn send(self) -> $crate::Result<$reply> {
                self.send_raw().await.map($crate::Response::into_value)
            }

            /// Sends the call and reads the reply, status and headers included.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub async fn send_raw(self) -> $crate::Result<$crate::Response<$reply>> {
                let $this = self;
                $sent.await
            }

            /// Sends the call and waits for the reply, for programs that are not async.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            #[cfg(feature = "blocking")]
            pub fn send_blocking(self) -> $crate::Result<$reply> {
                $crate::runtime::blocking::wait(self.send())
            }

            /// Sends the call and waits for the reply, status and headers included.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            #[cfg(feature = "blocking")]
            pub fn send_raw_blocking(self) -> $crate::Result<$crate::Response<$reply>> {
                $crate::runtime::blocking::wait(self.send_raw())
            }
        }
    };
}

/// What a call for a list can do too: go through all pages.
macro_rules! pages {
    ($call:ident => $page:ty, $item:ty, $style:ident, |$value:ident| $items:expr) => {
        impl $call {
            /// Every page of the list, each fetched when it is asked for.
            pub fn pages(self) -> $crate::Pages<$page> {
                self.call.pages($crate::runtime::Style::$style)
            }

            /// Every item of the list, page after page.
            pub fn items(self) -> $crate::Items<$page, $item> {
                $crate::Items::new(self.pages(), |$value| $items)
            }
        }
    };
}

pub(crate) use {pages, sends};
