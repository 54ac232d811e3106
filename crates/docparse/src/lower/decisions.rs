//! What people decided: looked up while reading, and applied to findings at the end.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::diag::{Diagnostic, Severity, Sink, codes};
use crate::docset::Decision;
use crate::source::Spanned;

/// The decisions of a docs set, and which of them were needed: pages are read side by side.
pub(super) struct Decisions<'a> {
    all: Vec<(&'a Decision, AtomicBool)>,
}

impl<'a> Decisions<'a> {
    pub(super) fn new(decisions: &'a [Decision]) -> Self {
        Self { all: decisions.iter().map(|decision| (decision, AtomicBool::new(false))).collect() }
    }

    /// What to read at `at` (a property) on `page` instead of what gave rise to `code`.
    pub(super) fn read_as(
        &self,
        code: &'static codes::Code,
        page: &str,
        at: &str,
    ) -> Option<&'a Spanned<String>> {
        let (decision, used) = self.all.iter().find(|(decision, _)| {
            decision.code.value.eq_ignore_ascii_case(code.id)
                && decision.page.value == page
                && decision.at.as_ref().is_none_or(|place| place.value == at)
                && decision.read_as.is_some()
        })?;
        used.store(true, Ordering::Relaxed);
        decision.read_as.as_ref()
    }

    /// Reports `read_as` decisions that nothing asked for.
    pub(super) fn report_unused(&self, sink: &mut Sink) {
        for (decision, used) in &self.all {
            if decision.read_as.is_some() && !used.load(Ordering::Relaxed) {
                sink.push(unused(decision));
            }
        }
    }
}

/// Applies the decisions that accept findings: they become information, with the reason.
/// `page_of` gives the id of the page a finding is on, `text_of` the text it points at.
/// A decision that accepts nothing is itself a finding, and so is one past its day.
pub(crate) fn accept(
    decisions: &[Decision],
    today: Option<&str>,
    sink: &mut Sink,
    page_of: impl Fn(&Diagnostic) -> Option<String>,
    text_of: impl Fn(&Diagnostic) -> String,
) {
    for decision in decisions {
        // Output must not depend on the day, so a decision past its day still holds.
        if let (Some(until), Some(today)) = (&decision.until, today)
            && until.value.as_str() <= today
        {
            let message = format!("this decision was to be looked at again from {} on", until.value);
            sink.push(Diagnostic::new(&codes::EXPIRED_DECISION, until.span, message));
        }
        if decision.read_as.is_some() {
            continue;
        }
        let mut matched = false;
        for finding in sink.findings_mut() {
            let at = |place: &Spanned<String>| {
                finding.message.contains(&format!("`{}`", place.value)) || text_of(finding) == place.value
            };
            if finding.code.id.eq_ignore_ascii_case(&decision.code.value)
                && page_of(finding).as_deref() == Some(&decision.page.value)
                && decision.at.as_ref().is_none_or(at)
            {
                matched = true;
                finding.severity = Severity::Info;
                finding.help = Some(format!("accepted in docset.toml: {}", decision.reason.value));
            }
        }
        if !matched {
            sink.push(unused(decision));
        }
    }
}

fn unused(decision: &Decision) -> Diagnostic {
    let message =
        format!("no finding {} on `{}` matches this decision", decision.code.value, decision.page.value);
    Diagnostic::new(&codes::UNUSED_DECISION, decision.span, message)
}
