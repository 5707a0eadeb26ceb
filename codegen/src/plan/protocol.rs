//! The protocols: one row each, and which one to speak where a service offers several. Read by: planner.

use crate::ir::Service;

/// A protocol as botocore names it, and as the runtime does.
struct Row {
    /// The `protocol` of the model's metadata.
    name: &'static str,
    /// The `jsonVersion` of the model's metadata, where the protocol has versions.
    version: Option<&'static str>,
    /// The variant of the runtime's `Protocol`.
    variant: &'static str,
}

/// In the order of choice; botocore prefers JSON as well, because it is what every service has offered the longest.
const SUPPORTED: &[Row] = &[
    Row {
        name: "json",
        version: Some("1.0"),
        variant: "AwsJson1_0",
    },
    Row {
        name: "json",
        version: Some("1.1"),
        variant: "AwsJson1_1",
    },
];

/// What a client can be generated for, for messages.
pub(super) fn supported() -> String {
    let mut names: Vec<&str> = SUPPORTED.iter().map(|row| specified(row.name)).collect();
    names.dedup();
    names.join(", ")
}

/// What the service offers, for messages.
pub(super) fn offered(service: &Service) -> String {
    let names: Vec<&str> = service
        .protocols
        .iter()
        .map(|name| specified(name))
        .collect();
    names.join(", ")
}

/// The name of a protocol in its specification, where botocore has another.
fn specified(name: &str) -> &str {
    match name {
        "json" => "awsJson",
        "rest-json" => "restJson1",
        "rest-xml" => "restXml",
        "query" => "awsQuery",
        "ec2" => "ec2Query",
        "smithy-rpc-v2-cbor" => "rpcv2Cbor",
        other => other,
    }
}

/// What the service offers, if a client can be generated for none of it.
pub(crate) fn unsupported_protocol(service: &Service) -> Option<String> {
    choose(service).is_none().then(|| offered(service))
}

/// The protocol to speak with a service: the first of the table that it offers.
pub(super) fn choose(service: &Service) -> Option<&'static str> {
    let version = service.json_version.as_deref();
    SUPPORTED
        .iter()
        .find(|row| {
            service.protocols.iter().any(|name| name == row.name)
                && (row.version.is_none() || row.version == version)
        })
        .map(|row| row.variant)
}
