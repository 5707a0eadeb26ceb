//! Makes the facts of a model regular, so that no later stage asks where a fact was stated, or in which format. Called by:
//! pipeline.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Limits, Location, Member, Model, Operation, Shape, ShapeId, Wire};

/// What a message is that an exception has although its model does not say so.
const MESSAGE: &str = "message";

/// Pushes the wire facts of shapes down to the members that target them; puts operations, members, errors and values in
/// the order of their names, each once; and gives one form to what the formats spell in different ways.
pub(crate) fn normalize(model: &mut Model) {
    name_labels(model);
    name_roots(model);
    let roots = rooted(model);
    let inherited: BTreeMap<ShapeId, Wire> = model
        .shapes
        .iter()
        .filter(|(_, shape)| shape.wire != Wire::default())
        .map(|(id, shape)| (id.clone(), shape.wire.clone()))
        .collect();
    for shape in model.shapes.values_mut() {
        match &mut shape.kind {
            Kind::Structure(structure) => sort_by_name(&mut structure.members),
            Kind::Union(union) => sort_by_name(&mut union.members),
            Kind::Enum { values } => {
                values.sort_unstable();
                values.dedup();
            }
            _ => {}
        }
        normalize_limits(shape);
        for member in shape.kind.all_members_mut() {
            if let Some(wire) = inherited.get(&member.target) {
                inherit(&mut member.wire, wire, roots.contains(&member.target));
            }
        }
    }
    add_messages(model);
    model.operations.sort_by(|a, b| a.name.cmp(&b.name));
    for operation in &mut model.operations {
        operation.errors.sort_unstable();
        operation.errors.dedup();
    }
}

fn sort_by_name(members: &mut [Member]) {
    members.sort_by(|a, b| a.name.cmp(&b.name));
}

/// A member's own facts win over its target's. A shape carries a name only for members that have none
/// (ElastiCache names `PendingModifiedValues.LogDeliveryConfigurations` that way); a structure or union only for
/// documents of which it is the root.
fn inherit(member: &mut Wire, shape: &Wire, names_roots: bool) {
    member.location = member.location.or(shape.location);
    if !names_roots || member.location == Some(Location::Payload) {
        member.name = member.name.take().or_else(|| shape.name.clone());
    }
    member.streaming |= shape.streaming;
    member.requires_length |= shape.requires_length;
    member.media_type = member
        .media_type
        .take()
        .or_else(|| shape.media_type.clone());
    member.timestamp_format = member.timestamp_format.or(shape.timestamp_format);
    member.flattened |= shape.flattened;
    member.xml_namespace = member
        .xml_namespace
        .take()
        .or_else(|| shape.xml_namespace.clone());
}

/// That a length is not negative goes without saying, and that a pattern is one for the whole value; models say both
/// or not, as it comes.
fn normalize_limits(shape: &mut Shape) {
    let Limits { min, pattern, .. } = &mut shape.limits;
    let has_length = matches!(
        shape.kind,
        Kind::String | Kind::Enum { .. } | Kind::Blob | Kind::List { .. } | Kind::Map { .. }
    );
    if has_length && min.as_deref() == Some("0") {
        *min = None;
    }
    if let Some(pattern) = pattern {
        let whole = without_anchors(pattern);
        if whole.len() < pattern.len() {
            *pattern = whole.to_owned();
        }
    }
}

/// A pattern without the `^` that begins it and the `$` that ends it, unless one of its alternatives has an anchor of
/// its own.
fn without_anchors(pattern: &str) -> &str {
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let (mut groups, mut in_class, mut escaped, mut last) = (0_usize, false, false, ' ');
    for c in inner.chars() {
        if escaped {
            (escaped, last) = (false, ' ');
            continue;
        }
        match c {
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            _ if in_class => {}
            '(' => groups += 1,
            ')' => groups = groups.saturating_sub(1),
            '|' if groups == 0 && last == '$' => return pattern,
            '^' if groups == 0 && last == '|' => return pattern,
            _ => {}
        }
        last = c;
    }
    match inner.strip_suffix('$') {
        Some(inner) if last == '$' => inner,
        _ => inner,
    }
}

