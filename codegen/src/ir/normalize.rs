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
                inherit(&mut member.wire, wire);
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
/// (ElastiCache names `PendingModifiedValues.LogDeliveryConfigurations` that way).
fn inherit(member: &mut Wire, shape: &Wire) {
    member.name = member.name.take().or_else(|| shape.name.clone());
    member.timestamp_format = member.timestamp_format.or(shape.timestamp_format);
    member.flattened |= shape.flattened;
    member.xml_namespace = member
        .xml_namespace
        .take()
        .or_else(|| shape.xml_namespace.clone());
}

/// Botocore's models leave out what goes without saying: that a length is not negative, and that a pattern is one for
/// the whole value. Smithy's do not, and which one says it is all that the two differ in.
fn normalize_limits(shape: &mut Shape) {
    let Limits { min, pattern, .. } = &mut shape.limits;
    let has_length = matches!(
        shape.kind,
        Kind::String | Kind::Enum { .. } | Kind::Blob | Kind::List { .. } | Kind::Map { .. }
    );
    if has_length && min.as_deref() == Some("0") {
        *min = None;
    }
    if let Some(whole) = pattern.as_deref().and_then(between_anchors) {
        *pattern = Some(whole.to_owned());
    }
}

/// What stands between the `^` and the `$` around a pattern, if they hold for all of it.
fn between_anchors(pattern: &str) -> Option<&str> {
    let inner = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let (mut groups, mut in_class, mut escaped) = (0_usize, false, false);
    for c in inner.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            _ if in_class => {}
            '(' => groups += 1,
            ')' => groups = groups.saturating_sub(1),
            // The anchors are those of the first and of the last alternative.
            '|' if groups == 0 => return None,
            _ => {}
        }
    }
    (!escaped).then_some(inner)
}

/// Every error that a service answers has a message. Botocore's models of services that answer in XML leave the member
/// out, and Smithy's have it.
fn add_messages(model: &mut Model) {
    let target = ShapeId::new("smithy.api#String");
    let mut added = false;
    for shape in model.shapes.values_mut() {
        let Kind::Structure(structure) = &mut shape.kind else {
            continue;
        };
        let has_one = |member: &Member| member.name.eq_ignore_ascii_case(MESSAGE);
        if structure.exception.is_none() || structure.members.iter().any(has_one) {
            continue;
        }
        structure.members.push(Member::of(MESSAGE, &target));
        sort_by_name(&mut structure.members);
        added = true;
    }
    if added {
        let string = Shape::new(&target, Kind::String);
        model.shapes.entry(target).or_insert(string);
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
    use super::between_anchors;

    #[test]
    fn anchors_around_a_whole_pattern() {
        for (pattern, expected) in [
            (r"^\S+$", Some(r"\S+")),
            (r"^(a|b)$", Some("(a|b)")),
            (r"^[|(]\|$", Some(r"[|(]\|")),
            (r"^[\]|]$", Some(r"[\]|]")),
            ("^a$|^b$", None),
            (r"^a\$", None),
            (r"^a\\$", Some(r"a\\")),
            ("^a", None),
            ("a$", None),
            ("^", None),
            ("^$", Some("")),
        ] {
            assert_eq!(between_anchors(pattern), expected, "{pattern}");
        }
    }
}
