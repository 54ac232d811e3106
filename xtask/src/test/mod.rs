//! Everything the project tests, one named step each, and a table at the end.
//!
//! * [`steps`]: the list.
//! * [`toolchains`]: the programs of others that steps need, one entry each.
//! * [`run`](mod@run): runs a step's commands.
//! * [`pairs`], [`oasdiff`], [`semver`]: editions of docs, and what else compares them.
//! * [`documents`], [`served`], [`clients`]: what the steps on OpenAPI look at, and call.
//!
//! Nothing is installed unless `--install` asks for it, and then only under `target/tools`.
//! What a machine lacks is skipped, by name; with `--strict` that is a failure.

mod clients;
mod documents;
pub(crate) mod interop;
mod oasdiff;
mod pairs;
mod run;
pub(crate) mod semver;
mod served;
mod site;
mod steps;
mod toolchains;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::cli::TestArgs;
use crate::failure::Failure;
use crate::{Outcome, out};
use run::Runner;
use steps::{STEPS, Step};
use toolchains::Availability;

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ended {
    Passed,
    Failed(String),
    Skipped(String),
}

struct Line {
    step: &'static Step,
    ended: Ended,
    versions: String,
    took: Duration,
}

/// Runs the steps, every one of them even if one fails.
pub(crate) fn run(args: &TestArgs) -> Result<Outcome, Failure> {
    let steps = selected(args)?;
    if args.list {
        steps.iter().for_each(|step| out::line(&format!("{:<22} {}", step.name, step.about)));
        return Ok(Outcome::Done);
    }
    let runner = Runner::new();
    let lines: Vec<Line> = steps.into_iter().map(|step| line(step, &runner, args.install)).collect();
    out::print(&table(&lines));
    let bad = |ended: &Ended| match ended {
        Ended::Passed => false,
        Ended::Failed(_) => true,
        Ended::Skipped(_) => args.strict,
    };
    Ok(if lines.iter().any(|line| bad(&line.ended)) { Outcome::Stopped } else { Outcome::Done })
}

fn selected(args: &TestArgs) -> Result<Vec<&'static Step>, Failure> {
    if let Some(unknown) = args.only.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(Failure::usage(format!("no step is called `{unknown}`; there are {}", names.join(", "))));
    }
    let wanted = |step: &&Step| args.only.is_empty() || args.only.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(wanted).collect())
}

fn line(step: &'static Step, runner: &Runner, install: bool) -> Line {
    out::line(&format!("\n== {}: {}", step.name, step.about));
    let started = Instant::now();
    let mut versions = Vec::new();
    let mut ended = Ended::Passed;
    for tool in step.needs {
        match tool.find(runner, install) {
            Availability::Here(version) => versions.push(version),
            Availability::Missing(why) => {
                ended = Ended::Skipped(why);
                break;
            }
            Availability::Broken(why) => {
                ended = Ended::Failed(why);
                break;
            }
        }
    }
    if ended == Ended::Passed {
        ended = (step.run)(runner).map_or_else(Ended::Failed, |()| Ended::Passed);
    }
    let line = Line { step, ended, versions: versions.join(", "), took: started.elapsed() };
    out::line(&format!("== {}: {}", step.name, result(&line)));
    line
}

fn result(line: &Line) -> String {
    match &line.ended {
        Ended::Passed => "passed".into(),
        Ended::Failed(why) => format!("FAILED: {why}"),
        Ended::Skipped(why) => format!("skipped: {why}"),
    }
}

fn table(lines: &[Line]) -> String {
    let mut text = String::from("\n");
    for line in lines {
        let (name, seconds, result) = (line.step.name, line.took.as_secs_f64(), result(line));
        let _ = write!(text, "{name:<22} {seconds:>7.1} s  {result}");
        if !line.versions.is_empty() && line.ended == Ended::Passed {
            let _ = write!(text, " ({})", line.versions);
        }
        text.push('\n');
    }
    let count = |wanted: fn(&Ended) -> bool| lines.iter().filter(|line| wanted(&line.ended)).count();
    let _ = writeln!(
        text,
        "{} steps: {} passed, {} failed, {} skipped",
        lines.len(),
        count(|ended| *ended == Ended::Passed),
        count(|ended| matches!(ended, Ended::Failed(_))),
        count(|ended| matches!(ended, Ended::Skipped(_))),
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_skipped_is_named_and_counted() {
        let line = |index: usize, ended| Line {
            step: &STEPS[index],
            ended,
            versions: "tool 1.0".into(),
            took: Duration::from_millis(1500),
        };
        let text = table(&[line(0, Ended::Passed), line(1, Ended::Skipped("no node".into()))]);
        assert!(text.contains("1.5 s  passed (tool 1.0)\n"), "{text}");
        assert!(text.contains("1.5 s  skipped: no node\n"), "{text}");
        assert!(text.ends_with("2 steps: 1 passed, 0 failed, 1 skipped\n"), "{text}");
    }

    #[test]
    fn a_step_that_is_not_there_is_wrong_usage() {
        let args = TestArgs { install: false, strict: false, only: vec!["nothing".into()], list: false };
        assert_eq!(selected(&args).err().map(|failure| failure.exit_code()), Some(2));
    }
}
