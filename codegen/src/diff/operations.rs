//! Operations: the client's methods, markers, errors and paginators. Called by: mod.

use super::change::Class;
use super::docs::Page;
use super::found::{Found, Pair, pairs, reordered};
use super::{docs, service, structures, types};
use crate::plan::{
    ChecksumPlan, ErrorPlan, ErrorVariant, Field, ItemsPlan, OperationPlan, PaginatorPlan,
    RequestFacts, StructurePlan, TokenPlan,
};

pub(super) fn operation(found: &mut Found, pair: Pair<'_, OperationPlan>) {
    let method = |operation: &OperationPlan| Some(format!("Client::{}", operation.method));
    match pair {
        Pair::Removed(old) => found.removed(old.ident.clone(), "operation", method(old)),
        Pair::Added(new) => found.added(new.ident.clone(), "operation", method(new)),
        Pair::Both(old, new) => both(found, old, new),
    }
}

fn both(found: &mut Found, old: &OperationPlan, new: &OperationPlan) {
    let OperationPlan {
        ident,
        wire_name,
        method,
        // Taken apart by `page`.
        docs: _,
        // The first paragraph of the documentation.
        summary: _,
        deprecated,
        http_method,
        uri,
        host_prefix,
        unsigned,
        facts,
        retryable,
        request,
        response,
        // Fields of request and response, whose types say so.
        event_input: _,
        event_output: _,
        error,
        paginator,
    } = old;
    let client = format!("Client::{}", new.method);
    found.differ(Class::Compile, &client, "method", method, &new.method);
    found.deprecation(&client, deprecated.as_deref(), new.deprecated.as_deref());
    page(found, old, new);
    for (what, before, after) in [
        ("name on the wire", wire_name, &new.wire_name),
        ("HTTP method", http_method, &new.http_method),
        ("URI", uri, &new.uri),
    ] {
        found.differ(Class::Wire, ident, what, before, after);
    }
    let (before, after) = (host_prefix.as_deref(), new.host_prefix.as_deref());
    found.options(Class::Wire, ident, "host prefix", before, after);
    found.flag(Class::Wire, ident, "signed", !unsigned, !new.unsigned);
    self::facts(found, ident, facts, &new.facts);
    codes(found, ident, retryable, &new.retryable);
    root(found, request, &new.request);
    // An answer is read whatever it is called.
    let sent = std::mem::take(&mut found.shape_names_are_sent);
    root(found, response, &new.response);
    found.shape_names_are_sent = sent;
    self::error(found, &new.error.ident, error, &new.error);
    self::paginator(found, paginator.as_ref(), new.paginator.as_ref());
}

/// How a request is written, and what goes with its body.
fn facts(found: &mut Found, path: &str, old: &RequestFacts, new: &RequestFacts) {
    let RequestFacts {
        unsigned_payload,
        no_input,
        root,
        namespace,
        checksum,
        md5,
        compressed,
    } = old;
    let text = |namespace: &Option<(String, String)>| {
        let namespace = namespace.as_ref();
        namespace.map(|(prefix, uri)| format!("{prefix} {uri}").trim_start().to_owned())
    };
    for (what, before, after) in [
        ("name of the document", root.clone(), new.root.clone()),
        (
            "namespace of the document",
            text(namespace),
            text(&new.namespace),
        ),
        (
            "checksums",
            checksum.as_ref().map(self::checksum),
            new.checksum.as_ref().map(self::checksum),
        ),
    ] {
        found.options(Class::Wire, path, what, before.as_deref(), after.as_deref());
    }
    for (what, before, after) in [
        ("body signed", !unsigned_payload, !new.unsigned_payload),
        ("without input", *no_input, new.no_input),
        ("digest of the body", *md5, new.md5),
        ("may be compressed", *compressed, new.compressed),
    ] {
        found.flag(Class::Wire, path, what, before, after);
    }
}

fn checksum(checksum: &ChecksumPlan) -> String {
    let ChecksumPlan {
        required,
        algorithm,
        mode,
        response,
    } = checksum;
    let mut parts = Vec::new();
    parts.extend(required.then(|| "required".to_owned()));
    parts.extend(algorithm.iter().map(|member| format!("chosen by {member}")));
    parts.extend(mode.iter().map(|member| format!("asked for by {member}")));
    if !response.is_empty() {
        parts.push(format!("in responses {}", response.join(", ")));
    }
    parts.join("; ")
}

/// A request or response.
fn root(found: &mut Found, old: &StructurePlan, new: &StructurePlan) {
    found.differ(Class::Compile, &new.ident, "name", &old.ident, &new.ident);
    structures::structure(found, &new.ident, old, new);
}

fn page(found: &mut Found, old: &OperationPlan, new: &OperationPlan) {
    let (before, after) = (Page::new(&old.docs), Page::new(&new.docs));
    // What is said of a paginator follows from there being one.
    let text = |page: &Page<'_>| match (&old.paginator, &new.paginator) {
        (None, None) => [page.words, page.pages].concat(),
        _ => page.words.to_vec(),
    };
    found.docs(&new.ident, &text(&before), &text(&after));
    if before.link != after.link {
        let (old, new) = docs::apart(before.link, after.link);
        let what = "link to AWS's page of each operation";
        found.once(Class::Documentation, service::PATH, what, old, new);
    }
}

