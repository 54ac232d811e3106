//! The bundle in, clients that OpenAPI Generator makes of it, compiled and called out.
//!
//! Each calls the mock once with the body that a page documents; `xtask/tools/clients` has the
//! programs that do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::run::Runner;
use super::served::Served;
use super::steps::quiet;
use super::toolchains::{python_tool, typescript as tsc};

/// As JSON: the generator's reader of YAML stops at 3 MB.
const BUNDLE: &str = "openapi/openapi.json";

pub(super) fn typescript(runner: &Runner) -> Result<(), String> {
    let client = Client::generate(runner, "typescript-fetch", "supportsES6=true", "call.ts")?;
    let compile = [
        "--strict",
        "--skipLibCheck",
        "--target",
        "es2022",
        "--lib",
        "es2022,dom",
        "--module",
        "commonjs",
        "--resolveJsonModule",
        "--esModuleInterop",
        "--outDir",
        "js",
        "call.ts",
    ];
    client.run("node", [tsc(runner).as_os_str()].into_iter().chain(compile.iter().map(AsRef::as_ref)))?;
    client.call("node", ["js/call.js"])
}

pub(super) fn python(runner: &Runner) -> Result<(), String> {
    let client = Client::generate(runner, "python", "packageName=pingone", "call.py")?;
    client.call(python_tool(runner, "python"), ["call.py"])
}

pub(super) fn go(runner: &Runner) -> Result<(), String> {
    let client = Client::generate(runner, "go", "packageName=pingone,withGoMod=true", "call/main.go")?;
    client.run("go", ["mod", "tidy"])?;
    client.run("go", ["vet", ".", "./call"])?;
    client.call("go", ["run", "./call"])
}

pub(super) fn java(runner: &Runner) -> Result<(), String> {
    let properties =
        "library=native,invokerPackage=pingone,apiPackage=pingone.api,modelPackage=pingone.model";
    let client = Client::generate(runner, "java", properties, "Call.java")?;
    // Only the libraries are Maven's business: its other plugins would be fetched, too.
    let libraries =
        ["-q", "-B", "dependency:copy-dependencies", "-DincludeScope=compile", "-DoutputDirectory=lib"];
    client.run("mvn", libraries)?;
    let mut sources = vec![PathBuf::from("Call.java")];
    collect(&client.folder.join("src/main/java"), &mut sources)?;
    let args = ["-nowarn", "-d", "out", "-cp", "lib/*"].map(PathBuf::from);
    client.run("javac", args.into_iter().chain(sources))?;
    let path = if cfg!(windows) { "out;lib/*" } else { "out:lib/*" };
    client.call("java", ["-cp", path, "Call"])
}

struct Client<'a> {
    runner: &'a Runner,
    name: &'static str,
    folder: PathBuf,
}

impl<'a> Client<'a> {
    /// Makes a client and puts the program `call` into it, and the body that it sends.
    fn generate(
        runner: &'a Runner,
        name: &'static str,
        properties: &str,
        call: &str,
    ) -> Result<Self, String> {
        let folder = runner.scratch(name)?;
        let args = ["generate", "-i", BUNDLE, "-g", name, "--additional-properties", properties];
        let mut command = runner.command(python_tool(runner, "openapi-generator-cli"), args);
        command.args(["--git-host", "example.com", "--git-user-id", "x", "--git-repo-id", "pingone", "-o"]);
        command.arg(&folder);
        let client = Self { runner, name, folder };
        runner.logged(quiet(command), &client.log())?;
        // It may end well and still have said that a schema made no sense.
        let said = fs::read_to_string(client.log()).map_err(|error| error.to_string())?;
        if let Some(line) =
            said.lines().find(|line| line.contains("] ERROR ") || line.starts_with("Exception "))
        {
            return Err(format!("{name}: {}", line.trim()));
        }
        let failed = |error: std::io::Error| error.to_string();
        let to = client.folder.join(call);
        fs::create_dir_all(to.parent().unwrap_or(&to)).map_err(failed)?;
        let extension = to.extension().unwrap_or_default().to_string_lossy().into_owned();
        let from = if extension == "java" { "Call.java".into() } else { format!("call.{extension}") };
        fs::copy(runner.root.join("xtask/tools/clients").join(from), to).map_err(failed)?;
        let body = documented_body(&runner.root.join(BUNDLE)).ok_or("the bundle has no body to send")?;
        fs::write(client.folder.join("body.json"), body.to_string()).map_err(failed)?;
        Ok(client)
    }

    fn log(&self) -> PathBuf {
        self.runner.root.join("target/test").join(format!("{}.log", self.name))
    }

    fn command<S: AsRef<std::ffi::OsStr>>(
        &self,
        program: impl AsRef<std::ffi::OsStr>,
        args: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = self.runner.command(program, args);
        command.current_dir(&self.folder);
        command
    }

    fn run<S: AsRef<std::ffi::OsStr>>(
        &self,
        program: impl AsRef<std::ffi::OsStr>,
        args: impl IntoIterator<Item = S>,
    ) -> Result<(), String> {
        self.runner.logged(self.command(program, args), &self.log())
    }

    /// Runs the program with the mock's address as its last argument.
    fn call<S: AsRef<std::ffi::OsStr>>(
        &self,
        program: impl AsRef<std::ffi::OsStr>,
        args: impl IntoIterator<Item = S>,
    ) -> Result<(), String> {
        let served = Served::start(self.runner, None, &[])?;
        let mut command = self.command(program, args);
        command.arg(&served.url);
        self.runner.run(command)
    }
}

fn documented_body(bundle: &Path) -> Option<Value> {
    let bundle: Value = serde_json::from_slice(&fs::read(bundle).ok()?).ok()?;
    let examples = bundle.pointer(
        "/paths/~1v1~1environments~1{envID}~1propagation~1stores/post/requestBody/content/application~1json/examples",
    )?;
    examples.pointer("/create-store-pingone/value").cloned()
}

/// Every Java source under `folder`, by name.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|end| end == "java") {
            found.push(path);
        }
    }
    Ok(())
}
