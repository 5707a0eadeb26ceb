//! What the commands do when all is well, and when a check finds what is stale.

use std::io::Write as _;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::workspace::{LIST, MODEL, Ran, Workspace, gzip};

#[test]
fn the_version_and_the_help_are_printed() {
    let workspace = Workspace::new();
    let version = workspace.run("--version");
    assert_eq!(
        (version.code, version.stdout),
        (0, format!("tinsmith {}\n", env!("CARGO_PKG_VERSION")))
    );
    for command in [
        "--help",
        "diff --help",
        "dump --help",
        "generate --help",
        "list --help",
        "regen --help",
        "vendor --help",
    ] {
        let help = workspace.run(command);
        assert_eq!(help.code, 0);
        assert!(
            help.stdout.contains(
                "\n  1  --check: what is on disk is stale, or was edited; diff: something breaks\n"
            ),
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
fn dump_prints_one_fact_a_line() {
    let workspace = Workspace::new();
    let ran = workspace.run(&format!("dump --model {MODEL} --operation ListPlants"));
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    for line in [
        "operation ListPlants input ListPlantsRequest",
        "structure Plant member name is string",
    ] {
        let found = ran.stdout.lines().any(|other| other == line);
        assert!(found, "{line}\n{}", ran.stdout);
    }
    assert!(!ran.stdout.contains(" docs "), "{}", ran.stdout);
    let all = workspace
        .run(&format!("dump --model {MODEL} --docs"))
        .stdout;
    assert!(all.contains("operation DescribePlant docs \"<p>"), "{all}");
    let told = workspace.fails(&format!("dump --model {MODEL} --operation Lits*"), 2);
    assert!(told.contains("no operation matches `Lits*`"), "{told}");
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
    assert!(!plain.contains("rt::serde_traits!"));
    assert!(with("--operation DescribePlant --serde").contains("rt::serde_traits!"));

    let operations = with("--operation DescribePlant --emit operations");
    assert!(operations.contains("impl rt::Operation for DescribePlant"));
    assert!(!operations.contains("pub struct Client"));
    let types = with("--operation DescribePlant --emit types");
    assert!(types.contains("pub struct DescribePlantRequest"));
    assert!(!types.contains("impl rt::Operation for"));
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
    assert_eq!(
        with("--operation * --operation !ListPlants,!WaterPlant"),
        plain
    );
    assert_eq!(with("--operation !*Plants,!Water*"), plain);
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
    workspace.write("other/service-2.json.gz", gzip(&text));
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
fn list_says_what_cannot_have_a_client_yet() {
    let workspace = Workspace::new();
    let mut model: serde_json::Value = serde_json::from_str(&workspace.read(MODEL)).unwrap();
    model["metadata"]["protocols"] = serde_json::json!(["pigeon-post"]);
    model["shapes"]["Growth"] = serde_json::json!({
        "type": "structure", "eventstream": true, "members": {"leaf": {"shape": "Leaf"}}
    });
    model["shapes"]["Leaf"] =
        serde_json::json!({"type": "structure", "members": {}, "event": true});
    let input = model["operations"]["WaterPlant"]["input"]["shape"].clone();
    model["shapes"][input.as_str().unwrap()]["members"]["growth"] =
        serde_json::json!({"shape": "Growth"});
    workspace.write("other.json", model.to_string());
    assert_snapshot!(workspace.run("list --model other.json").stdout, @r"
    OPERATION      SHAPES  NOTES
    DescribePlant       8
    ListPlants          9
    WaterPlant          8  deprecated, event stream

    No client can be generated yet: the service speaks pigeon-post. Its types can, with --emit types.
    ");
}

#[test]
fn list_says_what_cannot_sign_yet() {
    let workspace = Workspace::new();
    let mut model: serde_json::Value = serde_json::from_str(&workspace.read(MODEL)).unwrap();
    model["metadata"]["signatureVersion"] = "v2".into();
    workspace.write("other.json", model.to_string());
    let listed = workspace.run("list --model other.json").stdout;
    let line = "\n\nNo client can be generated yet: the service authenticates by SigV2. All else can, with --emit operations.\n";
    assert!(listed.ends_with(line), "{listed}");
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

/// Writes a tree in which the model has another operation in the place of one.
fn changed(workspace: &Workspace) {
    let text = workspace
        .read(MODEL)
        .replacen("\"WaterPlant\": {", "\"SprayPlant\": {", 1)
        .replacen("\"name\": \"WaterPlant\"", "\"name\": \"SprayPlant\"", 1);
    let pages = workspace.read("models/greenhouse/2024-05-01/paginators-1.json");
    workspace.write("new/greenhouse/2024-06-01/service-2.json", text);
    workspace.write("new/greenhouse/2024-06-01/paginators-1.json", pages);
}

#[test]
fn diff_tells_what_breaks_by_its_exit_code() {
    let workspace = Workspace::new();
    changed(&workspace);
    let before = workspace.files();
    let ran = workspace.run(&format!("diff {MODEL} new/greenhouse"));
    assert_eq!((ran.code, &*ran.stderr), (1, ""));
    assert_snapshot!(ran.stdout, @r"
    Breaking to compile:
      WaterPlant: operation removed: `Client::water_plant`

    Additions:
      SprayPlant: operation added: `Client::spray_plant`

    1 breaking to compile, 0 breaking on the wire, 1 addition, 0 of documentation
    ");
    let ran = workspace.run(&format!(
        "diff {MODEL} new/greenhouse --operation DescribePlant"
    ));
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert_snapshot!(ran.stdout, @"no changes");
    let ran =
        workspace.run("diff models new --service greenhouse --operation *Plant --format json");
    assert_eq!((ran.code, &*ran.stderr), (1, ""));
    assert_snapshot!(ran.stdout, @r#"
    {"kind":"change","class":"compile","path":"WaterPlant","what":"operation removed","old":"Client::water_plant","new":null}
    {"kind":"change","class":"addition","path":"SprayPlant","what":"operation added","old":null,"new":"Client::spray_plant"}
    {"kind":"summary","compile":1,"wire":0,"addition":1,"documentation":0}
    "#);
    assert_eq!(workspace.files(), before, "a comparison writes nothing");
}
