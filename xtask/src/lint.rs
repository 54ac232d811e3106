//! Pages in, every finding out.

use docparse::diag::Severity;

use crate::cli::{LintArgs, LintFormat};
use crate::docs::Docs;
use crate::failure::Failure;
use crate::read::{Reading, read};
use crate::render::{github, human, json, sarif};
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
    show(args.format, &reading);
    let stops = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if stops { Outcome::Stopped } else { Outcome::Done })
}

fn show(format: LintFormat, reading: &Reading) {
    let findings = &reading.findings;
    match format {
        LintFormat::Human => {
            findings.iter().for_each(|finding| out::line(&human::render(finding)));
            out::print(&Summary::of(reading).lint_line());
        }
        LintFormat::Json => findings.iter().for_each(|finding| out::record(&json::render(finding))),
        LintFormat::Sarif => out::record(&sarif::render(findings)),
        LintFormat::Github => findings.iter().for_each(|finding| out::record(&github::render(finding))),
    }
}
