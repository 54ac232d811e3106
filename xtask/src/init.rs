//! A folder in, commented settings for a new docs set out.

use crate::cli::InitArgs;
use crate::docs::DOCSET;
use crate::failure::Failure;
use crate::{Outcome, out, write};

const TEMPLATE: &str = include_str!("init.toml");

/// Writes `docset.toml`. Never over one that is there.
pub(crate) fn run(args: &InitArgs) -> Result<Outcome, Failure> {
    let path = args.dir.join(DOCSET);
    if path.symlink_metadata().is_ok() {
        return Err(Failure::new(format!("{} is there already; it was left as it is", path.display())));
    }
    write::replace(&path, TEMPLATE).map_err(Failure::io("write", &path))?;
    let shown = path.display();
    out::line(&format!(
        "wrote {shown}\nput the pages in {}, then: cargo xtask generate --docset {shown} --out OUT",
        args.dir.join("pages").display()
    ));
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use docparse::diag::Sink;
    use docparse::docset::Docset;
    use docparse::source::{SourceKind, SourceSet};

    use super::*;

    fn findings(text: &str) -> Vec<String> {
        let set = SourceSet::new(vec![(DOCSET.into(), SourceKind::Docset, text.into())]);
        let mut sink = Sink::new();
        Docset::read(set.docset().unwrap(), &mut sink);
        sink.finish().into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn the_template_has_no_finding() {
        assert_eq!(findings(TEMPLATE), Vec::<String>::new());
    }

    #[test]
    fn every_example_in_a_comment_is_valid_too() {
        // Examples start with `#` and no space; explanations have one.
        let line = |line: &str| match line.strip_prefix('#') {
            Some(example) if !example.starts_with(' ') => format!("{example}\n"),
            _ => format!("{line}\n"),
        };
        let text: String = TEMPLATE.lines().map(line).collect();
        assert_eq!(findings(&text), Vec::<String>::new());
        assert!(text.contains("\n[[decision]]\n"));
    }
}
