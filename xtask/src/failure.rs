//! What stops a command that is no finding about a page: the outside world, or us.

use std::fmt;
use std::io;
use std::path::Path;

/// Why a command could not do its work, in one line.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    exit_code: u8,
}

impl Failure {
    /// The world is not as it must be: `message` says what and where.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit_code: 1 }
    }

    /// What was typed makes no sense.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), exit_code: 2 }
    }

    /// For `map_err`: `path` could not be read, written…
    pub(crate) fn io(verb: &str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let message = format!("cannot {verb} {}", path.display());
        move |error| Self::new(format!("{message}: {error}"))
    }

    /// The same, with what was found out before it.
    pub(crate) fn after(mut self, words: &str) -> Self {
        self.message.insert_str(0, words);
        self
    }

    /// What the process should end with.
    pub(crate) fn exit_code(&self) -> u8 {
        self.exit_code
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<codegen::RenderError> for Failure {
    fn from(error: codegen::RenderError) -> Self {
        Self::new(format!("{error}; this is a fault of the generator"))
    }
}
