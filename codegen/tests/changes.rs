//! What changes from one model to another: what is told of each kind of change, and that nothing goes untold.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tinsmith_codegen::{Class, Generator};

fn fixture(name: &str) -> PathBuf {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    fixtures.join(name).join("service-2.json")
}

#[test]
fn every_kind_of_change() {
    let [old, new] = ["changes/old", "changes/new"].map(|name| Generator::new(fixture(name)));
    let changes = new.changes_since(&old).expect("both models are good");
    assert!(changes.breaks());
    insta::assert_snapshot!(changes);
    let back = old.changes_since(&new).expect("both models are good");
    insta::assert_snapshot!("every_kind_of_change_backwards", back);
}

#[test]
fn the_same_model_changes_nothing() {
    for name in ["shapes", "obstacles", "hostile", "greenhouse/2024-05-01"] {
        let generator = Generator::new(fixture(name));
        let changes = generator
            .changes_since(&generator)
            .expect("the model is good");
        assert!(changes.is_empty() && !changes.breaks(), "{name}\n{changes}");
        assert_eq!(changes.to_string(), "no changes");
    }
}

#[test]
fn only_the_operations_in_use_matter() {
    let [old, new] = ["changes/old", "changes/new"].map(|name| Generator::new(fixture(name)));
    let of = |operations: &[&str]| {
        let new = new.clone().operations(operations.iter().copied());
        new.changes_since(&old).map(|changes| changes.to_string())
    };
    let cut = of(&["CutTree"]).expect("the old model has it");
    assert!(
        cut.contains("  CutTree: operation removed: `Client::cut_tree`\n"),
        "{cut}"
    );
    assert!(
        !cut.contains("Tree::") && !cut.contains("PlantTree"),
        "{cut}"
    );
    let plant = of(&["Plant*"]).expect("the new model has it");
    assert!(
        plant.contains("  PlantTree: operation added: `Client::plant_tree`\n"),
        "{plant}"
    );
    let error = of(&["CutTrees"]).expect_err("neither model has it");
    assert!(
        error
            .to_string()
            .ends_with("unknown operation `CutTrees`; did you mean `CutTree`?"),
        "{error}"
    );
}

#[test]
fn models_of_any_protocol_can_be_compared() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(fixture("changes/old")).expect("the fixture");
    let path = folder.path().join("m.json");
    let write = |protocol: &str, version: &str| {
        let text = text
            .replace("\"json\"", &format!("\"{protocol}\""))
            .replace("2024-05-01", version);
        fs::write(&path, text).expect("a file");
        fs::copy(&path, folder.path().join(format!("{version}.json"))).expect("a copy");
        Generator::new(folder.path().join(format!("{version}.json")))
    };
    for (protocol, class) in [
        ("ec2", Class::Wire),
        ("query", Class::Wire),
        ("rest-json", Class::Documentation),
    ] {
        let [old, new] = ["2016-09-15", "2016-11-15"].map(|version| write(protocol, version));
        let changes = new
            .changes_since(&old)
            .expect("the protocol does not matter");
        let version = changes.iter().find(|change| change.what == "API version");
        assert_eq!(
            version.map(|change| change.class),
            Some(class),
            "{protocol}\n{changes}"
        );
    }
}

/// A small generator of numbers (a linear congruential one), so that every run sees the same models.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// The generated text, if the model can be generated.
fn text(generator: &Generator) -> Option<String> {
    let files = generator.clone().all_operations().generate().ok()?;
    Some(files.iter().map(|(_, text)| text).collect())
}

