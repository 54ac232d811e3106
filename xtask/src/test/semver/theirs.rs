//! What rustdoc says of two crates in, what cargo-semver-checks finds between them out.

use std::path::Path;

use codegen::diff::Class;

use crate::test::run::Runner;
use crate::test::toolchains::semver_checks;

/// What it finds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Theirs {
    pub(super) lints: Vec<Lint>,
}

/// A lint that found something.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lint {
    /// `struct_pub_field_missing`
    pub(super) id: String,
    /// What it takes that for.
    pub(super) class: Class,
    /// `field label of struct NewWebhook`
    pub(super) found: Vec<String>,
}

impl Theirs {
    /// How bad the worst of it is; nothing, if nothing was found. It does not look for what is new.
    pub(super) fn class(&self) -> Option<Class> {
        self.lints.iter().map(|lint| lint.class).max()
    }
}

/// Runs it. All that would call for more than a patch is asked for, whatever the versions are.
pub(super) fn ask(runner: &Runner, old: &Path, new: &Path) -> Result<Theirs, String> {
    let args = ["semver-checks", "--release-type=patch", "--color=never", "--verbose"].map(Path::new);
    let files = [Path::new("--baseline-rustdoc"), old, Path::new("--current-rustdoc"), new];
    let mut command = runner.command(semver_checks(runner), args.into_iter().chain(files));
    let output = command.output().map_err(|error| format!("cargo-semver-checks: {error}"))?;
    let [said, log] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    let theirs = read(&said, &log);
    // It fails when it finds something, and when it cannot look.
    match output.status.success() == theirs.lints.is_empty() && log.contains("Summary") {
        true => Ok(theirs),
        false => Err(format!("cargo-semver-checks: {}", log.trim())),
    }
}

/// What it prints: each failed lint has a line ` FAIL [   0.001s]       major        ID` in the log,
/// and a section `--- failure ID: …` that ends with a line for each thing found. Mere warnings are
/// left out.
fn read(said: &str, log: &str) -> Theirs {
    let lint = |line: &str| {
        let (class, id) = line.trim().strip_prefix("FAIL")?.split_once(']')?.1.trim().split_once(' ')?;
        let class = if class == "major" { Class::Breaking } else { Class::Additive };
        Some(Lint { id: id.trim().to_owned(), class, found: Vec::new() })
    };
    let mut lints: Vec<Lint> = log.lines().filter_map(lint).collect();
    lints.sort_by(|one, other| (other.class, &one.id).cmp(&(one.class, &other.id)));
    for lint in &mut lints {
        let section = said.split("--- failure ").find(|text| text.starts_with(&format!("{}:", lint.id)));
        let Some((_, found)) = section.and_then(|text| text.split_once("Failed in:\n")) else { continue };
        let found = found.lines().take_while(|line| line.starts_with("  "));
        // Where it was is in a file that is made anew each time.
        let found = found.map(|line| line.trim().split([',']).next().unwrap_or_default().to_owned());
        lint.found = found.filter(|line| !line.is_empty()).collect();
    }
    Theirs { lints }
}
