//! Archives of models in place of directories: every command reads them, and nothing of them is unpacked.

use insta::assert_snapshot;

use crate::workspace::{LIST, MODEL, Workspace};

#[test]
fn an_archive_stands_for_the_directories_in_it() {
    let workspace = Workspace::new();
    let operations = "--operation ListPlants,DescribePlant";
    let expected = workspace.run(&format!("generate --model {MODEL} {operations}"));
    assert_eq!(expected.code, 0);
    for archive in workspace.archives() {
        let before = workspace.files();
        let generate = format!("generate --model {archive} --service greenhouse {operations}");
        let ran = workspace.run(&generate);
        assert_eq!((ran.code, &*ran.stderr), (0, ""), "{archive}");
        assert!(ran.stdout == expected.stdout, "{archive}");
        let listed = workspace.run(&format!("list --model {archive} --service greenhouse"));
        let wanted = workspace.run(&format!("list --model {MODEL}")).stdout;
        assert_eq!(listed.stdout, wanted);
        assert_eq!(workspace.files(), before, "nothing is unpacked");

        let list = LIST.replace(MODEL, archive);
        let list = list.replace("operations", "service = \"greenhouse\"\noperations");
        workspace.write("tinsmith.toml", list);
        assert_eq!(workspace.run("regen").code, 0);
        assert_eq!(workspace.run("regen --check").code, 0);
        workspace.write("tinsmith.toml", LIST);
        assert_eq!(workspace.run("regen --check").code, 0, "the same bytes");
    }
}

#[test]
fn the_services_of_an_archive_or_a_tree_are_listed() {
    let workspace = Workspace::new();
    let listed = workspace
        .archives()
        .map(|archive| workspace.run(&format!("list --model {archive}")).stdout);
    assert_snapshot!(listed[0], @r"
    SERVICE     VERSION     OPERATIONS  NAME
    greenhouse  2024-05-01           3  Greenhouse
    orchard     2020-01-01           0  Orchard Service
    ");
    assert_eq!(listed[0], listed[1]);
    assert_snapshot!(workspace.run("list --model models").stdout, @r"
    SERVICE     VERSION     OPERATIONS  NAME
    greenhouse  2024-05-01           3  Greenhouse
    ");
    workspace.write("models/b/2020-01-01/service-2.json", "{\"metadata\": {},");
    workspace.write("models/a/2020-01-01/service-2.json", "{\"operations\": []}");
    assert_snapshot!(workspace.fails("list --model models", 3), @r#"
    error: models/a/2020-01-01/service-2.json:1:15: invalid type: sequence, expected a map
      |
    1 | {"operations": []}
      |               ^
    error: models/b/2020-01-01/service-2.json:1:16: not valid JSON: EOF while parsing a value
      |
    1 | {"metadata": {},
      |                ^
    "#);
}

#[test]
fn what_is_wrong_with_an_archive_is_told_by_its_name() {
    let workspace = Workspace::new();
    let [wheel, source] = workspace.archives();
    assert_snapshot!(workspace.fails(&format!("generate --model {wheel} --all"), 2), @r#"error: botocore-1.2.3-py3-none-any.whl/botocore/data: a tree of services, and none is named; there is `greenhouse`, `orchard`; name one: `--service NAME`, or `.service("NAME")` on the generator"#);
    assert_snapshot!(workspace.fails(&format!("generate --model {source} --service greenhose --all"), 2), @"error: botocore-1.2.3.tar.gz/botocore-1.2.3/botocore/data: unknown service `greenhose`; did you mean `greenhouse`?");
    assert_snapshot!(workspace.fails(&format!("generate --model {wheel} --service greenhouse --operation Prune"), 2), @"error: botocore-1.2.3-py3-none-any.whl/botocore/data/greenhouse/2024-05-01/service-2.json.gz: unknown operation `Prune`; there is `DescribePlant`, `ListPlants`, `WaterPlant`");
    let bytes = std::fs::read(workspace.path(source)).unwrap();
    workspace.write("cut.tar.gz", &bytes[..bytes.len() / 2]);
    assert_snapshot!(workspace.fails("list --model cut.tar.gz", 3), @"error: cut.tar.gz: the archive ends too early; fetch or copy the file again");
    let bytes = std::fs::read(workspace.path(wheel)).unwrap();
    workspace.write("cut.whl", &bytes[..bytes.len() / 2]);
    assert_snapshot!(workspace.fails("list --model cut.whl", 3), @"error: cut.whl: not a valid archive (invalid Zip archive: Could not find EOCD); fetch or copy the file again");
}