#[test]
fn where_the_text_differs_a_change_is_told_and_only_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let [old_path, new_path] =
        ["old", "new"].map(|name| folder.path().join(name).join("service-2.json"));
    let mut chance = Chance(3);
    let (mut same, mut different) = (0, 0);
    for name in ["shapes", "changes/old", "radio"] {
        let model: Value =
            serde_json::from_str(&fs::read_to_string(fixture(name)).expect("the fixture"))
                .expect("JSON");
        for path in [&old_path, &new_path] {
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            let beside = fixture(name).with_file_name("paginators-1.json");
            let paginators = path.with_file_name("paginators-1.json");
            // The fixture before had some.
            let _ = fs::remove_file(&paginators);
            if beside.exists() {
                fs::copy(beside, paginators).expect("the paginators");
            }
        }
        fs::write(&old_path, model.to_string()).expect("written");
        let (old, new) = (Generator::new(&old_path), Generator::new(&new_path));
        let before = text(&old).expect("the fixture is good");
        for _ in 0..60 {
            let mut changed = model.clone();
            for _ in 0..=chance.below(2) {
                mutate(&mut changed, &mut chance);
            }
            fs::write(&new_path, changed.to_string()).expect("written");
            let Some(after) = text(&new) else { continue };
            for (old, new) in [(&old, &new), (&new, &old)] {
                let changes = new.changes_since(old).expect("both can be generated");
                let told = !changes.is_empty();
                assert_eq!(
                    before != after,
                    told,
                    "{changes}\n{}",
                    difference(&before, &after)
                );
            }
            *if before == after {
                &mut same
            } else {
                &mut different
            } += 1;
        }
    }
    assert!(
        same > 5 && different > 50,
        "{same} the same, {different} different"
    );
}

/// The first lines that differ.
fn difference(before: &str, after: &str) -> String {
    let mut lines = before.lines().zip(after.lines()).filter(|(a, b)| a != b);
    lines
        .next()
        .map_or(String::new(), |(a, b)| format!("-{a}\n+{b}"))
}

/// Changes one thing that a model can say: a word to another of the model's, a flag, a key, a whole entry.
fn mutate(model: &mut Value, chance: &mut Chance) {
    let words = [
        "Tree",
        "Name",
        "Paints",
        "structure",
        "string",
        "header",
        "iso8601",
        "x",
        "<p>New words.</p>",
        "nextToken",
    ];
    let flags = [
        "deprecated",
        "sensitive",
        "flattened",
        "idempotencyToken",
        "sparse",
        "xmlAttribute",
        "exception",
        "hostLabel",
        "jsonvalue",
        "union",
        "eventstream",
        "eventpayload",
        "eventheader",
        "streaming",
    ];
    let texts = [
        "documentation",
        "locationName",
        "queryName",
        "deprecatedMessage",
        "pattern",
        "uid",
        "signingName",
        "name",
    ];
    let target = somewhere(model, chance);
    match target {
        Value::String(text) => match chance.below(3) {
            0 => text.push('X'),
            1 => *text = words[chance.below(words.len())].to_owned(),
            _ => *text = text.to_uppercase(),
        },
        Value::Number(number) => *number = (chance.below(100)).into(),
        Value::Bool(yes) => *yes = !*yes,
        Value::Array(list) if !list.is_empty() => match chance.below(3) {
            0 => drop(list.remove(chance.below(list.len()))),
            1 => list.reverse(),
            _ => list.push(list[chance.below(list.len())].clone()),
        },
        Value::Object(object) => match chance.below(5) {
            0 => drop(object.remove(&key(object, chance))),
            1 => {
                let name = key(object, chance);
                let value = object.remove(&name).unwrap_or(Value::Null);
                object.insert(format!("{name}New"), value);
            }
            2 => drop(object.insert(flags[chance.below(flags.len())].to_owned(), json!(true))),
            3 => drop(object.insert(
                texts[chance.below(texts.len())].to_owned(),
                json!("Other words"),
            )),
            _ => {
                let name = key(object, chance);
                let value = object.get(&name).cloned().unwrap_or(Value::Null);
                object.insert(format!("more{name}"), value);
            }
        },
        _ => {}
    }
}

fn key(object: &Map<String, Value>, chance: &mut Chance) -> String {
    let at = chance.below(object.len());
    object.keys().nth(at).cloned().unwrap_or_default()
}

/// Some value of the model, deep in it more often than not.
fn somewhere<'v>(value: &'v mut Value, chance: &mut Chance) -> &'v mut Value {
    let size = match value {
        Value::Object(object) => object.len(),
        Value::Array(list) => list.len(),
        _ => 0,
    };
    if size == 0 || chance.below(6) == 0 {
        return value;
    }
    let at = chance.below(size);
    let inner = match value {
        Value::Object(object) => object.values_mut().nth(at),
        other => other.get_mut(at),
    };
    somewhere(inner.expect("the position is below the size"), chance)
}
