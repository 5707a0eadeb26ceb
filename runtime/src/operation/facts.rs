//! The facts of services and operations, as constants: [`Service`], [`OperationInfo`], [`Checksum`]. Built by: emitted code.
//! Read by: `protocol`, `around`, `client`.

use crate::protocol::Protocol;

/// A service: its names, its protocol and how it is reached.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// The service id, as `Application Discovery Service`.
    pub id: &'static str,
    /// The API's version, as `2015-11-01`.
    pub version: &'static str,
    /// The protocol that requests and responses are in.
    pub protocol: Protocol,
    /// The first label of the default host name, as `discovery` in `discovery.us-west-2.amazonaws.com`.
    pub endpoint_prefix: &'static str,
    /// The service's name in signatures.
    pub signing_name: &'static str,
    /// What stands before the operation's name in the `X-Amz-Target` header of the JSON protocols.
    pub target_prefix: &'static str,
    /// The one host that serves all regions of the `aws` partition, for services such as IAM.
    pub global_endpoint: Option<&'static str>,
    /// Whether the service once spoke the query protocol, and still tells the error codes that it had then.
    /// See the [Smithy `awsQueryCompatible` trait](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait).
    pub query_compatible: bool,
}

impl Service {
    /// A signed operation of the service.
    pub const fn operation(
        &'static self,
        name: &'static str,
        method: &'static str,
        uri: &'static str,
    ) -> OperationInfo {
        OperationInfo {
            name,
            service: self,
            method,
            uri,
            host_prefix: None,
            unsigned: false,
            unsigned_payload: false,
            event_input: false,
            event_output: false,
            no_input: false,
            retryable: &[],
            root: None,
            namespace: None,
            checksum: None,
            md5: false,
            compressed: false,
        }
    }

    /// A service whose signatures carry its endpoint prefix.
    pub const fn new(
        id: &'static str,
        version: &'static str,
        protocol: Protocol,
        endpoint_prefix: &'static str,
    ) -> Self {
        Self {
            id,
            version,
            protocol,
            endpoint_prefix,
            signing_name: endpoint_prefix,
            target_prefix: "",
            global_endpoint: None,
            query_compatible: false,
        }
    }

    /// Sets [`Service::signing_name`].
    pub const fn signing_name(mut self, name: &'static str) -> Self {
        self.signing_name = name;
        self
    }

    /// Sets [`Service::target_prefix`].
    pub const fn target_prefix(mut self, prefix: &'static str) -> Self {
        self.target_prefix = prefix;
        self
    }

    /// Sets [`Service::global_endpoint`].
    pub const fn global_endpoint(mut self, host: &'static str) -> Self {
        self.global_endpoint = Some(host);
        self
    }

    /// Sets [`Service::query_compatible`].
    pub const fn query_compatible(mut self) -> Self {
        self.query_compatible = true;
        self
    }
}

/// The facts of an operation.
#[derive(Clone, Copy, Debug)]
pub struct OperationInfo {
    /// The operation's name on the wire.
    pub name: &'static str,
    /// The service it belongs to.
    pub service: &'static Service,
    /// The HTTP method.
    pub method: &'static str,
    /// The path and query of the request, with labels in braces.
    pub uri: &'static str,
    /// What stands before the host name, with labels in braces.
    pub host_prefix: Option<&'static str>,
    /// Whether the request goes out without a signature.
    pub unsigned: bool,
    /// Whether the signature covers the headers alone, and not the body.
    pub unsigned_payload: bool,
    /// Whether the model gives the operation no input at all, not even one without members: rpcv2Cbor tells these apart.
    pub no_input: bool,
    /// Whether the request sends events.
    pub event_input: bool,
    /// Whether the response brings events.
    pub event_output: bool,
    /// Codes of modelled errors that are worth a retry.
    pub retryable: &'static [&'static str],
    /// The name of the XML document in a request, where it is not that of the request's shape.
    pub root: Option<&'static str>,
    /// The namespace of the XML document in a request, as prefix (which can be empty) and URI.
    pub namespace: Option<(&'static str, &'static str)>,
    /// The checksums that a request carries and that responses are checked against.
    pub checksum: Option<&'static Checksum>,
    /// Whether a request must carry a digest of its body (Smithy's `httpChecksumRequired`).
    pub md5: bool,
    /// Whether the service takes compressed requests.
    pub compressed: bool,
}

/// The checksums of an operation.
/// See the [Smithy `httpChecksum` trait](https://smithy.io/2.0/aws/aws-core.html#aws-protocols-httpchecksum-trait).
#[derive(Clone, Copy, Debug, Default)]
pub struct Checksum {
    /// Whether every request must carry one.
    pub required: bool,
    /// The member of the request that chooses the algorithm.
    pub algorithm: Option<&'static str>,
    /// The member of the request that asks for checksums of the response.
    pub mode: Option<&'static str>,
    /// The algorithms of which the response may carry a checksum.
    pub response: &'static [&'static str],
}

impl Checksum {
    /// None yet.
    pub const fn new() -> Self {
        Self {
            required: false,
            algorithm: None,
            mode: None,
            response: &[],
        }
    }

    /// Sets [`Checksum::required`].
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets [`Checksum::algorithm`].
    pub const fn algorithm(mut self, member: &'static str) -> Self {
        self.algorithm = Some(member);
        self
    }

    /// Sets [`Checksum::mode`].
    pub const fn mode(mut self, member: &'static str) -> Self {
        self.mode = Some(member);
        self
    }

    /// Sets [`Checksum::response`].
    pub const fn response(mut self, algorithms: &'static [&'static str]) -> Self {
        self.response = algorithms;
        self
    }
}

impl OperationInfo {
    /// Sets [`OperationInfo::host_prefix`].
    pub const fn host_prefix(mut self, prefix: &'static str) -> Self {
        self.host_prefix = Some(prefix);
        self
    }

    /// Sets [`OperationInfo::unsigned`].
    pub const fn unsigned(mut self) -> Self {
        self.unsigned = true;
        self
    }

    /// Sets [`OperationInfo::unsigned_payload`].
    pub const fn unsigned_payload(mut self) -> Self {
        self.unsigned_payload = true;
        self
    }

    /// Sets [`OperationInfo::no_input`].
    pub const fn no_input(mut self) -> Self {
        self.no_input = true;
        self
    }

    /// Sets [`OperationInfo::event_input`].
    pub const fn event_input(mut self) -> Self {
        self.event_input = true;
        self
    }

    /// Sets [`OperationInfo::event_output`].
    pub const fn event_output(mut self) -> Self {
        self.event_output = true;
        self
    }

    /// Sets [`OperationInfo::root`].
    pub const fn root(mut self, name: &'static str) -> Self {
        self.root = Some(name);
        self
    }

    /// Sets [`OperationInfo::namespace`].
    pub const fn namespace(mut self, prefix: &'static str, uri: &'static str) -> Self {
        self.namespace = Some((prefix, uri));
        self
    }

    /// Sets [`OperationInfo::checksum`].
    pub const fn checksum(mut self, checksum: &'static Checksum) -> Self {
        self.checksum = Some(checksum);
        self
    }

    /// Sets [`OperationInfo::md5`].
    pub const fn md5(mut self) -> Self {
        self.md5 = true;
        self
    }

    /// Sets [`OperationInfo::compressed`].
    pub const fn compressed(mut self) -> Self {
        self.compressed = true;
        self
    }

    /// Sets [`OperationInfo::retryable`].
    pub const fn retryable(mut self, codes: &'static [&'static str]) -> Self {
        self.retryable = codes;
        self
    }
}
