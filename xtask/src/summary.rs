//! What a run did in, its last lines out.

use std::fmt::Write as _;

use codegen::output::Step;
use docparse::diag::Severity;
use serde::Serialize;

use crate::finding::Finding;
use crate::read::Reading;
use crate::write::RootPlan;

/// Counts of one run.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    pub pages: usize,
    pub endpoints: usize,
    pub operations: usize,
    pub models: usize,
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    pub left_out: Vec<String>,
    pub created: usize,
    pub updated: usize,
    pub deleted: usize,
    pub unchanged: usize,
}

impl Summary {
    /// Counts what was read and found.
    pub(crate) fn of(reading: &Reading) -> Self {
        let count = |severity| {
            reading.findings.iter().filter(|finding: &&Finding| finding.severity == severity).count()
        };
        Self {
            pages: reading.pages.len(),
            endpoints: reading.api.endpoints.len(),
            operations: reading.api.endpoints.iter().map(|endpoint| endpoint.operations.len()).sum(),
            models: reading.api.models.len(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            left_out: reading.left_out.clone(),
            ..Self::default()
        }
    }

    /// Counts what is planned, too.
    pub(crate) fn with_plans(mut self, plans: &[RootPlan]) -> Self {
        for step in plans.iter().flat_map(|plan| plan.steps.values()) {
            match step {
                Step::Create(_) => self.created += 1,
                Step::Update { .. } => self.updated += 1,
                Step::Delete => self.deleted += 1,
                Step::Unchanged => self.unchanged += 1,
                Step::Refuse(_) => {}
            }
        }
        self
    }

    /// Whether every file is as it should be.
    pub(crate) fn nothing_to_do(&self) -> bool {
        self.created + self.updated + self.deleted == 0
    }

    /// What was read and found, for people.
    pub(crate) fn read_lines(&self) -> String {
        let mut text = format!(
            "{}, {} ({}), {}\n{}, {}, {}",
            count(self.pages, "page"),
            count(self.endpoints, "endpoint"),
            count(self.operations, "operation"),
            count(self.models, "model"),
            count(self.errors, "error"),
            count(self.warnings, "warning"),
            count(self.infos, "info"),
        );
        if self.infos > 0 {
            text.push_str(" (`cargo xtask lint` shows them)");
        }
        text.push('\n');
        if !self.left_out.is_empty() {
            let _ = writeln!(text, "left out because of errors: {}", self.left_out.join(", "));
        }
        text
    }

    /// What was found, for people who asked for everything.
    pub(crate) fn lint_line(&self) -> String {
        format!(
            "{}: {}, {}, {}\n",
            count(self.pages, "page"),
            count(self.errors, "error"),
            count(self.warnings, "warning"),
            count(self.infos, "info")
        )
    }

    /// What was done to files, for people.
    pub(crate) fn files_line(&self, would: bool) -> String {
        if self.nothing_to_do() {
            return format!("nothing to do: {} as they should be\n", count(self.unchanged, "file"));
        }
        format!(
            "{}{} created, {} updated, {} deleted, {} unchanged\n",
            if would { "would be: " } else { "" },
            count(self.created, "file"),
            self.updated,
            self.deleted,
            self.unchanged
        )
    }

    /// One JSON object on a line.
    pub(crate) fn json(&self) -> String {
        let text = serde_json::to_string(self).expect("a summary is strings and numbers only");
        format!("{{\"summary\":{text}}}")
    }
}

fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_for_people() {
        let summary = Summary {
            pages: 3,
            endpoints: 1,
            operations: 3,
            models: 14,
            warnings: 8,
            infos: 4,
            ..Default::default()
        };
        assert_eq!(
            summary.read_lines(),
            "3 pages, 1 endpoint (3 operations), 14 models\n0 errors, 8 warnings, 4 infos (`cargo xtask lint` shows them)\n"
        );
        assert_eq!(
            Summary { unchanged: 9, ..Default::default() }.files_line(false),
            "nothing to do: 9 files as they should be\n"
        );
        assert_eq!(
            Summary { updated: 2, unchanged: 9, ..Default::default() }.files_line(true),
            "would be: 0 files created, 2 updated, 0 deleted, 9 unchanged\n"
        );
    }
}
