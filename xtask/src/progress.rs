//! The stages of a run in, how far it is out: a bar on a terminal, lines elsewhere, a table at the end.
//!
//! Nothing is shown of a run that takes less than half a second. All of it goes to standard
//! error, so that what a command prints is the same with and without it.

use std::io::IsTerminal as _;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::ProgressArgs;
use crate::out;

/// What a run does, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Load,
    Parse,
    Lower,
    Check,
    Emit,
    Plan,
    Write,
}

/// Each stage, its name, and which part of a whole run it takes: a thousandth is one. The parts
/// were measured on 479 pages; they only decide how fast the bar moves.
const STAGES: &[(Stage, &str, u64)] = &[
    (Stage::Load, "load", 20),
    (Stage::Parse, "parse", 40),
    (Stage::Lower, "lower", 190),
    (Stage::Check, "check", 20),
    (Stage::Emit, "emit", 550),
    (Stage::Plan, "plan", 160),
    (Stage::Write, "write", 20),
];

/// A run that is shorter shows nothing.
const SHORT: Duration = Duration::from_millis(500);
/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);

/// How far a run is.
pub(crate) struct Progress {
    run: Arc<(Mutex<Run>, Condvar)>,
    shown_by: Option<JoinHandle<()>>,
    timings: bool,
}

struct Run {
    /// The stage that is under way, and since when.
    now: Option<(Stage, Instant)>,
    /// How long each stage took that was, in order of [`STAGES`].
    took: Vec<Duration>,
    /// The stages of this run.
    stages: &'static [Stage],
    pages: usize,
    ended: bool,
}

impl Progress {
    /// The progress of a run with these stages.
    pub(crate) fn new(args: &ProgressArgs, stages: &'static [Stage]) -> Self {
        let mut progress = Self::of(stages);
        progress.timings = args.timings;
        if !args.quiet {
            let run = Arc::clone(&progress.run);
            progress.shown_by = Some(std::thread::spawn(move || show(&run)));
        }
        progress
    }

    /// The progress of a run that shows none.
    pub(crate) fn hidden() -> Self {
        Self::of(&[])
    }

    fn of(stages: &'static [Stage]) -> Self {
        let took = vec![Duration::ZERO; STAGES.len()];
        let run = Run { now: None, took, stages, pages: 0, ended: false };
        Self { run: Arc::new((Mutex::new(run), Condvar::new())), shown_by: None, timings: false }
    }

    /// A stage begins, and the one before it ends.
    pub(crate) fn stage(&self, stage: Stage) {
        self.run().begin(Some(stage));
        self.run.1.notify_all();
    }

    /// So many pages are read.
    pub(crate) fn pages(&self, count: usize) {
        self.run().pages = count;
    }

    /// The run ends: the bar goes away, and the table comes if it was asked for.
    pub(crate) fn end(mut self) {
        self.clear();
        if self.timings {
            out::note(&table(&self.run().took));
        }
    }

    /// Takes the bar away, so that something can be printed; stages are timed on.
    pub(crate) fn clear(&mut self) {
        self.run().begin(None);
        self.run().ended = true;
        self.run.1.notify_all();
        // A thread that only shows may fail; the run does not.
        let _ = self.shown_by.take().map(JoinHandle::join);
    }

