//! The committed documents in, `docs/interop.md` out: which programs of others read them; and
//! `docs/diff.md`, with what one of them says of changes.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;

use super::oasdiff;
use super::run::Runner;
use super::toolchains::{
    Availability, GO, OASDIFF, OPENAPI_GENERATOR, PROGENITOR, PROGENITOR_VERSION, REDOCLY, Toolchain,
    progenitor, python_tool,
};
use crate::cli::InteropArgs;
use crate::failure::Failure;
use crate::{Outcome, out};

/// A program that takes OpenAPI.
struct Reader {
    name: &'static str,
    version: fn(&Runner) -> Option<String>,
    needs: &'static Toolchain,
    document: &'static str,
    /// What it is to do with the document; the last two are the document and what it writes.
    run: fn(&Runner) -> Vec<OsString>,
    /// What flag names the document, and what flag the output.
    flags: (&'static str, &'static str),
    makes: &'static str,
}

const OAPI_CODEGEN: &str = "v2.8.2";
const BUNDLE: &str = "openapi/openapi.json";
const OLDER: &str = "openapi/3.0/openapi.json";

static READERS: &[Reader] = &[
    Reader {
        name: "openapi-to-postmanv2",
        version: |r| node_version(r, "openapi-to-postmanv2"),
        needs: &REDOCLY,
        document: BUNDLE,
        run: |r| node(r, "openapi-to-postmanv2/bin/openapi2postmanv2.js"),
        flags: ("--spec", "--output"),
        makes: "a Postman collection",
    },
    Reader {
        name: "openapi-typescript",
        version: |r| node_version(r, "openapi-typescript"),
        needs: &REDOCLY,
        document: BUNDLE,
        run: |r| node(r, "openapi-typescript/bin/cli.js"),
        flags: ("", "--output"),
        makes: "TypeScript types",
    },
    Reader {
        name: "datamodel-code-generator",
        version: |r| r.first_line(r.command(python_tool(r, "datamodel-codegen"), ["--version"])),
        needs: &OPENAPI_GENERATOR,
        document: BUNDLE,
        run: |r| vec![python_tool(r, "datamodel-codegen").into(), "--input-file-type=openapi".into()],
        flags: ("--input", "--output"),
        makes: "Pydantic models",
    },
    Reader {
        name: "oapi-codegen",
        version: |_| Some(OAPI_CODEGEN.into()),
        needs: &GO,
        document: OLDER,
        run: |_| {
            let program = format!("github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@{OAPI_CODEGEN}");
            let args = ["go", "run", &program, "-generate=types,client", "-package=pingone"];
            args.map(OsString::from).to_vec()
        },
        flags: ("", "-o"),
        makes: "a Go client",
    },
    Reader {
        name: "progenitor",
        version: |_| Some(PROGENITOR_VERSION.into()),
        needs: &PROGENITOR,
        document: OLDER,
        run: |r| {
            let mut words = vec![progenitor(r).into_os_string()];
            words.extend(["progenitor", "--name=pingone", "--version=0.1.0"].map(OsString::from));
            words
        },
        flags: ("--input", "--output"),
        makes: "a Rust client",
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
         | Program | Version | Document | Result |\n| --- | --- | --- | --- |\n",
    );
    let mut all_well = true;
    for reader in READERS {
        let (version, result) = tried(&runner, reader, args.install);
        all_well &= result.is_ok();
        let result =
            result.map_or_else(|why| format!("fails: {why}"), |()| format!("makes {}", reader.makes));
        out::line(&format!("{} {version}: {result}", reader.name));
        let _ = writeln!(
            text,
            "| {} | {version} | `{}` | {} |",
            reader.name,
            reader.document,
            result.replace('|', "\\|")
        );
    }
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

fn tried(runner: &Runner, reader: &Reader, install: bool) -> (String, Result<(), String>) {
    match reader.needs.find(runner, install) {
        Availability::Here(_) => {}
        Availability::Missing(why) | Availability::Broken(why) => return ("-".into(), Err(why)),
    }
    let printed = (reader.version)(runner).unwrap_or_else(|| "-".into());
    let version = printed.rsplit(' ').next().unwrap_or(&printed).trim_start_matches('v').to_owned();
    (version, read(runner, reader))
}

fn read(runner: &Runner, reader: &Reader) -> Result<(), String> {
    let folder = runner.scratch("interop")?;
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let made = folder.join("made");
    let mut words = (reader.run)(runner);
    // Before the document: some stop reading options there.
    let (document, output) = reader.flags;
    words.extend([output.into(), made.clone().into_os_string()]);
    words.extend([document, reader.document].into_iter().filter(|word| !word.is_empty()).map(OsString::from));
    let mut command = runner.command(words.remove(0), words);
    command.env("GOFLAGS", "-mod=mod");
    runner.logged(command, &runner.root.join("target/test/interop.log"))?;
    match fs::metadata(&made) {
        Ok(made) if made.len() > 0 => Ok(()),
        _ => Err("it made nothing".into()),
    }
}

fn node(runner: &Runner, script: &str) -> Vec<OsString> {
    vec!["node".into(), runner.tools().join("node/node_modules").join(script).into()]
}

fn node_version(runner: &Runner, package: &str) -> Option<String> {
    let path = runner.tools().join("node/node_modules").join(package).join("package.json");
    let package: serde_json::Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    package["version"].as_str().map(str::to_owned)
}
