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
        lint.found = found.map(|line| without_place(line.trim()).to_owned()).collect();
    }
    Theirs { lints }
}

/// `NewWebhook::name` of `NewWebhook::name, previously in file src/lib.rs:31`.
fn without_place(line: &str) -> &str {
    let what = line.split_once(" in file ").map_or(line, |(what, _)| what);
    what.trim_end_matches("previously").trim_end_matches([',', ' '])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As version 0.51.0 prints it, cut.
    const LOG: &str = "    Checking <unknown> v0.1.0 -> v0.1.0 (assume patch change)
        PASS [   0.007s]       major        attribute_proc_macro_missing
        FAIL [   0.031s]       minor        struct_field_marked_deprecated
        FAIL [   0.029s]       major        inherent_method_missing
        WARN [   0.029s]       major        partial_ord_struct_fields_reordered
     Checked [   0.925s] 229 checks: 227 pass, 2 fail, 1 warn, 31 skip
";
    const SAID: &str = "
--- failure inherent_method_missing: pub method removed or renamed ---

Description:
A publicly-visible method or associated fn is no longer available under its prior name.
        ref: https://doc.rust-lang.org/cargo/reference/semver.html#item-remove

Failed in:
  NewWebhookBuilder::label, previously in file src/generated/models/webhooks.rs:154
  NewWebhookBuilder::zone, previously in file src/generated/models/webhooks.rs:160

--- failure struct_field_marked_deprecated: struct field #[deprecated] added ---

Failed in:
  field NewWebhook::name in file src/generated/models/webhooks.rs:31

--- warning partial_ord_struct_fields_reordered: struct fields reordered ---

Failed in:
  NewWebhook.b moved from position 2 to 1, in file src/lib.rs:1
";

    #[test]
    fn lints_come_with_what_they_found_and_the_worst_first() {
        let theirs = read(SAID, LOG);
        let lint = |id: &str, class, found: &[&str]| Lint {
            id: id.into(),
            class,
            found: found.iter().map(|found| (*found).into()).collect(),
        };
        let lints = vec![
            lint(
                "inherent_method_missing",
                Class::Breaking,
                &["NewWebhookBuilder::label", "NewWebhookBuilder::zone"],
            ),
            lint("struct_field_marked_deprecated", Class::Additive, &["field NewWebhook::name"]),
        ];
        assert_eq!(theirs, Theirs { lints });
        assert_eq!(theirs.class(), Some(Class::Breaking));
        assert_eq!(read("", "     Summary no semver update required\n").class(), None);
    }
}
