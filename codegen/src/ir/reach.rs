//! What an operation needs. Read by: plan, `Generator::list`.

use std::collections::BTreeSet;

use super::{Model, Operation, ShapeId};

/// Every shape that an operation's input, output and errors reach, those included.
pub(crate) fn reached<'m>(model: &'m Model, operation: &'m Operation) -> BTreeSet<&'m ShapeId> {
    let roots = operation
        .input
        .iter()
        .chain(&operation.output)
        .chain(&operation.errors);
    closure(model, roots)
}

/// Every shape that these reach, those included.
pub(crate) fn closure<'m>(
    model: &'m Model,
    roots: impl Iterator<Item = &'m ShapeId>,
) -> BTreeSet<&'m ShapeId> {
    let mut reached = BTreeSet::new();
    let mut queue: Vec<&ShapeId> = roots.collect();
    while let Some(id) = queue.pop() {
        if reached.insert(id) {
            queue.extend(
                model
                    .shape(id)
                    .kind
                    .all_members()
                    .into_iter()
                    .map(|member| &member.target),
            );
        }
    }
    reached
}
