//! A mirror of botocore's `service-2.json` and `paginators-1.json`, as far as tinsmith reads them. Read by: botocore.
//!
//! The keys are those of botocore's loaders; what is not named here is ignored. A shape is kept as raw text until it
//! is reached: one operation of a model of 4 MB must not cost the whole model. The traits that shapes and references
//! share are spelled out in each, because `#[serde(flatten)]` would lose the place of an error.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::frontend::unique::unique;

pub(super) type RawMap<'a> = IndexMap<Cow<'a, str>, &'a RawValue>;

#[derive(Deserialize)]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    pub(super) metadata: &'a RawValue,
    #[serde(borrow, default, deserialize_with = "unique")]
    pub(super) operations: RawMap<'a>,
    #[serde(borrow, default, deserialize_with = "unique")]
    pub(super) shapes: RawMap<'a>,
    pub(super) documentation: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "the service's metadata")]
pub(super) struct Metadata {
    pub(super) api_version: String,
    pub(super) endpoint_prefix: String,
    pub(super) protocol: String,
    #[serde(default)]
    pub(super) protocols: Vec<String>,
    pub(super) json_version: Option<String>,
    pub(super) target_prefix: Option<String>,
    pub(super) service_id: Option<String>,
    #[serde(default)]
    pub(super) service_full_name: String,
    pub(super) signing_name: Option<String>,
    pub(super) signature_version: Option<String>,
    pub(super) global_endpoint: Option<String>,
    pub(super) uid: Option<String>,
    pub(super) aws_query_compatible: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an operation")]
pub(super) struct Operation {
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) http: Http,
    pub(super) input: Option<Reference>,
    pub(super) output: Option<Reference>,
    #[serde(default)]
    pub(super) errors: Vec<Reference>,
    pub(super) documentation: Option<String>,
    #[serde(default)]
    pub(super) deprecated: bool,
    pub(super) deprecated_message: Option<String>,
    pub(super) deprecated_since: Option<String>,
    pub(super) endpoint: Option<Endpoint>,
    pub(super) authtype: Option<String>,
    #[serde(default)]
    pub(super) auth: Vec<String>,
    #[serde(default)]
    pub(super) unsigned_payload: bool,
    #[serde(default)]
    pub(super) http_checksum_required: bool,
    pub(super) http_checksum: Option<HttpChecksum>,
    // The one key that botocore does not spell in camel case.
    #[serde(rename = "requestcompression")]
    pub(super) request_compression: Option<RequestCompression>,
}

#[derive(Deserialize)]
#[serde(
    rename_all = "camelCase",
    default,
    expecting = "the checksums of an operation"
)]
#[derive(Default)]
pub(super) struct HttpChecksum {
    pub(super) request_checksum_required: bool,
    pub(super) request_algorithm_member: Option<String>,
    pub(super) request_validation_mode_member: Option<String>,
    pub(super) response_algorithms: Vec<String>,
}

