//! The binary `tinsmith` as its user meets it: exit codes, messages, and what it leaves on disk.
#![cfg(feature = "cli")]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails has to fail its test"
)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_snapshot;

const MODEL: &str = "models/greenhouse/2024-05-01/service-2.json";
const LIST: &str = "\
[[service]]
model = \"models/greenhouse/2024-05-01/service-2.json\"
operations = [\"DescribePlant\"]
output = \"src/greenhouse.rs\"
serde = true
";

/// A directory with the model of a small service, in which the binary runs, so that messages have short paths.
struct Workspace(tempfile::TempDir);

impl Workspace {
    fn new() -> Self {
        let workspace = Self(tempfile::tempdir().unwrap());
        let fixture =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/greenhouse/2024-05-01");
        for name in ["service-2.json", "paginators-1.json"] {
            let text = fs::read_to_string(fixture.join(name)).unwrap();
            workspace.write(&format!("models/greenhouse/2024-05-01/{name}"), text);
        }
        workspace
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tinsmith"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.0.path());
        command
    }

    fn run(&self, arguments: &str) -> Ran {
        Ran::from(self.command(arguments).output().unwrap())
    }

    /// Runs a command that must fail with `code`, print nothing, say why in lines of its own, and change no file.
    fn fails(&self, arguments: &str, code: i32) -> String {
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
    fn files(&self) -> Vec<(PathBuf, Option<Vec<u8>>)> {
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

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
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

#[test]
fn the_version_and_the_help_are_printed() {
    let workspace = Workspace::new();
    let version = workspace.run("--version");
    assert_eq!(
        (version.code, version.stdout),
        (0, format!("tinsmith {}\n", env!("CARGO_PKG_VERSION")))
    );
    for command in ["--help", "generate --help", "list --help", "regen --help"] {
        let help = workspace.run(command);
        assert_eq!(help.code, 0);
        assert!(
            help.stdout
                .contains("\n  1  --check: what is on disk is stale\n"),
            "{}",
            help.stdout
        );
    }
}

#[test]
fn the_list_in_the_help_is_a_good_one() {
    let workspace = Workspace::new();
    let help = workspace.run("regen --help").stdout;
    let list: String = help
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .skip_while(|line| *line != "[[service]]")
        .take_while(|line| line.contains([']', '=']))
        .map(|line| format!("{line}\n"))
        .collect();
    workspace.write("tinsmith.toml", &list);
    let told = workspace.fails("regen", 4);
    assert!(
        told.starts_with("error: models/discovery: cannot read the model: "),
        "{list}{told}"
    );
}

#[test]
fn generate_prints_what_was_asked_for() {
    let ran = Workspace::new().run(&format!("generate --model {MODEL} --operation ListPlants"));
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    for wanted in [
        "pub struct ListPlantsRequest",
        "pub struct ListPlantsResponse",
        "pub struct Plant ",
        "pub enum PlantState",
        "pub struct Client",
    ] {
        assert!(ran.stdout.contains(wanted), "{wanted}\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains("WaterPlant"), "{}", ran.stdout);
}

#[test]
fn every_option_has_an_effect() {
    let workspace = Workspace::new();
    let with = |options: &str| {
        let ran = workspace.run(&format!("generate --model {MODEL} {options}"));
        assert_eq!(ran.code, 0, "{options}\n{}", ran.stderr);
        ran.stdout
    };
    let plain = with("--operation DescribePlant");
    assert!(!plain.contains("rt::serde::Serialize"));
    assert!(with("--operation DescribePlant --serde").contains("rt::serde::Serialize"));

    let operations = with("--operation DescribePlant --emit operations");
    assert!(operations.contains("impl rt::Operation for DescribePlant"));
    assert!(!operations.contains("pub struct Client"));
    let types = with("--operation DescribePlant --emit types");
    assert!(types.contains("pub struct DescribePlantRequest"));
    assert!(!types.contains("rt::Operation"));
    assert_eq!(with("--operation DescribePlant --emit client"), plain);

    let all = with("--all");
    assert!(
        all.contains("pub struct ListPlantsRequest")
            && all.contains("pub struct WaterPlantRequest")
    );
    assert_eq!(with("--operation *"), all);
    assert_eq!(
        with("--operation ListPlants,WaterPlant --operation Describe*"),
        all
    );
}

#[test]
fn a_model_is_read_from_a_tree_a_compressed_file_and_standard_input() {
    let workspace = Workspace::new();
    let expected = workspace.run(&format!("list --model {MODEL}")).stdout;
    assert_eq!(
        workspace
            .run("list --model models --service greenhouse")
            .stdout,
        expected
    );
    assert_eq!(
        workspace.run("list --model models/greenhouse").stdout,
        expected
    );

    let text = workspace.read(MODEL);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    workspace.write("other/service-2.json.gz", encoder.finish().unwrap());
    workspace.write(
        "other/paginators-1.json",
        workspace.read("models/greenhouse/2024-05-01/paginators-1.json"),
    );
    assert_eq!(workspace.run("list --model other").stdout, expected);

    let mut child = workspace
        .command("list --model -")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let listed = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(
        listed,
        expected.replace("  paginated", ""),
        "nothing lies beside standard input"
    );
}

#[test]
fn list_is_a_table() {
    let ran = Workspace::new().run(&format!("list --model {MODEL}"));
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert_snapshot!(ran.stdout, @r"
    OPERATION      SHAPES  NOTES
    DescribePlant       8
    ListPlants          9  paginated
    WaterPlant          6  deprecated
    ");
}

#[test]
fn an_output_is_written_once_and_checked() {
    let workspace = Workspace::new();
    let generate =
        format!("generate --model {MODEL} --operation DescribePlant -o src/deep/greenhouse.rs");
    let check = format!("{generate} --check");

    let before = workspace.files();
    let ran = workspace.run(&check);
    assert_eq!(
        (ran.code, &*ran.stdout),
        (1, "src/deep/greenhouse.rs: does not exist\n")
    );
    assert_snapshot!(ran.stderr, @"error: 1 file is stale; to write it, run this command without `--check`");
    assert_eq!(workspace.files(), before);

    assert_eq!(
        workspace.run(&generate).stdout,
        "wrote src/deep/greenhouse.rs\n"
    );
    let text = workspace.read("src/deep/greenhouse.rs");
    assert_eq!(
        text,
        workspace
            .run(&generate.replace("src/deep/greenhouse.rs", "-"))
            .stdout
    );
    assert_eq!(
        workspace.run(&generate).stdout,
        "unchanged src/deep/greenhouse.rs\n"
    );
    let ran = workspace.run(&check);
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (0, "", ""));

    workspace.write("src/deep/greenhouse.rs", text.replace("\n", "\r\n"));
    let ran = workspace.run(&check);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout
            .starts_with("src/deep/greenhouse.rs: differs only in line endings"),
        "{}",
        ran.stdout
    );

    let edited = format!("{text}// edited\n");
    workspace.write("src/deep/greenhouse.rs", &edited);
    let ran = workspace.run(&check);
    assert_eq!(ran.code, 1);
    let header = "--- src/deep/greenhouse.rs\n+++ src/deep/greenhouse.rs (generated)\n@@ ";
    assert!(
        ran.stdout.starts_with(header) && ran.stdout.ends_with("\n-// edited\n"),
        "{}",
        ran.stdout
    );
    assert_eq!(
        workspace.read("src/deep/greenhouse.rs"),
        edited,
        "a check writes nothing"
    );
}

#[test]
fn regen_writes_what_the_list_says() {
    let workspace = Workspace::new();
    workspace.write("tinsmith.toml", LIST);
    let ran = workspace.run("regen --check");
    assert_eq!(
        (ran.code, &*ran.stdout),
        (1, "src/greenhouse.rs: does not exist\n")
    );
    assert_snapshot!(ran.stderr, @"error: 1 file is stale; to write it, run `tinsmith regen`, which is this command without `--check`");
    let ran = workspace.run("regen");
    assert_eq!(
        (ran.code, &*ran.stdout, &*ran.stderr),
        (0, "wrote src/greenhouse.rs\n", "")
    );
    let ran = workspace.run("regen --check");
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (0, "", ""));
    let one_off = workspace.run(&format!(
        "generate --model {MODEL} --operation DescribePlant --serde"
    ));
    assert_eq!(workspace.read("src/greenhouse.rs"), one_off.stdout);

    workspace.write(
        "tinsmith.toml",
        LIST.replace("DescribePlant", "*")
            .replace("serde = true", "emit = \"types\""),
    );
    let ran = workspace.run("regen --check");
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("\n+pub struct WaterPlantRequest {"),
        "{}",
        ran.stdout
    );
    assert_eq!(workspace.read("src/greenhouse.rs"), one_off.stdout);
    assert_eq!(workspace.run("regen").stdout, "wrote src/greenhouse.rs\n");
    assert_eq!(
        workspace.run("regen").stdout,
        "unchanged src/greenhouse.rs\n"
    );
}

#[test]
fn regen_finds_its_list_above_and_takes_paths_from_there() {
    let workspace = Workspace::new();
    workspace.write("lists/other.toml", LIST.replace("models/", "../models/"));
    assert_eq!(
        workspace.run("regen --config lists/other.toml").stdout,
        "wrote lists/src/greenhouse.rs\n"
    );

    workspace.write("tinsmith.toml", LIST);
    let ran = workspace
        .command("regen")
        .current_dir(workspace.path("models/greenhouse"))
        .output()
        .unwrap();
    assert_eq!(Ran::from(ran).stderr, "");
    assert_eq!(
        workspace.read("src/greenhouse.rs"),
        workspace.read("lists/src/greenhouse.rs")
    );
}

#[test]
fn regen_reports_all_and_writes_nothing_when_one_service_fails() {
    let workspace = Workspace::new();
    let second = LIST
        .replace("DescribePlant", "DescribePlants")
        .replace("greenhouse.rs", "b.rs");
    let third = LIST
        .replace("service-2.json", "service-3.json")
        .replace("greenhouse.rs", "c.rs");
    workspace.write("tinsmith.toml", format!("{LIST}{second}{third}"));
    assert_snapshot!(workspace.fails("regen", 2), @r"
    error: models/greenhouse/2024-05-01/service-2.json: unknown operation `DescribePlants`; did you mean `DescribePlant`?
    error: models/greenhouse/2024-05-01/service-3.json: cannot read the model: No such file or directory (os error 2); did you mean `models/greenhouse/2024-05-01/service-2.json`?
    ");
}

#[test]
fn mistakes_in_the_list_are_usage() {
    let workspace = Workspace::new();
    workspace.write(
        "tinsmith.toml",
        LIST.replace("operations", "operation")
            .replace("serde = true", "serde = 1"),
    );
    assert_snapshot!(workspace.fails("regen", 2), @r"
    error: tinsmith.toml:1:1: this service lacks the key `operations`: a list of names or globs in quotes
    error: tinsmith.toml:3:1: unknown key `operation`; did you mean `operations`?
    error: tinsmith.toml:5:9: `serde` takes true or false
    ");
    fs::remove_file(workspace.path("tinsmith.toml")).unwrap();
    assert_snapshot!(workspace.fails("regen", 2), @"error: no tinsmith.toml in this directory or above; name another list with `--config FILE`, or write one as `tinsmith regen --help` shows");
    workspace.write("tinsmith.toml", "");
    assert_snapshot!(workspace.fails("regen", 2), @"error: tinsmith.toml:1:1: lists no services; begin each with `[[service]]`");
    assert_snapshot!(workspace.fails("regen --config other.toml", 4), @"error: other.toml: cannot read the list of services: No such file or directory (os error 2)");
}

#[test]
fn unknown_operations_are_all_reported_with_what_was_meant() {
    let workspace = Workspace::new();
    let generate = format!("generate --model {MODEL}");
    assert_snapshot!(workspace.fails(&format!("{generate} --operation DescribePlnat"), 2), @"error: models/greenhouse/2024-05-01/service-2.json: unknown operation `DescribePlnat`; did you mean `DescribePlant`?");
    assert_snapshot!(workspace.fails(&format!("{generate} --operation list-plants,ListPlants,Prune -o x.rs"), 2), @r"
    error: models/greenhouse/2024-05-01/service-2.json: unknown operation `list-plants`; did you mean `ListPlants`?
    error: models/greenhouse/2024-05-01/service-2.json: unknown operation `Prune`; there is `DescribePlant`, `ListPlants`, `WaterPlant`
    ");
    let none = workspace.fails(&format!("{generate} --operation Prune*"), 2);
    assert!(none.contains("no operation matches `Prune*`"), "{none}");
}

#[test]
fn options_that_do_not_go_together_are_usage() {
    let workspace = Workspace::new();
    let generate = format!("generate --model {MODEL}");
    assert_snapshot!(workspace.fails(&generate, 2), @"error: no operations are chosen; name them with `--operation NAME`, or take `--all` (`tinsmith list --model models/greenhouse/2024-05-01/service-2.json` shows them)");
    assert_snapshot!(workspace.fails(&format!("{generate} --all --check"), 2), @"error: `--check` compares with a file; name it with `-o FILE`");
    assert_snapshot!(workspace.fails(&format!("{generate} --all --service orchard"), 2), @r#"error: models/greenhouse/2024-05-01/service-2.json: this is the model of `greenhouse`, and service `orchard` is asked for; leave the service out, or name a tree of services as the model (`--service NAME`, or `.service("NAME")` on the generator picks from it)"#);
    for arguments in ["--all --operation ListPlants", "--al", "--emit everything"] {
        let told = workspace.fails(&format!("{generate} {arguments}"), 2);
        assert!(told.starts_with("error: "), "{told}");
    }
}

#[test]
fn a_model_that_cannot_be_found_is_told() {
    let workspace = Workspace::new();
    assert_snapshot!(workspace.fails("list --model model", 4), @"error: model: cannot read the model: No such file or directory (os error 2); did you mean `models`?");
    fs::create_dir(workspace.path("src")).unwrap();
    assert_snapshot!(workspace.fails("list --model src", 3), @"error: src: no service model in this directory; looked for `service-2.json` or `service-2.json.gz` in it, in folders named by an API version (`2015-11-01`), and in `<service>/<API version>/`");
    assert_snapshot!(workspace.fails("list --model models", 2), @r#"error: models: a tree of services, and none is named; there is `greenhouse`; name one: `--service NAME`, or `.service("NAME")` on the generator"#);
    assert_snapshot!(workspace.fails("list --model models --service greenhous", 2), @"error: models: unknown service `greenhous`; did you mean `greenhouse`?");
}

#[test]
fn a_model_that_is_damaged_is_told() {
    let workspace = Workspace::new();
    let text = workspace.read(MODEL);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    let compressed = encoder.finish().unwrap();
    workspace.write("m.json.gz", &compressed[..compressed.len() / 2]);
    assert_snapshot!(workspace.fails("list --model m.json.gz", 3), @"error: m.json.gz: the gzip stream ends too early; fetch or copy the file again");
    workspace.write("m.json", "<html>");
    assert_snapshot!(workspace.fails("list --model m.json", 3), @"error: m.json:1:1: not valid JSON: expected value");
    workspace.write("m.json", "");
    assert_snapshot!(workspace.fails("list --model m.json", 3), @"error: m.json: the file is empty");
    workspace.write("m.json", r#"{"a": 1}"#);
    assert_snapshot!(workspace.fails("list --model m.json", 3), @"error: m.json: not a service model: found the keys `a`; a botocore model has the keys `metadata` and `operations`, a Smithy model in JSON the key `smithy`");
    for (good, bad, named) in [
        (
            r#""plant": {"shape": "Plant"}"#,
            r#""plant": {"shape": "Plnat"}"#,
            "`Plnat`",
        ),
        (
            r#""members": {"plant": {"shape": "Plant"}}"#,
            r#""members": [1]"#,
            "/shapes/DescribePlantResponse",
        ),
        (
            r#""operations": {"#,
            r#""operations": 3, "x": {"#,
            "operations",
        ),
        (&text[text.len() / 2..], "", "m.json:"),
    ] {
        workspace.write("m.json", text.replacen(good, bad, 1));
        let told = workspace.fails("generate --model m.json --all -o src/x.rs", 3);
        assert!(
            told.starts_with("error: m.json") && told.contains(named),
            "{told}"
        );
    }
}

#[test]
fn an_output_that_cannot_be_written_is_told() {
    let workspace = Workspace::new();
    let generate = format!("generate --model {MODEL} --all -o");
    workspace.write("plain", "");
    fs::create_dir(workspace.path("dir.rs")).unwrap();
    workspace.write("fixed.rs", "old");
    let mut permissions = fs::metadata(workspace.path("fixed.rs"))
        .unwrap()
        .permissions();
    permissions.set_readonly(true);
    fs::set_permissions(workspace.path("fixed.rs"), permissions).unwrap();

    assert_snapshot!(workspace.fails(&format!("{generate} plain/x.rs"), 4), @"error: plain/x.rs: cannot compare with what is there: Not a directory (os error 20)");
    assert_snapshot!(workspace.fails(&format!("{generate} dir.rs"), 4), @"error: dir.rs: cannot compare with what is there: Is a directory (os error 21); name a file in it");
    assert_snapshot!(workspace.fails(&format!("{generate} fixed.rs"), 4), @"error: fixed.rs: cannot replace the file: permission denied; it is marked read-only");
    assert_snapshot!(workspace.fails(&format!("{generate} .."), 2), @"error: ..: the output has no file name");
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let workspace = Workspace::new();
    let mut child = workspace
        .command(&format!("generate --model {MODEL} --all"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = Ran::from(child.wait_with_output().unwrap());
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
}
