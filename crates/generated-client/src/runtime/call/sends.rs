//! The functions that a call with parameters of its own has in common with all others.

/// What every call can do, passed on: a header, options, and the ways to send it.
macro_rules! sends {
    ($call:ident => $reply:ty) => {
        impl $call {
            /// Sets a header, instead of what the client would send.
            pub fn header(
                self,
                name: impl ::core::convert::AsRef<str>,
                value: impl ::core::convert::AsRef<str>,
            ) -> Self {
                Self(self.0.header(name, value))
            }

            /// What this call does differently from its client: time limits, repetitions,
            /// headers, and what the documentation does not have.
            pub fn options(self, options: $crate::CallOptions) -> Self {
                Self(self.0.options(options))
            }

            /// Sends the call and reads the reply.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub fn send(self) -> $crate::Sending<$reply> {
                self.0.send()
            }

            /// Sends the call and reads the reply, status and headers included.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            pub fn send_raw(self) -> $crate::Sending<$crate::Response<$reply>> {
                self.0.send_raw()
            }

            /// Sends the call and waits for the reply, for programs that are not async.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            #[cfg(feature = "blocking")]
            pub fn send_blocking(self) -> $crate::Result<$reply> {
                self.0.send_blocking()
            }

            /// Sends the call and waits for the reply, status and headers included.
            ///
            /// # Errors
            ///
            /// See [`Error`](crate::Error).
            #[cfg(feature = "blocking")]
            pub fn send_raw_blocking(self) -> $crate::Result<$crate::Response<$reply>> {
                self.0.send_raw_blocking()
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
                self.0.pages($crate::runtime::Style::$style)
            }

            /// Every item of the list, page after page.
            pub fn items(self) -> $crate::Items<$page, $item> {
                $crate::Items::new(self.pages(), |$value| $items)
            }
        }
    };
}

pub(crate) use {pages, sends};
