//! The models of a corpus: where they are, and what this program has to know of each. Read by every step.
//!
//! What is read here is read without the generator, so that the two can be held against each other.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Failure;

/// The two formats that models come in.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) enum Format {
    Botocore,
    Smithy,
}

/// A model, and what a step needs to know before it generates.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Model {
    /// Distinct within the corpus: `ec2/2016-11-15`, or the stem of a Smithy model's file.
    pub(crate) name: String,
    /// The file.
    pub(crate) path: PathBuf,
    /// Its size, by which the work is ordered.
    pub(crate) bytes: u64,
    pub(crate) format: Format,
    /// The protocol by its name in the specification.
    pub(crate) protocol: String,
    /// The names of all operations, sorted.
    pub(crate) operations: Vec<String>,
}

impl Model {
    /// The name, and what the model costs in comparison with others.
    pub(crate) fn about(&self) -> (&str, u64) {
        (&self.name, self.bytes)
    }

    /// The name as an identifier, for files and crates.
    pub(crate) fn ident(&self) -> String {
        let ident: String = self
            .name
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() {
                    c.to_ascii_lowercase()
                } else {
                    '_'
                }
            })
            .collect();
        // The same service in both formats has two names.
        match self.format {
            Format::Botocore => format!("m_{ident}"),
            Format::Smithy => format!("smithy_{ident}"),
        }
    }
}

/// All models in `places`, each a botocore data folder, a folder of Smithy models, or one file; the largest first.
pub(crate) fn find(places: &[PathBuf]) -> Result<Vec<Model>, Failure> {
    let mut files = Vec::new();
    for place in places {
        if place.is_file() {
            files.push(place.clone());
        } else {
            let before = files.len();
            collect(place, &mut files)?;
            if files.len() == before {
                return Err(format!("{}: no model in it", place.display()).into());
            }
        }
    }
    let mut models = files
        .iter()
        .map(|file| read(file))
        .collect::<Result<Vec<_>, _>>()?;
    models.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
    Ok(models)
}

/// botocore's layout is `SERVICE/VERSION/service-2.json`; Smithy models lie beside each other in one folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    let tree = entries.iter().any(|entry| entry.is_dir());
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        if entry.is_dir() {
            collect(&entry, files)?;
        } else if name.starts_with("service-2.json")
            || !tree && !name.contains("-2.") && !name.contains("-1.") && name.ends_with(".json")
        {
            files.push(entry);
        }
    }
    Ok(())
}

/// The text of a file, unpacked if it is packed.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut text = String::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}

fn read(path: &Path) -> Result<Model, Failure> {
    let text = text(path)?;
    let in_file = |error: serde_json::Error| format!("{}: {error}", path.display());
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let (format, facts) = if file.starts_with("service-2.") {
        let model: Botocore = serde_json::from_str(&text).map_err(in_file)?;
        (Format::Botocore, model.facts())
    } else {
        let model: Smithy = serde_json::from_str(&text).map_err(in_file)?;
        (Format::Smithy, model.facts())
    };
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let name = match parts.as_slice() {
        [.., service, version, _] if format == Format::Botocore => format!("{service}/{version}"),
        _ => path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    };
    Ok(Model {
        name,
        path: path.to_owned(),
        bytes: text.len() as u64,
        format,
        protocol: facts.protocol,
        operations: facts.operations,
    })
}

struct Facts {
    protocol: String,
    operations: Vec<String>,
}

#[derive(Deserialize)]
struct Botocore {
    metadata: Metadata,
    operations: BTreeMap<String, serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Metadata {
    protocol: String,
}

impl Botocore {
    fn facts(self) -> Facts {
        let protocol = match self.metadata.protocol.as_str() {
            "json" => "awsJson",
            "rest-json" => "restJson1",
            "rest-xml" => "restXml",
            "query" => "awsQuery",
            "ec2" => "ec2Query",
            "smithy-rpc-v2-cbor" => "rpcv2Cbor",
            other => other,
        };
        Facts {
            protocol: protocol.to_owned(),
            operations: self.operations.into_keys().collect(),
        }
    }
}

#[derive(Deserialize)]
struct Smithy {
    shapes: BTreeMap<String, AstShape>,
}

#[derive(Deserialize)]
struct AstShape {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    traits: BTreeMap<String, serde::de::IgnoredAny>,
}

impl Smithy {
    fn facts(self) -> Facts {
        let operations = || {
            self.shapes
                .iter()
                .filter(|(_, shape)| shape.kind == "operation")
        };
        let name = |id: &str| id.rsplit_once('#').map_or(id, |(_, name)| name).to_owned();
        let protocol = self
            .shapes
            .values()
            .filter(|shape| shape.kind == "service")
            .flat_map(|shape| shape.traits.keys())
            .find_map(|id| {
                let (namespace, name) = id.split_once('#')?;
                let is_protocol = matches!(
                    name,
                    "awsJson1_0"
                        | "awsJson1_1"
                        | "restJson1"
                        | "restXml"
                        | "awsQuery"
                        | "ec2Query"
                        | "rpcv2Cbor"
                );
                (is_protocol && matches!(namespace, "aws.protocols" | "smithy.protocols"))
                    .then(|| name.trim_end_matches("1_0").trim_end_matches("1_1"))
            });
        let mut all: Vec<String> = operations().map(|(id, _)| name(id)).collect();
        all.sort();
        Facts {
            protocol: protocol.unwrap_or("none").to_owned(),
            operations: all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Botocore, Smithy};

    #[test]
    fn facts_of_botocores_format() {
        let model = r#"{
            "metadata": {"protocol": "rest-json"},
            "operations": {"Plain": {}, "Heard": {}, "Bare": {}},
            "shapes": {}
        }"#;
        let facts = serde_json::from_str::<Botocore>(model).unwrap().facts();
        assert_eq!(facts.protocol, "restJson1");
        assert_eq!(facts.operations, ["Bare", "Heard", "Plain"]);
    }

    #[test]
    fn facts_of_smithys_format() {
        let model = r#"{
            "smithy": "2.0",
            "shapes": {
                "a#Service": {"type": "service", "traits": {"aws.auth#sigv4": {}, "aws.protocols#awsJson1_1": {}}},
                "a#Plain": {"type": "operation"},
                "a#Heard": {"type": "operation"},
                "a#Union": {"type": "union"}
            }
        }"#;
        let facts = serde_json::from_str::<Smithy>(model).unwrap().facts();
        assert_eq!(facts.protocol, "awsJson");
        assert_eq!(facts.operations, ["Heard", "Plain"]);
    }
}
