//! The documents of both docs sets in, `docs/interop.md` out: which programs of others read them; and
//! `docs/diff.md`, with what one of them says of changes.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;

use super::run::Runner;
use super::toolchains::{
    Availability, GO, OASDIFF, OPENAPI_GENERATOR, PROGENITOR, PROGENITOR_VERSION, REDOCLY, Toolchain,
    progenitor, python_tool,
};
use super::{documents, oasdiff};
use crate::cli::InteropArgs;
use crate::failure::Failure;
use crate::{Outcome, out};

/// A program that takes OpenAPI.
struct Reader {
    name: &'static str,
    version: fn(&Runner) -> Option<String>,
    needs: &'static Toolchain,
    /// Whether it stops at OpenAPI 3.0.
    older: bool,
    /// What it is to do with the document; the last two are the document and what it writes.
    run: fn(&Runner) -> Vec<OsString>,
    /// What flag names the document, and what flag the output.
    flags: (&'static str, &'static str),
    makes: &'static str,
    /// What it cannot take, though it is OpenAPI.
    limit: Option<Limit>,
}

/// What a program cannot take.
struct Limit {
    /// What it says then, in part.
    says: &'static str,
    /// What that means.
    why: &'static str,
    /// The least document that it says so of.
    least: &'static str,
}

const OAPI_CODEGEN: &str = "v2.8.2";

/// What is read: what it is called, and where its documents are.
const SETS: [(&str, &str); 2] =
    [("`seeds`", "openapi"), ("`tests/bookshop`", "target/test/bookshop/openapi")];

static READERS: &[Reader] = &[
    Reader {
        name: "openapi-to-postmanv2",
        version: |r| node_version(r, "openapi-to-postmanv2"),
        needs: &REDOCLY,
        older: false,
        run: |r| node(r, "openapi-to-postmanv2/bin/openapi2postmanv2.js"),
        flags: ("--spec", "--output"),
        makes: "a Postman collection",
        limit: None,
    },
    Reader {
        name: "openapi-typescript",
        version: |r| node_version(r, "openapi-typescript"),
        needs: &REDOCLY,
        older: false,
        run: |r| node(r, "openapi-typescript/bin/cli.js"),
        flags: ("", "--output"),
        makes: "TypeScript types",
        limit: None,
    },
    Reader {
        name: "datamodel-code-generator",
        version: |r| r.first_line(r.command(python_tool(r, "datamodel-codegen"), ["--version"])),
        needs: &OPENAPI_GENERATOR,
        older: false,
        run: |r| vec![python_tool(r, "datamodel-codegen").into(), "--input-file-type=openapi".into()],
        flags: ("--input", "--output"),
        makes: "Pydantic models",
        limit: None,
    },
    Reader {
        name: "oapi-codegen",
        version: |_| Some(OAPI_CODEGEN.into()),
        needs: &GO,
        older: true,
        run: |_| {
            let program = format!("github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@{OAPI_CODEGEN}");
            let args = ["go", "run", &program, "-generate=types,client", "-package=pingone"];
            args.map(OsString::from).to_vec()
        },
        flags: ("", "-o"),
        makes: "a Go client",
        limit: None,
    },
    Reader {
        name: "progenitor",
        version: |_| Some(PROGENITOR_VERSION.into()),
        needs: &PROGENITOR,
        older: true,
        run: |r| {
            let mut words = vec![progenitor(r).into_os_string()];
            words.extend(["progenitor", "--name=pingone", "--version=0.1.0"].map(OsString::from));
            words
        },
        flags: ("--input", "--output"),
        makes: "a Rust client",
        limit: Some(Limit {
            says: "more media types than expected",
            why: "It takes one media type for the body of an operation.",
            least: include_str!("../../tools/progenitor-limit.yaml"),
        }),
    },
];

