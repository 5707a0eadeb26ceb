//! What is corrected and what is left alone, on a small model; and whether the real models still need it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use super::{IsRegional, IsUnion, REGIONAL, UNIONS};
use crate::generator::Generator;
use crate::options::Emit;

/// Has the id of DynamoDB, and an `AttributeValue` with a member that is not written down.
fn fixture() -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/attributes/service-2.json");
    fs::read_to_string(path).unwrap()
}

/// The emitted text and the dump of a model, each beginning with the first thing that is of a shape.
fn made(model: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("service-2.json");
    fs::write(&path, model).unwrap();
    let generator = Generator::new(&path).all_operations().emit(Emit::Types);
    let files = generator.generate().unwrap();
    let text = files.iter().map(|(_, text)| text).collect();
    (text, generator.dump(true).unwrap())
}

fn changed(model: &str, from: &str, to: &str) -> String {
    assert!(model.contains(from), "the fixture has {from}");
    model.replacen(from, to, 1)
}

/// A correction gives what the model would give if it said so itself, a member that nobody knew of included.
#[test]
fn a_corrected_structure_is_as_a_union_of_the_model() {
    let model = fixture();
    let says_so = changed(&model, r#""required": ["S"],"#, r#""union": true,"#);
    let (text, dump) = made(&model);
    assert_eq!((text.clone(), dump.clone()), made(&says_so));
    assert!(text.contains("pub enum AttributeValue {"), "{text}");
    assert!(
        text.contains("    OfTomorrow(Box<AttributeValue>),"),
        "{text}"
    );
    assert!(
        dump.contains("union AttributeValue member L is list<AttributeValue>\n"),
        "{dump}"
    );
    assert!(text.contains("pub struct Pair {"), "{text}");
}

#[test]
fn another_service_is_left_alone() {
    let model = changed(
        &fixture(),
        r#""serviceId": "DynamoDB""#,
        r#""serviceId": "Gamma""#,
    );
    let (text, dump) = made(&model);
    assert!(text.contains("pub struct AttributeValue {"), "{text}");
    assert!(dump.contains("structure AttributeValue exists\n"), "{dump}");
}

/// A message of an operation is a structure, and so is an exception: the names alone correct nothing there.
#[test]
fn messages_and_exceptions_are_left_alone() {
    let model = fixture();
    let as_output = changed(
        &model,
        r#""shape": "GetRowOutput" },"#,
        r#""shape": "AttributeValue" },"#,
    );
    let exception = changed(&model, r#""required": ["S"],"#, r#""exception": true,"#);
    let error = changed(
        &model,
        r#"{ "shape": "RowTooLong" }"#,
        r#"{ "shape": "AttributeValue" }"#,
    );
    for model in [as_output, exception, error] {
        let (text, dump) = made(&model);
        assert!(text.contains("pub struct AttributeValue {"), "{text}");
        assert!(!dump.contains("union AttributeValue"), "{dump}");
    }
}

#[test]
fn every_correction_says_why_and_stands_once() {
    let keys: Vec<_> = UNIONS
        .iter()
        .map(|quirk| (quirk.service, quirk.shape))
        .collect();
    assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
    let regional: Vec<_> = REGIONAL.iter().map(|quirk| quirk.service).collect();
    assert!(regional.is_sorted_by(|a, b| a < b), "{regional:?}");
    let regional = REGIONAL.iter().map(|quirk| (quirk.reason, quirk.link));
    let unions = UNIONS.iter().map(|quirk| (quirk.reason, quirk.link));
    for (reason, link) in unions.chain(regional) {
        assert!(!reason.is_empty() && link.starts_with("https://"), "{link}");
    }
    for IsUnion { members, shape, .. } in UNIONS {
        assert!(members.is_sorted_by(|a, b| a < b), "{shape}: {members:?}");
    }
}

/// Both still have a host of their own in a region, as IAM has not.
#[test]
fn a_regional_service_has_no_host_for_all_regions() {
    let global = r#""globalEndpoint": "thing.amazonaws.com", "protocol": "json""#;
    let model = changed(&fixture(), r#""protocol": "json""#, global);
    let line = "service global endpoint \"thing.amazonaws.com\"\n";
    for (id, is_there) in [("DynamoDB", true), ("S3", false), ("STS", false)] {
        let id = format!(r#""serviceId": "{id}""#);
        let (_, dump) = made(&changed(&model, r#""serviceId": "DynamoDB""#, &id));
        assert_eq!(dump.contains(line), is_there, "{id}: {dump}");
    }
}

/// What upstream says of a corrected shape: its kind and its members.
#[derive(Debug, PartialEq)]
struct Upstream {
    kind: String,
    members: BTreeSet<String>,
}

/// The guard. Botocore's models, which are not part of the project, still have a structure with the members that are
/// written down; and where there is the model in Smithy's format, it has a union.
#[test]
fn the_real_models_are_as_written_down() {
    let (Some(botocore), Some(shared)) = (
        env::var_os("TINSMITH_BOTOCORE"),
        env::var_os("TINSMITH_SHARED"),
    ) else {
        println!("skipped: TINSMITH_BOTOCORE or TINSMITH_SHARED is not set");
        return;
    };
    let botocore = models(&Path::new(&botocore).join("botocore/data"), 2);
    let smithy = models(&Path::new(&shared).join("models/smithy"), 0);
    let mut in_smithy = 0;
    for quirk in UNIONS {
        let IsUnion {
            service,
            shape,
            link,
            ..
        } = quirk;
        let is_structure = in_botocore(&botocore, quirk);
        assert!(!is_structure.is_empty(), "no model of {service}");
        for found in is_structure {
            assert_eq!(
                found,
                written_down(quirk, "structure"),
                "{service}: {shape}; see {link}"
            );
        }
        for found in in_smithys_format(&smithy, quirk) {
            in_smithy += 1;
            assert_eq!(
                found,
                written_down(quirk, "union"),
                "{service}: {shape}; see {link}"
            );
        }
    }
    assert!(
        in_smithy > 0,
        "no model in Smithy's format has a corrected shape"
    );
    for IsRegional {
        service,
        host,
        link,
        ..
    } in REGIONAL
    {
        for model in stating(&botocore, "\"serviceId\"", service) {
            let found = &model["metadata"]["globalEndpoint"];
            assert_eq!(found, host, "{service}; see {link}");
        }
    }
    println!(
        "quirks: {} corrections needed, {in_smithy} of them seen in Smithy's models",
        UNIONS.len() + REGIONAL.len()
    );
}

fn written_down(quirk: &IsUnion, kind: &str) -> Upstream {
    Upstream {
        kind: kind.to_owned(),
        members: quirk
            .members
            .iter()
            .map(|&member| member.to_owned())
            .collect(),
    }
}

/// The texts of all models below a folder, so many folders deep.
fn models(folder: &Path, depth: usize) -> Vec<String> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    if depth > 0 {
        let folders = entries.filter(|path| path.is_dir());
        return folders.flat_map(|path| models(&path, depth - 1)).collect();
    }
    let is_model = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        name == "service-2.json" || folder.ends_with("smithy")
    };
    entries
        .filter(is_model)
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// The models that state the service's id, with only these parsed.
fn stating<'t>(
    models: &'t [String],
    key: &'t str,
    service: &'t str,
) -> impl Iterator<Item = serde_json::Value> + 't {
    let id = format!("\"{service}\"");
    let states = move |text: &&String| {
        text.match_indices(key).any(|(at, key)| {
            let after = text[at + key.len()..].trim_start_matches([':', ' ', '\n']);
            after.starts_with(&id)
        })
    };
    models
        .iter()
        .filter(states)
        .map(|text| serde_json::from_str(text).unwrap())
}

fn in_botocore(models: &[String], quirk: &IsUnion) -> Vec<Upstream> {
    let found = |model: serde_json::Value| {
        let shape = &model["shapes"][quirk.shape];
        let is_union = shape["union"] == true || shape["eventstream"] == true;
        let kind = if is_union {
            "union"
        } else {
            shape["type"].as_str().unwrap_or_default()
        };
        Upstream {
            kind: kind.to_owned(),
            members: members(shape),
        }
    };
    stating(models, "\"serviceId\"", quirk.service)
        .map(found)
        .collect()
}

fn in_smithys_format(models: &[String], quirk: &IsUnion) -> Vec<Upstream> {
    let found = |model: serde_json::Value| {
        let suffix = format!("#{}", quirk.shape);
        let shapes = model["shapes"].as_object().unwrap();
        let (_, shape) = shapes.iter().find(|(id, _)| id.ends_with(&suffix)).unwrap();
        Upstream {
            kind: shape["type"].as_str().unwrap().to_owned(),
            members: members(shape),
        }
    };
    stating(models, "\"sdkId\"", quirk.service)
        .map(found)
        .collect()
}

fn members(shape: &serde_json::Value) -> BTreeSet<String> {
    let members = shape["members"].as_object().into_iter().flatten();
    members.map(|(name, _)| name.clone()).collect()
}
