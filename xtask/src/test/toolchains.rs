//! The programs of others that steps need: how to find them, and how to install them.
//!
//! Runtimes (Node, Python, a JDK) are taken as they are. Tools are pinned in
//! `xtask/tools` and go under `target/tools`; nothing is installed system-wide.

use std::fs;
use std::path::PathBuf;

use super::run::Runner;

/// Whether a program can be used.
pub(super) enum Availability {
    /// It can: name and version.
    Here(String),
    /// It is not there.
    Missing(String),
    /// It should be there now, and is not.
    Broken(String),
}

/// A program of others.
pub(super) struct Toolchain {
    /// Its name, for people.
    name: &'static str,
    /// Prints its version.
    version: fn(&Runner) -> Option<String>,
    /// Installs it under `target/tools`. A runtime has nothing here.
    install: Option<Install>,
}

struct Install {
    /// What installing it needs.
    with: &'static Toolchain,
    /// The folder under `target/tools`.
    folder: &'static str,
    /// The text that pins it. An installation of another text is made anew.
    pins: &'static str,
    run: fn(&Runner) -> Result<(), String>,
}

pub(super) static NODE: Toolchain =
    Toolchain { name: "node", version: |r| r.first_line(r.command("node", ["--version"])), install: None };

pub(super) static PYTHON: Toolchain = Toolchain {
    name: "python3",
    version: |r| r.first_line(r.command("python3", ["--version"])),
    install: None,
};

pub(super) static JAVA: Toolchain =
    Toolchain { name: "java", version: |r| r.first_line(r.command("java", ["-version"])), install: None };

pub(super) static CARGO: Toolchain =
    Toolchain { name: "cargo", version: |r| r.first_line(r.cargo(&["--version"])), install: None };

pub(super) static RUSTFMT: Toolchain =
    Toolchain { name: "rustfmt", version: |r| r.first_line(r.cargo(&["fmt", "--version"])), install: None };

pub(super) static CLIPPY: Toolchain =
    Toolchain { name: "clippy", version: |r| r.first_line(r.cargo(&["clippy", "--version"])), install: None };

pub(super) static CARGO_DENY: Toolchain = Toolchain {
    name: "cargo-deny",
    version: |r| r.first_line(r.command(cargo_deny(r), ["--version"])),
    install: Some(Install {
        with: &CARGO,
        folder: "cargo",
        pins: CARGO_DENY_VERSION,
        run: |r| cargo_install(r, "cargo-deny", CARGO_DENY_VERSION, "cargo"),
    }),
};

pub(super) static SEMVER_CHECKS: Toolchain = Toolchain {
    name: "cargo-semver-checks",
    version: |r| r.first_line(r.command(semver_checks(r), ["semver-checks", "--version"])),
    install: Some(Install {
        with: &CARGO,
        folder: "semver-checks",
        pins: SEMVER_CHECKS_VERSION,
        run: |r| cargo_install(r, "cargo-semver-checks", SEMVER_CHECKS_VERSION, "semver-checks"),
    }),
};

pub(super) static PROGENITOR: Toolchain = Toolchain {
    name: "progenitor",
    version: |r| {
        r.first_line(r.command(progenitor(r), ["progenitor", "--help"])).and(Some(PROGENITOR_VERSION.into()))
    },
    install: Some(Install {
        with: &CARGO,
        folder: "progenitor",
        pins: PROGENITOR_VERSION,
        run: |r| cargo_install(r, "cargo-progenitor", PROGENITOR_VERSION, "progenitor"),
    }),
};

pub(super) static SPEC_VALIDATOR: Toolchain = Toolchain {
    name: "openapi-spec-validator",
    version: |r| r.first_line(r.command(python_tool(r, "openapi-spec-validator"), ["--version"])),
    install: Some(PYTHON_TOOLS),
};

pub(super) static OPENAPI_GENERATOR: Toolchain = Toolchain {
    name: "openapi-generator",
    version: |r| r.first_line(r.command(python_tool(r, "openapi-generator-cli"), ["version"])),
    install: Some(PYTHON_TOOLS),
};

