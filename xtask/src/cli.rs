//! What can be typed: commands and their options.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Turns API documentation pages into a typed Rust client and OpenAPI.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read the pages and write the client and the OpenAPI documents
    Generate(GenerateArgs),
    /// Show every finding on the pages
    Lint(LintArgs),
    /// Print what one stage made of the pages, as JSON
    Dump(DumpArgs),
    /// Say what a finding means, why it matters and what to do
    Explain(ExplainArgs),
    /// Say what changed between two editions of the docs, and what version that calls for
    Diff(DiffArgs),
    /// Write a release: documents, crate, bill of materials, changelog, provenance, checksums
    Bundle(BundleArgs),
    /// Write a commented docset.toml for a new docs set
    Init(InitArgs),
    /// Serve the API that the pages document, with their examples
    Mock(MockArgs),
    /// Write a reference of the API as static HTML, or serve it while the pages are written
    Site(SiteArgs),
    /// Run everything the project tests
    Test(TestArgs),
    /// Let programs of others read the OpenAPI documents, and write docs/interop.md
    Interop(InteropArgs),
    /// Let cargo-semver-checks compare the Rust crates of two editions, beside what `diff` says of them
    Semver(SemverArgs),
}

/// Which pages to read.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct DocsArgs {
    /// Folder of pages (.md, .txt) [default: what the settings say]
    #[arg(long, value_name = "DIR")]
    pub docs: Option<PathBuf>,
    /// Settings [default: docset.toml in or beside --docs; without --docs, this repository's]
    #[arg(long, value_name = "FILE")]
    pub docset: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Human,
    /// One JSON object a line
    Json,
}

/// How `lint` shows what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LintFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object a line
    Json,
    /// SARIF 2.1.0, one document
    Sarif,
    /// Annotations of a GitHub workflow, one a line
    Github,
}

/// What to show of how far a run is.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct ProgressArgs {
    /// Show errors only: no progress, warnings or counts
    #[arg(long)]
    pub quiet: bool,
    /// Show how long each stage took
    #[arg(long)]
    pub timings: bool,
}

#[derive(Debug, Default, Args)]
pub(crate) struct GenerateArgs {
    #[command(flatten)]
    pub docs: DocsArgs,
    #[command(flatten)]
    pub progress: ProgressArgs,
    /// Write a whole tree of its own here, instead of this repository's output
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Only these outputs
    #[arg(long, value_delimiter = ',', value_name = "ID", value_parser = crate::emit::backend_ids())]
    pub only: Vec<String>,
    /// Write nothing; exit 1 with a diff if what stands there is stale
    #[arg(long, conflicts_with = "dry_run")]
    pub check: bool,
    /// Write nothing; say what would be written
    #[arg(long)]
    pub dry_run: bool,
    /// Leave out pages with errors, and say which
    #[arg(long)]
    pub keep_going: bool,
    /// Overwrite generated files that were edited by hand, and files of others
    #[arg(long)]
    pub force: bool,
    /// Let contradictions, untyped fields or unread rows rise above what openapi/ledger.json allows; the reason is kept there
    #[arg(long, value_name = "REASON", conflicts_with = "check", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub accept_ledger: Option<String>,
    /// Do it again whenever a page or the settings change, until the process is ended
    #[arg(long, conflicts_with_all = ["check", "accept_ledger"])]
    pub watch: bool,
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct LintArgs {
    #[command(flatten)]
    pub docs: DocsArgs,
    #[command(flatten)]
    pub progress: ProgressArgs,
    /// Make the edits that findings offer, on the pages themselves; then show what is left
    #[arg(long)]
    pub fix: bool,
    /// With --fix: also write down what was concluded, so that the docs say it
    #[arg(long, requires = "fix")]
    pub suggested: bool,
    /// With --fix: change nothing, and show the edits as a diff
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// Only findings that are not in this file: an earlier `--format json` or `sarif`, or a fingerprint a line
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Only findings that the docs did not have at this git revision
    #[arg(long, value_name = "REV")]
    pub since: Option<String>,
    /// A line for each page instead: rows read, rows typed, contradictions, findings
    #[arg(long)]
    pub scores: bool,
    #[arg(long, value_enum, default_value_t)]
    pub format: LintFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// What is on the pages
    Page,
    /// What the documentation says
    Ir,
    /// What will be printed in Rust
    View,
}

#[derive(Debug, Args)]
pub(crate) struct DumpArgs {
    #[command(flatten)]
    pub docs: DocsArgs,
    #[arg(long, value_enum)]
    pub stage: Stage,
    /// Only the page with this id or path (stages page and ir)
    #[arg(long, value_name = "ID")]
    pub page: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// An id (DOC020) or a name (unknown-type-word)
    #[arg(required_unless_present = "all")]
    pub code: Option<String>,
    /// Every code, as Markdown
    #[arg(long, conflicts_with = "code")]
    pub all: bool,
}

/// How `diff` shows what changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For people
    #[default]
    Human,
    /// For a pull request, or a summary
    Markdown,
    /// One JSON object a line
    Json,
    /// The entry of a changelog (Keep a Changelog)
    Changelog,
}

