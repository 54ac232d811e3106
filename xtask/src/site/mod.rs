//! Pages in, the reference site out: written to a folder, or served.

mod serve;

use std::path::PathBuf;

use codegen::output::FileSet;
use codegen::site::{Finding, Input, Place, site};
use docparse::diag::{Severity, Sink};

use crate::cli::SiteArgs;
use crate::docs::Docs;
use crate::emit::Tree;
use crate::failure::Failure;
use crate::finding;
use crate::progress::{Progress, Stage};
use crate::read::{Reading, read_what_can_be, read_with};
use crate::render::human;
use crate::summary::Summary;
use crate::{Outcome, names, out, workspace, write};

const STAGES: &[Stage] =
    &[Stage::Load, Stage::Parse, Stage::Lower, Stage::Check, Stage::Emit, Stage::Plan, Stage::Write];

/// Writes the site; with `--serve`, shows it until the process is ended.
pub(crate) fn run(args: &SiteArgs) -> Result<Outcome, Failure> {
    if args.serve {
        return serve::run(args);
    }
    let mut progress = Progress::new(&args.progress, STAGES);
    let docs = docs(args)?;
    let mut reading =
        if args.keep_going { read_what_can_be(&docs, &progress)? } else { read_with(&docs, &progress)? };
    if reading.stops() {
        progress.clear();
        return Ok(stopped(&reading));
    }
    progress.stage(Stage::Emit);
    let files = files(&reading, false)?;

    progress.stage(Stage::Plan);
    let folder = folder(args);
    let tree = Tree { root: String::new(), files };
    let plans = write::plan(vec![tree], &reading.api.pages, &folder, args.force)?;
    let refusals = write::refusals(&plans, Some(&folder));
    if !refusals.is_empty() {
        reading.findings.extend(refusals);
        progress.clear();
        return Ok(stopped(&reading));
    }
    progress.stage(Stage::Write);
    plans.iter().try_for_each(write::apply)?;
    progress.clear();
    if !args.progress.quiet {
        let summary = Summary::of(&reading).with_plans(&plans);
        out::print(&summary.read_lines());
        out::print(&summary.files_line(false));
        out::line(&format!("open {}", folder.join("index.html").display()));
    }
    progress.end();
    Ok(Outcome::Done)
}

fn stopped(reading: &Reading) -> Outcome {
    errors(reading);
    out::print(&format!("{}nothing was written\n", Summary::of(reading).read_lines()));
    Outcome::Stopped
}

fn errors(reading: &Reading) {
    let errors = reading.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.for_each(|finding| out::line(&human::render(finding)));
}

/// The pages, with the names that the client has in this repository if they are its own.
fn docs(args: &SiteArgs) -> Result<Docs, Failure> {
    let docs = Docs::locate(&args.docs)?;
    if args.docs.docs.is_none() && args.docs.docset.is_none() { docs.with_names(None) } else { Ok(docs) }
}

fn folder(args: &SiteArgs) -> PathBuf {
    args.out.clone().unwrap_or_else(|| workspace::root().join("target/site"))
}

/// The files of the site.
pub(crate) fn files(reading: &Reading, live: bool) -> Result<FileSet, Failure> {
    // What is wrong with names is for `generate` to say, which keeps them.
    let names = names::lock(reading, &mut Sink::new());
    let findings: Vec<Finding> = reading.findings.iter().map(found).collect();
    Ok(site(&Input {
        api: &reading.api,
        sources: &reading.sources,
        names: &names,
        findings: &findings,
        live,
    })?)
}

fn found(finding: &finding::Finding) -> Finding {
    Finding {
        code: finding.code,
        severity: finding.severity,
        message: finding.message.clone(),
        place: place(&finding.place),
        related: finding.related.iter().map(place).collect(),
        help: finding.help.clone(),
    }
}

fn place(place: &finding::Place) -> Place {
    Place {
        path: place.path.clone(),
        line: place.start.line,
        column: place.start.column,
        text: place.text.clone(),
        excerpt: place.excerpt.as_ref().map(|excerpt| {
            let (before, rest) = excerpt.text.split_at(excerpt.mark.start);
            let (marked, after) = rest.split_at(excerpt.mark.len());
            [before, marked, after].map(str::to_owned)
        }),
    }
}
