//! The compilers: the runtime is built once, then each generated file goes straight to `rustc` or `rustdoc`. Used by: check, alone, docs.
//!
//! Cargo is left out of it because it would resolve, fingerprint and lock for each of a thousand crates.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::Failure;

/// The runtime as `cargo check` leaves it, with all its features.
pub(crate) struct Runtime {
    metadata: PathBuf,
    dependencies: PathBuf,
}

#[derive(Deserialize)]
struct Artifact {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    target: Option<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

impl Runtime {
    /// Builds it, in cargo's own target folder.
    pub(crate) fn build() -> Result<Self, Failure> {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let done = Command::new(cargo)
            .args(["check", "--quiet", "--locked", "--manifest-path", manifest])
            .args([
                "-p",
                "tinsmith",
                "--features",
                "client,serde",
                "--message-format=json",
            ])
            .output()?;
        if !done.status.success() {
            return Err(format!(
                "the runtime does not compile:\n{}",
                String::from_utf8_lossy(&done.stderr)
            )
            .into());
        }
        let metadata = String::from_utf8(done.stdout)?
            .lines()
            .filter_map(|line| serde_json::from_str::<Artifact>(line).ok())
            .filter(|artifact| artifact.reason == "compiler-artifact")
            .filter(|artifact| {
                artifact
                    .target
                    .as_ref()
                    .is_some_and(|target| target.name == "tinsmith")
            })
            .flat_map(|artifact| artifact.filenames)
            .find(|file| {
                file.extension()
                    .is_some_and(|extension| extension == "rmeta")
            })
            .ok_or("cargo did not say where the runtime is")?;
        let dependencies = metadata.parent().unwrap_or(Path::new(".")).to_owned();
        Ok(Self {
            metadata,
            dependencies,
        })
    }

    /// Type-checks a library. What the compiler says is the error; a warning is one too.
    pub(crate) fn check(&self, library: &Path, edition: &str) -> Result<(), String> {
        let metadata = library.with_extension("rmeta");
        let mut rustc = Command::new(tool("RUSTC", "rustc"));
        rustc.arg("--emit=metadata").arg("-o").arg(&metadata);
        let result = self.run(&mut rustc, library, edition);
        // Half as large as the source: not kept. It is not there if the compiler found an error.
        let _ = fs::remove_file(metadata);
        result
    }

    /// Runs a compiler on a library. What it says is the error; a warning is one too.
    pub(crate) fn run(
        &self,
        compiler: &mut Command,
        library: &Path,
        edition: &str,
    ) -> Result<(), String> {
        compiler.args(["-D", "warnings"]);
        self.started(compiler, library, edition).map(drop)
    }

    /// The tests that `rustdoc --test` lists.
    pub(crate) fn listed(
        &self,
        rustdoc: &mut Command,
        library: &Path,
        edition: &str,
    ) -> Result<BTreeSet<String>, String> {
        let said = self.started(rustdoc, library, edition)?;
        let lines = said.lines();
        Ok(lines
            .filter_map(|line| line.strip_suffix(": test"))
            .map(str::to_owned)
            .collect())
    }

    fn started(
        &self,
        compiler: &mut Command,
        library: &Path,
        edition: &str,
    ) -> Result<String, String> {
        let mut with_path = OsString::from("tinsmith=");
        with_path.push(&self.metadata);
        let mut search = OsString::from("dependency=");
        search.push(&self.dependencies);
        compiler
            .args(["--crate-type", "lib", "--edition", edition, "--extern"])
            .arg(with_path)
            .arg("-L")
            .arg(search)
            .arg(library);
        let done = compiler
            .output()
            .map_err(|error| format!("{compiler:?}: {error}"))?;
        let said = String::from_utf8_lossy(&done.stderr);
        if done.status.success() && said.trim().is_empty() {
            return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
        }
        Err(format!("{}: {said}", done.status))
    }
}

/// The compiler that cargo uses as well.
pub(crate) fn tool(variable: &str, name: &str) -> OsString {
    std::env::var_os(variable).unwrap_or_else(|| name.into())
}

/// Writes generated code as a module, and a library that holds it as a public one; gives the paths of both.
pub(crate) fn write(folder: &Path, stem: &str, text: String) -> Result<[PathBuf; 2], String> {
    let file = folder.join(format!("{stem}.rs"));
    let library = folder.join(format!("{stem}_lib.rs"));
    let holder = format!(
        "//! A library with a generated module.\n\n{}",
        module("service", &file, true)
    );
    fs::write(&file, text)
        .and_then(|()| fs::write(&library, holder))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok([file, library])
}

/// A module that takes in a generated file as `tinsmith::include_service!` does.
pub(crate) fn module(name: &str, file: &Path, public: bool) -> String {
    let visibility = if public { "pub " } else { "" };
    format!(
        "/// The service.\n{visibility}mod {name} {{\n    include!({:?});\n}}\n",
        file.display().to_string()
    )
}