/// Codes of errors after which a call is repeated.
fn codes(found: &mut Found, path: &str, old: &[String], new: &[String]) {
    let text = |codes: &[String]| (!codes.is_empty()).then(|| codes.join(", "));
    let sorted = |codes: &[String]| {
        let mut codes = codes.to_vec();
        codes.sort();
        codes
    };
    let class = if sorted(old) == sorted(new) {
        Class::Documentation
    } else {
        Class::Wire
    };
    let (before, after) = (text(old), text(new));
    found.options(
        class,
        path,
        "codes worth a retry",
        before.as_deref(),
        after.as_deref(),
    );
}

/// The errors of an operation, or among events, under the path of the new ones.
pub(super) fn error(found: &mut Found, path: &str, old: &ErrorPlan, new: &ErrorPlan) {
    let ErrorPlan {
        ident,
        variants,
        rest,
        uses_deprecated: _,
    } = old;
    found.differ(Class::Compile, path, "name", ident, &new.ident);
    let what = "variant for what the model does not list";
    found.differ(Class::Compile, path, what, rest, &new.rest);
    for pair in pairs(variants, &new.variants, |variant| &variant.ident) {
        let path = |variant: &ErrorVariant| format!("{path}::{}", variant.ident);
        match pair {
            Pair::Removed(old) => found.removed(path(old), "variant", Some(old.code.clone())),
            Pair::Added(new) => found.added(path(new), "variant", Some(new.code.clone())),
            Pair::Both(old, new) => {
                // The code and the documentation are the exception's.
                let ErrorVariant {
                    ident: _,
                    code: _,
                    docs: _,
                    ty: _,
                    boxed: _,
                } = old;
                let held = |variant: &ErrorVariant| match types::named(&variant.ty) {
                    name if variant.boxed => format!("Box<{name}>"),
                    name => name,
                };
                let (before, after) = (held(old), held(new));
                found.differ(Class::Compile, &path(new), "type", &before, &after);
            }
        }
    }
    let before = variants.iter().map(|variant| variant.ident.as_str());
    let after = new.variants.iter().map(|variant| variant.ident.as_str());
    if reordered(before, after) {
        found.push(
            Class::Documentation,
            path,
            "order of the variants",
            None,
            None,
        );
    }
}

fn paginator(found: &mut Found, old: Option<&PaginatorPlan>, new: Option<&PaginatorPlan>) {
    let client = |plan: &PaginatorPlan| format!("Client::{}", plan.method);
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (Some(old), None) => return found.removed(client(old), "paginator", None),
        (None, Some(new)) => return found.added(client(new), "paginator", None),
        (None, None) => return,
    };
    let PaginatorPlan {
        method,
        token: TokenPlan {
            request,
            response,
            ty,
        },
        more_results,
        items,
        uses_deprecated: _,
    } = old;
    let path = client(new);
    found.differ(Class::Compile, &path, "method", method, &new.method);
    let (before, after) = (types::ty(ty), types::ty(&new.token.ty));
    found.differ(Class::Compile, &path, "type of the token", &before, &after);
    let (before, after) = (&request.ident, &new.token.request.ident);
    found.differ(Class::Wire, &path, "token of the request", before, after);
    let (before, after) = (fields(response), fields(&new.token.response));
    found.differ(Class::Wire, &path, "token of the response", &before, &after);
    let before = more_results.as_deref().map(fields);
    let after = new.more_results.as_deref().map(fields);
    let what = "flag that there are more pages";
    found.options(
        Class::Wire,
        &path,
        what,
        before.as_deref(),
        after.as_deref(),
    );
    self::items(found, &path, items.as_ref(), new.items.as_ref());
}

fn items(found: &mut Found, path: &str, old: Option<&ItemsPlan>, new: Option<&ItemsPlan>) {
    let ty = |items: &ItemsPlan| {
        let ItemsPlan { path: _, item } = items;
        let parts: Vec<_> = item.iter().map(types::ty).collect();
        match &*parts {
            [one] => one.clone(),
            parts => format!("({})", parts.join(", ")),
        }
    };
    match (old, new) {
        (Some(old), None) => found.removed(path.to_owned(), "items", Some(ty(old))),
        (None, Some(new)) => found.added(path.to_owned(), "items", Some(ty(new))),
        (Some(old), Some(new)) => {
            found.differ(
                Class::Compile,
                path,
                "type of the items",
                &ty(old),
                &ty(new),
            );
            let (before, after) = (fields(&old.path), fields(&new.path));
            found.differ(Class::Wire, path, "where the items are", &before, &after);
        }
        (None, None) => {}
    }
}

/// A path through a response. Whether a step is optional, the field itself says.
fn fields(path: &[Field]) -> String {
    let names: Vec<_> = path
        .iter()
        .map(|Field { ident, required: _ }| ident.replace("r#", ""))
        .collect();
    names.join(".")
}
