//! A place to run the binary in. Read by all tests of the command line.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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

impl Workspace {
    /// Writes the model's folder as a package of botocore has it, and gives the names: a wheel and a source distribution.
    pub(crate) fn archives(&self) -> [&'static str; 2] {
        let file = |name: &str| self.read(&format!("models/greenhouse/2024-05-01/{name}"));
        let (model, pages) = (file("service-2.json"), file("paginators-1.json"));
        let package = [
            ("botocore/__init__.py", "__version__ = '1.2.3'\n".to_owned()),
            (
                "botocore/data/greenhouse/2024-05-01/paginators-1.json",
                pages,
            ),
            ("botocore/data/greenhouse/2024-05-01/service-2.json", model),
            (
                "botocore/data/orchard/2020-01-01/service-2.json",
                ORCHARD.to_owned(),
            ),
        ];
        let wheel = File::create(self.path("botocore-1.2.3-py3-none-any.whl")).unwrap();
        let mut wheel = ZipWriter::new(wheel);
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (name, text) in &package {
            let options = SimpleFileOptions::default();
            if name.ends_with("service-2.json") {
                wheel.start_file(format!("{name}.gz"), options).unwrap();
                wheel.write_all(&gzip(text)).unwrap();
            } else {
                wheel.start_file(*name, options).unwrap();
                wheel.write_all(text.as_bytes()).unwrap();
            }
            let mut header = tar::Header::new_ustar();
            header.set_size(text.len() as u64);
            let name = format!("botocore-1.2.3/{name}");
            tar.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        wheel.finish().unwrap();
        let stream = tar.into_inner().unwrap();
        self.write("botocore-1.2.3.tar.gz", stream.finish().unwrap());
        ["botocore-1.2.3-py3-none-any.whl", "botocore-1.2.3.tar.gz"]
    }
}

/// Another service, of no operations.
const ORCHARD: &str = r#"{"metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "orchard", "protocol": "json",
  "serviceFullName": "Orchard Service"}, "operations": {}, "shapes": {}}"#;

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
