//! A stable text form of the IR, for tests and for people who wonder what was read. Read by: tests.

use std::fmt::Write as _;

use super::{Kind, Member, Model, Operation, Shape, Wire};

/// The whole model as indented text: facts only, without documentation.
pub(crate) fn dump(model: &Model) -> String {
    let mut out = String::new();
    let service = &model.service;
    line(
        &mut out,
        format_args!(
            "service {} {} {:?}",
            service.id, service.version, service.protocols
        ),
    );
    for operation in &model.operations {
        dump_operation(&mut out, operation);
    }
    for shape in model.shapes.values() {
        dump_shape(&mut out, shape);
    }
    out
}

fn line(out: &mut String, args: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{args}");
}

fn dump_operation(out: &mut String, operation: &Operation) {
    line(
        out,
        format_args!(
            "operation {} {} {}",
            operation.name, operation.method, operation.uri
        ),
    );
    if let Some(input) = &operation.input {
        line(out, format_args!("  input {input}"));
    }
    if let Some(output) = &operation.output {
        line(out, format_args!("  output {output}"));
    }
    for error in &operation.errors {
        line(out, format_args!("  error {error}"));
    }
    if let Some(pages) = &operation.pagination {
        let result = pages.result_keys.join(", ");
        line(
            out,
            format_args!(
                "  pages {:?} -> {:?}: {result}",
                pages.output_tokens, pages.input_tokens
            ),
        );
    }
}

fn dump_shape(out: &mut String, shape: &Shape) {
    let kind = match &shape.kind {
        Kind::Structure(structure) if structure.exception.is_some() => "exception".to_owned(),
        Kind::Structure(_) => "structure".to_owned(),
        Kind::Union(union) if union.event_stream => "event stream".to_owned(),
        Kind::Union(_) => "union".to_owned(),
        Kind::List { sparse, .. } => sparse_or("list", *sparse),
        Kind::Map { sparse, .. } => sparse_or("map", *sparse),
        Kind::Enum { values } => format!("enum {values:?}"),
        other => format!("{other:?}").to_lowercase(),
    };
    let mut traits = String::new();
    for (name, value) in [
        ("min", &shape.limits.min),
        ("max", &shape.limits.max),
        ("pattern", &shape.limits.pattern),
    ] {
        if let Some(value) = value {
            let _ = write!(traits, " {name}={value}");
        }
    }
    flag(&mut traits, "sensitive", shape.sensitive);
    flag(&mut traits, "deprecated", shape.deprecated.is_some());
    line(out, format_args!("{kind} {}{traits}", shape.id));
    for member in shape.kind.all_members() {
        dump_member(out, member);
    }
}

fn sparse_or(kind: &str, sparse: bool) -> String {
    if sparse {
        format!("sparse {kind}")
    } else {
        kind.to_owned()
    }
}

fn flag(out: &mut String, name: &str, set: bool) {
    if set {
        let _ = write!(out, " {name}");
    }
}

fn dump_member(out: &mut String, member: &Member) {
    let mut traits = String::new();
    flag(&mut traits, "required", member.required);
    flag(&mut traits, "sensitive", member.sensitive);
    flag(&mut traits, "deprecated", member.deprecated.is_some());
    flag(&mut traits, "idempotency-token", member.idempotency_token);
    flag(&mut traits, "host-label", member.host_label);
    flag(&mut traits, "json", member.json_value);
    if member.wire != Wire::default() {
        let _ = write!(traits, " {:?}", member.wire);
    }
    line(
        out,
        format_args!("  {}: {}{traits}", member.name, member.target),
    );
}
