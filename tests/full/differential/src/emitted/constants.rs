//! The constants of emitted code: what its calls of builders make. Read by: `emitted`.

use syn::Expr;
use tinsmith::codegen as rt;

use super::exprs::{self, chain, string, strings, text};

/// Applies calls of builders: those without arguments, those with strings, and others.
macro_rules! build {
    ($value:ident, $calls:expr;
     flags: $($flag:ident)*; texts: $($text:ident)*; pairs: $($pair:ident)*;
     others: $($other:ident($argument:ident) => $expr:expr;)*) => {
        for (name, arguments) in $calls {
            $value = match (name.as_str(), arguments.as_slice()) {
                $((stringify!($flag), []) => $value.$flag(),)*
                $((stringify!($text), [text]) => $value.$text(string(text)?),)*
                $((stringify!($pair), [first, second]) => $value.$pair(string(first)?, string(second)?),)*
                $((stringify!($other), [$argument]) => { let made = $expr; $value.$other(made) })*
                _ => return Err(format!("a builder {name} with {} arguments", arguments.len())),
            };
        }
    };
}

/// `rt::Service::new(…)` and builders.
pub fn service(expr: &Expr) -> Result<&'static rt::Service, String> {
    let (base, calls) = chain(expr);
    let arguments = arguments(base, "rt :: Service :: new")?;
    let [id, version, protocol, prefix] = arguments.as_slice() else {
        return Err(format!("{} arguments of Service::new", arguments.len()));
    };
    let protocol = match text(*protocol).strip_prefix("rt :: Protocol :: ") {
        Some("AwsJson1_0") => rt::Protocol::AwsJson1_0,
        Some("AwsJson1_1") => rt::Protocol::AwsJson1_1,
        Some("RestJson1") => rt::Protocol::RestJson1,
        Some("RestXml") => rt::Protocol::RestXml,
        Some("AwsQuery") => rt::Protocol::AwsQuery,
        Some("Ec2Query") => rt::Protocol::Ec2Query,
        Some("RpcV2Cbor") => rt::Protocol::RpcV2Cbor,
        _ => return Err(format!("a protocol {}", text(*protocol))),
    };
    let mut service = rt::Service::new(string(id)?, string(version)?, protocol, string(prefix)?);
    build! {
        service, calls;
        flags: query_compatible;
        texts: signing_name target_prefix global_endpoint;
        pairs: ;
        others:
    }
    Ok(Box::leak(Box::new(service)))
}

/// `&SERVICE.operation(…)` and builders.
pub fn operation(
    expr: &Expr,
    service: &'static rt::Service,
) -> Result<&'static rt::OperationInfo, String> {
    let (base, mut calls) = chain(exprs::referenced(expr)?);
    if text(base) != "SERVICE" || calls.is_empty() {
        return Err(format!("an operation of {}", text(base)));
    }
    let (call, arguments) = calls.remove(0);
    let ("operation", [name, method, uri]) = (call.as_str(), arguments.as_slice()) else {
        return Err(format!("a call of {call}"));
    };
    let mut info = service.operation(string(name)?, string(method)?, string(uri)?);
    build! {
        info, calls;
        flags: unsigned unsigned_payload no_input md5 compressed event_input event_output;
        texts: host_prefix root;
        pairs: namespace;
        others:
            retryable(codes) => strings(codes)?;
            checksum(facts) => checksum(exprs::referenced(facts)?)?;
    }
    Ok(Box::leak(Box::new(info)))
}

fn checksum(expr: &Expr) -> Result<&'static rt::Checksum, String> {
    let (base, calls) = chain(expr);
    if !arguments(base, "rt :: Checksum :: new")?.is_empty() {
        return Err("arguments of Checksum::new".to_owned());
    }
    let mut checksum = rt::Checksum::new();
    build! {
        checksum, calls;
        flags: required;
        texts: algorithm mode;
        pairs: ;
        others: response(algorithms) => strings(algorithms)?;
    }
    Ok(Box::leak(Box::new(checksum)))
}

/// `rt::Member::new(…)` and builders.
pub fn member(expr: &Expr) -> Result<rt::Member, String> {
    let (base, calls) = chain(expr);
    let arguments = arguments(base, "rt :: Member :: new")?;
    let [name] = arguments.as_slice() else {
        return Err(format!("{} arguments of Member::new", arguments.len()));
    };
    let mut member = rt::Member::new(string(name)?);
    let mut plain = Vec::new();
    for (name, arguments) in calls {
        match (name.as_str(), arguments.as_slice()) {
            ("map", [key, value]) => {
                member = member.map(behind(key)?, behind(value)?);
            }
            _ => plain.push((name, arguments)),
        }
    }
    build! {
        member, plain;
        flags:
            sparse flattened xml_attribute idempotency_token host_label json_value streaming requires_length
            event_payload event_header;
        texts: wire_name query_name media_type;
        pairs: xml_namespace;
        others:
            location(place) => location(place)?;
            timestamp_format(format) => timestamp_format(format)?;
            list(element) => behind(element)?;
    }
    Ok(member)
}

/// The facts of an element, a key or a value.
fn behind(expr: &Expr) -> Result<&'static rt::Member, String> {
    Ok(Box::leak(Box::new(member(exprs::referenced(expr)?)?)))
}

fn location(expr: &Expr) -> Result<rt::Location, String> {
    match text(expr).strip_prefix("rt :: Location :: ") {
        Some("Header") => Ok(rt::Location::Header),
        Some("PrefixHeaders") => Ok(rt::Location::PrefixHeaders),
        Some("Query") => Ok(rt::Location::Query),
        Some("Label") => Ok(rt::Location::Label),
        Some("Status") => Ok(rt::Location::Status),
        Some("Payload") => Ok(rt::Location::Payload),
        _ => Err(format!("a location {}", text(expr))),
    }
}

fn timestamp_format(expr: &Expr) -> Result<rt::TimestampFormat, String> {
    match text(expr).strip_prefix("rt :: TimestampFormat :: ") {
        Some("DateTime") => Ok(rt::TimestampFormat::DateTime),
        Some("HttpDate") => Ok(rt::TimestampFormat::HttpDate),
        Some("EpochSeconds") => Ok(rt::TimestampFormat::EpochSeconds),
        _ => Err(format!("a format {}", text(expr))),
    }
}

/// The arguments of a call of this function.
fn arguments<'e>(expr: &'e Expr, function: &str) -> Result<Vec<&'e Expr>, String> {
    match expr {
        Expr::Call(call) if text(&call.func) == function => Ok(call.args.iter().collect()),
        _ => Err(format!(
            "expected a call of {function}, found {}",
            text(expr)
        )),
    }
}
