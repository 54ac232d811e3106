//! What `generate` found and did in, text on standard output out.

use std::fmt::Write as _;

use codegen::ledger::Rise;
use codegen::output::Step;
use docparse::diag::Severity;
use similar::TextDiff;

use crate::cli::{Format, GenerateArgs};
use crate::read::Reading;
use crate::render::{human, json};
use crate::summary::Summary;
use crate::write::RootPlan;
use crate::{Outcome, out};

/// How this run reports.
pub(crate) struct Report<'a> {
    args: &'a GenerateArgs,
}

impl<'a> Report<'a> {
    /// Reports as `args` ask for.
    pub(crate) fn new(args: &'a GenerateArgs) -> Self {
        Self { args }
    }

    /// Errors stop: nothing was written.
    pub(crate) fn stopped(&self, reading: &Reading) -> Outcome {
        self.findings(reading);
        let summary = Summary::of(reading);
        match self.args.format {
            Format::Human => out::print(&format!("{}nothing was written\n", summary.read_lines())),
            Format::Json => out::record(&summary.json()),
        }
        Outcome::Stopped
    }

    /// More is held against the docs than the committed ledger allows: nothing was written.
    pub(crate) fn above_the_ledger(&self, reading: &Reading, rises: &[Rise]) -> Outcome {
        self.findings(reading);
        if self.args.format == Format::Json {
            rises.iter().for_each(|rise| out::record(&serde_json::json!({ "ledger": rise }).to_string()));
            out::record(&Summary::of(reading).json());
            return Outcome::Stopped;
        }
        out::print(&Summary::of(reading).read_lines());
        for Rise { what, from, to, new } in rises {
            out::line(&format!("{what} rose from {from} to {to}, and openapi/ledger.json allows {from}:"));
            new.iter().for_each(|entry| out::line(&format!("  {entry}")));
        }
        out::line(&format!(
            "nothing was written; mend the pages, or let it pass with `{} --accept-ledger REASON`",
            self.command()
        ));
        Outcome::Stopped
    }

    /// Files were compared with what they should be: says whether they are stale.
    pub(crate) fn checked(&self, reading: &Reading, plans: &[RootPlan], summary: &Summary) -> Outcome {
        if summary.nothing_to_do() {
            self.done(reading, plans, summary);
            return Outcome::Done;
        }
        match self.args.format {
            Format::Human => {
                for plan in plans {
                    out::print(&diffs(plan));
                }
                out::print(&summary.files_line(true));
                out::line(&format!("the output is stale; `{}` brings it up to date", self.command()));
            }
            Format::Json => {
                each_step(plans, |word, path| out::record(&json::render_step(word, path)));
                out::record(&summary.json());
            }
        }
        Outcome::Stopped
    }

    /// All is as it should be now, or would be.
    pub(crate) fn done(&self, reading: &Reading, plans: &[RootPlan], summary: &Summary) {
        self.findings(reading);
        let quiet = self.args.progress.quiet;
        if self.args.format == Format::Human && !quiet {
            out::print(&summary.read_lines());
        }
        if self.args.dry_run {
            each_step(plans, |word, path| match self.args.format {
                Format::Human => out::line(&format!("{word} {path}")),
                Format::Json => out::record(&json::render_step(word, path)),
            });
        }
        match self.args.format {
            Format::Human if quiet => {}
            Format::Human => out::print(&summary.files_line(self.args.dry_run)),
            Format::Json => out::record(&summary.json()),
        }
    }

    fn findings(&self, reading: &Reading) {
        for finding in &reading.findings {
            match self.args.format {
                // `lint` shows these; here they would hide what should be looked at. What was found
                // while files were made, only this can show.
                _ if self.args.progress.quiet && finding.severity != Severity::Error => {}
                Format::Human
                    if finding.severity == Severity::Info && !finding.code.id.starts_with("GEN") => {}
                Format::Human => out::line(&human::render(finding)),
                Format::Json => out::record(&json::render(finding)),
            }
        }
    }

    /// The command that writes what `--check` found missing.
    fn command(&self) -> String {
        let mut words = vec!["cargo xtask generate".to_owned()];
        let paths = [
            ("--docs", &self.args.docs.docs),
            ("--docset", &self.args.docs.docset),
            ("--out", &self.args.out),
        ];
        for (option, path) in paths {
            words.extend(path.iter().map(|path| format!("{option} {}", path.display())));
        }
        if !self.args.only.is_empty() {
            words.push(format!("--only {}", self.args.only.join(",")));
        }
        if self.args.keep_going {
            words.push("--keep-going".into());
        }
        words.join(" ")
    }
}

/// Unified diffs of the files that would change.
fn diffs(plan: &RootPlan) -> String {
    let mut text = String::new();
    for (path, step) in &plan.steps {
        let (old, new) = match step {
            Step::Create(new) => ("", new.as_str()),
            Step::Update { old, new } => (old.as_str(), new.as_str()),
            Step::Delete => {
                let _ = writeln!(text, "{} would be deleted", plan.shown(path));
                continue;
            }
            Step::Unchanged | Step::Refuse(_) => continue,
        };
        let path = plan.shown(path);
        let from = if matches!(step, Step::Create(_)) { "/dev/null" } else { &path };
        let diff = TextDiff::from_lines(old, new);
        let _ = write!(text, "{}", diff.unified_diff().header(from, &path));
    }
    text
}

/// Shows each file that would change, and how.
fn each_step(plans: &[RootPlan], show: impl Fn(&str, &str)) {
    for plan in plans {
        for (path, step) in &plan.steps {
            let word = match step {
                Step::Create(_) => "create",
                Step::Update { .. } => "update",
                Step::Delete => "delete",
                Step::Unchanged | Step::Refuse(_) => continue,
            };
            show(word, &plan.shown(path));
        }
    }
}