#[derive(Deserialize)]
#[serde(expecting = "the ways in which requests can be compressed")]
pub(super) struct RequestCompression {
    #[serde(default)]
    pub(super) encodings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Http {
    pub(super) method: String,
    pub(super) request_uri: String,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            method: "POST".to_owned(),
            request_uri: "/".to_owned(),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Endpoint {
    pub(super) host_prefix: Option<String>,
}

/// A use of a shape: by a member, an operation, a list or a map.
#[derive(Deserialize)]
#[serde(
    rename_all = "camelCase",
    expecting = "a reference to a shape, as {\"shape\": \"Name\"}"
)]
pub(super) struct Reference {
    pub(super) shape: String,
    pub(super) documentation: Option<String>,
    /// The member that is the whole body: of an operation's input, where its shape does not say so.
    pub(super) payload: Option<String>,
    pub(super) location: Option<String>,
    pub(super) query_name: Option<String>,
    #[serde(default)]
    pub(super) xml_attribute: bool,
    #[serde(default)]
    pub(super) idempotency_token: bool,
    #[serde(default)]
    pub(super) host_label: bool,
    #[serde(default)]
    pub(super) jsonvalue: bool,
    #[serde(default)]
    pub(super) streaming: bool,
    #[serde(default)]
    pub(super) requires_length: bool,
    #[serde(default)]
    pub(super) eventpayload: bool,
    #[serde(default)]
    pub(super) eventheader: bool,
    #[serde(default)]
    pub(super) sensitive: bool,
    pub(super) location_name: Option<String>,
    pub(super) timestamp_format: Option<String>,
    #[serde(default)]
    pub(super) flattened: bool,
    pub(super) xml_namespace: Option<XmlNamespace>,
    #[serde(default)]
    pub(super) deprecated: bool,
    pub(super) deprecated_message: Option<String>,
    pub(super) deprecated_since: Option<String>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a namespace, as \"https://…\" or {\"uri\": \"https://…\", \"prefix\": \"xsi\"}"
)]
pub(super) enum XmlNamespace {
    Uri(String),
    Full {
        uri: String,
        #[serde(default)]
        prefix: String,
    },
}

#[derive(Deserialize)]
#[serde(
    rename_all = "camelCase",
    expecting = "a shape, as {\"type\": \"string\"}"
)]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default, deserialize_with = "unique")]
    pub(super) members: IndexMap<String, Reference>,
    #[serde(default)]
    pub(super) required: Vec<String>,
    pub(super) payload: Option<String>,
    pub(super) member: Option<Reference>,
    pub(super) key: Option<Reference>,
    pub(super) value: Option<Reference>,
    #[serde(rename = "enum")]
    pub(super) values: Option<Vec<String>>,
    pub(super) min: Option<serde_json::Number>,
    pub(super) max: Option<serde_json::Number>,
    pub(super) pattern: Option<String>,
    pub(super) documentation: Option<String>,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default)]
    pub(super) sparse: bool,
    #[serde(default)]
    pub(super) union: bool,
    #[serde(default)]
    pub(super) eventstream: bool,
    #[serde(default)]
    pub(super) document: bool,
    #[serde(default)]
    pub(super) exception: bool,
    pub(super) error: Option<ErrorTrait>,
    pub(super) retryable: Option<serde_json::Value>,
    #[serde(default)]
    pub(super) streaming: bool,
    #[serde(default)]
    pub(super) requires_length: bool,
    pub(super) location: Option<String>,
    pub(super) location_name: Option<String>,
    pub(super) timestamp_format: Option<String>,
    #[serde(default)]
    pub(super) flattened: bool,
    pub(super) xml_namespace: Option<XmlNamespace>,
    #[serde(default)]
    pub(super) deprecated: bool,
    pub(super) deprecated_message: Option<String>,
    pub(super) deprecated_since: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct ErrorTrait {
    pub(super) code: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Paginators<'a> {
    #[serde(borrow, default, deserialize_with = "unique")]
    pub(super) pagination: RawMap<'a>,
}

/// What is to be merged into the file beside it, by its outermost keys.
#[derive(Deserialize)]
pub(super) struct Extras {
    #[serde(default)]
    pub(super) merge: BTreeMap<String, serde_json::Map<String, serde_json::Value>>,
}

#[derive(Deserialize)]
#[serde(expecting = "a paginator")]
pub(super) struct Paginator {
    pub(super) input_token: OneOrMany,
    pub(super) output_token: OneOrMany,
    #[serde(default)]
    pub(super) result_key: OneOrMany,
    pub(super) more_results: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a path, or a list of paths, in quotes")]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl From<OneOrMany> for Vec<String> {
    fn from(value: OneOrMany) -> Self {
        match value {
            OneOrMany::One(one) => vec![one],
            OneOrMany::Many(many) => many,
        }
    }
}
