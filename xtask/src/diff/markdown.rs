//! What changed in, Markdown out, for a pull request or a workflow's summary; and the one line
//! that a changelog has of a change. Text from pages means nothing in it.

use std::fmt::Write as _;

use codegen::diff::{Class, Place, SourceChange};
use codegen::markdown::{code_span, escape, link};

use super::human::{NAMED, called_for, ways};
use super::report::{At, Report, Shown, notable};

pub(super) fn render(report: &Report) -> String {
    let mut text = format!("# API changes from {} to {}\n\n", code_span(&report.old), code_span(&report.new));
    if report.class().is_none() {
        return text + "Nothing changed.\n";
    }
    let count = |class| report.count(class);
    let _ = write!(
        text,
        "{} breaking, {} additive, {} text only",
        count(Class::Breaking),
        count(Class::Additive),
        count(Class::Text)
    );
    let version = report.version.as_ref().map(|version| format!("; {}", escape(&called_for(version))));
    let _ = writeln!(text, "{}.", version.unwrap_or_default());
    for (class, title) in
        [(Class::Breaking, "Breaking"), (Class::Additive, "Additive"), (Class::Text, "Text only")]
    {
        if report.count(class) == 0 {
            continue;
        }
        let _ = writeln!(text, "\n## {title} ({})\n", report.count(class));
        for shown in report.of(class) {
            let place = |at: &Option<At>| {
                let at = at.as_ref()?;
                Some(code_span(&format!("{}:{}:{}", at.path, at.line, at.column)))
            };
            let places: Vec<String> = [&shown.old, &shown.new].into_iter().filter_map(place).collect();
            let _ = writeln!(text, "* {} ({})", sentence(shown), places.join(" → "));
            sub(shown, &mut text);
        }
        for source in notable(&report.source).filter(|source| source.class == class) {
            let _ = writeln!(text, "* {}", in_source(source));
        }
    }
    text
}

/// What users of generated code should know of a change, as a list in its line.
pub(super) fn sub(shown: &Shown, text: &mut String) {
    for source in notable(&shown.source) {
        let _ = writeln!(text, "  * {} ({})", in_source(source), source.class.word());
    }
}

/// `[Create Store](…): property `name` is required now (in requests)`
pub(super) fn sentence(shown: &Shown) -> String {
    let change = &shown.change;
    let places = operations(&change.operations);
    let colon = if places.is_empty() { "" } else { ": " };
    format!("{places}{colon}{}{}", change.says(code_span), ways(change))
}

/// The operations, with links to their pages.
pub(super) fn operations(operations: &[Place]) -> String {
    let named = operations.iter().take(NAMED).map(|operation| match &operation.url {
        Some(url) => link(&operation.title, &address(url)),
        None => escape(&operation.title),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    match operations.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// An address with nothing in it that would end a link.
fn address(url: &str) -> String {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\\' | '`');
    url.chars().filter(|c| plain(*c)).collect()
}

/// What changes in generated code.
pub(super) fn in_source(source: &SourceChange) -> String {
    format!("{}: {} {}", source.language, code_span(&source.symbol), backticks(&source.says))
}

/// Our own words with types in backticks; what is in them may be anything.
fn backticks(says: &str) -> String {
    let parts = says.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 0 { escape(part) } else { code_span(part) }).collect()
}
