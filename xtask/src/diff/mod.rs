//! Two editions of the docs in, what changed between them out; and an exit code for gates.

pub(crate) mod changelog;
pub(crate) mod edition;
mod human;
mod json;
mod markdown;
pub(crate) mod report;

use std::path::Path;

use codegen::diff::Class;
use docparse::diag::Severity;

use crate::cli::{CHANGELOG, DiffArgs, DiffFormat, DocsArgs, FailOn};
use crate::failure::Failure;
use crate::render::{human as findings, json as finding_lines};
use crate::write::replace;
use crate::{Outcome, load, out, workspace};
use edition::Side;
use report::Report;

/// Compares the editions. Where one has errors, they are shown, and nothing is compared.
pub(crate) fn run(args: &DiffArgs) -> Result<Outcome, Failure> {
    let [old, new] = edition::sides(&args.old, args.new.as_deref(), &args.docs)?;
    if [&old, &new].iter().any(|side| side.stops()) {
        [old, new].iter().for_each(|side| refuse(args.format, side));
        out::note("nothing was compared: mend the pages, or compare editions without errors");
        return Ok(Outcome::Stopped);
    }
    let report = Report::new(&old, &new);
    match args.format {
        DiffFormat::Human => out::print(&human::render(&report)),
        DiffFormat::Markdown => out::print(&markdown::render(&report)),
        DiffFormat::Json => json::render(&report).iter().for_each(|line| out::record(line)),
        DiffFormat::Changelog => {
            let heading = changelog::heading(&report, args.date.as_deref());
            out::print(&format!("{heading}\n\n{}", changelog::entry(&report)));
        }
    }
    if let Some(file) = &args.changelog {
        let own = (file == Path::new(CHANGELOG)).then(|| workspace::root().join(file));
        write(own.as_ref().unwrap_or(file), &report, args.date.as_deref())?;
    }
    Ok(if stops(args.fail_on, report.class()) { Outcome::Stopped } else { Outcome::Done })
}

/// What changed since an edition of the docs, for a release.
pub(crate) struct Changes(Report);

impl Changes {
    /// What changed since `old`; nothing, if an edition has errors, which are shown.
    pub(crate) fn since(old: &str, docs: &DocsArgs) -> Result<Option<Self>, Failure> {
        let [old, new] = edition::sides(old, None, docs)?;
        if [&old, &new].iter().any(|side| side.stops()) {
            [old, new].iter().for_each(|side| refuse(DiffFormat::Human, side));
            return Ok(None);
        }
        Ok(Some(Self(Report::new(&old, &new))))
    }

    /// How bad the worst of it is; nothing, if nothing changed.
    pub(crate) fn class(&self) -> Option<Class> {
        self.0.class()
    }

    /// The version that the settings had then, if anything changed.
    pub(crate) fn version_then(&self) -> Option<&str> {
        self.0.version.as_ref().map(|version| version.current.as_str())
    }

    /// What changed, under the headings of a changelog.
    pub(crate) fn entry(&self) -> String {
        changelog::entry(&self.0)
    }
}

/// Puts the entry into a changelog; without a change, and without one there, none is begun.
fn write(file: &Path, report: &Report, date: Option<&str>) -> Result<(), Failure> {
    let too_large = || Failure::new(format!("{} is too large to be a changelog", file.display()));
    let old = if file.exists() { load::bytes(file)?.ok_or_else(too_large)? } else { Vec::new() };
    let old = String::from_utf8(old).map_err(|_| Failure::new(format!("{} is not UTF-8", file.display())))?;
    if report.class().is_none() && old.is_empty() {
        return Ok(());
    }
    let new = changelog::updated(&old, &changelog::heading(report, date), Some(&changelog::entry(report)));
    if new != old {
        replace(file, &new).map_err(Failure::io("write", file))?;
        out::note(&format!("wrote {}", file.display()));
    }
    Ok(())
}

/// Shows the errors of an edition that cannot be compared.
pub(crate) fn refuse(format: DiffFormat, side: &Side) {
    let found = side.reading.findings.iter().filter(|finding| finding.severity == Severity::Error);
    for finding in found {
        match format {
            DiffFormat::Json => out::record(&finding_lines::render(finding)),
            DiffFormat::Human | DiffFormat::Markdown | DiffFormat::Changelog => {
                out::line(&findings::render(finding))
            }
        }
    }
    if side.reading.pages.is_empty() {
        out::note(&format!("{} has no pages", side.name));
    }
}

fn stops(from: FailOn, class: Option<Class>) -> bool {
    let from = match from {
        FailOn::Breaking => Class::Breaking,
        FailOn::Additive => Class::Additive,
        FailOn::Text => Class::Text,
        FailOn::Never => return false,
    };
    class.is_some_and(|class| class >= from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_stops_from_its_class_on() {
        let classes = [None, Some(Class::Text), Some(Class::Additive), Some(Class::Breaking)];
        for (from, stop) in [
            (FailOn::Never, [false, false, false, false]),
            (FailOn::Breaking, [false, false, false, true]),
            (FailOn::Additive, [false, false, true, true]),
            (FailOn::Text, [false, true, true, true]),
        ] {
            assert_eq!(classes.map(|class| stops(from, class)), stop, "{from:?}");
        }
    }
}
