//! What the commands say when something is wrong: the whole text, as whoever made the mistake reads it.

use std::fs;

use insta::assert_snapshot;

use crate::workspace::{LIST, MODEL, Workspace, gzip};

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
    assert_snapshot!(workspace.fails("regen", 2), @r#"
    error: tinsmith.toml:8:15: unknown operation `DescribePlants`; did you mean `DescribePlant`?
      |
    8 | operations = ["DescribePlants"]
      |               ^^^^^^^^^^^^^^^^
    error: models/greenhouse/2024-05-01/service-3.json: cannot read the model: No such file or directory (os error 2); did you mean `models/greenhouse/2024-05-01/service-2.json`?
    "#);
}

#[test]
fn mistakes_in_the_list_are_usage() {
    let workspace = Workspace::new();
    workspace.write(
        "tinsmith.toml",
        LIST.replace("operations", "operation")
            .replace("serde = true", "serde = 1"),
    );
    assert_snapshot!(workspace.fails("regen", 2), @r#"
    error: tinsmith.toml:1:1: this service lacks the key `operations`: a list of names or globs in quotes
      |
    1 | [[service]]
      | ^^^^^^^^^^^
    error: tinsmith.toml:3:1: unknown key `operation`; did you mean `operations`?
      |
    3 | operation = ["DescribePlant"]
      | ^^^^^^^^^
    error: tinsmith.toml:5:9: `serde` takes true or false
      |
    5 | serde = 1
      |         ^
    "#);
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
    assert_snapshot!(workspace.fails(&format!("{generate} --operation plant"), 2), @"error: models/greenhouse/2024-05-01/service-2.json: unknown operation `plant`; did you mean `DescribePlant`, `ListPlants`, `WaterPlant`?");
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
    assert_snapshot!(workspace.fails("generate --model models --all", 2), @r#"error: models: a tree of services, and none is named; there is `greenhouse`; name one: `--service NAME`, or `.service("NAME")` on the generator"#);
    assert_snapshot!(workspace.fails("list --model models --service greenhous", 2), @"error: models: unknown service `greenhous`; did you mean `greenhouse`?");
}

#[test]
fn a_model_that_is_damaged_is_told() {
    let workspace = Workspace::new();
    let text = workspace.read(MODEL);
    let compressed = gzip(&text);
    workspace.write("m.json.gz", &compressed[..compressed.len() / 2]);
    assert_snapshot!(workspace.fails("list --model m.json.gz", 3), @"error: m.json.gz: the gzip stream ends too early; fetch or copy the file again");
    workspace.write("m.json", "<html>");
    assert_snapshot!(workspace.fails("list --model m.json", 3), @r"
    error: m.json:1:1: not valid JSON: expected value
      |
    1 | <html>
      | ^
    ");
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
    assert_snapshot!(workspace.fails(&format!("{generate} .."), 2), @"error: ..: the output has no file name; name a file such as `src/discovery.rs`");
}

#[test]
fn a_program_gets_one_json_object_a_problem() {
    let workspace = Workspace::new();
    let text = workspace.read(MODEL);
    let wrong = text.replacen(
        r#""plant": {"shape": "Plant"}"#,
        r#""plant": {"shape": "Plnat"}"#,
        1,
    );
    workspace.write("m.json", wrong);
    assert_snapshot!(workspace.fails("generate --format json --model m.json --operation Water,DescribePlant,ListPlants", 2), @r#"
    {"kind":"usage","file":"m.json","line":null,"column":null,"end_line":null,"end_column":null,"pointer":null,"message":"unknown operation `Water`","help":"did you mean `WaterPlant`?"}
    {"kind":"model","file":"m.json","line":51,"column":38,"end_line":51,"end_column":45,"pointer":"/shapes/DescribePlantResponse/members/plant/shape","message":"the shape `Plnat` is not defined in the model","help":"did the model mean `Plant`?"}
    "#);
    assert_snapshot!(workspace.fails("--format json list --model model", 4), @r#"{"kind":"io","file":"model","line":null,"column":null,"end_line":null,"end_column":null,"pointer":null,"message":"cannot read the model: No such file or directory (os error 2)","help":"did you mean `models`?"}"#);
    workspace.write("tinsmith.toml", LIST.replace("serde = true", "serde = 1"));
    assert_snapshot!(workspace.fails("regen --format=json", 2), @r#"{"kind":"usage","file":"tinsmith.toml","line":5,"column":9,"end_line":5,"end_column":10,"pointer":null,"message":"`serde` takes true or false","help":null}"#);
    assert_snapshot!(workspace.fails("generate --format json --al", 2), @r#"{"kind":"usage","file":null,"line":null,"column":null,"end_line":null,"end_column":null,"pointer":null,"message":"unexpected argument '--al' found","help":"tip: a similar argument exists: '--all'; Usage: tinsmith generate --model <PATH> --format <FORM> --all; For more information, try '--help'."}"#);
    assert_snapshot!(workspace.fails("generate --format json --model m --all --emit everything", 2), @r#"{"kind":"usage","file":null,"line":null,"column":null,"end_line":null,"end_column":null,"pointer":null,"message":"invalid value 'everything' for '--emit <WHAT>' [possible values: types, operations, client]","help":"For more information, try '--help'."}"#);

    let generate = format!("generate --model {MODEL} --all -o x.rs");
    workspace.write("x.rs", "old");
    let ran = workspace.run(&format!("{generate} --check --format json"));
    assert!(ran.stdout.starts_with("--- x.rs"), "{}", ran.stdout);
    assert_snapshot!(ran.stderr, @r#"{"kind":"stale","file":null,"line":null,"column":null,"end_line":null,"end_column":null,"pointer":null,"message":"1 file is stale","help":"to write it, run this command without `--check`"}"#);

    // Each line is an object with the promised keys, and no other.
    for line in ran.stderr.lines() {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(line).unwrap();
        let keys: Vec<_> = object.keys().map(String::as_str).collect();
        let promised = [
            "column",
            "end_column",
            "end_line",
            "file",
            "help",
            "kind",
            "line",
            "message",
            "pointer",
        ];
        assert_eq!(keys, promised);
    }
}

#[test]
fn a_comparison_reports_the_problems_of_both_models() {
    let workspace = Workspace::new();
    let text = workspace.read(MODEL);
    for (name, wrong) in [("old.json", "Plnat"), ("new.json", "Palnt")] {
        let reference = r#""plant": {"shape": "Plant"}"#;
        workspace.write(
            name,
            text.replacen(reference, &reference.replace("Plant", wrong), 1),
        );
    }
    assert_snapshot!(workspace.fails("diff old.json new.json", 3), @r#"
    error: old.json:51:38: /shapes/DescribePlantResponse/members/plant/shape: the shape `Plnat` is not defined in the model; did the model mean `Plant`?
       |
    51 |       "members": {"plant": {"shape": "Plnat"}}
       |                                      ^^^^^^^
    error: new.json:51:38: /shapes/DescribePlantResponse/members/plant/shape: the shape `Palnt` is not defined in the model; did the model mean `Plant`?
       |
    51 |       "members": {"plant": {"shape": "Palnt"}}
       |                                      ^^^^^^^
    "#);
    assert_snapshot!(workspace.fails(&format!("diff {MODEL} {MODEL} --operation Water"), 2), @"error: models/greenhouse/2024-05-01/service-2.json: unknown operation `Water`; did you mean `WaterPlant`?");
}