pub(super) static SCHEMATHESIS: Toolchain = Toolchain {
    name: "schemathesis",
    version: |r| r.first_line(r.command(python_tool(r, "schemathesis"), ["--version"])),
    install: Some(PYTHON_TOOLS),
};

pub(super) static REDOCLY: Toolchain = Toolchain {
    name: "redocly",
    version: |r| r.first_line(r.command("node", [redocly(r).as_os_str(), "--version".as_ref()])),
    install: Some(NODE_TOOLS),
};

pub(super) static SPECTRAL: Toolchain = Toolchain {
    name: "spectral",
    version: |r| r.first_line(r.command("node", [spectral(r).as_os_str(), "--version".as_ref()])),
    install: Some(NODE_TOOLS),
};

pub(super) static TYPESCRIPT: Toolchain = Toolchain {
    name: "typescript",
    version: |r| r.first_line(r.command("node", [typescript(r).as_os_str(), "--version".as_ref()])),
    install: Some(NODE_TOOLS),
};

pub(super) static GO: Toolchain =
    Toolchain { name: "go", version: |r| r.first_line(r.command("go", ["version"])), install: None };

pub(super) static OASDIFF: Toolchain = Toolchain {
    name: "oasdiff",
    // It does not say.
    version: |r| r.first_line(r.command(oasdiff(r), ["--version"])).and(Some(OASDIFF_VERSION.into())),
    install: Some(Install {
        with: &GO,
        folder: "oasdiff",
        pins: OASDIFF_VERSION,
        run: |r| go_install(r, "github.com/oasdiff/oasdiff", OASDIFF_VERSION, "oasdiff"),
    }),
};

pub(super) const OASDIFF_VERSION: &str = "1.32.1";

/// The program that compares OpenAPI documents.
pub(super) fn oasdiff(runner: &Runner) -> PathBuf {
    go_tool(runner, "oasdiff")
}

pub(super) static ACTIONLINT: Toolchain = Toolchain {
    name: "actionlint",
    version: |r| r.first_line(r.command(go_tool(r, "actionlint"), ["--version"])),
    install: Some(Install {
        with: &GO,
        folder: "actionlint",
        pins: ACTIONLINT_VERSION,
        run: |r| {
            go_install(r, "github.com/rhysd/actionlint/cmd/actionlint", ACTIONLINT_VERSION, "actionlint")
        },
    }),
};

const ACTIONLINT_VERSION: &str = "1.7.12";

/// What the shell of workflows is checked with.
pub(super) static SHELLCHECK: Toolchain = Toolchain {
    name: "shellcheck",
    version: |r| r.first_line_with("version: ", r.command(python_tool(r, "shellcheck"), ["--version"])),
    install: Some(PYTHON_TOOLS),
};

pub(super) static ZIZMOR: Toolchain = Toolchain {
    name: "zizmor",
    version: |r| r.first_line(r.command(python_tool(r, "zizmor"), ["--version"])),
    install: Some(PYTHON_TOOLS),
};

/// The library that knows what a bill of materials may say.
pub(super) static CYCLONEDX: Toolchain = Toolchain {
    name: "cyclonedx",
    version: |r| {
        let script = "import cyclonedx; print(cyclonedx.__version__)";
        r.first_line(r.command(python_tool(r, "python"), ["-c", script]))
    },
    install: Some(PYTHON_TOOLS),
};

/// Installs a program from the Go module proxy.
fn go_install(r: &Runner, package: &str, version: &str, folder: &str) -> Result<(), String> {
    let mut command = r.command("go", ["install", &format!("{package}@v{version}")]);
    command.env("GOBIN", r.tools().join(folder)).env("GOFLAGS", "-mod=mod");
    r.run(command)
}

/// A program that was installed by Go, each in a folder of its own.
pub(super) fn go_tool(runner: &Runner, name: &str) -> PathBuf {
    runner.tools().join(name).join(name).with_extension(std::env::consts::EXE_EXTENSION)
}