    fn run(&self) -> MutexGuard<'_, Run> {
        self.run.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Run {
    fn begin(&mut self, stage: Option<Stage>) {
        let now = Instant::now();
        if let Some((stage, since)) = self.now {
            self.took[stage as usize] += now - since;
        }
        self.now = stage.map(|stage| (stage, now));
    }

    /// Thousandths of the way, and how long the rest will take if it goes on like this.
    fn way(&self) -> (u64, Option<Duration>) {
        let Some((now, since)) = self.now else { return (0, None) };
        let mine = || STAGES.iter().filter(|(stage, ..)| self.stages.contains(stage));
        let part = |wanted: &dyn Fn(Stage) -> bool| -> u64 {
            mine().filter(|(stage, ..)| wanted(*stage)).map(|(.., part)| part).sum()
        };
        let is_before = |stage: Stage| (stage as usize) < now as usize;
        let (all, before, of_now) = (part(&|_| true), part(&is_before), part(&|stage| stage == now));
        let spent: Duration = self.took[..now as usize].iter().sum();
        if all == 0 || before == 0 {
            return (0, None);
        }
        let unit = spent.as_secs_f64() / before as f64;
        // A stage that takes longer than its part waits just before its end.
        let inside = (since.elapsed().as_secs_f64() / unit.max(1e-9)).min(of_now as f64 * 0.95);
        let done = before as f64 + inside;
        let left = Duration::from_secs_f64((all as f64 - done).max(0.0) * unit);
        ((done * 1000.0 / all as f64) as u64, Some(left))
    }
}

/// Shows a run until it ends, if it is no short one.
fn show(run: &(Mutex<Run>, Condvar)) {
    let (state, changed) = run;
    let lock = || state.lock().unwrap_or_else(PoisonError::into_inner);
    let waited = changed.wait_timeout_while(lock(), SHORT, |run| !run.ended);
    if waited.unwrap_or_else(PoisonError::into_inner).0.ended {
        return;
    }
    let bar = std::io::stderr().is_terminal().then(bar);
    let mut said = None;
    loop {
        let run = lock();
        if run.ended {
            break;
        }
        if let Some((stage, _)) = run.now {
            let (way, left) = run.way();
            let pages = if run.pages == 0 { String::new() } else { format!(" {} pages", run.pages) };
            match &bar {
                Some(bar) => {
                    let left =
                        left.map_or(String::new(), |left| format!(", {:.1} s left", left.as_secs_f64()));
                    bar.set_message(format!("{}{pages}{left}", name(stage)));
                    bar.set_position(way);
                    bar.tick();
                }
                None if said != Some(stage) => out::note(&format!("{}{pages}", name(stage))),
                None => {}
            }
            said = Some(stage);
        }
        drop(changed.wait_timeout(run, TICK));
    }
    bar.iter().for_each(ProgressBar::finish_and_clear);
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("[{bar:30}] {msg}").expect("the template is a constant");
    let bar = ProgressBar::with_draw_target(Some(1000), ProgressDrawTarget::stderr());
    bar.with_style(style.progress_chars("=> "))
}

fn name(stage: Stage) -> &'static str {
    STAGES[stage as usize].1
}

/// A line for each stage that was: milliseconds, and the share of the whole.
fn table(took: &[Duration]) -> String {
    let all: f64 = took.iter().map(Duration::as_secs_f64).sum();
    let row = |name: &str, time: f64| {
        format!("{name:<8} {:>9.1} ms {:>5.1} %", time * 1000.0, 100.0 * time / all.max(1e-9))
    };
    let stages = STAGES.iter().zip(took).filter(|(_, time)| !time.is_zero());
    let rows = stages.map(|((_, name, _), time)| row(name, time.as_secs_f64()));
    rows.chain([row("all", all)]).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_listed_in_their_order() {
        for (at, (stage, ..)) in STAGES.iter().enumerate() {
            assert_eq!(*stage as usize, at);
        }
    }

    #[test]
    fn the_way_is_measured_by_what_the_stages_before_took() {
        let mut run = Run {
            now: None,
            took: vec![Duration::ZERO; STAGES.len()],
            stages: &[Stage::Load, Stage::Parse, Stage::Lower],
            pages: 0,
            ended: false,
        };
        run.took[Stage::Load as usize] = Duration::from_secs(200);
        run.took[Stage::Parse as usize] = Duration::from_secs(400);
        run.now = Some((Stage::Lower, Instant::now()));
        let (way, left) = run.way();
        // 60 of 250 parts are done at ten seconds each.
        assert_eq!((way, left.unwrap().as_secs() / 10), (240, 189));
    }

    #[test]
    fn the_table_has_a_line_for_each_stage_that_was() {
        let mut took = vec![Duration::ZERO; STAGES.len()];
        took[Stage::Parse as usize] = Duration::from_millis(25);
        took[Stage::Emit as usize] = Duration::from_millis(75);
        let table = table(&took);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "parse         25.0 ms  25.0 %");
        assert_eq!((lines.len(), lines[2]), (3, "all          100.0 ms 100.0 %"));
    }
}
