//! The traits that tinsmith reads: their ids, and mirrors of their values. Read by: flat, service, operations, shapes.
//!
//! The ids and values are those of the specifications of [Smithy](https://smithy.io/2.0/trait-index.html) and of its AWS traits.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Number;
use serde_json::value::RawValue;

use crate::ir;

/// The values of traits, by the traits' ids.
pub(super) type Traits<'a> = BTreeMap<String, &'a RawValue>;

pub(super) const AUTH: &str = "smithy.api#auth";
pub(super) const DEPRECATED: &str = "smithy.api#deprecated";
pub(super) const DOCUMENTATION: &str = "smithy.api#documentation";
pub(super) const ENDPOINT: &str = "smithy.api#endpoint";
pub(super) const ENUM: &str = "smithy.api#enum";
pub(super) const ENUM_VALUE: &str = "smithy.api#enumValue";
pub(super) const ERROR: &str = "smithy.api#error";
pub(super) const EVENT_HEADER: &str = "smithy.api#eventHeader";
pub(super) const EVENT_PAYLOAD: &str = "smithy.api#eventPayload";
pub(super) const HOST_LABEL: &str = "smithy.api#hostLabel";
pub(super) const HTTP: &str = "smithy.api#http";
pub(super) const HTTP_CHECKSUM_REQUIRED: &str = "smithy.api#httpChecksumRequired";
pub(super) const HTTP_HEADER: &str = "smithy.api#httpHeader";
pub(super) const HTTP_LABEL: &str = "smithy.api#httpLabel";
pub(super) const HTTP_PAYLOAD: &str = "smithy.api#httpPayload";
pub(super) const HTTP_PREFIX_HEADERS: &str = "smithy.api#httpPrefixHeaders";
pub(super) const HTTP_QUERY: &str = "smithy.api#httpQuery";
pub(super) const HTTP_QUERY_PARAMS: &str = "smithy.api#httpQueryParams";
pub(super) const HTTP_RESPONSE_CODE: &str = "smithy.api#httpResponseCode";
pub(super) const IDEMPOTENCY_TOKEN: &str = "smithy.api#idempotencyToken";
pub(super) const JSON_NAME: &str = "smithy.api#jsonName";
pub(super) const LENGTH: &str = "smithy.api#length";
pub(super) const MEDIA_TYPE: &str = "smithy.api#mediaType";
pub(super) const MIXIN: &str = "smithy.api#mixin";
pub(super) const OPTIONAL_AUTH: &str = "smithy.api#optionalAuth";
pub(super) const PAGINATED: &str = "smithy.api#paginated";
pub(super) const PATTERN: &str = "smithy.api#pattern";
pub(super) const RANGE: &str = "smithy.api#range";
pub(super) const REQUEST_COMPRESSION: &str = "smithy.api#requestCompression";
pub(super) const REQUIRED: &str = "smithy.api#required";
pub(super) const REQUIRES_LENGTH: &str = "smithy.api#requiresLength";
pub(super) const RETRYABLE: &str = "smithy.api#retryable";
pub(super) const SENSITIVE: &str = "smithy.api#sensitive";
pub(super) const SPARSE: &str = "smithy.api#sparse";
pub(super) const STREAMING: &str = "smithy.api#streaming";
pub(super) const TIMESTAMP_FORMAT: &str = "smithy.api#timestampFormat";
pub(super) const TITLE: &str = "smithy.api#title";
pub(super) const XML_ATTRIBUTE: &str = "smithy.api#xmlAttribute";
pub(super) const XML_FLATTENED: &str = "smithy.api#xmlFlattened";
pub(super) const XML_NAME: &str = "smithy.api#xmlName";
pub(super) const XML_NAMESPACE: &str = "smithy.api#xmlNamespace";

pub(super) const AWS_SERVICE: &str = "aws.api#service";
pub(super) const EC2_QUERY_NAME: &str = "aws.protocols#ec2QueryName";
pub(super) const HTTP_CHECKSUM: &str = "aws.protocols#httpChecksum";
pub(super) const QUERY_COMPATIBLE: &str = "aws.protocols#awsQueryCompatible";
pub(super) const QUERY_ERROR: &str = "aws.protocols#awsQueryError";
pub(super) const SIGV4: &str = "aws.auth#sigv4";
/// Other schemes, and what they are called.
pub(super) const OTHER_AUTH: [(&str, &str); 5] = [
    ("aws.auth#sigv4a", "SigV4a"),
    ("smithy.api#httpBearerAuth", "bearer tokens"),
    ("smithy.api#httpApiKeyAuth", "API keys"),
    ("smithy.api#httpBasicAuth", "HTTP's basic authentication"),
    ("smithy.api#httpDigestAuth", "HTTP's digest authentication"),
];
pub(super) const UNSIGNED_PAYLOAD: &str = "aws.auth#unsignedPayload";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub(super) struct AwsService {
    pub(super) sdk_id: Option<String>,
    pub(super) arn_namespace: Option<String>,
    pub(super) endpoint_prefix: Option<String>,
    pub(super) doc_id: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct SigV4 {
    pub(super) name: String,
}

#[derive(Deserialize)]
pub(super) struct Http {
    pub(super) method: String,
    pub(super) uri: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Endpoint {
    pub(super) host_prefix: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct HttpChecksum {
    pub(super) request_checksum_required: bool,
    pub(super) request_algorithm_member: Option<String>,
    pub(super) request_validation_mode_member: Option<String>,
    pub(super) response_algorithms: Vec<String>,
}

impl HttpChecksum {
    pub(super) fn lower(self) -> ir::Checksum {
        ir::Checksum {
            required: self.request_checksum_required,
            algorithm: self.request_algorithm_member,
            mode: self.request_validation_mode_member,
            response: self.response_algorithms,
        }
    }
}

#[derive(Deserialize)]
pub(super) struct RequestCompression {
    pub(super) encodings: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Paginated {
    pub(super) input_token: Option<String>,
    pub(super) output_token: Option<String>,
    pub(super) items: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Deprecated {
    pub(super) message: Option<String>,
    pub(super) since: Option<String>,
}

/// The value of `length` and of `range`.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Bounds {
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
}

#[derive(Deserialize)]
pub(super) struct XmlNamespace {
    pub(super) uri: String,
    #[serde(default)]
    pub(super) prefix: String,
}

impl XmlNamespace {
    pub(super) fn lower(self) -> ir::XmlNamespace {
        ir::XmlNamespace {
            prefix: self.prefix,
            uri: self.uri,
        }
    }
}

/// A value of an enum in the style of Smithy 1.0.
#[derive(Deserialize)]
pub(super) struct EnumEntry {
    pub(super) value: String,
}

#[derive(Deserialize)]
pub(super) struct QueryError {
    pub(super) code: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Mixin {
    pub(super) local_traits: Vec<String>,
}