pub(super) static MAVEN: Toolchain = Toolchain {
    name: "maven",
    version: |r| r.first_line(r.command("mvn", ["-q", "--version"])),
    install: None,
};

/// Runtimes that `--install` gets from Debian where nobody has put them: name, and package.
const PACKAGES: &[(&str, &str)] = &[("chromium", "chromium")];

fn apt_install(r: &Runner, package: &str) -> Result<(), String> {
    let is_root = r.first_line(r.command("id", ["-u"])).as_deref() == Some("0");
    let apt = |args: &[&str]| {
        let sudo: &[&str] = if is_root { &[] } else { &["sudo", "--non-interactive"] };
        let words: Vec<&str> = sudo.iter().chain(&["apt-get", "--quiet"]).chain(args).copied().collect();
        let mut command = r.command(words[0], &words[1..]);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        r.run(command)
    };
    apt(&["update"])?;
    apt(&["install", "--yes", "--no-install-recommends", package])
}

/// Any browser of the Chromium family will do.
pub(super) static CHROMIUM: Toolchain = Toolchain {
    name: "chromium",
    version: |r| chromium(r).and_then(|program| r.first_line(r.command(program, ["--version"]))),
    install: None,
};

/// The browser's program.
pub(super) fn chromium(runner: &Runner) -> Option<&'static str> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    names.into_iter().find(|name| runner.first_line(runner.command(name, ["--version"])).is_some())
}

pub(super) static PLAYWRIGHT: Toolchain = Toolchain {
    name: "playwright-core",
    version: |r| node_version(r, "playwright-core"),
    install: Some(NODE_TOOLS),
};

pub(super) static AXE: Toolchain =
    Toolchain { name: "axe-core", version: |r| node_version(r, "axe-core"), install: Some(NODE_TOOLS) };

/// The version of a library for Node.
fn node_version(r: &Runner, package: &str) -> Option<String> {
    let file = node_modules(r).join(package).join("package.json");
    let text = fs::read_to_string(file).ok()?;
    let json: serde_json::Value = serde_json::from_str(&text).ok()?;
    json["version"].as_str().map(str::to_owned)
}

/// Where libraries for Node are.
pub(super) fn node_modules(runner: &Runner) -> PathBuf {
    runner.tools().join("node/node_modules")
}

/// The tools that Node runs live in one folder.
const NODE_TOOLS: Install = Install {
    with: &NODE,
    folder: "node",
    pins: include_str!("../../tools/package-lock.json"),
    run: |r| {
        let folder = r.tools().join("node");
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        for name in ["package.json", "package-lock.json"] {
            fs::copy(r.root.join("xtask/tools").join(name), folder.join(name))
                .map_err(|error| error.to_string())?;
        }
        let mut command = r.command("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
        command.current_dir(&folder);
        r.run(command)
    },
};

const CARGO_DENY_VERSION: &str = "0.20.2";
pub(super) const SEMVER_CHECKS_VERSION: &str = "0.51.0";
pub(super) const PROGENITOR_VERSION: &str = "0.15.1";

/// Installs a program from crates.io. Unoptimised: it is built once and runs for a second.
fn cargo_install(r: &Runner, package: &str, version: &str, folder: &str) -> Result<(), String> {
    let root = r.tools().join(folder).display().to_string();
    let target = r.tools().join("build");
    let args = ["install", package, "--locked", "--debug", "--version", version, "--root", &root];
    let mut command = r.cargo(&args);
    command.env("CARGO_TARGET_DIR", &target);
    r.run(command)?;
    fs::remove_dir_all(&target).map_err(|error| error.to_string())
}

/// The Python tools live in one virtual environment.
const PYTHON_TOOLS: Install = Install {
    with: &PYTHON,
    folder: "python",
    pins: include_str!("../../tools/requirements.txt"),
    run: |r| {
        let folder = r.tools().join("python");
        r.run(
            r.command("python3", ["-m".as_ref(), "venv".as_ref(), "--clear".as_ref(), folder.as_os_str()]),
        )?;
        let args = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            "xtask/tools/requirements.txt",
        ];
        r.run(r.command(python_tool(r, "python"), args))
    },
};

