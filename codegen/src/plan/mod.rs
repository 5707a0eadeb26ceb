//! The plan: what to print, in order, with every name and type decided. Built from: ir, select. Read by: emit, diff.
//!
//! All decisions and all failures end here; what emit gets, it can print without a thought.

mod case;
mod docs;
mod documentation;
mod items;
mod keywords;
mod layout;
mod names;
mod operation_page;
mod operations;
mod pagination;
mod planner;
mod protocol;
mod refusals;
mod schema;
mod size;
mod skeleton;
mod types;

use std::collections::BTreeSet;

pub(crate) use names::module_name;
pub(crate) use pagination::{Field, ItemsPlan, PaginatorPlan, TokenPlan};
pub(crate) use planner::{outline, plan};
pub(crate) use protocol::unsupported_protocol;
pub(crate) use refusals::{has_event_stream, unsupported_auth};
pub(crate) use schema::{Fact, MemberSchema, SchemaPlan};
pub(crate) use types::{RustType, TypeName};

use crate::options::Emit;

/// Names of the prelude that emitted code uses, and that a type of a model can hide; and the modules they are in.
pub(crate) const PRELUDE: &[(&str, [&str; 2])] = &[
    ("Box", ["std", "boxed"]),
    ("Default", ["core", "default"]),
    ("Into", ["core", "convert"]),
    ("Iterator", ["core", "iter"]),
    ("Option", ["core", "option"]),
    ("Result", ["core", "result"]),
    ("Send", ["core", "marker"]),
    ("String", ["std", "string"]),
    ("Vec", ["std", "vec"]),
];

/// One output file.
pub(crate) struct Plan {
    /// The comment at the top of the file.
    pub(crate) header: Vec<String>,
    pub(crate) emit: Emit,
    pub(crate) serde: bool,
    pub(crate) service: ServicePlan,
    pub(crate) operations: Vec<OperationPlan>,
    pub(crate) types: Vec<TypePlan>,
    pub(crate) errors: Vec<StructurePlan>,
    pub(crate) shadowed: Shadowed,
}

/// Names of the prelude that the file defines itself, by module; they are written as absolute paths there.
#[derive(Default)]
pub(crate) struct Shadowed {
    pub(crate) root: BTreeSet<String>,
    pub(crate) types: BTreeSet<String>,
    pub(crate) errors: BTreeSet<String>,
}

/// Which of the file's three namespaces an item is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Module {
    Root,
    Types,
    Errors,
}

/// The service, as the runtime needs it.
pub(crate) struct ServicePlan {
    pub(crate) docs: Vec<String>,
    pub(crate) id: String,
    pub(crate) version: String,
    /// A variant of the runtime's `Protocol`; absent only where no operations are emitted.
    pub(crate) protocol: Option<&'static str>,
    /// All that the service offers, in the model's words; compared, not printed.
    pub(crate) protocols: Vec<String>,
    pub(crate) endpoint_prefix: String,
    pub(crate) signing_name: Option<String>,
    pub(crate) target_prefix: Option<String>,
    pub(crate) global_endpoint: Option<String>,
    pub(crate) query_compatible: bool,
}

/// One operation: its marker, request, response, error type and client method.
pub(crate) struct OperationPlan {
    pub(crate) ident: String,
    pub(crate) wire_name: String,
    pub(crate) method: String,
    /// The whole page about the operation, or its own words where there is no client.
    pub(crate) docs: Vec<String>,
    /// The first paragraph of that.
    pub(crate) summary: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) http_method: String,
    pub(crate) uri: String,
    pub(crate) host_prefix: Option<String>,
    pub(crate) unsigned: bool,
    /// What else is to be known of a request than where it goes.
    pub(crate) facts: RequestFacts,
    /// Codes of modelled errors that are worth a retry.
    pub(crate) retryable: Vec<String>,
    pub(crate) request: StructurePlan,
    pub(crate) response: StructurePlan,
    /// The field of the request that holds the events it sends.
    pub(crate) event_input: Option<EventsPlan>,
    /// The field of the response that holds the events it brings.
    pub(crate) event_output: Option<EventsPlan>,
    pub(crate) error: ErrorPlan,
    pub(crate) paginator: Option<PaginatorPlan>,
}

