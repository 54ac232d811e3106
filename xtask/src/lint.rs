//! Pages in, every finding out.

use docparse::diag::Severity;

use crate::cli::{LintArgs, LintFormat};
use crate::docs::Docs;
use crate::failure::Failure;
use crate::fingerprint::Known;
use crate::progress::{Progress, Stage};
use crate::read::{Reading, read, read_with};
use crate::render::{github, human, json, sarif};
use crate::summary::Summary;
use crate::{Outcome, fingerprint, fix, known, out, scores};

/// Shows all findings, information included. Only errors make it exit with 1.
pub(crate) fn run(args: &LintArgs) -> Result<Outcome, Failure> {
    let docs = Docs::locate(&args.docs)?;
    let stages = &[Stage::Load, Stage::Parse, Stage::Lower, Stage::Check];
    let progress = Progress::new(&args.progress, stages);
    let mut reading = read_with(&docs, &progress)?;
    progress.end();
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
    if args.progress.quiet {
        reading.findings.retain(|finding| finding.severity == Severity::Error);
    }
    show(args, &reading);
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

fn show(args: &LintArgs, reading: &Reading) {
    let findings = &reading.findings;
    match args.format {
        LintFormat::Human => {
            findings.iter().for_each(|finding| out::line(&human::render(finding)));
            if !args.progress.quiet {
                out::print(&Summary::of(reading).lint_line());
            }
        }
        LintFormat::Json => findings.iter().for_each(|finding| out::record(&json::render(finding))),
        LintFormat::Sarif => out::record(&sarif::render(findings)),
        LintFormat::Github => findings.iter().for_each(|finding| out::record(&github::render(finding))),
    }
}
