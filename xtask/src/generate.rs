//! Pages in, files out: the whole program on one screen.

use std::time::Instant;

use docparse::diag::Sink;

use crate::cli::GenerateArgs;
use crate::docs::Docs;
use crate::emit::emit;
use crate::failure::Failure;
use crate::finding::resolve;
use crate::progress::{Progress, Stage};
use crate::read::{read_what_can_be, read_with};
use crate::report::Report;
use crate::summary::Summary;
use crate::watch::Watch;
use crate::{Outcome, ledger, manifest, names, out, standalone, workspace, write};

const STAGES: &[Stage] =
    &[Stage::Load, Stage::Parse, Stage::Lower, Stage::Check, Stage::Emit, Stage::Plan, Stage::Write];

/// Generates; with `--watch`, again after each change.
pub(crate) fn run(args: &GenerateArgs) -> Result<Outcome, Failure> {
    if !args.watch {
        return once(args);
    }
    let watch = Watch::of(&locate(args)?)?;
    loop {
        // What is wrong now may be right after the next change.
        if let Err(failure) = once(args) {
            out::note(&format!("error: {failure}"));
        }
        if !args.progress.quiet {
            out::note("waiting for changes");
        }
        watch.changed();
    }
}

fn locate(args: &GenerateArgs) -> Result<Docs, Failure> {
    if args.out.is_some() { Docs::locate(&args.docs) } else { Docs::locate_for_here(&args.docs) }
}

/// Reads, checks, renders in memory, plans, and only then writes.
fn once(args: &GenerateArgs) -> Result<Outcome, Failure> {
    let started = Instant::now();
    let mut progress = Progress::new(&args.progress, STAGES);
    let docs = locate(args)?.with_names(args.out.as_ref())?;
    let mut reading =
        if args.keep_going { read_what_can_be(&docs, &progress)? } else { read_with(&docs, &progress)? };
    let report = Report::new(args);
    if reading.stops() {
        progress.clear();
        return Ok(report.stopped(&reading));
    }

    progress.stage(Stage::Emit);
    let mut sink = Sink::new();
    let mut lock = names::lock(&reading, &mut sink);
    let mut trees = emit(&reading, &args.only, &mut lock, &mut sink)?;
    let features = standalone::features(&trees);
    if let (Some(features), Some(_)) = (&features, &args.out) {
        trees.push(standalone::tree(&reading.api.service, features)?);
    }
    let found = resolve(sink.finish(), &reading.sources, &reading.api, &docs);
    reading.findings.extend(found);

    progress.stage(Stage::Plan);
    let target = args.out.clone().unwrap_or_else(workspace::root);
    let rises = ledger::add(&mut trees, &reading, &target, args)?;
    if !rises.is_empty() {
        progress.clear();
        return Ok(report.above_the_ledger(&reading, &rises));
    }
    let mut plans = write::plan(trees, &reading.api.pages, &target, args.force)?;
    if let Some(features) = &features {
        plans.push(names::plan(&lock, &reading, &target));
        if args.out.is_none() {
            plans.push(manifest::plan(features, &target)?);
        }
    }
    reading.findings.extend(write::refusals(&plans, args.out.as_deref()));
    if reading.stops() {
        progress.clear();
        return Ok(report.stopped(&reading));
    }

    let summary = Summary::of(&reading).with_plans(&plans);
    if args.check {
        progress.clear();
        return Ok(report.checked(&reading, &plans, &summary));
    }
    if !args.dry_run {
        progress.stage(Stage::Write);
        plans.iter().try_for_each(write::apply)?;
    }
    progress.clear();
    report.done(&reading, &plans, &summary);
    progress.end();
    if !args.progress.quiet {
        out::note(&format!("{:.1} s", started.elapsed().as_secs_f64()));
    }
    Ok(Outcome::Done)
}
