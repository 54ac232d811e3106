//! Pairs of editions in, `docs/semver.md` out: what each calls for, what cargo-semver-checks says
//! of the crates, and what we say. What is expected stands in the pairs, before anybody was asked.

use std::fmt::Write as _;
use std::fs;

use codegen::diff::source;

use super::krate::Crates;
use super::verdict::{Verdict, word};
use crate::out;
use crate::test::pairs::{Pair, Read, pairs};
use crate::test::run::Runner;
use crate::test::toolchains::SEMVER_CHECKS_VERSION;

/// The file that has the table.
const TABLE: &str = "docs/semver.md";

/// Writes the table, if everything is as expected.
pub(super) fn write(runner: &Runner) -> Result<(), String> {
    let text = table(runner)?;
    let path = runner.root.join(TABLE);
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}

fn table(runner: &Runner) -> Result<String, String> {
    let mut text = format!(
        "# Changes of the docs, and the version of the Rust crate\n\n\
         Made by `cargo xtask semver --pairs` from `tests/diff/pairs.toml`. Each line is one edit of a docs set, there\n\
         (→) or back (←): how bad it was expected to be for code that uses the Rust crate, what cargo-semver-checks\n\
         {SEMVER_CHECKS_VERSION} finds between the crates that are made of both editions, and what `cargo xtask diff` says. The worse\n\
         of the two says which version comes next. None of cargo-semver-checks' lints compares the types of fields and\n\
         parameters, or knows what a builder refuses; it is not asked what is new. What it cannot see is said, and\n\
         anything else that the two do not agree on fails.\n\n\
         | Change | | Expected | cargo-semver-checks | Lints | `diff` | What cargo-semver-checks does not see |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n"
    );
    let mut crates = Crates::new(runner)?;
    let mut wrong = Vec::new();
    for pair in pairs(&runner.root)?.iter().filter(|pair| pair.semver.is_some()) {
        let [old, new] = pair.editions(&runner.root)?;
        for (at, [from, to]) in [(0, [&old, &new]), (1, [&new, &old])] {
            let verdict = verdict(&mut crates, from, to)?;
            line(pair, at, &verdict, &mut text);
            wrong.extend(faults(pair, at, &verdict));
        }
        out::note(&pair.change);
    }
    if wrong.is_empty() { Ok(text) } else { Err(wrong.join("\n")) }
}

fn verdict(crates: &mut Crates<'_>, old: &Read, new: &Read) -> Result<Verdict, String> {
    let editions = [old.edition(), new.edition()];
    let theirs = crates.compared(editions, [None, None])?;
    Ok(Verdict { theirs, ours: source(editions[0], editions[1], [None, None]) })
}

const ARROWS: [&str; 2] = ["→", "←"];

fn line(pair: &Pair, at: usize, verdict: &Verdict, text: &mut String) {
    let lints: Vec<String> = verdict.theirs.lints.iter().map(|lint| format!("`{}`", lint.id)).collect();
    let _ = writeln!(
        text,
        "| {} | {} | {} | {} | {} | {} | {} |",
        pair.change,
        ARROWS[at],
        pair.rust[at],
        word(verdict.theirs.class()),
        lints.join(", "),
        word(verdict.ours()),
        verdict.reasons().join("; "),
    );
}

/// What is not as expected.
fn faults(pair: &Pair, at: usize, verdict: &Verdict) -> Vec<String> {
    let mut faults = verdict.contradictions();
    let expected = pair.semver.as_ref().map_or("", |semver| semver[at].as_str());
    for (who, says, expected) in [
        ("cargo-semver-checks", word(verdict.theirs.class()), expected),
        ("`diff`", word(verdict.ours()), pair.rust[at].as_str()),
    ] {
        if says != expected {
            faults.push(format!("{who} says {says}, and {expected} was expected"));
        }
    }
    faults.into_iter().map(|fault| format!("{} ({}): {fault}", pair.change, ARROWS[at])).collect()
}
