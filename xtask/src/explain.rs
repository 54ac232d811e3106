//! The id of a finding in, what it means out.

use std::fmt::Write as _;

use docparse::diag::{Code, codes};

use crate::cli::ExplainArgs;
use crate::failure::Failure;
use crate::{Outcome, out};

/// Explains one code, or prints all of them as the page `docs/diagnostics.md`.
pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let Some(wanted) = &args.code else {
        out::print(&reference());
        return Ok(Outcome::Done);
    };
    let code = codes::find(wanted).ok_or_else(|| unknown(wanted))?;
    out::print(&format!(
        "{} {} ({})\n\n{}\n\nWhy it matters: {}\n\nWhat to do: {}\n",
        code.id,
        code.name,
        code.severity.word(),
        code.what,
        code.why,
        code.fix
    ));
    Ok(Outcome::Done)
}

/// Every code, as Markdown.
fn reference() -> String {
    let mut text = String::from(
        "# Findings\n\n\
         Made by `cargo xtask explain --all` from the registry in `crates/docparse/src/diag/codes.rs`;\n\
         a test holds the two together. Ids are never renumbered and never reused.\n",
    );
    for code in codes::ALL {
        let Code { id, name, severity, what, why, fix } = code;
        let severity = severity.word();
        let _ = write!(
            text,
            "\n## {id}: {name}\n\n*{severity}* — {what}\n\n**Why it matters.** {why}\n\n**What to do.** {fix}\n"
        );
    }
    text
}

fn unknown(wanted: &str) -> Failure {
    let upper = wanted.to_uppercase();
    let mut near: Vec<(usize, &str)> = codes::ALL
        .iter()
        .flat_map(|code| {
            [
                (strsim::levenshtein(&upper, code.id), code.id),
                (strsim::levenshtein(wanted, code.name), code.name),
            ]
        })
        .collect();
    near.sort_unstable();
    let near: Vec<_> = near.iter().take(3).map(|(_, id)| *id).collect();
    Failure::usage(format!("no finding is called `{wanted}`; near it are {}", near.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_is_as_committed() {
        let path = crate::workspace::root().join("docs/diagnostics.md");
        let committed = std::fs::read_to_string(path).unwrap();
        assert_eq!(committed, reference(), "run `cargo xtask explain --all > docs/diagnostics.md`");
    }

    #[test]
    fn near_ids_are_offered() {
        assert_eq!(
            unknown("DOC02").to_string(),
            "no finding is called `DOC02`; near it are DOC002, DOC012, DOC020"
        );
    }
}
