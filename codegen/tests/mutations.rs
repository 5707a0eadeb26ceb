//! Models with something changed at random: a clear error or Rust that parses, and never a panic.

use std::path::Path;
use std::{fs, str};

use serde_json::{Value, json};
use tinsmith_codegen::Generator;

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

fn fixture() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shapes/service-2.json");
    fs::read_to_string(path).expect("the fixture")
}

/// Generates from this text; the result does not matter, as long as there is one.
fn generate(folder: &Path, text: &[u8]) -> bool {
    let path = folder.join("service-2.json");
    fs::write(&path, text).expect("written");
    let result = Generator::new(&path)
        .all_operations()
        .serde(true)
        .generate();
    if let Err(error) = &result {
        assert!(
            !error.to_string().contains("defect"),
            "{error}\n{}",
            str::from_utf8(text).unwrap_or("?")
        );
    }
    result.is_ok()
}

#[test]
fn of_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut chance = Chance(1);
    for _ in 0..150 {
        let mut text = fixture().into_bytes();
        for _ in 0..=chance.below(3) {
            let at = chance.below(text.len());
            match chance.below(3) {
                0 => text[at] = b"{}[]\",:0\\\xff"[chance.below(10)],
                1 => text.truncate(at),
                _ => drop(text.drain(at..(at + chance.below(40)).min(text.len()))),
            }
        }
        generate(folder.path(), &text);
    }
}

#[test]
fn of_values() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut chance = Chance(2);
    let mut generated = 0;
    for _ in 0..250 {
        let mut model: Value = serde_json::from_str(&fixture()).expect("JSON");
        for _ in 0..=chance.below(3) {
            mutate(&mut model, &mut chance);
        }
        generated += usize::from(generate(folder.path(), model.to_string().as_bytes()));
    }
    assert!(
        (30..220).contains(&generated),
        "{generated}: both outcomes should be seen"
    );
}

/// Walks down to some value and puts another in its place.
fn mutate(value: &mut Value, chance: &mut Chance) {
    let inner = match value {
        Value::Object(object) if !object.is_empty() && chance.below(8) > 0 => {
            let at = chance.below(object.len());
            object.values_mut().nth(at)
        }
        Value::Array(array) if !array.is_empty() => {
            let at = chance.below(array.len());
            array.get_mut(at)
        }
        _ => None,
    };
    match inner {
        Some(inner) => mutate(inner, chance),
        None => *value = odd_value(chance),
    }
}

fn odd_value(chance: &mut Chance) -> Value {
    match chance.below(16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1.5e300),
        3 => json!(""),
        4 => json!([]),
        5 => json!({}),
        6 => json!("structure"),
        7 => json!("list"),
        8 => json!("Tree"),
        9 => json!("Choice"),
        10 => json!({"shape": "Trees"}),
        11 => json!({"type": "list", "member": {"shape": "Matrix"}}),
        12 => json!({"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Paints"}}),
        13 => {
            json!({"type": "structure", "members": {"": {"shape": "Choice"}, "r#x": {"shape": "Tree"}}, "union": true})
        }
        14 => json!("\u{0}\u{202e}*/\n\"#]crate::Self"),
        _ => json!("Self"),
    }
}
