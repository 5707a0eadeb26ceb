//! The intermediate representation: what a model says, in the terms both formats share.
//! Built by: frontend. Read by: plan.
//!
//! Plain facts with typed ids; no Rust names and no decisions. Members, operations and shapes are in the order of their
//! names, because the order of keys in a JSON object means nothing and must not reach the output.

mod dump;
mod normalize;
mod reach;
mod recursion;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub(crate) use dump::dump;
pub(crate) use normalize::normalize;
pub(crate) use reach::{closure, reached};
pub(crate) use recursion::{Edge, direct_cycles, in_place, targets_first};
pub(crate) use shape::{
    Exception, Kind, Limits, Location, Member, Shape, Structure, TimestampFormat, Union, Wire,
    XmlNamespace,
};

/// The name of a shape in its model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ShapeId(Arc<str>);

impl ShapeId {
    pub(crate) fn new(name: &str) -> Self {
        Self(name.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the shape is one that Smithy's models share, which the file need not define.
    pub(crate) fn is_prelude(&self) -> bool {
        self.0.starts_with("smithy.api#")
    }
}

impl fmt::Display for ShapeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The chosen operations of one service, and every shape they reach.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) service: Service,
    pub(crate) operations: Vec<Operation>,
    pub(crate) shapes: BTreeMap<ShapeId, Shape>,
    /// Where shapes and operations stand that do not stand under their names; see [`Model::pointer_to_shape`].
    pub(crate) places: BTreeMap<String, String>,
}

impl Model {
    /// The shape with this id.
    pub(crate) fn shape(&self, id: &ShapeId) -> &Shape {
        self.shapes
            .get(id)
            .expect("the frontend lowers every shape that is referred to, or fails")
    }

    /// The JSON pointer of a shape in the model's file, for messages.
    pub(crate) fn pointer_to_shape(&self, id: &ShapeId) -> String {
        self.pointer_to("shapes", id.as_str())
    }

    /// The JSON pointer of an operation in the model's file, for messages.
    pub(crate) fn pointer_to_operation(&self, name: &str) -> String {
        self.pointer_to("operations", name)
    }

    fn pointer_to(&self, section: &str, name: &str) -> String {
        let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
        match self.places.get(name) {
            // Smithy has operations among the shapes.
            Some(id) => format!("/shapes/{}", escaped(id)),
            None => format!("/{section}/{}", escaped(name)),
        }
    }
}

/// What a model says of its service.
#[derive(Debug, Default)]
pub(crate) struct Service {
    /// `serviceId`, as `Application Discovery Service`.
    pub(crate) id: String,
    pub(crate) full_name: String,
    pub(crate) version: String,
    /// What AWS's documentation calls the API, as `discovery-2015-11-01`.
    pub(crate) uid: Option<String>,
    /// The protocols the service speaks, in the service's order of preference, in botocore's words.
    pub(crate) protocols: Vec<String>,
    pub(crate) json_version: Option<String>,
    pub(crate) target_prefix: Option<String>,
    pub(crate) endpoint_prefix: String,
    pub(crate) signing_name: Option<String>,
    /// How requests authenticate, in words, where it is not by SigV4.
    pub(crate) auth_scheme: Option<String>,
    pub(crate) global_endpoint: Option<String>,
    /// Whether the service tells the error codes that it had when it spoke the query protocol.
    pub(crate) query_compatible: bool,
    /// HTML.
    pub(crate) docs: Option<String>,
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) name: String,
    /// The name in requests, where it is not `name` (CloudFront puts its version there).
    pub(crate) wire_name: Option<String>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: Option<Deprecation>,
    pub(crate) method: String,
    pub(crate) uri: String,
    pub(crate) host_prefix: Option<String>,
    pub(crate) unsigned: bool,
    /// Whether the signature covers the headers alone.
    pub(crate) unsigned_payload: bool,
    /// The name of the XML document of a request, where it is not that of the input.
    pub(crate) root: Option<String>,
    /// The namespace of the XML document of a request.
    pub(crate) namespace: Option<XmlNamespace>,
    pub(crate) checksum: Option<Checksum>,
    /// Whether a request carries a digest of its body.
    pub(crate) md5: bool,
    /// Whether the service takes requests that are compressed with gzip.
    pub(crate) compressed: bool,
    pub(crate) input: Option<ShapeId>,
    pub(crate) output: Option<ShapeId>,
    pub(crate) errors: Vec<ShapeId>,
    pub(crate) pagination: Option<Pagination>,
}

/// The checksums of an operation: which members choose them, and which responses can carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Checksum {
    pub(crate) required: bool,
    /// The member of the input that chooses the algorithm.
    pub(crate) algorithm: Option<String>,
    /// The member of the input that asks for checksums of the response.
    pub(crate) mode: Option<String>,
    pub(crate) response: Vec<String>,
}

/// How an operation is paginated; each path is a JMESPath expression over the response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pagination {
    pub(crate) input_tokens: Vec<String>,
    pub(crate) output_tokens: Vec<String>,
    pub(crate) result_keys: Vec<String>,
    pub(crate) more_results: Option<String>,
}

/// That something is deprecated, and what the model says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Deprecation {
    pub(crate) message: Option<String>,
    pub(crate) since: Option<String>,
}
