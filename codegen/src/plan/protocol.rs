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

/// In the order of choice. It is botocore's own: JSON is what every service that offers it has offered the longest, and
/// what a person can read; CBOR comes before the query protocols, because a service that offers both has left those behind.
const SUPPORTED: &[Row] = &[
    row("json", Some("1.0"), "AwsJson1_0"),
    row("json", Some("1.1"), "AwsJson1_1"),
    row("rest-json", None, "RestJson1"),
    row("rest-xml", None, "RestXml"),
    row("smithy-rpc-v2-cbor", None, "RpcV2Cbor"),
    row("query", None, "AwsQuery"),
    row("ec2", None, "Ec2Query"),
];

const fn row(name: &'static str, version: Option<&'static str>, variant: &'static str) -> Row {
    Row {
        name,
        version,
        variant,
    }
}

/// What a client can be generated for, for messages.
pub(super) fn supported() -> String {
    let mut names: Vec<&str> = SUPPORTED.iter().map(|row| specified(row.name)).collect();
    names.dedup();
    names.join(", ")
}

/// Whether the chosen protocol writes an operation without input otherwise than one whose input has no members.
pub(super) fn tells_no_input(service: &Service) -> bool {
    choose(service) == Some("RpcV2Cbor")
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

/// Whether that is one in which exceptions may have codes of their own.
pub(super) fn is_query(service: &Service) -> bool {
    matches!(choose(service), Some("AwsQuery" | "Ec2Query"))
}