/// Every error that a service answers has a message. Botocore's models of services that answer in XML leave the member
/// out, and Smithy's have it; what it is called there means nothing, because the protocol names it.
fn add_messages(model: &mut Model) {
    let target = ShapeId::new("smithy.api#String");
    let xml = |name: &String| matches!(name.as_str(), "query" | "ec2");
    // In JSON and CBOR a name is what it is: CloudWatch speaks those too.
    let named_by_protocol = model.service.protocols.iter().all(xml);
    let mut added = false;
    for shape in model.shapes.values_mut() {
        let Kind::Structure(structure) = &mut shape.kind else {
            continue;
        };
        if structure.exception.is_none() {
            continue;
        }
        let mut members = structure.members.iter_mut();
        match members.find(|member| member.name.eq_ignore_ascii_case(MESSAGE)) {
            Some(member) if named_by_protocol => member.name = MESSAGE.to_owned(),
            Some(_) => continue,
            None => {
                structure.members.push(Member::of(MESSAGE, &target));
                added = true;
            }
        }
        sort_by_name(&mut structure.members);
    }
    if added {
        let string = Shape::new(&target, Kind::String);
        model.shapes.entry(target).or_insert(string);
    }
}

/// The shapes that an XML document can have as its root.
fn rooted(model: &Model) -> BTreeSet<ShapeId> {
    let shapes = model.shapes.values();
    shapes
        .filter(|shape| matches!(shape.kind, Kind::Structure(_) | Kind::Union(_)))
        .map(|shape| shape.id.clone())
        .collect()
}

/// What a shape calls documents of which it is the root wins over what an operation calls them.
fn name_roots(model: &mut Model) {
    for operation in &mut model.operations {
        let Some(input) = operation.input.as_ref().and_then(|id| model.shapes.get(id)) else {
            continue;
        };
        let in_document = |member: &Member| member.wire.location.is_none();
        let is_payload = |member: &Member| member.wire.location == Some(Location::Payload);
        let members = input.kind.members();
        if !members.iter().any(in_document) || members.iter().any(is_payload) {
            (operation.root, operation.namespace) = (None, None);
            continue;
        }
        let name = input.wire.name.clone().or_else(|| operation.root.take());
        operation.root = name.filter(|name| name != input.id.as_str());
        let own = input.wire.xml_namespace.clone();
        operation.namespace = own.or_else(|| operation.namespace.take());
    }
}

/// A label of a URI is called by its member, as Smithy has it. Nothing on the wire shows what it is called.
fn name_labels(model: &mut Model) {
    let is_renamed = |member: &Member| {
        member.wire.location == Some(Location::Label)
            && member
                .wire
                .name
                .as_deref()
                .is_some_and(|name| name != member.name)
    };
    let mut inputs = BTreeSet::new();
    for operation in &mut model.operations {
        let Some(input) = operation.input.as_ref().and_then(|id| model.shapes.get(id)) else {
            continue;
        };
        let renamed: Vec<&Member> = (input.kind.members().iter())
            .filter(|member| is_renamed(member))
            .collect();
        if !renamed.is_empty() {
            rename_labels(operation, &renamed);
            inputs.insert(input.id.clone());
        }
    }
    for id in &inputs {
        let members = model
            .shapes
            .get_mut(id)
            .map(|shape| shape.kind.all_members_mut());
        for member in members.into_iter().flatten() {
            if is_renamed(member) {
                member.wire.name = None;
            }
        }
    }
}

fn rename_labels(operation: &mut Operation, members: &[&Member]) {
    let mut uri = String::with_capacity(operation.uri.len());
    let mut rest = operation.uri.as_str();
    while let Some((before, label)) = rest.split_once('{') {
        let (label, after) = label.split_once('}').unwrap_or((label, ""));
        // A label that takes slashes too ends with a plus.
        let (name, greedy) = match label.strip_suffix('+') {
            Some(name) => (name, "+"),
            None => (label, ""),
        };
        let member = members
            .iter()
            .find(|member| member.wire.name.as_deref() == Some(name));
        let name = member.map_or(name, |member| &member.name);
        uri += &format!("{before}{{{name}{greedy}}}");
        rest = after;
    }
    operation.uri = uri + rest;
}

#[cfg(test)]
mod tests {
    use super::without_anchors;

    #[test]
    fn anchors_around_a_whole_pattern() {
        for (pattern, expected) in [
            (r"^\S+$", r"\S+"),
            (r"\S+$", r"\S+"),
            (r"^\S+", r"\S+"),
            ("^(a|b)$", "(a|b)"),
            ("^a|b$", "a|b"),
            (r"^($|a$)$", "($|a$)"),
            (r"^[|(]\|$", r"[|(]\|"),
            (r"a\$", r"a\$"),
            (r"^a\\$", r"a\\"),
            ("[$", "["),
            ("^a$|^b$", "^a$|^b$"),
            ("^$|a$", "^$|a$"),
            ("^", ""),
            ("", ""),
        ] {
            assert_eq!(without_anchors(pattern), expected, "{pattern}");
        }
    }
}