/// From what class of change on `diff` exits with 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    Breaking,
    /// Breaking or additive
    Additive,
    /// Any change
    Text,
    #[default]
    Never,
}

/// The changelog of the generated crate.
pub(crate) const CHANGELOG: &str = "crates/generated-client/CHANGELOG.md";

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// What it was: a folder of pages, a git revision, or an openapi.json (also REVISION:PATH)
    pub old: String,
    /// What it is: the same [default: the pages as they are now]
    pub new: Option<String>,
    #[command(flatten)]
    pub docs: DocsArgs,
    /// Exit 1 if something changed that is of this class or worse
    #[arg(long, value_enum, default_value_t, value_name = "CLASS")]
    pub fail_on: FailOn,
    /// Put the entry into this changelog, too [default file: that of the generated crate]
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = CHANGELOG)]
    pub changelog: Option<PathBuf>,
    /// The day of the release, such as 2027-01-31: the entry is of the version that is called for
    #[arg(long, value_name = "DATE", value_parser = crate::today::parse)]
    pub date: Option<String>,
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
}

#[derive(Debug, Args)]
pub(crate) struct BundleArgs {
    #[command(flatten)]
    pub docs: DocsArgs,
    /// The version of the release, such as 1.2.3 (Semantic Versioning 2.0.0)
    #[arg(long, value_name = "VERSION", value_parser = crate::bundle::version)]
    pub version: semver::Version,
    /// The tree that `generate --out` wrote: it must be what the docs give, and its names hold
    #[arg(long, value_name = "DIR")]
    pub tree: Option<PathBuf>,
    /// Put into the changelog what changed since then: a git revision, or a folder of pages
    #[arg(long, value_name = "OLD")]
    pub since: Option<String>,
    /// The day of the release, for the changelog, such as 2027-01-31
    #[arg(long, value_name = "DATE", value_parser = crate::today::parse)]
    pub date: Option<String>,
    /// Where to write it [default: dist at the top of this repository]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Show errors only
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The folder that will hold docset.toml
    pub dir: PathBuf,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct MockArgs {
    #[command(flatten)]
    pub docs: DocsArgs,
    /// The port on 127.0.0.1 to listen on; 0 takes a free one
    #[arg(long, default_value_t = 4010)]
    pub port: u16,
    /// Keep nothing: every request gets the documented reply
    #[arg(long)]
    pub stateless: bool,
    /// Refuse requests without the credentials that the pages ask for
    #[arg(long)]
    pub require_auth: bool,
    /// Write each request and reply to this file, one JSON object a line, without secrets
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Wait before each reply: milliseconds, or a range of them such as 20-80
    #[arg(long, value_name = "MS")]
    pub latency: Option<crate::mock::Latency>,
    /// Fail this share of requests: a status, or `drop` to cut the reply off, such as 503=0.1,drop=0.01
    #[arg(long, value_delimiter = ',', value_name = "FAULT=RATE")]
    pub fault: Vec<crate::mock::Fault>,
    /// Where the choice of faults and waits starts; the same seed chooses alike
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Do not print requests
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct SiteArgs {
    #[command(flatten)]
    pub docs: DocsArgs,
    #[command(flatten)]
    pub progress: ProgressArgs,
    /// The folder to write to [default: target/site]
    #[arg(long, value_name = "DIR", conflicts_with = "serve")]
    pub out: Option<PathBuf>,
    /// Leave out pages with errors, and say which
    #[arg(long)]
    pub keep_going: bool,
    /// Overwrite files of the site that were edited by hand, and files of others
    #[arg(long)]
    pub force: bool,
    /// Write nothing: show the site on 127.0.0.1, and again whenever a page changes, until the process is ended
    #[arg(long, conflicts_with = "force")]
    pub serve: bool,
    /// The port to serve on; 0 takes a free one
    #[arg(long, default_value_t = 4011, requires = "serve")]
    pub port: u16,
}

#[derive(Debug, Args)]
pub(crate) struct InteropArgs {
    /// Put missing tools under target/tools
    #[arg(long)]
    pub install: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SemverArgs {
    /// What it was: a folder of pages, or a git revision
    #[arg(required_unless_present = "pairs")]
    pub old: Option<String>,
    /// What it is: the same [default: the pages as they are now]
    pub new: Option<String>,
    #[command(flatten)]
    pub docs: DocsArgs,
    /// Compare the pairs of tests/diff/pairs.toml that say what is expected, and write docs/semver.md
    #[arg(long, conflicts_with_all = ["old", "docs", "docset"])]
    pub pairs: bool,
    /// Put cargo-semver-checks under target/tools, if it is missing; it builds for some minutes
    #[arg(long)]
    pub install: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// Put missing test tools under target/tools
    #[arg(long)]
    pub install: bool,
    /// A skipped step is a failure
    #[arg(long)]
    pub strict: bool,
    /// Only the steps with these names
    #[arg(long, value_delimiter = ',', value_name = "STEP")]
    pub only: Vec<String>,
    /// Print the names of the steps and end
    #[arg(long)]
    pub list: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn options_do_not_contradict_each_other() {
        super::Cli::command().debug_assert();
    }
}
