//! The service of a model: its facts, its protocols, and the operations that hang off it. Read by: mod.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;

use super::index::Index;
use super::names::{Names, split};
use super::reader::{Flat, Reader};
use super::traits::{
    AWS_SERVICE, AwsService, DOCUMENTATION, OTHER_AUTH, PAGINATED, Paginated, QUERY_COMPATIBLE,
    SIGV4, SigV4, TITLE, Traits, XML_NAMESPACE, XmlNamespace,
};
use crate::ir;

/// The traits of protocols, with botocore's word and version for each, in the order in which botocore's models list them.
const PROTOCOLS: [(&str, &str, Option<&str>); 7] = [
    ("smithy.protocols#rpcv2Cbor", "smithy-rpc-v2-cbor", None),
    ("aws.protocols#awsJson1_0", "json", Some("1.0")),
    ("aws.protocols#awsJson1_1", "json", Some("1.1")),
    ("aws.protocols#restJson1", "rest-json", None),
    ("aws.protocols#restXml", "rest-xml", None),
    ("aws.protocols#awsQuery", "query", None),
    ("aws.protocols#ec2Query", "ec2", None),
];

/// Which traits mean something, given the protocols: a model may carry bindings that none of them reads.
#[derive(Default)]
pub(super) struct Bindings {
    /// Members travel in headers, query strings and paths.
    pub(super) http: bool,
    /// Members are called by their `jsonName`.
    pub(super) json_names: bool,
    /// Members are called by their `xmlName`.
    pub(super) xml_names: bool,
    /// Errors have a code of their own.
    pub(super) query_errors: bool,
    /// The namespace of the documents in requests.
    pub(super) xml_namespace: Option<ir::XmlNamespace>,
}

impl Bindings {
    pub(super) fn new<'a>(reader: &mut Reader<'_, 'a>, traits: &Traits<'a>) -> Self {
        let has = |name: &str| traits.contains_key(&format!("aws.protocols#{name}"));
        let rest = has("restJson1") || has("restXml");
        let query = has("awsQuery") || has("ec2Query");
        Self {
            http: rest,
            json_names: has("restJson1"),
            xml_names: has("restXml") || query,
            query_errors: query,
            // Services that speak no XML have namespaces too, from the time when they did.
            xml_namespace: if has("restXml") {
                reader.value(traits, XML_NAMESPACE).map(XmlNamespace::lower)
            } else {
                None
            },
        }
    }
}

/// What a model says of its service; `id` is that of the service's shape.
pub(super) fn service<'a>(reader: &mut Reader<'_, 'a>, id: &str, flat: &Flat<'a>) -> ir::Service {
    let traits = &flat.traits;
    let name = split(id).1;
    let aws: AwsService = reader.value(traits, AWS_SERVICE).unwrap_or_default();
    let sdk_id = aws.sdk_id.unwrap_or_else(|| name.to_owned());
    let version = flat.version.clone().unwrap_or_default();
    let signing_name = reader.value(traits, SIGV4).map(|sigv4: SigV4| sigv4.name);
    // The specification falls back on the namespace of ARNs; a service that states neither is found by what it signs for.
    let endpoint_prefix = (aws.endpoint_prefix.or(aws.arn_namespace))
        .or_else(|| signing_name.clone())
        .unwrap_or_else(|| name.to_lowercase());
    let spoken: Vec<_> = PROTOCOLS
        .iter()
        .filter(|(id, ..)| traits.contains_key(*id))
        .collect();
    let mut protocols: Vec<String> = spoken.iter().map(|(_, name, _)| (*name).into()).collect();
    protocols.dedup();
    let addressed = |name: &String| matches!(name.as_str(), "json" | "smithy-rpc-v2-cbor");
    ir::Service {
        full_name: reader
            .value(traits, TITLE)
            .unwrap_or_else(|| sdk_id.clone()),
        uid: Some(
            aws.doc_id.unwrap_or_else(|| {
                format!("{}-{version}", sdk_id.to_lowercase().replace(' ', "-"))
            }),
        ),
        id: sdk_id,
        json_version: (spoken.iter().rev()).find_map(|(.., version)| version.map(str::to_owned)),
        target_prefix: protocols.iter().any(addressed).then(|| name.to_owned()),
        protocols,
        version,
        endpoint_prefix,
        signing_name,
        auth_scheme: auth_scheme(traits),
        // A fact of botocore's format alone.
        global_endpoint: None,
        query_compatible: traits.contains_key(QUERY_COMPATIBLE),
        docs: reader.value(traits, DOCUMENTATION),
    }
}

/// The scheme of a service that does not take SigV4. A model that states none is taken to be older than these traits.
fn auth_scheme(traits: &Traits<'_>) -> Option<String> {
    if traits.contains_key(SIGV4) {
        return None;
    }
    let (_, words) = (OTHER_AUTH.iter()).find(|(id, _)| traits.contains_key(*id))?;
    Some((*words).to_owned())
}

/// The ids of a service's operations, by their names: its own, and those of its resources and their resources.
pub(super) fn operations<'a>(
    reader: &mut Reader<'_, 'a>,
    index: &Index<'a>,
    names: &Names,
    service: &Flat<'a>,
) -> BTreeMap<String, String> {
    let mut operations = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut resources: Vec<&'a RawValue> = service.resources.clone();
    let mut mentions = service.operations.clone();
    loop {
        for mention in mentions {
            if let Some(id) = mentioned(reader, index, mention, "operation") {
                operations.insert(names.of(&id).as_str().to_owned(), id);
            }
        }
        let Some(mention) = resources.pop() else {
            return operations;
        };
        mentions = Vec::new();
        let Some(id) = mentioned(reader, index, mention, "resource") else {
            continue;
        };
        if seen.insert(id.clone())
            && let Some(resource) = reader.flat(&id)
        {
            resources.extend(resource.resources);
            mentions = resource.operations;
        }
    }
}

/// The id that is mentioned, which must be that of a shape of this type.
fn mentioned<'a>(
    reader: &mut Reader<'_, 'a>,
    index: &Index<'a>,
    mention: &'a RawValue,
    wanted: &str,
) -> Option<String> {
    let id = reader.target(mention)?;
    if index.get(&id).is_none() {
        reader.dangling(&id, mention);
        return None;
    }
    let found = index.type_of(&id).unwrap_or_default();
    if found != wanted {
        let message = format!("`{id}` is of type `{found}`, and `{wanted}` is asked for here");
        reader.problem(mention, message);
        return None;
    }
    Some(id)
}

/// The tokens and items of an operation's pages, which the service may state for all its operations.
pub(super) fn pagination<'a>(
    reader: &mut Reader<'_, 'a>,
    service: &Traits<'a>,
    operation: &Traits<'a>,
) -> Option<ir::Pagination> {
    let own: Paginated = reader.value(operation, PAGINATED)?;
    let common: Paginated = reader.value(service, PAGINATED).unwrap_or_default();
    Some(ir::Pagination {
        input_tokens: vec![own.input_token.or(common.input_token)?],
        output_tokens: vec![own.output_token.or(common.output_token)?],
        result_keys: own.items.or(common.items).into_iter().collect(),
        more_results: None,
    })
}
