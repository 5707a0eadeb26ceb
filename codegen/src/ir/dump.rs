//! A stable text form of the IR: one fact a line, each line complete in itself, so that two models can be compared as
//! sets of lines. Read by: `Generator::dump`, tests.
//!
//! What has no name in Rust is spelled out where it is used, because formats name it differently: lists, maps, simple shapes.

use std::fmt::Write as _;

use super::{
    Deprecation, Kind, Limits, Location, Member, Model, Operation, Shape, ShapeId, TimestampFormat,
    Wire, XmlNamespace,
};

/// Lists and maps in each other are spelled out so far.
const DEEPEST_TYPE: usize = 32;

/// All facts of a model, with the documentation only if it is asked for.
pub(crate) fn dump(model: &Model, docs: bool) -> String {
    let mut dump = Dump {
        model,
        docs,
        out: String::new(),
    };
    dump.service();
    for operation in &model.operations {
        dump.operation(operation);
    }
    for shape in model.shapes.values() {
        dump.shape(shape);
    }
    dump.out
}

struct Dump<'m> {
    model: &'m Model,
    docs: bool,
    out: String,
}

impl Dump<'_> {
    fn line(&mut self, subject: &str, fact: std::fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.out, "{subject} {fact}");
    }

    fn flag(&mut self, subject: &str, name: &str, set: bool) {
        if set {
            self.line(subject, format_args!("{name}"));
        }
    }

    fn text(&mut self, subject: &str, name: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.line(subject, format_args!("{name} {text:?}"));
        }
    }

    fn about(&mut self, subject: &str, docs: Option<&String>, deprecated: Option<&Deprecation>) {
        if let Some(deprecated) = deprecated {
            self.line(subject, format_args!("deprecated"));
            self.text(subject, "deprecated because", deprecated.message.as_ref());
            self.text(subject, "deprecated since", deprecated.since.as_ref());
        }
        if self.docs {
            self.text(subject, "docs", docs);
        }
    }

    fn service(&mut self) {
        let service = &self.model.service;
        let subject = "service";
        self.text(subject, "id", Some(&service.id));
        self.text(subject, "full name", Some(&service.full_name));
        self.text(subject, "version", Some(&service.version));
        self.text(subject, "uid", service.uid.as_ref());
        for protocol in &service.protocols {
            match &service.json_version {
                Some(version) if protocol == "json" => {
                    self.line(subject, format_args!("protocol {protocol} {version}"));
                }
                _ => self.line(subject, format_args!("protocol {protocol}")),
            }
        }
        self.text(subject, "target prefix", service.target_prefix.as_ref());
        self.text(subject, "endpoint prefix", Some(&service.endpoint_prefix));
        let signing_name = service.signing_name.as_ref();
        let signing_name = signing_name.unwrap_or(&service.endpoint_prefix);
        self.text(subject, "signing name", Some(signing_name));
        self.text(subject, "auth scheme", service.auth_scheme.as_ref());
        self.text(subject, "global endpoint", service.global_endpoint.as_ref());
        self.flag(subject, "query compatible", service.query_compatible);
        self.about(subject, service.docs.as_ref(), None);
    }

    fn operation(&mut self, operation: &Operation) {
        let subject = &format!("operation {}", operation.name);
        self.line(
            subject,
            format_args!("http {} {}", operation.method, operation.uri),
        );
        self.text(subject, "wire name", operation.wire_name.as_ref());
        self.text(subject, "host prefix", operation.host_prefix.as_ref());
        self.flag(subject, "unsigned", operation.unsigned);
        self.flag(subject, "unsigned payload", operation.unsigned_payload);
        self.text(subject, "root", operation.root.as_ref());
        self.namespace(subject, operation.namespace.as_ref());
        self.flag(subject, "md5", operation.md5);
        self.flag(subject, "compressed", operation.compressed);
        if let Some(checksum) = &operation.checksum {
            self.flag(subject, "checksum required", checksum.required);
            self.text(
                subject,
                "checksum algorithm in",
                checksum.algorithm.as_ref(),
            );
            self.text(subject, "checksum mode in", checksum.mode.as_ref());
            for algorithm in &checksum.response {
                self.line(subject, format_args!("checksum of response {algorithm}"));
            }
        }
        self.about(
            subject,
            operation.docs.as_ref(),
            operation.deprecated.as_ref(),
        );
        let roots = [("input", &operation.input), ("output", &operation.output)];
        for (role, id) in roots {
            if let Some(id) = id {
                self.line(subject, format_args!("{role} {id}"));
            }
        }
        for error in &operation.errors {
            self.line(subject, format_args!("error {error}"));
        }
        if let Some(pages) = &operation.pagination {
            let tokens = (&pages.output_tokens, &pages.input_tokens);
            self.line(
                subject,
                format_args!("pages {:?} -> {:?}", tokens.0, tokens.1),
            );
            for key in &pages.result_keys {
                self.line(subject, format_args!("page items {key:?}"));
            }
            self.text(subject, "page flag", pages.more_results.as_ref());
        }
    }

    fn shape(&mut self, shape: &Shape) {
        let kind = match &shape.kind {
            Kind::Structure(structure) if structure.exception.is_some() => "exception",
            Kind::Structure(_) => "structure",
            Kind::Union(union) if union.event_stream => "event-stream",
            Kind::Union(_) => "union",
            Kind::Enum { .. } => "enum",
            _ => return,
        };
        let subject = &format!("{kind} {}", shape.id);
        self.line(subject, format_args!("exists"));
        self.flag(subject, "sensitive", shape.sensitive);
        self.about(subject, shape.docs.as_ref(), shape.deprecated.as_ref());
        match &shape.kind {
            Kind::Enum { values } => {
                for value in values {
                    self.line(subject, format_args!("value {value:?}"));
                }
            }
            Kind::Structure(structure) => {
                if let Some(exception) = &structure.exception {
                    let code = exception.code.as_deref().unwrap_or(shape.id.as_str());
                    self.line(subject, format_args!("code {code:?}"));
                    self.flag(subject, "retryable", exception.retryable);
                }
            }
            _ => {}
        }
        for member in shape.kind.members() {
            let subject = format!("{subject} member {}", member.name);
            let ty = self.type_of(&member.target, 0);
            self.line(&subject, format_args!("is {ty}"));
            self.member(&subject, member, 0);
        }
    }

    /// A type as it is spelled in lines: `map<string, list<Tree>>`. What may be absent has a question mark.
    fn type_of(&self, id: &ShapeId, depth: usize) -> String {
        if depth > DEEPEST_TYPE {
            return "…".to_owned();
        }
        let part = |member: &Member, sparse: bool| {
            let mark = if sparse { "?" } else { "" };
            self.type_of(&member.target, depth + 1) + mark
        };
        let kind = &self.model.shape(id).kind;
        match kind {
            Kind::List { element, sparse } => format!("list<{}>", part(element, *sparse)),
            Kind::Map { key, value, sparse } => {
                format!("map<{}, {}>", part(key, false), part(value, *sparse))
            }
            _ => kind.simple_name().unwrap_or(id.as_str()).to_owned(),
        }
    }

    /// All of a member but its type; then the same of what is in it, where that has no name.
    fn member(&mut self, subject: &str, member: &Member, depth: usize) {
        let target = self.model.shape(&member.target);
        let is_named = matches!(
            target.kind,
            Kind::Structure(_) | Kind::Union(_) | Kind::Enum { .. }
        );
        self.flag(subject, "required", member.required);
        let sensitive = member.sensitive || (target.sensitive && !is_named);
        self.flag(subject, "sensitive", sensitive);
        self.flag(subject, "idempotency token", member.idempotency_token);
        self.flag(subject, "host label", member.host_label);
        self.flag(subject, "json value", member.json_value);
        self.flag(subject, "event payload", member.event_payload);
        self.flag(subject, "event header", member.event_header);
        self.wire(subject, member, &target.kind);
        if !is_named {
            self.limits(subject, &target.limits);
        }
        let docs = member.docs.as_ref().or(target.docs.as_ref());
        self.about(subject, docs, member.deprecated.as_ref());
        if depth > DEEPEST_TYPE {
            return;
        }
        match &target.kind {
            Kind::List { element, .. } => self.member(&format!("{subject}[]"), element, depth + 1),
            Kind::Map { key, value, .. } => {
                self.member(&format!("{subject}{{key}}"), key, depth + 1);
                self.member(&format!("{subject}{{value}}"), value, depth + 1);
            }
            _ => {}
        }
    }

    fn limits(&mut self, subject: &str, limits: &Limits) {
        let Limits { min, max, pattern } = limits;
        for (name, value) in [("min", min), ("max", max)] {
            if let Some(value) = value {
                self.line(subject, format_args!("{name} {value}"));
            }
        }
        self.text(subject, "pattern", pattern.as_ref());
    }

    fn wire(&mut self, subject: &str, member: &Member, target: &Kind) {
        let Wire {
            name,
            query_name,
            location,
            timestamp_format,
            flattened,
            xml_attribute,
            xml_namespace,
            streaming,
            requires_length,
            media_type,
        } = &member.wire;
        let location = match location {
            Some(Location::Header) => "header",
            Some(Location::PrefixHeaders) => "headers with prefix",
            Some(Location::Query) => "query",
            Some(Location::Label) => "label",
            Some(Location::Status) => "status",
            Some(Location::Payload) => "payload",
            None => "",
        };
        self.flag(subject, &format!("in {location}"), !location.is_empty());
        let renamed = name.as_ref().filter(|name| **name != member.name);
        self.text(subject, "wire name", renamed);
        self.text(subject, "query name", query_name.as_ref());
        if let (Some(format), Kind::Timestamp) = (timestamp_format, target) {
            let format = match format {
                TimestampFormat::DateTime => "date-time",
                TimestampFormat::HttpDate => "http-date",
                TimestampFormat::EpochSeconds => "epoch-seconds",
            };
            self.line(subject, format_args!("format {format}"));
        }
        let is_collection = matches!(target, Kind::List { .. } | Kind::Map { .. });
        self.flag(subject, "flattened", *flattened && is_collection);
        self.flag(subject, "xml attribute", *xml_attribute);
        self.namespace(subject, xml_namespace.as_ref());
        self.flag(subject, "streaming", *streaming);
        self.flag(subject, "requires length", *requires_length);
        self.text(subject, "media type", media_type.as_ref());
    }

    fn namespace(&mut self, subject: &str, namespace: Option<&XmlNamespace>) {
        if let Some(namespace) = namespace {
            self.text(subject, "xml prefix", Some(&namespace.prefix));
            self.text(subject, "xml namespace", Some(&namespace.uri));
        }
    }
}