/// The field of a request or response that holds events.
pub(crate) struct EventsPlan {
    pub(crate) field: Field,
    /// Whether code that names the field must be allowed to.
    pub(crate) deprecated: bool,
}

/// How a request is written and what goes with its body; most operations have none of it.
#[derive(Default)]
pub(crate) struct RequestFacts {
    pub(crate) unsigned_payload: bool,
    /// Whether the model gives it no input at all, where the protocol tells that from one without members.
    pub(crate) no_input: bool,
    /// The name of the XML document, where it is not that of the request's shape.
    pub(crate) root: Option<String>,
    /// Prefix and URI.
    pub(crate) namespace: Option<(String, String)>,
    pub(crate) checksum: Option<ChecksumPlan>,
    pub(crate) md5: bool,
    pub(crate) compressed: bool,
}

/// The checksums of an operation.
pub(crate) struct ChecksumPlan {
    pub(crate) required: bool,
    pub(crate) algorithm: Option<String>,
    pub(crate) mode: Option<String>,
    pub(crate) response: Vec<String>,
}

/// The error type of an operation.
pub(crate) struct ErrorPlan {
    pub(crate) ident: String,
    pub(crate) variants: Vec<ErrorVariant>,
    /// The variant for every code that the model does not list.
    pub(crate) rest: String,
    /// Whether its code names something deprecated, and must be allowed to.
    pub(crate) uses_deprecated: bool,
}

/// One exception of an operation.
pub(crate) struct ErrorVariant {
    pub(crate) ident: String,
    pub(crate) code: String,
    pub(crate) docs: Vec<String>,
    pub(crate) ty: TypeName,
    pub(crate) boxed: bool,
}

/// An item of the module `types`.
pub(crate) enum TypePlan {
    Structure(StructurePlan),
    Union(UnionPlan),
    Enum(EnumPlan),
}

/// A structure or an exception.
pub(crate) struct StructurePlan {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    /// Whether it can be compared fully and hashed: no float, document or stream is inside.
    pub(crate) eq: bool,
    pub(crate) fields: Vec<FieldPlan>,
    pub(crate) schema: SchemaPlan,
    pub(crate) exception: Option<ExceptionPlan>,
    /// Whether its code names something deprecated, and must be allowed to.
    pub(crate) uses_deprecated: bool,
}

/// What an exception has beyond a structure.
pub(crate) struct ExceptionPlan {
    pub(crate) code: String,
    /// The field that holds the message.
    pub(crate) message: Option<String>,
}

/// A field of a structure.
pub(crate) struct FieldPlan {
    pub(crate) ident: String,
    pub(crate) setter: String,
    /// The lint of clippy's that the setter's name would set off.
    pub(crate) setter_lint: Option<&'static str>,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    /// The type without the `Option` around it.
    pub(crate) ty: RustType,
    /// False for a field of type `Option<ty>`.
    pub(crate) required: bool,
    /// Whether `Debug` must not show the value.
    pub(crate) redacted: bool,
}

/// A union; the variant for members that the model does not list is `Unknown`.
pub(crate) struct UnionPlan {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) eq: bool,
    pub(crate) variants: Vec<VariantPlan>,
    pub(crate) schema: SchemaPlan,
    /// The errors that can come in place of events, where the union is of the events of a response.
    pub(crate) event_error: Option<ErrorPlan>,
    /// Whether its code names something deprecated, and must be allowed to.
    pub(crate) uses_deprecated: bool,
}

/// A variant of a union.
pub(crate) struct VariantPlan {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) ty: RustType,
    pub(crate) redacted: bool,
}

/// An enum: open, so that values a service adds later do not get lost.
pub(crate) struct EnumPlan {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    /// Each once, sorted by the value: the runtime searches them.
    pub(crate) values: Vec<EnumValue>,
    /// Whether `Debug` must not show the value.
    pub(crate) redacted: bool,
}

/// A value of an enum.
pub(crate) struct EnumValue {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) value: String,
}
