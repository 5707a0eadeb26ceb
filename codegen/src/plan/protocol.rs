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
    let mut names: Vec<&str> = SUPPORTED.iter().map(|row| row.name).collect();
    names.dedup();
    names.join(", ")
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
