//! A place to run the binary in. Read by all tests of the command line.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flate2::Compression;
use flate2::write::GzEncoder;

pub(crate) const MODEL: &str = "models/greenhouse/2024-05-01/service-2.json";
pub(crate) const LIST: &str = "\
[[service]]
model = \"models/greenhouse/2024-05-01/service-2.json\"
operations = [\"DescribePlant\"]
output = \"src/greenhouse.rs\"
serde = true
";

/// A directory with the model of a small service, in which the binary runs, so that messages have short paths.
pub(crate) struct Workspace(tempfile::TempDir);

impl Workspace {
    pub(crate) fn new() -> Self {
        let workspace = Self(tempfile::tempdir().unwrap());
        let fixture =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/greenhouse/2024-05-01");
        for name in ["service-2.json", "paginators-1.json"] {
            let text = fs::read_to_string(fixture.join(name)).unwrap();
            workspace.write(&format!("models/greenhouse/2024-05-01/{name}"), text);
        }
        workspace
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tinsmith"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.0.path());
        command
    }

    pub(crate) fn run(&self, arguments: &str) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    /// Runs a command that must fail with `code`, print nothing, say why in lines of its own, and change no file.
    pub(crate) fn fails(&self, arguments: &str, code: i32) -> String {
        let before = self.files();
        let ran = self.run(arguments);
        assert_eq!(
            (ran.code, &*ran.stdout),
            (code, ""),
            "{arguments}\n{}",
            ran.stderr
        );
        assert_eq!(self.files(), before, "{arguments}");
        ran.stderr
    }

    /// All files and directories, and what the files hold.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Option<Vec<u8>>)> {
        let mut found = Vec::new();
        let mut directories = vec![self.0.path().to_owned()];
        while let Some(dir) = directories.pop() {
            for entry in fs::read_dir(&dir).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    directories.push(path.clone());
                }
                found.push((path.clone(), fs::read(&path).ok()));
            }
        }
        found.sort();
        found
    }
}

pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the binary ends by itself"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub(crate) fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}
