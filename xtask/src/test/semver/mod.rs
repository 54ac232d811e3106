//! Two editions of the docs in, what cargo-semver-checks says of their Rust crates out, beside
//! what `diff` says; and `docs/semver.md`, the same for edits of which it is known what is expected.
//!
//! Both editions' crates have the runtime and the generator of now: what differs is the docs.

mod krate;
mod pairs;
mod theirs;
mod verdict;

use codegen::diff;

use super::run::Runner;
use super::toolchains::{Availability, SEMVER_CHECKS};
use crate::cli::{DiffFormat, SemverArgs};
use crate::diff::edition::{Side, sides};
use crate::diff::refuse;
use crate::diff::report::{Report, edition, lock};
use crate::failure::Failure;
use crate::{Outcome, out};
use krate::{Crates, LANGUAGE};
use verdict::Verdict;

/// Compares two editions, or the pairs.
pub(crate) fn run(args: &SemverArgs) -> Result<Outcome, Failure> {
    let runner = Runner::new();
    match SEMVER_CHECKS.find(&runner, args.install) {
        Availability::Here(_) => {}
        Availability::Missing(why) | Availability::Broken(why) => return Err(Failure::new(why)),
    }
    let Some(old) = &args.old else {
        pairs::write(&runner).map_err(Failure::new)?;
        return Ok(Outcome::Done);
    };
    let sides = sides(old, args.new.as_deref(), &args.docs)?;
    if sides.iter().any(|side| side.is_document) {
        return Err(Failure::usage("the Rust crate is made from pages; a document has no names for it"));
    }
    if sides.iter().any(Side::stops) {
        sides.iter().for_each(|side| refuse(DiffFormat::Human, side));
        out::note("nothing was compared: mend the pages, or compare editions without errors");
        return Ok(Outcome::Stopped);
    }
    compare(&runner, &sides)
}

fn compare(runner: &Runner, [old, new]: &[Side; 2]) -> Result<Outcome, Failure> {
    let locks = [old, new].map(lock);
    let scopes = locks.each_ref().map(|lock| lock.as_ref()?.languages.get(LANGUAGE).cloned());
    let editions = [edition(old), edition(new)];
    let mut crates = Crates::new(runner).map_err(Failure::new)?;
    let verdict = Verdict {
        theirs: crates.compared(editions, scopes).map_err(Failure::new)?,
        ours: diff::source(editions[0], editions[1], locks.each_ref().map(Option::as_ref)),
    };
    out::print(&verdict.render(&Report::new(old, new), &old.reading.api.service.version.value));
    Ok(if verdict.contradictions().is_empty() { Outcome::Done } else { Outcome::Stopped })
}
