//! Finds the cycles of structures and unions that no list or map interrupts. Read by: plan::types, plan::layout.
//!
//! A list or a map puts its contents on the heap; a structure holds its members in place, so a cycle of structures
//! alone would have no finite size.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Model, ShapeId};

/// A member of a structure or union, by the shape's id and the member's position.
pub(crate) type Edge = (ShapeId, usize);

/// Every member that leads from a structure or union back to itself. All of them, not the fewest that would do:
/// which ones then does not depend on where a walk starts.
pub(crate) fn direct_cycles(model: &Model) -> BTreeSet<Edge> {
    let graph = direct_edges(model);
    let component = components(&graph);
    let mut cycles = BTreeSet::new();
    for (id, edges) in &graph {
        for (position, target) in edges {
            if component.get(id) == component.get(target) {
                cycles.insert(((*id).clone(), *position));
            }
        }
    }
    cycles
}

/// All structures and unions, each after those that it holds in place: all its members' targets but those that lead back
/// to it.
pub(crate) fn targets_first(model: &Model) -> Vec<&ShapeId> {
    finish_order(&direct_edges(model))
}

/// Whether a member holds a shape's value in itself: a structure or a union.
pub(crate) fn in_place(model: &Model, id: &ShapeId) -> bool {
    matches!(model.shape(id).kind, Kind::Structure(_) | Kind::Union(_))
}

type Graph<'a> = BTreeMap<&'a ShapeId, Vec<(usize, &'a ShapeId)>>;

fn direct_edges(model: &Model) -> Graph<'_> {
    let mut graph = Graph::new();
    for (id, shape) in model.shapes.iter().filter(|(id, _)| in_place(model, id)) {
        let edges = (shape.kind.members().iter().enumerate())
            .filter(|(_, member)| in_place(model, &member.target))
            .map(|(position, member)| (position, &member.target));
        graph.insert(id, edges.collect());
    }
    graph
}

/// Numbers the strongly connected components (Kosaraju's two passes, with stacks of their own: models nest deeply).
fn components<'a>(graph: &Graph<'a>) -> BTreeMap<&'a ShapeId, usize> {
    let mut reversed: BTreeMap<&ShapeId, Vec<&'a ShapeId>> = BTreeMap::new();
    for (id, edges) in graph {
        for (_, target) in edges {
            reversed.entry(target).or_default().push(id);
        }
    }
    let mut component = BTreeMap::new();
    for (number, root) in finish_order(graph).into_iter().rev().enumerate() {
        let mut stack = vec![root];
        while let Some(id) = stack.pop() {
            if component.contains_key(id) {
                continue;
            }
            component.insert(id, number);
            stack.extend(reversed.get(id).into_iter().flatten().copied());
        }
    }
    component
}

/// The shapes in the order in which a depth-first walk leaves them.
fn finish_order<'a>(graph: &Graph<'a>) -> Vec<&'a ShapeId> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for &root in graph.keys() {
        let mut stack = vec![(root, 0)];
        while let Some((id, next)) = stack.pop() {
            if next == 0 && !seen.insert(id) {
                continue;
            }
            match graph[id].get(next) {
                Some((_, target)) => {
                    stack.push((id, next + 1));
                    stack.push((target, 0));
                }
                None => order.push(id),
            }
        }
    }
    order
}
