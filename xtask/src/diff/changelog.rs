//! What changed in, an entry of a changelog out; and a changelog with that entry in it
//! (Keep a Changelog 1.1.0).
//!
//! The entry stands between two marks. What people wrote around it stays as it is.

use std::fmt::Write as _;

use codegen::diff::{Class, Heading, SourceChange};

use super::markdown::{in_source, operations, sentence, sub};
use super::report::{Report, Shown, notable};

const BEGIN: &str = "<!-- What `cargo xtask diff` found; it writes this part anew. -->";
const END: &str = "<!-- End of what `cargo xtask diff` found. -->";

const INTRODUCTION: &str = "\
# Changelog

The format is [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), and versions follow
[Semantic Versioning](https://semver.org/spec/v2.0.0.html).
";

const UNRELEASED: &str = "## [Unreleased]";

/// The heading of the entry: `## [Unreleased]`, or the version that is called for with its date.
pub(super) fn heading(report: &Report, date: Option<&str>) -> String {
    match (date, &report.version) {
        (Some(date), Some(version)) => {
            let next = match &version.stated {
                Some((stated, true)) => stated,
                _ => &version.next,
            };
            format!("## [{next}] - {date}")
        }
        _ => UNRELEASED.to_owned(),
    }
}

/// What changed, under the headings of a changelog, without that of the version.
pub(super) fn entry(report: &Report) -> String {
    let mut text = String::new();
    for heading in Heading::ALL {
        let changes = || report.changes.iter().filter(|shown| shown.change.kind.heading == heading);
        let source = || notable(&report.source).filter(|source| source.heading == heading);
        let mut lines = String::new();
        for class in [Class::Breaking, Class::Additive] {
            changes().filter(|shown| shown.class() == class).for_each(|shown| line(shown, &mut lines));
            source().filter(|source| source.class == class).for_each(|source| alone(source, &mut lines));
        }
        if heading == Heading::Changed {
            lines += &texts(report);
        }
        if !lines.is_empty() {
            let _ = write!(text, "### {}\n\n{lines}\n", heading.word());
        }
    }
    text
}

fn line(shown: &Shown, text: &mut String) {
    let mark = match (shown.change.class(), shown.class()) {
        (Class::Breaking, _) => "**Breaking:** ",
        (_, Class::Breaking) => "**Breaking in code:** ",
        _ => "",
    };
    let _ = writeln!(text, "- {mark}{}", sentence(shown));
    sub(shown, text);
}

fn alone(source: &SourceChange, text: &mut String) {
    let mark = if source.class == Class::Breaking { "**Breaking in code:** " } else { "" };
    let _ = writeln!(text, "- {mark}{}", in_source(source));
}

/// All that only people notice, in a line.
fn texts(report: &Report) -> String {
    let mut pages: Vec<_> =
        report.of(Class::Text).flat_map(|shown| &shown.change.operations).cloned().collect();
    pages.sort();
    pages.dedup();
    if pages.is_empty() { String::new() } else { format!("- Documentation of {}\n", operations(&pages)) }
}

/// `old`, a changelog or nothing, with `entry` under `heading`. What was found before is
/// replaced, and stays if there is no `entry`; a version takes over what was unreleased.
pub(crate) fn updated(old: &str, heading: &str, entry: Option<&str>) -> String {
    let old = if old.trim().is_empty() { INTRODUCTION } else { old };
    let text = old.replace("\r\n", "\n");
    let mut lines: Vec<&str> = text.lines().collect();
    let version = heading.split(" - ").next().unwrap_or(heading);
    let is = |line: &str, heading: &str| {
        line.get(..heading.len()).is_some_and(|start| start.eq_ignore_ascii_case(heading))
    };
    let find = |lines: &[&str], heading: &str| lines.iter().position(|line| is(line, heading));
    let mut start = find(&lines, version);
    if start.is_none() && version != UNRELEASED {
        // What was unreleased is released: it gets the heading, and an empty one stands above.
        start = find(&lines, UNRELEASED).inspect(|at| lines[*at] = heading);
        if let Some(at) = start {
            lines.splice(at..at, [UNRELEASED, ""]);
            start = Some(at + 2);
        }
    }
    let start = start.unwrap_or_else(|| {
        let at = lines.iter().position(|line| line.starts_with("## ")).unwrap_or(lines.len());
        let blank = at > 0 && !lines[at - 1].trim().is_empty();
        let new = [blank.then_some(""), Some(heading), Some("")];
        lines.splice(at..at, new.into_iter().flatten());
        at + usize::from(blank)
    });
    lines[start] = heading;
    let Some(entry) = entry else { return joined(&lines) };
    let next = |line: &&str| line.starts_with("## ") || is_reference(line);
    let end = lines[start + 1..].iter().position(next).map_or(lines.len(), |at| start + 1 + at);
    let begin = lines[start..end].iter().position(|line| line.trim() == BEGIN).map(|at| start + at);
    let stop = begin.and_then(|begin| {
        lines[begin..end].iter().position(|line| line.trim() == END).map(|at| begin + at + 1)
    });
    let block: Vec<&str> = match entry.is_empty() {
        true => Vec::new(),
        false => [BEGIN, ""].into_iter().chain(entry.lines()).chain([END]).collect(),
    };
    match (begin, stop) {
        (Some(begin), Some(stop)) => {
            lines.splice(begin..stop, block);
        }
        // Behind what people wrote.
        _ if !block.is_empty() => {
            let at = (start + 1..end).rev().find(|at| !lines[*at].trim().is_empty()).unwrap_or(start) + 1;
            let after = (at < lines.len() && !lines[at].is_empty()).then_some("");
            lines.splice(at..at, [""].into_iter().chain(block).chain(after));
        }
        _ => {}
    }
    joined(&lines)
}

fn joined(lines: &[&str]) -> String {
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// `[1.0.0]: https://…`, as stands at the end of a changelog.
fn is_reference(line: &str) -> bool {
    line.starts_with('[') && line.contains("]: ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: &str = "### Added\n\n- a\n\n";

    #[test]
    fn a_new_changelog_has_an_introduction() {
        let text = updated("", UNRELEASED, Some(ENTRY));
        assert!(text.starts_with("# Changelog\n"), "{text}");
        assert!(
            text.ends_with(&format!("\n\n{UNRELEASED}\n\n{BEGIN}\n\n### Added\n\n- a\n\n{END}\n")),
            "{text}"
        );
    }

    #[test]
    fn a_second_run_changes_nothing_and_a_third_replaces() {
        let first = updated("", UNRELEASED, Some(ENTRY));
        assert_eq!(updated(&first, UNRELEASED, Some(ENTRY)), first);
        let third = updated(&first, UNRELEASED, Some("### Removed\n\n- b\n\n"));
        assert!(!third.contains("- a") && third.contains("- b"), "{third}");
        assert!(!updated(&first, UNRELEASED, Some("")).contains(BEGIN));
    }

    #[test]
    fn what_people_wrote_stays() {
        let old = "# Changes\n\nIntro.\n\n## [Unreleased]\n\n### Fixed\n\n- by hand\n\n## [0.1.0] - 2026-01-01\n\n- old\n\n[0.1.0]: https://x.example\n";
        let new = updated(old, UNRELEASED, Some(ENTRY));
        for line in old.lines() {
            assert!(new.lines().any(|other| other == line), "{line}: {new}");
        }
        assert!(new.find("- by hand") < new.find("- a") && new.find("- a") < new.find("[0.1.0] -"), "{new}");
    }

    #[test]
    fn a_release_takes_over_what_was_unreleased() {
        let unreleased = updated("# C\n\n## [Unreleased]\n\n- by hand\n", UNRELEASED, Some(ENTRY));
        let heading = "## [0.2.0] - 2027-01-31";
        let new = updated(&unreleased, heading, Some(ENTRY));
        assert!(new.contains(&format!("{UNRELEASED}\n\n{heading}\n\n- by hand\n")), "{new}");
        assert_eq!(new.matches("- a").count(), 1, "{new}");
        assert_eq!(updated(&new, heading, Some(ENTRY)), new);
        // Also where nothing is compared.
        assert_eq!(updated(&unreleased, heading, None), new);
    }
}
