//! The list of steps, in the order they run: quick ones first.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::run::Runner;
use super::served::Served;
use super::toolchains::{
    ACTIONLINT, AXE, CARGO, CARGO_DENY, CHROMIUM, CLIPPY, CYCLONEDX, GO, JAVA, MAVEN, OASDIFF,
    OPENAPI_GENERATOR, PLAYWRIGHT, REDOCLY, RUSTFMT, SCHEMATHESIS, SHELLCHECK, SPEC_VALIDATOR, SPECTRAL,
    TYPESCRIPT, Toolchain, ZIZMOR, cargo_deny, go_tool, python_tool, redocly, spectral,
};
use super::{clients, documents, oasdiff, site};

/// One thing that is tested.
pub(super) struct Step {
    pub name: &'static str,
    /// What it shows.
    pub about: &'static str,
    pub needs: &'static [&'static Toolchain],
    pub run: fn(&Runner) -> Result<(), String>,
}

pub(super) static STEPS: &[Step] = &[
    Step {
        name: "format",
        about: "every source is formatted, generated ones too",
        needs: &[&RUSTFMT],
        run: |r| {
            r.run(r.cargo(&["fmt", "--all", "--check"]))?;
            formatted(r, &r.root.join("crates/generated-client"))
        },
    },
    Step {
        name: "clippy",
        about: "no lint has anything to say",
        needs: &[&CLIPPY],
        run: |r| {
            r.run(r.cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
        },
    },
    Step {
        name: "tests",
        about: "unit, page, seeds, wire and command-line tests, and the examples in the docs",
        needs: &[&CARGO],
        run: |r| r.run(r.cargo(&["test", "--workspace"])),
    },
    Step {
        name: "docs",
        about: "the documentation builds without warnings",
        needs: &[&CARGO],
        run: |r| {
            let mut command = r.cargo(&["doc", "--quiet", "--workspace", "--all-features", "--no-deps"]);
            command.env("RUSTDOCFLAGS", "-D warnings");
            r.run(command)
        },
    },
    Step {
        name: "package",
        about: "the client can be packed, and what is in the package builds",
        needs: &[&CARGO],
        run: |r| r.run(r.cargo(&["package", "--quiet", "--package", "pingone", "--allow-dirty"])),
    },
    Step {
        name: "fresh",
        about: "committed output is what the seeds give",
        needs: &[&CARGO],
        run: |r| r.run(r.cargo(&["run", "--quiet", "--package", "xtask", "--", "generate", "--check"])),
    },
    Step {
        name: "standalone",
        about: "a tree of its own builds by itself",
        needs: &[&CARGO],
        run: standalone,
    },
    Step {
        name: "bundle",
        about: "the crate of a release builds by itself, and its bill of materials is valid CycloneDX",
        needs: &[&CARGO, &CYCLONEDX],
        run: bundle,
    },
    Step {
        name: "workflows",
        about: "actionlint, shellcheck and zizmor have nothing to say about the workflows",
        needs: &[&ACTIONLINT, &SHELLCHECK, &ZIZMOR],
        run: |r| {
            let shellcheck = format!("-shellcheck={}", python_tool(r, "shellcheck").display());
            r.run(r.command(go_tool(r, "actionlint"), [shellcheck.as_str(), "-color"]))?;
            // Without the network: what is pinned is not looked up.
            let args = ["--offline", "--quiet", "--no-progress", "--persona=pedantic", ".github/workflows"];
            r.run(r.command(python_tool(r, "zizmor"), args))
        },
    },
    Step {
        name: "bookshop-client",
        about: "the client of our own docs set pages, follows links, shows no secret, and keeps house on the mock",
        needs: &[&CARGO],
        run: bookshop,
    },
    Step {
        name: "deny",
        about: "licences and sources of dependencies are among those allowed",
        needs: &[&CARGO, &CARGO_DENY],
        run: |r| {
            let mut command =
                r.command(cargo_deny(r), ["--log-level", "error", "check", "bans", "licenses", "sources"]);
            command.env_remove("CARGO_MANIFEST_DIR");
            r.run(command)
        },
    },
    Step {
        name: "openapi-validator",
        about: "the OpenAPI documents are valid, in both editions",
        needs: &[&SPEC_VALIDATOR],
        run: |r| r.run(r.command(python_tool(r, "openapi-spec-validator"), documents::all(r)?)),
    },
    Step {
        name: "openapi-redocly",
        about: "the OpenAPI documents follow Redocly's recommended rules",
        needs: &[&REDOCLY],
        run: |r| {
            let sets =
                [("redocly.yaml", documents::own(r)?), ("redocly-bookshop.yaml", documents::bookshop(r)?)];
            sets.into_iter().try_for_each(|(rules, documents)| {
                let rules = format!("--config=xtask/tools/{rules}");
                let args = [redocly(r).into_os_string(), "lint".into(), rules.into()];
                r.run(quiet(r.command("node", args.into_iter().chain(documents))))
            })
        },
    },
    Step {
        name: "openapi-spectral",
        about: "the OpenAPI documents follow Spectral's rules",
        needs: &[&SPECTRAL],
        run: |r| {
            let rules = "--ruleset=xtask/tools/spectral.yaml";
            let args = [spectral(r), "lint".into(), "--fail-severity=hint".into(), rules.into()];
            let args = args.into_iter().map(PathBuf::into_os_string);
            r.run(r.command("node", args.chain(documents::all(r)?)))
        },
    },
    Step {
        name: "diff-oasdiff",
        about: "oasdiff agrees on what breaks, or docs/diff.md says why not",
        needs: &[&OASDIFF],
        run: oasdiff::check,
    },
    Step {
        name: "mock-schemathesis",
        about: "the mock and the OpenAPI documents agree on requests that somebody else made up",
        needs: &[&SCHEMATHESIS],
        run: schemathesis,
    },
    Step {
        name: "site-browser",
        about: "the reference site works in a browser, from a folder and from a server, for everybody",
        needs: &[&PLAYWRIGHT, &AXE, &CHROMIUM],
        run: site::in_browser,
    },
    Step {
        name: "client-typescript",
        about: "a client that OpenAPI Generator makes in TypeScript compiles and calls the mock",
        needs: &[&JAVA, &OPENAPI_GENERATOR, &TYPESCRIPT],
        run: clients::typescript,
    },
    Step {
        name: "client-python",
        about: "a client that OpenAPI Generator makes in Python loads and calls the mock",
        needs: &[&JAVA, &OPENAPI_GENERATOR],
        run: clients::python,
    },
    Step {
        name: "client-go",
        about: "a client that OpenAPI Generator makes in Go compiles and calls the mock",
        needs: &[&JAVA, &OPENAPI_GENERATOR, &GO],
        run: clients::go,
    },
    Step {
        name: "client-java",
        about: "a client that OpenAPI Generator makes in Java compiles and calls the mock",
        needs: &[&JAVA, &OPENAPI_GENERATOR, &MAVEN],
        run: clients::java,
    },
];

/// Writes a whole tree elsewhere and lets the compiler look at its crate, alone.
fn standalone(runner: &Runner) -> Result<(), String> {
    let package = package(runner, "tree", &[])?;
    let mut check =
        runner.cargo(&["rustc", "--quiet", "--profile", "check", "--lib", "--", "-D", "warnings"]);
    check.current_dir(package).env("CARGO_TARGET_DIR", runner.target());
    runner.run(check)
}

/// Makes a release, validates its bill of materials, and lets the compiler look at its crate.
fn bundle(runner: &Runner) -> Result<(), String> {
    const VERSION: &str = "1.2.3";
    let dist = runner.scratch("bundle")?;
    let mut bundle = runner.command(&runner.program, ["bundle", "--quiet", "--version", VERSION, "--out"]);
    bundle.arg(&dist);
    runner.run(bundle)?;

    let validate = "import sys, cyclonedx.schema, cyclonedx.validation.json as validation\n\
        validator = validation.JsonStrictValidator(cyclonedx.schema.SchemaVersion.V1_6)\n\
        sys.exit(validator.validate_str(open(sys.argv[1], encoding='utf-8').read()))";
    let bill = dist.join("sbom.cdx.json");
    let args = ["-c".as_ref(), validate.as_ref(), bill.as_os_str()];
    runner.run(runner.command(python_tool(runner, "python"), args))?;

    // Inside this repository Cargo would take it for a member of the workspace.
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let name = format!("pingone-{VERSION}");
    let unpack = |archive| tar::Archive::new(flate2::read::GzDecoder::new(archive)).unpack(folder.path());
    std::fs::File::open(dist.join(format!("{name}.crate")))
        .and_then(unpack)
        .map_err(|error| format!("{name}.crate: {error}"))?;
    let mut check = runner.cargo(&["check", "--quiet", "--locked", "--lib", "--examples"]);
    check.current_dir(folder.path().join(name)).env("CARGO_TARGET_DIR", runner.target());
    runner.run(check)
}

/// Writes the client of our own docs set, and runs the tests that it has there.
fn bookshop(runner: &Runner) -> Result<(), String> {
    let package = package(runner, "bookshop-client", &["--docset", "tests/bookshop/docset.toml"])?;
    let tests = runner.root.join("tests/bookshop/client");
    copy(&tests, &package.join("tests")).map_err(|error| format!("{}: {error}", tests.display()))?;
    formatted(runner, &package)?;
    let served = Served::start(runner, Some(documents::BOOKSHOP_PAGES), &["--require-auth"])?;
    let args = ["--features", "blocking,testing", "--lib", "--test", "client", "--test", "round"];
    let mut test = runner.cargo(&["test", "--quiet"]);
    test.args(args);
    test.current_dir(package).env("CARGO_TARGET_DIR", runner.target()).env("MOCK_URL", &served.url);
    runner.run(test)
}

/// Whether the generated code of a crate is as rustfmt would write it, which the crate keeps it from doing:
/// nobody's settings may change what the generator owns.
fn formatted(runner: &Runner, package: &Path) -> Result<(), String> {
    let settings = runner.root.join("rustfmt.toml");
    let mut rustfmt = runner.command("rustfmt", ["--check", "--edition", "2024", "--config-path"]);
    rustfmt.arg(settings).arg(package.join("src/generated/mod.rs"));
    runner.run(rustfmt)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        std::fs::copy(&path, to.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(())
}

/// The folder of the crate in a tree of its own. It has the same versions of dependencies as
/// ours and is built into the same folder, so that what other steps have built need not be built again.
fn package(runner: &Runner, name: &str, arguments: &[&str]) -> Result<PathBuf, String> {
    let tree = runner.scratch(name)?;
    let mut generate = runner.cargo(&["run", "--quiet", "--package", "xtask", "--", "generate"]);
    generate.args(arguments).arg("--out").arg(&tree);
    runner.run(generate)?;
    let package = tree.join("crates/generated-client");
    std::fs::copy(runner.root.join("Cargo.lock"), package.join("Cargo.lock"))
        .map_err(|error| error.to_string())?;
    Ok(package)
}

/// Fixed checks, counts and choices, so that two runs send the same.
fn schemathesis(runner: &Runner) -> Result<(), String> {
    documents::bookshop(runner)?;
    let served = Served::start(runner, Some(documents::BOOKSHOP_PAGES), &[])?;
    let args = [
        "--config-file",
        "xtask/tools/schemathesis.toml",
        "run",
        documents::BOOKSHOP_BUNDLE,
        "--url",
        &served.url,
        "--phases=examples,coverage,fuzzing",
        "--max-examples=20",
        "--generation-deterministic",
        "--suppress-health-check=all",
        "--header=Authorization: Bearer token",
        "--no-color",
    ];
    let log = runner.root.join("target/test/schemathesis.log");
    runner.logged(runner.command(python_tool(runner, "schemathesis"), args), &log)
}

/// Tools that report on their use are told not to.
pub(super) fn quiet(mut command: Command) -> Command {
    command.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    command
}
