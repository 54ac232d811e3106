//! What cargo-semver-checks and what we say of the same two crates in, both side by side out, and
//! where one of them must be wrong.

use std::fmt::Write as _;

use codegen::diff::{Class, How, SourceChange, version};

use super::theirs::Theirs;
use crate::diff::report::Report;
use crate::render::excerpt::clean;

/// What both say.
pub(super) struct Verdict {
    pub(super) theirs: Theirs,
    pub(super) ours: Vec<SourceChange>,
}

/// Why cargo-semver-checks cannot see a change that breaks code, if it cannot: none of its lints
/// compares the types of fields and parameters, looks at generic traits, or runs anything.
fn unseen(change: &SourceChange) -> Option<&'static str> {
    match change.how {
        How::Retyped => Some("types of fields and parameters are not compared"),
        How::AddedRequired | How::MadeRequired => Some("what a builder wants shows when a program runs"),
        How::Gone if change.symbol.contains("::from(") => Some("`From` is not compared"),
        _ => None,
    }
}

impl Verdict {
    /// How bad the worst is that we see; nothing, if we see nothing.
    pub(super) fn ours(&self) -> Option<Class> {
        self.ours.iter().map(|change| change.class).max()
    }

    fn breaking(&self) -> impl Iterator<Item = &SourceChange> {
        self.ours.iter().filter(|change| change.class == Class::Breaking)
    }

    /// What both cannot be right about.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let theirs = self.theirs.class() == Some(Class::Breaking);
        match self.breaking().next() {
            None if theirs => {
                let lints = self.theirs.lints.iter().filter(|lint| lint.class == Class::Breaking);
                lints
                    .map(|lint| format!("cargo-semver-checks has `{}`, and we see nothing", lint.id))
                    .collect()
            }
            Some(_) if !theirs => {
                let seen = self.breaking().filter(|change| unseen(change).is_none());
                let says = |change: &SourceChange| {
                    let SourceChange { symbol, says, .. } = change;
                    format!("`{symbol}` {says}, and cargo-semver-checks sees nothing")
                };
                seen.map(says).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Why cargo-semver-checks does not find what breaks.
    pub(super) fn reasons(&self) -> Vec<&'static str> {
        if self.theirs.class() == Some(Class::Breaking) {
            return Vec::new();
        }
        let mut reasons: Vec<_> = self.breaking().filter_map(unseen).collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }

    /// Everything that both say, and the version after `current` that it calls for.
    pub(super) fn render(&self, report: &Report, current: &str) -> String {
        let mut text = String::from("cargo-semver-checks\n");
        if self.theirs.lints.is_empty() {
            text.push_str("  finds nothing\n");
        }
        for lint in &self.theirs.lints {
            let _ = writeln!(text, "  {}: {}", lint.class.word(), lint.id);
            lint.found.iter().for_each(|found| text.push_str(&format!("    {}\n", clean(found))));
        }
        text.push_str("the Rust crate, as `diff` compares it\n");
        if self.ours.is_empty() {
            text.push_str("  stays as it is\n");
        }
        for change in &self.ours {
            let line = format!("{}: `{}` {}", change.class.word(), change.symbol, change.says);
            let why = unseen(change).map(|why| format!(" ({why})")).unwrap_or_default();
            let _ = writeln!(text, "  {}{why}", clean(&line));
        }
        let rows = [
            ("cargo-semver-checks", self.theirs.class()),
            ("the Rust crate", self.ours()),
            ("all that changed", report.class()),
        ];
        text.push('\n');
        for (who, class) in rows {
            let _ = writeln!(text, "{who:<22}{}", word(class));
        }
        let worst = rows.iter().filter_map(|(_, class)| *class).max();
        if let Some(next) = worst.and_then(|class| version::next(current, class)) {
            let _ = writeln!(text, "calls for version {} after {}", next, clean(current));
        }
        for wrong in self.contradictions() {
            let _ = writeln!(text, "contradiction: {}", clean(&wrong));
        }
        text
    }
}

/// `breaking`, `additive`, or that nothing was found.
pub(super) fn word(class: Option<Class>) -> &'static str {
    class.map_or("none", Class::word)
}

#[cfg(test)]
mod tests {
    use codegen::diff::source;

    use super::super::theirs::Lint;
    use super::*;
    use crate::test::pairs::pairs;
    use crate::workspace::root;

    /// What we say of a pair, from the new edition back to the old one, beside these lints.
    fn verdict(change: &str, lints: Vec<Lint>) -> Verdict {
        let pairs = pairs(&root()).unwrap();
        let pair = pairs.iter().find(|pair| pair.change == change).expect("there is such a pair");
        let [old, new] = pair.editions(&root()).unwrap();
        Verdict { theirs: Theirs { lints }, ours: source(new.edition(), old.edition(), [None, None]) }
    }

    fn lint(class: Class) -> Vec<Lint> {
        vec![Lint { id: "struct_pub_field_missing".into(), class, found: Vec::new() }]
    }

    #[test]
    fn what_one_sees_and_the_other_should_is_a_contradiction() {
        let gone = "a property more, which may be left out";
        assert!(verdict(gone, lint(Class::Breaking)).contradictions().is_empty());
        let missed = verdict(gone, Vec::new()).contradictions();
        assert!(missed.iter().any(|missed| missed.contains("label` is gone")), "{missed:?}");

        let same = "another description";
        assert!(verdict(same, lint(Class::Additive)).contradictions().is_empty());
        assert_eq!(verdict(same, lint(Class::Breaking)).contradictions().len(), 1);
    }

    #[test]
    fn types_are_ours_to_compare() {
        let verdict = verdict("a property of another type", Vec::new());
        assert_eq!((verdict.ours(), verdict.contradictions()), (Some(Class::Breaking), Vec::new()));
        assert_eq!(verdict.reasons(), ["types of fields and parameters are not compared"]);
    }
}