/// Lets each program read the documents, and writes down how that ended.
pub(crate) fn run(args: &InteropArgs) -> Result<Outcome, Failure> {
    let runner = Runner::new();
    let mut text = String::from(
        "# Programs that read the OpenAPI documents\n\n\
         Made by `cargo xtask interop`. OpenAPI Generator, Schemathesis, Redocly, Spectral and\n\
         openapi-spec-validator run in `cargo xtask test`, and `--install` installs what is missing, there\n\
         and here.\n\n\
         | Program | Version | Docs set | Edition | Result |\n| --- | --- | --- | --- | --- |\n",
    );
    let mut all_well = true;
    documents::bookshop(&runner).map_err(Failure::new)?;
    let mut limits = String::new();
    for reader in READERS {
        let limit = reader.limit.as_ref();
        let edition = if reader.older { "3.0" } else { "3.1" };
        for (set, folder) in SETS {
            let document = format!("{folder}/{}openapi.json", if reader.older { "3.0/" } else { "" });
            let (version, result) = tried(&runner, reader, args.install, &document);
            let known = |why: &str| limit.is_some_and(|limit| why.contains(limit.says));
            let result = match result {
                Ok(()) => format!("makes {}", reader.makes),
                Err(why) if known(&why) => format!("cannot, see below: {why}"),
                Err(why) => {
                    all_well = false;
                    format!("fails: {why}")
                }
            };
            out::line(&format!("{} {version}, {set}: {result}", reader.name));
            let result = result.replace('|', "\\|");
            let _ = writeln!(text, "| {} | {version} | {set} | {edition} | {result} |", reader.name);
        }
        if let Some(limit) = limit {
            let least = shown(&runner, reader, limit).map_err(Failure::new)?;
            let _ = write!(limits, "\n## What {} cannot take\n\n{} {least}\n", reader.name, limit.why);
        }
    }
    text.push_str(&limits);
    let path = runner.root.join("docs/interop.md");
    fs::write(&path, text).map_err(Failure::io("write", &path))?;
    let compared = match OASDIFF.find(&runner, args.install) {
        Availability::Here(_) => oasdiff::write(&runner),
        Availability::Missing(why) | Availability::Broken(why) => Err(why),
    };
    if let Err(why) = compared {
        out::note(&format!("docs/diff.md was not written: {why}"));
        all_well = false;
    }
    Ok(if all_well { Outcome::Done } else { Outcome::Stopped })
}

/// The least document that a program cannot take, with what it says of it.
fn shown(runner: &Runner, reader: &Reader, limit: &Limit) -> Result<String, String> {
    let path = "target/test/limit.yaml";
    fs::write(runner.root.join(path), limit.least).map_err(|error| format!("{path}: {error}"))?;
    let said = match read(runner, reader, path) {
        Err(said) if said.contains(limit.says) => format!("Of this document it says \"{said}\":"),
        Err(said) => format!("Of this document it says \"{said}\", which is something else:"),
        Ok(()) => "It takes this document now:".to_owned(),
    };
    Ok(format!("{said}\n\n```yaml\n{}```", limit.least))
}

fn tried(runner: &Runner, reader: &Reader, install: bool, document: &str) -> (String, Result<(), String>) {
    match reader.needs.find(runner, install) {
        Availability::Here(_) => {}
        Availability::Missing(why) | Availability::Broken(why) => return ("-".into(), Err(why)),
    }
    let printed = (reader.version)(runner).unwrap_or_else(|| "-".into());
    let version = printed.rsplit(' ').next().unwrap_or(&printed).trim_start_matches('v').to_owned();
    (version, read(runner, reader, document))
}

fn read(runner: &Runner, reader: &Reader, input: &str) -> Result<(), String> {
    let folder = runner.scratch("interop")?;
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let made = folder.join("made");
    let mut words = (reader.run)(runner);
    // Before the document: some stop reading options there.
    let (document, output) = reader.flags;
    words.extend([output.into(), made.clone().into_os_string()]);
    words.extend([document, input].into_iter().filter(|word| !word.is_empty()).map(OsString::from));
    let mut command = runner.command(words.remove(0), words);
    command.env("GOFLAGS", "-mod=mod");
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(complaint(&String::from_utf8_lossy(&[output.stdout, output.stderr].concat())));
    }
    match fs::metadata(&made) {
        Ok(made) if made.len() > 0 => Ok(()),
        _ => Err("it made nothing".into()),
    }
}

/// The line that says what is wrong: one that names an error, else the first.
fn complaint(printed: &str) -> String {
    let mut lines = printed.lines().map(str::trim).filter(|line| !line.is_empty());
    let names_it =
        |line: &str| ["not yet implemented", "error", "Error"].iter().any(|word| line.contains(word));
    let line = lines.clone().find(|line| names_it(line)).or_else(|| lines.next());
    line.unwrap_or("it says nothing").to_owned()
}

fn node(runner: &Runner, script: &str) -> Vec<OsString> {
    vec!["node".into(), runner.tools().join("node/node_modules").join(script).into()]
}

fn node_version(runner: &Runner, package: &str) -> Option<String> {
    let path = runner.tools().join("node/node_modules").join(package).join("package.json");
    let package: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    package["version"].as_str().map(str::to_owned)
}
