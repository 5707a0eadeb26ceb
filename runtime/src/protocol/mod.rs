//! The AWS protocols: how requests and responses are spelled on the wire. Read by: `operation`.

/// A protocol that this runtime speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// [AWS JSON 1.0](https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html)
    AwsJson1_0,
    /// [AWS JSON 1.1](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html)
    AwsJson1_1,
}
