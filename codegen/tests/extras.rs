//! Files of extras beside a model: what they name is merged in, and a mistake in one is told.

use std::fs;

use tinsmith_codegen::{Error, Generator};

const MODEL: &str = r#"{
  "metadata": {"apiVersion": "1", "endpointPrefix": "x", "protocol": "json", "jsonVersion": "1.1", "serviceFullName": "Long Name"},
  "operations": {"Go": {"input": {"shape": "Input"}, "output": {"shape": "Output"}}},
  "shapes": {
    "Input": {"type": "structure", "members": {"Token": {"shape": "Text"}}},
    "Output": {"type": "structure", "members": {"Next": {"shape": "Text"}, "Rows": {"shape": "Rows"}}},
    "Rows": {"type": "list", "member": {"shape": "Text"}},
    "Text": {"type": "string"}
  }
}"#;

fn generate(files: &[(&str, &str)]) -> Result<String, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("service-2.json");
    fs::write(&path, MODEL).expect("written");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    let files = Generator::new(&path).all_operations().generate()?;
    let file = |(path, text): (&std::path::Path, &str)| format!("{}\n{text}", path.display());
    Ok(files.iter().map(file).collect())
}

#[test]
fn are_merged_into_what_they_name() {
    let model = r#"{"version": 1.0, "merge": {
      "metadata": {"serviceId": "Short"},
      "operations": {"Also": {"input": {"shape": "Input"}}},
      "shapes": {
        "Input": {"members": {"SourceRegion": {"shape": "Region"}}, "required": ["SourceRegion"]},
        "Region": {"type": "string", "enum": ["here"]}
      }
    }}"#;
    let paginators = r#"{"pagination": {"Go": {"input_token": "Token", "output_token": "Next"}}}"#;
    let more = r#"{"merge": {"pagination": {"Go": {"result_key": "Rows"}}}}"#;
    let text = generate(&[
        ("service-2.sdk-extras.json", model),
        ("paginators-1.json", paginators),
        ("paginators-1.sdk-extras.json", more),
    ])
    .expect("generated");
    for part in [
        "short.rs\n",
        "rt::Service::new(\n    \"Short\",",
        "pub async fn also(",
        "pub source_region: types::Region,",
        "pub token: Option<String>,",
        "pub enum Region {",
        "impl rt::Paginated for Go {",
        "impl rt::PaginatedItems for Go {",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn mistakes_in_them_are_told() {
    let told = |extras| {
        let error = generate(&[("service-2.sdk-extras.json", extras)]).expect_err("a mistake");
        let text = error.to_string();
        let (_, after) = text.split_once("service-2.").expect("the file's name");
        after.to_owned()
    };
    assert_eq!(
        told(r#"{"merge": {"shapes": {"Input": {"members": {"Token": {"shape": 3}}}}}}"#),
        "json: invalid type: integer `3`, expected a string; look into the `.sdk-extras.json` beside the file too, which changes this"
    );
    assert_eq!(
        told(r#"{"merge": {"shapes": {"Input": {"members": {"Token": {"shape": "Txet"}}}}}}"#),
        "json:5:67: /shapes/Input/members/Token/shape: the shape `Txet` is not defined in the model; did the model mean `Text`?"
    );
    assert_eq!(
        told(r#"{"merge": 1}"#),
        "sdk-extras.json:1:11: /merge: invalid type: integer `1`, expected a map"
    );
}
