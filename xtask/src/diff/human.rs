//! What changed in, text for people out.

use std::fmt::Write as _;

use codegen::diff::{Change, Class, SourceChange};

use super::report::{At, Report, Shown, Version, notable};
use crate::render::excerpt::clean;

/// At most this many operations are named with a change.
pub(super) const NAMED: usize = 3;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    for class in [Class::Breaking, Class::Additive, Class::Text] {
        if report.count(class) == 0 {
            continue;
        }
        let _ = writeln!(text, "{} ({})", class.word(), report.count(class));
        report.of(class).for_each(|shown| change(shown, &mut text));
        for source in notable(&report.source).filter(|source| source.class == class) {
            let _ = writeln!(text, "  {}", in_source(source));
        }
        text.push('\n');
    }
    text + &summary(report)
}

fn change(shown: &Shown, text: &mut String) {
    let quoted = |value: &str| format!("`{}`", clean(value));
    let _ = writeln!(text, "  {}{}", shown.change.says(quoted), ways(&shown.change));
    let operations = &shown.change.operations;
    for operation in operations.iter().take(NAMED) {
        let _ = writeln!(text, "    {} ({})", operation.title, operation.route);
    }
    if operations.len() > NAMED {
        let _ = writeln!(text, "    and {} more operations", operations.len() - NAMED);
    }
    for (word, at) in [("was", &shown.old), ("is", &shown.new)] {
        if let Some(At { path, line, column }) = at {
            let _ = writeln!(text, "    {word:<3} {path}:{line}:{column}");
        }
    }
    for source in notable(&shown.source) {
        let _ = writeln!(text, "    {} ({})", in_source(source), source.class.word());
    }
}

/// What changes in generated code: names of languages are made of letters, digits and marks.
fn in_source(source: &SourceChange) -> String {
    format!("{}: `{}` {}", source.language, clean(&source.symbol), clean(&source.says))
}

/// How bad it is each way, where that is not the same.
pub(super) fn ways(change: &Change) -> String {
    match (change.request, change.reply) {
        (Some(request), Some(reply)) if request == reply => String::new(),
        (Some(request), Some(reply)) => {
            format!(" ({} in requests, {} in replies)", request.word(), reply.word())
        }
        (Some(_), None) => " (in requests)".into(),
        (None, Some(_)) => " (in replies)".into(),
        (None, None) => String::new(),
    }
}

fn summary(report: &Report) -> String {
    if report.class().is_none() {
        return format!("nothing changed from {} to {}\n", report.old, report.new);
    }
    let count = |class: Class| report.count(class);
    let (breaking, additive, text) = (count(Class::Breaking), count(Class::Additive), count(Class::Text));
    let mut words = format!(
        "from {} to {}: {breaking} breaking, {additive} additive, {text} text only\n",
        report.old, report.new
    );
    if let Some(version) = &report.version {
        let _ = writeln!(words, "{}", called_for(version));
    }
    words
}

/// The version that is called for, in a sentence.
pub(super) fn called_for(version: &Version) -> String {
    let Version { current, next, stated } = version;
    match stated {
        Some((stated, true)) => {
            format!("calls for version {next} after {current}; it says {stated}, which will do")
        }
        Some((stated, false)) => {
            format!("calls for version {next} after {current}; it says {stated}, which is too little")
        }
        None => format!("calls for version {next} after {current}"),
    }
}
