//! `tinsmith vendor`: what it writes, what a check finds, and what an update changes.

use std::fs;

use insta::assert_snapshot;

use crate::workspace::{MODEL, Workspace};

const CUT: &str = "vendored/greenhouse/2024-05-01/service-2.json";

/// A workspace with an archive of models and one operation of it cut to `vendored/greenhouse`.
fn vendored() -> Workspace {
    let workspace = Workspace::new();
    let [wheel, _] = workspace.archives();
    let vendor = "--service greenhouse --operation ListPlants -o vendored/greenhouse";
    let ran = workspace.run(&format!("vendor --model {wheel} {vendor}"));
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    workspace
}

#[test]
fn a_cut_is_small_and_gives_the_same_code() {
    let workspace = vendored();
    let generate = "--operation ListPlants --serde";
    let whole = workspace.run(&format!("generate --model {MODEL} {generate}"));
    let cut = workspace.run(&format!("generate --model vendored/greenhouse {generate}"));
    assert_eq!((cut.code, &*cut.stderr), (0, ""));
    assert!(cut.stdout == whole.stdout);
    let text = workspace.read(CUT);
    assert!(text.len() < workspace.read(MODEL).len());
    assert!(text.contains("ListPlantsResponse") && !text.contains("WaterPlant"));
    let pages = workspace.read("vendored/greenhouse/2024-05-01/paginators-1.json");
    assert!(pages.contains("ListPlants"), "{pages}");

    let list = workspace.run("list --model vendored/greenhouse").stdout;
    assert_snapshot!(list, @r"
    OPERATION   SHAPES  NOTES
    ListPlants       9  paginated
    ");
}

#[test]
fn the_lock_says_what_was_cut_from_what() {
    let workspace = vendored();
    let lock = workspace.read("tinsmith.lock");
    let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let shown: Vec<String> = lock
        .split('"')
        .map(|part| if is_hash(part) { "<hash>" } else { part }.to_owned())
        .collect();
    assert_snapshot!(shown.join("\""), @r##"
    # Written by `tinsmith vendor`; `tinsmith vendor --check` compares.
    version = 1

    [[model]]
    path = "vendored/greenhouse"
    service = "greenhouse"
    service_id = "Greenhouse"
    api_version = "2024-05-01"
    format = "botocore"
    archive = "botocore-1.2.3-py3-none-any.whl"
    source = "botocore/data/greenhouse/2024-05-01/service-2.json.gz"
    source_sha256 = "<hash>"
    botocore = "1.2.3"
    operations = [
        "ListPlants",
    ]
    files = [
        { path = "vendored/greenhouse/2024-05-01/paginators-1.json", sha256 = "<hash>" },
        { path = "vendored/greenhouse/2024-05-01/service-2.json", sha256 = "<hash>" },
    ]
    "##);

    // The other archive has the same model; nothing that was written differs, and the lock names it.
    let source = "--model botocore-1.2.3.tar.gz --service greenhouse";
    let vendor = format!("vendor {source} --operation ListPlants -o vendored/greenhouse");
    let before = workspace.read(CUT);
    assert_eq!(workspace.run(&vendor).code, 0);
    assert_eq!(workspace.read(CUT), before);
    let other = workspace.read("tinsmith.lock");
    assert_eq!(
        other,
        lock.replace("botocore-1.2.3-py3-none-any.whl", "botocore-1.2.3.tar.gz")
            .replace(
                "\"botocore/data/greenhouse/2024-05-01/service-2.json.gz",
                "\"botocore-1.2.3/botocore/data/greenhouse/2024-05-01/service-2.json"
            )
    );
    assert_eq!(workspace.run(&vendor).code, 0);
    assert_eq!(
        workspace.read("tinsmith.lock"),
        other,
        "the same every time"
    );
}

#[test]
fn models_join_the_lock_in_the_order_of_their_paths() {
    let workspace = vendored();
    let vendor = format!("vendor --model {MODEL} --all -o");
    assert_eq!(workspace.run(&format!("{vendor} a/plants")).code, 0);
    let lock = workspace.read("tinsmith.lock");
    let paths: Vec<_> = lock
        .lines()
        .filter(|line| line.starts_with("path = ") || line.starts_with("source = "))
        .collect();
    assert_eq!(
        paths,
        [
            "path = \"a/plants\"",
            "source = \"models/greenhouse/2024-05-01/service-2.json\"",
            "path = \"vendored/greenhouse\"",
            "source = \"botocore/data/greenhouse/2024-05-01/service-2.json.gz\"",
        ]
    );
    assert_eq!(workspace.run("vendor --check").code, 0);

    // Another lock, elsewhere, with paths of its own.
    let ran = workspace.run(&format!("{vendor} b/plants --lock locks/other.lock"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let other = workspace.read("locks/other.lock");
    assert!(other.contains("\npath = \"../b/plants\"\n"), "{other}");
    assert_eq!(
        workspace.run("vendor --check --lock locks/other.lock").code,
        0
    );
    assert_eq!(workspace.read("tinsmith.lock"), lock);

    // From a folder below, beside the list that is above.
    workspace.write("tinsmith.toml", "");
    let below = workspace
        .command("vendor --check")
        .current_dir(workspace.path("vendored/greenhouse"))
        .output()
        .unwrap();
    assert_eq!(below.status.code(), Some(0));
}

#[test]
fn other_operations_take_the_place_of_those_before() {
    let workspace = vendored();
    let ran = workspace.run(&format!(
        "vendor --model {MODEL} --operation Describe* -o vendored/greenhouse"
    ));
    assert_eq!(ran.code, 0);
    let said: Vec<_> = ran.stdout.lines().collect();
    assert_eq!(said[0], "vendored/greenhouse: no longer has ListPlants");
    assert_eq!(
        said[1],
        "removed vendored/greenhouse/2024-05-01/paginators-1.json"
    );
    assert!(said[2].starts_with("vendored/greenhouse: Greenhouse 2024-05-01, 1 operation, "));
    assert!(
        !workspace
            .path("vendored/greenhouse/2024-05-01/paginators-1.json")
            .exists()
    );
    let lock = workspace.read("tinsmith.lock");
    assert!(
        lock.contains("operations = [\n    \"DescribePlant\",\n]"),
        "{lock}"
    );
    assert_eq!(workspace.run("vendor --check").code, 0);
}

#[test]
fn a_check_finds_what_was_edited_and_needs_no_source() {
    let workspace = vendored();
    fs::remove_file(workspace.path("botocore-1.2.3-py3-none-any.whl")).unwrap();
    let check = || {
        let before = workspace.files();
        let ran = workspace.run("vendor --check");
        assert_eq!(workspace.files(), before, "a check writes nothing");
        ran
    };
    let ran = check();
    assert_eq!((ran.code, &*ran.stdout, &*ran.stderr), (0, "", ""));

    let lock = workspace.read("tinsmith.lock");
    let listed = "\"ListPlants\",";
    workspace.write(
        "tinsmith.lock",
        lock.replace(listed, "\"ListPlants\",\n    \"WaterPlant\","),
    );
    let ran = check();
    assert_eq!(ran.code, 1);
    assert_snapshot!(ran.stdout, @"vendored/greenhouse/2024-05-01/service-2.json: has ListPlants, and the lock lists ListPlants, WaterPlant");
    workspace.write("tinsmith.lock", lock);

    let text = workspace.read(CUT);
    workspace.write(CUT, text.replace('\n', "\r\n"));
    let ran = check();
    assert_eq!(ran.code, 1);
    assert_snapshot!(ran.stdout, @"vendored/greenhouse/2024-05-01/service-2.json: differs only in line endings, which a checkout may have converted; mark it `text eol=lf` in .gitattributes");
    assert_snapshot!(ran.stderr, @"error: 1 file or folder is not as tinsmith.lock says; to have the files again, run `tinsmith vendor` with the archive or file that the lock names as their source");

    workspace.write(CUT, text.replacen("2024-05-01", "2024-05-02", 1));
    fs::remove_file(workspace.path("vendored/greenhouse/2024-05-01/paginators-1.json")).unwrap();
    workspace.write(
        "vendored/greenhouse/2024-05-01/service-2.sdk-extras.json",
        "{}",
    );
    workspace.write("vendored/greenhouse/2025-01-01/service-2.json", "{}");
    workspace.write("vendored/greenhouse/2024-05-01/README.md", "");
    let ran = check();
    assert_eq!(ran.code, 1);
    assert_snapshot!(ran.stdout, @r"
    vendored/greenhouse/2024-05-01/paginators-1.json: is missing
    vendored/greenhouse/2024-05-01/service-2.json: is not what was written
    vendored/greenhouse/2024-05-01/service-2.sdk-extras.json: is not in the lock, and stands beside a file that is
    vendored/greenhouse/2025-01-01: is not in the lock, and stands beside a version that is
    ");
    assert_snapshot!(ran.stderr, @"error: 4 files or folders are not as tinsmith.lock says; to have the files again, run `tinsmith vendor` with the archive or file that the lock names as their source");
}

#[test]
fn an_update_cuts_the_same_operations_from_another_model() {
    let workspace = vendored();
    let ran = workspace.run("vendor --update --model botocore-1.2.3.tar.gz");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert!(
        ran.stdout
            .starts_with("vendored/greenhouse: the same model\n")
    );

    // A newer version of the API, in a tree; the folder of the old one goes.
    let newer = workspace.read(MODEL).replace("2024-05-01", "2025-02-03");
    workspace.write("new/greenhouse/2025-02-03/service-2.json", &newer);
    let ran = workspace.run("vendor --update --model new");
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    let said: Vec<_> = ran.stdout.lines().collect();
    assert_eq!(
        said[0],
        "vendored/greenhouse: API 2024-05-01 -> 2025-02-03, botocore 1.2.3 -> unknown, the cut changes"
    );
    assert!(!workspace.path("vendored/greenhouse/2024-05-01").exists());
    assert!(
        workspace
            .path("vendored/greenhouse/2025-02-03/service-2.json")
            .exists()
    );
    assert_eq!(workspace.run("vendor --check").code, 0);

    // Back, from one model: it is found by its id.
    let ran = workspace.run(&format!("vendor --update --model {MODEL}"));
    assert_eq!((ran.code, &*ran.stderr), (0, ""));
    assert!(workspace.path(CUT).exists());

    // An operation that is gone: nothing is written.
    workspace.write(
        "new/greenhouse/2025-02-03/service-2.json",
        newer.replace("ListPlants", "ListTrees"),
    );
    assert_snapshot!(workspace.fails("vendor --update --model new", 2), @"error: new/greenhouse/2025-02-03/service-2.json: unknown operation `ListPlants`; there is `DescribePlant`, `ListTrees`, `WaterPlant`");
    assert_snapshot!(workspace.fails("vendor --update --model new --service orchard", 2), @"error: tinsmith.lock: lists no model that is in new; it lists vendored/greenhouse");
}

#[test]
fn a_cut_is_not_cut_from_itself() {
    let workspace = vendored();
    workspace.write(CUT, workspace.read(CUT).replace("2024", "2025"));
    for command in [
        "vendor --model vendored/greenhouse --operation ListPlants -o vendored/greenhouse",
        "vendor --update --model vendored/greenhouse",
    ] {
        let told = workspace.fails(command, 2);
        assert!(told.contains("the model is itself a cut"), "{told}");
    }
    assert_eq!(
        workspace.run("vendor --check").code,
        1,
        "the edit is still one"
    );
}

#[test]
fn an_update_of_one_service_leaves_the_others() {
    let workspace = vendored();
    let again = "--service greenhouse --operation ListPlants -o vendored/again";
    workspace.run(&format!("vendor --model botocore-1.2.3.tar.gz {again}"));
    for name in ["vendored/again", "GREENHOUSE"] {
        let ran = workspace.run(&format!(
            "vendor --update --model botocore-1.2.3.tar.gz --service {name}"
        ));
        assert_eq!((ran.code, &*ran.stderr), (0, ""));
        let left = ran.stdout.contains("vendored/greenhouse: left as it is\n");
        assert_eq!(left, name == "vendored/again", "{}", ran.stdout);
    }
}

#[test]
fn mistakes_are_told_and_nothing_is_written() {
    let workspace = Workspace::new();
    assert_snapshot!(workspace.fails("vendor --check", 4), @"error: tinsmith.lock: cannot read the lock: No such file or directory (os error 2)");
    assert_snapshot!(workspace.fails(&format!("vendor --model {MODEL} --operation ListPlant -o v"), 2), @"error: models/greenhouse/2024-05-01/service-2.json: unknown operation `ListPlant`; did you mean `ListPlants`?");
    for arguments in [
        "vendor",
        "vendor --check --model models",
        "vendor --update",
        "vendor --model models --all",
        "vendor --model models -o v",
        "vendor --update --model models --all",
    ] {
        let told = workspace.fails(arguments, 2);
        assert!(told.starts_with("error: "), "{arguments}: {told}");
    }
    workspace.write("tinsmith.lock", "version = 1\n[[model]]\npath = 1\n");
    let told = workspace.fails(&format!("vendor --model {MODEL} --all -o v"), 2);
    assert!(told.starts_with("error: tinsmith.lock:3:8: "), "{told}");
}
