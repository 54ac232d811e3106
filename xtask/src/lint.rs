//! Pages in, every finding out.

use docparse::diag::Severity;

use crate::cli::{Format, LintArgs};
use crate::docs::Docs;
use crate::failure::Failure;
use crate::read::read;
use crate::render::{human, json};
use crate::summary::Summary;
use crate::{Outcome, fix, out};

/// Shows all findings, information included. Only errors make it exit with 1.
pub(crate) fn run(args: &LintArgs) -> Result<Outcome, Failure> {
    let docs = Docs::locate(&args.docs)?;
    let mut reading = read(&docs)?;
    if args.fix {
        for (path, edits) in fix::apply(&reading, &docs)? {
            out::note(&format!("changed {path} in {edits} places"));
        }
        reading = read(&docs)?;
    }
    for finding in &reading.findings {
        match args.format {
            Format::Human => out::line(&human::render(finding)),
            Format::Json => out::record(&json::render(finding)),
        }
    }
    if args.format == Format::Human {
        out::print(&Summary::of(&reading).lint_line());
    }
    let stops = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if stops { Outcome::Stopped } else { Outcome::Done })
}
