//! The list of steps, in the order they run: quick ones first.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use super::run::Runner;
use super::toolchains::{
    CARGO, CARGO_DENY, CLIPPY, JAVA, OPENAPI_GENERATOR, REDOCLY, RUSTFMT, SPEC_VALIDATOR, Toolchain,
    cargo_deny, python_tool, redocly,
};

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
        about: "every source is formatted",
        needs: &[&RUSTFMT],
        run: |r| r.run(r.cargo(&["fmt", "--all", "--check"])),
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
            let mut command = r.cargo(&["doc", "--quiet", "--workspace", "--no-deps"]);
            command.env("RUSTDOCFLAGS", "-D warnings");
            r.run(command)
        },
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
        about: "the OpenAPI documents are valid",
        needs: &[&SPEC_VALIDATOR],
        run: |r| r.run(r.command(python_tool(r, "openapi-spec-validator"), documents(r)?)),
    },
    Step {
        name: "openapi-lint",
        about: "the OpenAPI documents follow Redocly's recommended rules",
        needs: &[&REDOCLY],
        run: |r| {
            let args = [redocly(r).into_os_string(), "lint".into(), "--extends=recommended".into()];
            r.run(quiet(r.command("node", args.into_iter().chain(documents(r)?))))
        },
    },
    Step {
        name: "client-typescript",
        about: "OpenAPI Generator makes a typescript-fetch client",
        needs: &[&JAVA, &OPENAPI_GENERATOR],
        run: |r| client(r, "typescript-fetch"),
    },
    Step {
        name: "client-python",
        about: "OpenAPI Generator makes a Python client",
        needs: &[&JAVA, &OPENAPI_GENERATOR],
        run: |r| client(r, "python"),
    },
];

/// Writes a whole tree elsewhere and lets the compiler look at its crate, alone.
fn standalone(runner: &Runner) -> Result<(), String> {
    let tree = runner.scratch("tree")?;
    let mut generate = runner.cargo(&["run", "--quiet", "--package", "xtask", "--", "generate", "--out"]);
    generate.arg(&tree);
    runner.run(generate)?;
    // The same versions of dependencies and the same folder for what is built, so that
    // what the other steps have built need not be built again.
    let package = tree.join("crates/generated-client");
    std::fs::copy(runner.root.join("Cargo.lock"), package.join("Cargo.lock"))
        .map_err(|error| error.to_string())?;
    let mut check =
        runner.cargo(&["rustc", "--quiet", "--profile", "check", "--lib", "--", "-D", "warnings"]);
    check.current_dir(package).env("CARGO_TARGET_DIR", runner.target());
    runner.run(check)
}

/// The bundle in both notations, and every fragment.
fn documents(runner: &Runner) -> Result<Vec<OsString>, String> {
    let mut documents: Vec<PathBuf> = vec!["openapi/openapi.yaml".into(), "openapi/openapi.json".into()];
    let fragments = runner.root.join("openapi/fragments");
    let entries =
        std::fs::read_dir(&fragments).map_err(|error| format!("{}: {error}", fragments.display()))?;
    let mut names: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort();
    documents.extend(names.iter().map(|name| PathBuf::from("openapi/fragments").join(name)));
    Ok(documents.into_iter().map(PathBuf::into_os_string).collect())
}

fn client(runner: &Runner, generator: &str) -> Result<(), String> {
    let out = runner.scratch(generator)?;
    let log = runner.root.join("target/test").join(format!("{generator}.log"));
    let args = ["generate", "-i", "openapi/openapi.yaml", "-g", generator, "-o"];
    let mut command = runner.command(python_tool(runner, "openapi-generator-cli"), args);
    command.arg(&out);
    runner.logged(quiet(command), &log)?;
    // It may end well and still have said that a schema made no sense.
    let said = std::fs::read_to_string(&log).map_err(|error| error.to_string())?;
    match said.lines().find(|line| line.contains("] ERROR ") || line.starts_with("Exception ")) {
        Some(line) => Err(format!("{generator}: {}", line.trim())),
        None => Ok(()),
    }
}

/// Tools that report on their use are told not to.
fn quiet(mut command: Command) -> Command {
    command.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    command
}
