//! The files of test vectors: lists of suites, each a small model with its cases. Read by: build.rs, cases.rs.
//!
//! In the form of botocore's `tests/unit/protocols`. A suite is one service; its cases with the same `given` are one operation.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Map, Value, json};

/// A suite of a file.
pub struct Suite {
    /// The file's path below the folder, without its extension: `legacy/input/ec2`.
    pub file: String,
    /// The position of the suite in the file.
    pub index: usize,
    /// All of it.
    pub json: Value,
}

/// Whether the vectors are botocore's own, of which the number is known and the exceptions are listed.
#[allow(dead_code, reason = "the tests alone call it")]
pub fn are_botocores() -> bool {
    env::var_os("TINSMITH_VECTORS").is_none()
}

/// The folder (or the one file) that holds the vectors.
pub fn place() -> Result<PathBuf, String> {
    if let Some(place) = env::var_os("TINSMITH_VECTORS") {
        return Ok(place.into());
    }
    let botocore = env::var_os("TINSMITH_BOTOCORE").ok_or(
        "TINSMITH_BOTOCORE is not set: run tests/full/run conformance, which fetches botocore",
    )?;
    Ok(PathBuf::from(botocore).join("tests/unit/protocols"))
}

/// All suites below the place, in the order of the files' names.
pub fn read(place: &Path) -> Result<Vec<Suite>, String> {
    let mut files = Vec::new();
    find(place, &mut files)?;
    files.sort();
    let mut suites = Vec::new();
    for path in files {
        let text = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let value: Value = serde_json::from_slice(&text)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        // Another form is another kind of file, as botocore's list of the cases that it ignores.
        let Value::Array(list) = value else { continue };
        let below = path
            .strip_prefix(place)
            .ok()
            .filter(|path| path.components().next().is_some());
        let file = below
            .unwrap_or(Path::new(path.file_name().unwrap_or_default()))
            .with_extension("");
        for (index, json) in list.into_iter().enumerate() {
            suites.push(Suite {
                file: file.to_string_lossy().into_owned(),
                index,
                json,
            });
        }
    }
    if suites.is_empty() {
        return Err(format!("no test vectors in {}", place.display()));
    }
    Ok(suites)
}

fn find(place: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let told = |error: std::io::Error| format!("{}: {error}", place.display());
    if !place.is_dir() {
        files.push(place.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(place).map_err(told)? {
        let path = entry.map_err(told)?.path();
        if path.is_dir()
            || path
                .extension()
                .is_some_and(|extension| extension == "json")
        {
            find(&path, files)?;
        }
    }
    Ok(())
}

impl Suite {
    /// The cases.
    pub fn cases(&self) -> &[Value] {
        self.json["cases"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The shapes of its model.
    pub fn shapes(&self) -> &Value {
        &self.json["shapes"]
    }

    /// The protocol as botocore names it.
    pub fn protocol(&self) -> &str {
        self.json["metadata"]["protocol"]
            .as_str()
            .unwrap_or_default()
    }

    /// The operation of a case: the first case that has the same `given`. Names cannot tell operations apart, because
    /// cases of one suite have operations of one name and different bindings.
    pub fn operation(&self, case: usize) -> String {
        let given = |case: &Value| self.given(case);
        let cases = self.cases();
        let wanted = given(&cases[case]);
        let first = cases.iter().position(|case| given(case) == wanted);
        format!("Case{}", first.unwrap_or(case))
    }

    /// What a case says of its operation. To botocore every exception of a model is one of every operation; to us only
    /// those that the operation lists, so the one that the case is about is added.
    fn given(&self, case: &Value) -> Value {
        let mut given = case["given"].clone();
        let code = case["errorCode"].as_str().unwrap_or_default();
        if self.shapes()[code]["exception"] == true
            && let Some(given) = given.as_object_mut()
        {
            let errors = given.entry("errors").or_insert_with(|| json!([]));
            if let Some(errors) = errors.as_array_mut()
                && !errors.iter().any(|error| error["shape"] == code)
            {
                errors.push(json!({ "shape": code }));
            }
        }
        given
    }

    /// A whole model in botocore's form: the vectors leave out of the metadata what no case of theirs needs.
    #[allow(dead_code, reason = "the build script alone calls it")]
    pub fn model(&self) -> Value {
        let mut metadata = Map::from_iter([
            ("apiVersion".to_owned(), json!("2014-01-01")),
            ("endpointPrefix".to_owned(), json!("example")),
            ("serviceFullName".to_owned(), json!("Example Service")),
            ("serviceId".to_owned(), json!("Example Service")),
            ("signatureVersion".to_owned(), json!("v4")),
        ]);
        if self.protocol() == "json" {
            metadata.insert("jsonVersion".to_owned(), json!("1.0"));
        }
        metadata.extend(
            self.json["metadata"]
                .as_object()
                .cloned()
                .unwrap_or_default(),
        );
        metadata.insert("protocols".to_owned(), json!([self.protocol()]));
        let operations: Map<_, _> = (0..self.cases().len())
            .rev()
            .map(|case| (self.operation(case), self.given(&self.cases()[case])))
            .collect();
        json!({
            "version": "2.0",
            "metadata": metadata,
            "operations": operations,
            "shapes": self.shapes(),
        })
    }
}
