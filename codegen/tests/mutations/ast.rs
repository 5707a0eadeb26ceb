//! A botocore model as Smithy's JSON AST, so that the small models of this project are mutated in both formats. Read by: corpus.
//!
//! As far as the generator reads them; what only one of the formats has is left out.

use super::json::Json;

const SPACE: &str = "synthetic#";

/// The model, as AST 2.0.
pub(super) fn from_botocore(model: &Json) -> Option<Json> {
    let mut shapes = vec![(format!("{SPACE}Service"), service(model)?)];
    for (name, operation) in entries(model.get("operations")?) {
        shapes.push((format!("{SPACE}{name}"), self::operation(operation)));
    }
    for (name, shape) in entries(model.get("shapes")?) {
        shapes.push((format!("{SPACE}{name}Shape"), self::shape(shape)?));
    }
    Some(Json::object([
        ("smithy", Json::text("2.0")),
        ("metadata", Json::object::<String>([])),
        ("shapes", Json::Object(shapes)),
    ]))
}

fn entries(value: &Json) -> &[(String, Json)] {
    match value {
        Json::Object(entries) => entries,
        _ => &[],
    }
}

fn target(reference: &Json) -> Json {
    let name = reference
        .get("shape")
        .and_then(Json::as_str)
        .unwrap_or_default();
    Json::object([("target", Json::text(format!("{SPACE}{name}Shape")))])
}

fn service(model: &Json) -> Option<Json> {
    let metadata = model.get("metadata")?;
    let word = |key| {
        metadata
            .get(key)
            .and_then(Json::as_str)
            .unwrap_or("x")
            .to_owned()
    };
    let operations = entries(model.get("operations")?).iter();
    let operations = operations
        .map(|(name, _)| Json::object([("target", Json::text(format!("{SPACE}{name}")))]));
    let api = Json::object([
        ("sdkId", Json::text(word("serviceId"))),
        ("arnNamespace", Json::text(word("endpointPrefix"))),
        ("endpointPrefix", Json::text(word("endpointPrefix"))),
    ]);
    let traits = Json::object([
        ("aws.api#service", api),
        (
            "aws.auth#sigv4",
            Json::object([("name", Json::text(word("endpointPrefix")))]),
        ),
        ("aws.protocols#awsJson1_1", Json::object::<String>([])),
        ("smithy.api#title", Json::text(word("serviceFullName"))),
    ]);
    Some(Json::object([
        ("type", Json::text("service")),
        ("version", Json::text(word("apiVersion"))),
        ("operations", Json::Array(operations.collect())),
        ("traits", traits),
    ]))
}

fn operation(operation: &Json) -> Json {
    let part = |key: &str| match operation.get(key) {
        Some(reference) => target(reference),
        None => Json::object([("target", Json::text("smithy.api#Unit"))]),
    };
    let errors = match operation.get("errors") {
        Some(Json::Array(errors)) => errors.iter().map(target).collect(),
        _ => Vec::new(),
    };
    Json::object([
        ("type", Json::text("operation")),
        ("input", part("input")),
        ("output", part("output")),
        ("errors", Json::Array(errors)),
        ("traits", traits(operation)),
    ])
}

/// The traits that can stand on anything.
fn traits(value: &Json) -> Json {
    let mut traits = Vec::new();
    if let Some(docs) = value.get("documentation") {
        traits.push(("smithy.api#documentation", docs.clone()));
    }
    for (key, id) in [
        ("deprecated", "smithy.api#deprecated"),
        ("sensitive", "smithy.api#sensitive"),
        ("sparse", "smithy.api#sparse"),
        ("idempotencyToken", "smithy.api#idempotencyToken"),
        ("hostLabel", "smithy.api#hostLabel"),
    ] {
        if value.get(key).is_some() {
            traits.push((id, Json::object::<String>([])));
        }
    }
    if let Some(name) = value.get("locationName") {
        traits.push(("smithy.api#xmlName", name.clone()));
    }
    if let Some(pattern) = value.get("pattern") {
        traits.push(("smithy.api#pattern", pattern.clone()));
    }
    let limits = ["min", "max"].map(|key| value.get(key).map(|limit| (key, limit.clone())));
    if limits.iter().any(Option::is_some) {
        traits.push((
            "smithy.api#length",
            Json::object(limits.into_iter().flatten()),
        ));
    }
    if value.get("exception").is_some() {
        traits.push(("smithy.api#error", Json::text("client")));
    }
    Json::object(traits)
}

fn member(reference: &Json, required: bool) -> Json {
    let (mut member, mut traits) = (target(reference), traits(reference));
    if let (true, Json::Object(traits)) = (required, &mut traits) {
        traits.push(("smithy.api#required".to_owned(), Json::object::<String>([])));
    }
    if let Json::Object(entries) = &mut member {
        entries.push(("traits".to_owned(), traits));
    }
    member
}

fn shape(shape: &Json) -> Option<Json> {
    let kind = shape.get("type").and_then(Json::as_str)?;
    let is = |key: &str| shape.get(key).is_some();
    let kind = match kind {
        "structure" if is("document") => "document",
        "structure" if is("union") || is("eventstream") => "union",
        "string" if is("enum") => "enum",
        kind => kind,
    };
    let mut entries_of = vec![("type", Json::text(kind))];
    if let Some(members) = shape.get("members") {
        let required = match shape.get("required") {
            Some(Json::Array(names)) => names.as_slice(),
            _ => &[],
        };
        let is_required = |name: &str| required.iter().any(|other| other.as_str() == Some(name));
        let members = entries(members)
            .iter()
            .map(|(name, reference)| (name.clone(), member(reference, is_required(name))));
        entries_of.push(("members", Json::object(members)));
    }
    if let Some(Json::Array(values)) = shape.get("enum") {
        let value = |value: &Json| Json::object([("smithy.api#enumValue", value.clone())]);
        let members = values.iter().enumerate().map(|(number, text)| {
            let unit = ("target", Json::text("smithy.api#Unit"));
            (
                format!("V{number}"),
                Json::object([unit, ("traits", value(text))]),
            )
        });
        entries_of.push(("members", Json::object(members)));
    }
    for key in ["member", "key", "value"] {
        if let Some(reference) = shape.get(key) {
            entries_of.push((key, member(reference, false)));
        }
    }
    entries_of.push(("traits", traits(shape)));
    Some(Json::object(entries_of))
}
