//! Makes the facts of a model regular, so that no later stage asks where a fact was stated. Called by: pipeline.

use std::collections::{BTreeMap, BTreeSet};

use super::{Model, ShapeId, Wire};

/// Pushes the wire facts of shapes down to the members that target them, puts members and operations in the order of
/// their names, and drops repeated errors.
pub(crate) fn normalize(model: &mut Model) {
    let inherited: BTreeMap<ShapeId, Wire> = model
        .shapes
        .iter()
        .filter(|(_, shape)| shape.wire != Wire::default())
        .map(|(id, shape)| (id.clone(), shape.wire.clone()))
        .collect();
    for shape in model.shapes.values_mut() {
        match &mut shape.kind {
            super::Kind::Structure(structure) => sort_by_name(&mut structure.members),
            super::Kind::Union(union) => sort_by_name(&mut union.members),
            _ => {}
        }
        for member in shape.kind.all_members_mut() {
            if let Some(wire) = inherited.get(&member.target) {
                inherit(&mut member.wire, wire);
            }
        }
    }
    model.operations.sort_by(|a, b| a.name.cmp(&b.name));
    for operation in &mut model.operations {
        let mut seen = BTreeSet::new();
        operation.errors.retain(|error| seen.insert(error.clone()));
    }
}

fn sort_by_name(members: &mut [super::Member]) {
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
