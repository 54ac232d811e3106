//! Pages in, every finding out.

use docparse::diag::Severity;

use crate::cli::{LintArgs, LintFormat};
use crate::docs::Docs;
use crate::failure::Failure;
use crate::fingerprint::Known;
use crate::read::{Reading, read};
use crate::render::{github, human, json, sarif};
use crate::summary::Summary;
use crate::{Outcome, fingerprint, fix, known, out, scores};

/// Shows all findings, information included. Only errors make it exit with 1.
pub(crate) fn run(args: &LintArgs) -> Result<Outcome, Failure> {
    let docs = Docs::locate(&args.docs)?;
    let mut reading = read(&docs)?;
    if args.fix && args.dry_run {
        out::print(&fix::diff(&reading, &docs, args.suggested));
        return Ok(Outcome::Done);
    }
    if args.fix {
        for (path, edits) in fix::apply(&reading, &docs, args.suggested)? {
            out::note(&format!("changed {path} in {edits} places"));
        }
        reading = read(&docs)?;
    }
    if args.scores {
        return scored(args.format, &reading);
    }
    if let Some(file) = &args.baseline {
        keep_new(&mut reading, known::of_file(file)?);
    }
    if let Some(revision) = &args.since {
        let settings = docs.settings.path.as_deref();
        keep_new(&mut reading, known::since(revision, &docs, settings)?);
    }
    show(args.format, &reading);
    let stops = reading.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if stops { Outcome::Stopped } else { Outcome::Done })
}

/// Leaves out what was known before.
fn keep_new(reading: &mut Reading, mut known: Known) {
    reading.findings.retain(|finding| !known.take(&fingerprint::of(finding)));
}

/// Shows how each page does.
fn scored(format: LintFormat, reading: &Reading) -> Result<Outcome, Failure> {
    let scores = scores::of(reading);
    match format {
        LintFormat::Human => out::print(&scores::table(&scores)),
        LintFormat::Json => scores.iter().for_each(|score| out::record(&scores::json(score))),
        LintFormat::Sarif | LintFormat::Github => {
            return Err(Failure::usage("scores are for people, or `--format json`"));
        }
    }
    Ok(Outcome::Done)
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