/// A program of the virtual environment.
pub(super) fn python_tool(runner: &Runner, name: &str) -> PathBuf {
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    runner.tools().join("python").join(folder).join(name)
}

/// The script that Node runs as Redocly.
pub(super) fn redocly(runner: &Runner) -> PathBuf {
    runner.tools().join("node/node_modules/@redocly/cli/bin/cli.js")
}

pub(super) fn spectral(runner: &Runner) -> PathBuf {
    runner.tools().join("node/node_modules/@stoplight/spectral-cli/dist/index.js")
}

pub(super) fn typescript(runner: &Runner) -> PathBuf {
    runner.tools().join("node/node_modules/typescript/bin/tsc")
}

pub(super) fn cargo_deny(runner: &Runner) -> PathBuf {
    runner.tools().join("cargo/bin/cargo-deny")
}

/// The program that compares the interfaces of two editions of a crate.
pub(super) fn semver_checks(runner: &Runner) -> PathBuf {
    runner.tools().join("semver-checks/bin/cargo-semver-checks")
}

pub(super) fn progenitor(runner: &Runner) -> PathBuf {
    runner.tools().join("progenitor/bin/cargo-progenitor")
}

impl Toolchain {
    /// Looks for the program, and installs it if that is asked for and possible.
    pub(super) fn find(&self, runner: &Runner, may_install: bool) -> Availability {
        let Some(install) = &self.install else {
            return match (self.version)(runner) {
                Some(version) => Availability::Here(self.named(&version)),
                None => self.debian(runner, may_install),
            };
        };
        if let Availability::Missing(why) = install.with.find(runner, may_install) {
            return Availability::Missing(why);
        }
        let stamp = runner.tools().join(install.folder).join("pins.txt");
        let current = fs::read_to_string(&stamp).is_ok_and(|pins| pins == install.pins);
        if !current {
            if !may_install {
                return Availability::Missing(format!(
                    "no {} under target/tools; --install puts it there",
                    self.name
                ));
            }
            let installed = (install.run)(runner)
                .and_then(|()| fs::write(&stamp, install.pins).map_err(|error| error.to_string()));
            if let Err(why) = installed {
                return Availability::Broken(format!("{} could not be installed: {why}", self.name));
            }
        }
        match (self.version)(runner) {
            Some(version) => Availability::Here(self.named(&version)),
            None => {
                Availability::Broken(format!("{} does not run; remove target/tools and try again", self.name))
            }
        }
    }

    /// Gets a runtime that is not there from Debian, if that is asked for and possible.
    fn debian(&self, runner: &Runner, may_install: bool) -> Availability {
        let Some((_, package)) = PACKAGES.iter().find(|(name, _)| *name == self.name) else {
            return Availability::Missing(format!("no {}", self.name));
        };
        let installed = may_install && apt_install(runner, package).is_ok();
        if let Some(version) = (self.version)(runner).filter(|_| installed) {
            return Availability::Here(self.named(&version));
        }
        Availability::Missing(format!(
            "no {}; install Debian's package `{package}`, or let --install do it as root or with sudo",
            self.name
        ))
    }

    fn named(&self, line: &str) -> String {
        format!("{} {}", self.name, number(line))
    }
}

/// The version in what a program prints: `openjdk version "17.0.15" 2025-04-15` gives `17.0.15`.
fn number(line: &str) -> &str {
    let words = line.split([' ', '"', 'v', 'o', '(']);
    let is_version = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.');
    words.into_iter().find(is_version).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn versions_are_found() {
        for (line, version) in [
            ("openjdk version \"17.0.15\" 2025-04-15", "17.0.15"),
            ("Python 3.11.7", "3.11.7"),
            ("v20.20.2", "20.20.2"),
            ("cargo 1.95.0 (f2d3ce0bd 2026-03-21)", "1.95.0"),
            ("unknown", "unknown"),
        ] {
            assert_eq!(number(line), version);
        }
    }
}
