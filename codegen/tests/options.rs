//! Every option of `Generator`, by its effect; and what does not depend on chance.

use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_codegen::{Emit, Generator};

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shapes/service-2.json")
}

fn all() -> Generator {
    Generator::new(fixture()).all_operations()
}

fn text(generator: &Generator) -> String {
    let files = generator.generate().expect("the fixture can be generated");
    files.iter().map(|(_, text)| text).collect()
}

fn name(generator: &Generator) -> String {
    let files = generator.generate().expect("the fixture can be generated");
    files
        .iter()
        .map(|(path, _)| path.display().to_string())
        .collect()
}

#[test]
fn operations_add_up() {
    let structs = |generator: Generator| {
        let text = text(&generator);
        ["PutShapesRequest", "PingRequest", "ListTreesRequest"]
            .map(|name| text.contains(&format!("pub struct {name} ")))
    };
    let new = || Generator::new(fixture());
    assert_eq!(structs(new().operation("Ping")), [false, true, false]);
    assert_eq!(structs(new().operation("P*")), [true, true, false]);
    assert_eq!(
        structs(new().operation("Ping").operations(["ListTrees"])),
        [false, true, true]
    );
    assert_eq!(structs(new().all_operations()), [true, true, true]);
    assert_eq!(
        structs(new().all_operations().operation("!ListTrees")),
        [true, true, false]
    );
    assert_eq!(structs(new().operation("!P*")), [false, false, true]);
    assert!(new().generate().is_err(), "no operation was chosen");
}

#[test]
fn only_what_the_operations_reach_is_emitted() {
    let text = text(&Generator::new(fixture()).operation("ListTrees"));
    assert!(text.contains("pub struct Tree "));
    assert!(!text.contains("Colour"));
}

#[test]
fn serde_adds_its_impls_and_nothing_else() {
    let without = text(&all());
    let with = text(&all().serde(true));
    assert!(!without.contains("serde"));
    for name in ["PutShapesRequest", "Colour"] {
        assert!(with.contains(&format!("rt::serde_traits!({name});")));
    }
    assert_eq!(text(&all().serde(true).serde(false)), without);
}

#[test]
fn emit_adds_level_by_level() {
    let has = |emit| {
        let text = text(&all().emit(emit));
        [
            "pub struct PutShapesRequest ",
            "pub struct PutShapes;",
            "pub enum PutShapesError ",
            "pub struct Client ",
        ]
        .map(|item| text.contains(item))
    };
    assert_eq!(has(Emit::Types), [true, false, true, false]);
    assert_eq!(has(Emit::Operations), [true, true, true, false]);
    assert_eq!(has(Emit::Client), [true, true, true, true]);
    assert_eq!(
        text(&all().emit(Emit::Client)),
        text(&all()),
        "a client is the default"
    );
}

#[test]
fn the_module_name_is_the_file_name_and_nothing_more() {
    assert_eq!(
        name(&all()),
        "every_shape.rs",
        "the service id, where no folder names the service"
    );
    assert_eq!(name(&all().module_name("my-shapes")), "my_shapes.rs");
    assert_eq!(text(&all().module_name("other")), text(&all()));
    let models = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/greenhouse/2024-05-01/service-2.json");
    assert_eq!(
        name(&Generator::new(models).all_operations()),
        "greenhouse.rs",
        "as boto3 names it"
    );
}

#[test]
fn a_service_of_a_data_tree() {
    let tree = tempfile::tempdir().expect("a folder");
    let folder = tree.path().join("botocore/data/shapes/2024-05-01");
    fs::create_dir_all(&folder).expect("folders");
    fs::copy(fixture(), folder.join("service-2.json")).expect("a copy");
    fs::copy(
        fixture().with_file_name("paginators-1.json"),
        folder.join("paginators-1.json"),
    )
    .expect("a copy");
    let data = tree.path().join("botocore/data");
    assert!(
        Generator::new(&data).all_operations().generate().is_err(),
        "which service?"
    );
    let generator = Generator::new(&data).service("shapes").all_operations();
    assert_eq!(text(&generator), text(&all()));
    assert_eq!(name(&generator), "shapes.rs");
}

#[test]
fn emit_to_writes_what_generate_gives_and_only_when_it_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deep/shapes.rs");
    assert_eq!(
        all().emit_to(&path).expect("written").changed,
        std::slice::from_ref(&path)
    );
    assert_eq!(fs::read_to_string(&path).expect("read"), text(&all()));
    assert_eq!(all().emit_to(&path).expect("written").unchanged, [path]);
}

#[test]
fn list_gives_every_operation_with_what_it_costs() {
    let list = Generator::new(fixture()).list().expect("a list");
    let list: Vec<_> = list
        .iter()
        .map(|op| (op.name.as_str(), op.shapes, op.paginated, op.deprecated))
        .collect();
    // ListTrees: its input and output, Name, TreePage, Trees, Tree, Leaf, Boolean.
    assert_eq!(
        list,
        [
            ("ListTrees", 8, true, false),
            ("Ping", 0, false, true),
            ("PutShapes", 26, false, false)
        ]
    );
}

#[test]
fn the_order_of_keys_does_not_reach_the_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    fs::copy(
        fixture().with_file_name("paginators-1.json"),
        folder.path().join("paginators-1.json"),
    )
    .expect("a copy");
    let value: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(fixture()).expect("read")).expect("JSON");
    for seed in 0..8 {
        fs::write(&path, shuffled(&value, &mut (seed * 977 + 1))).expect("written");
        assert_eq!(
            text(&Generator::new(&path).all_operations()),
            text(&all()),
            "seed {seed}"
        );
    }
}

/// JSON text of a value, with the keys of every object in an order that depends on the seed.
fn shuffled(value: &serde_json::Value, seed: &mut u64) -> String {
    match value {
        serde_json::Value::Object(object) => {
            let mut entries: Vec<_> = object.iter().collect();
            for i in (1..entries.len()).rev() {
                *seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                entries.swap(i, (*seed >> 33) as usize % (i + 1));
            }
            let entries = entries.into_iter().map(|(key, value)| {
                format!(
                    "{}: {}",
                    serde_json::Value::from(key.as_str()),
                    shuffled(value, seed)
                )
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        serde_json::Value::Array(array) => {
            format!(
                "[{}]",
                array
                    .iter()
                    .map(|value| shuffled(value, seed))
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        }
        other => other.to_string(),
    }
}
