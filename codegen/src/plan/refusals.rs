//! What cannot be generated: better refused than generated wrong. Called by: planner, `Generator::list`.

use std::collections::BTreeSet;
use std::path::Path;

use super::protocol;
use crate::error::{Error, Problem, Problems};
use crate::ir::{Kind, Model, Operation, ShapeId};
use crate::options::{Emit, Options};

/// How to ask for it, at each place where one can.
const TYPES_ALONE: &str =
    "`--emit types`, `.emit(Emit::Types)` on the generator, or `emit = \"types\"` in tinsmith.toml";

const OPERATIONS_ALONE: &str = "`--emit operations`, `.emit(Emit::Operations)` on the generator, or `emit = \"operations\"` in tinsmith.toml";

/// Whether an operation sends or receives an event stream.
pub(crate) fn has_event_stream(model: &Model, operation: &Operation) -> bool {
    let mut roots = operation.input.iter().chain(&operation.output);
    roots.any(|id| streams(model, id) > 0)
}

/// How many event streams a structure holds.
fn streams(model: &Model, id: &ShapeId) -> usize {
    let members = model.shape(id).kind.all_members().into_iter();
    members
        .filter(|member| model.shape(&member.target).kind.is_event_stream())
        .count()
}

/// Refuses event streams where nothing could carry them: a message has one, beside whatever else it has.
fn check_streams(model: &Model, problems: &mut Problems, file: &Path) {
    let roots = model
        .operations
        .iter()
        .flat_map(|operation| operation.input.iter().chain(&operation.output));
    let roots: BTreeSet<&ShapeId> = roots.collect();
    let targets = model
        .shapes
        .values()
        .flat_map(|shape| shape.kind.all_members());
    let nested: BTreeSet<&ShapeId> = targets.map(|member| &member.target).collect();
    for id in model.shapes.keys() {
        let count = streams(model, id);
        let message = match count {
            0 => continue,
            _ if nested.contains(id) || !roots.contains(id) => {
                "an event stream can be a member of an operation's input or output alone"
            }
            1 => continue,
            _ => "an input or output can have one event stream",
        };
        let problem = Problem::model(message).in_file(file);
        problems.push(problem.at(model.pointer_to_shape(id)));
    }
}

/// Whether a client of the operation would have to sign its requests in a way that the runtime has not; and the way.
pub(crate) fn unsupported_auth(model: &Model, operation: &Operation) -> Option<String> {
    let scheme = model.service.auth_scheme.as_ref();
    scheme.filter(|_| !operation.unsigned).cloned()
}

/// Refuses clients that no service would answer.
fn check_auth(model: &Model, problems: &mut Problems, file: &Path) {
    let mut schemes = (model.operations.iter()).filter_map(|one| unsupported_auth(model, one));
    if let Some(scheme) = schemes.next() {
        let message =
            format!("the service authenticates by {scheme}, and the runtime only by SigV4 so far");
        problems.push(Problem::usage(message).in_file(file).help(format!(
            "without a client it can be generated, for you to send the requests: {OPERATIONS_ALONE}"
        )));
    }
}

/// Refuses operations that the generator, or the runtime, cannot do yet; all of them at once.
pub(super) fn check(model: &Model, options: &Options, file: &Path) -> Result<(), Error> {
    let mut problems = Problems::default();
    if options.emit > Emit::Types && protocol::choose(&model.service).is_none() {
        let message = format!(
            "the service speaks {}, and the runtime only {} so far",
            protocol::offered(&model.service),
            protocol::supported()
        );
        problems.push(
            Problem::usage(message)
                .in_file(file)
                .help(format!("its types alone can be generated: {TYPES_ALONE}")),
        );
    }
    if options.emit == Emit::Client {
        check_auth(model, &mut problems, file);
    }
    check_streams(model, &mut problems, file);
    for operation in &model.operations {
        let at = model.pointer_to_operation(&operation.name);
        for (id, what) in [(&operation.input, "input"), (&operation.output, "output")] {
            let kind = id.as_ref().map(|id| &model.shape(id).kind);
            if !matches!(kind, None | Some(Kind::Structure(_))) {
                let message = format!("the {what} of an operation must be a structure");
                problems.push(
                    Problem::model(message)
                        .in_file(file)
                        .at(format!("{at}/{what}")),
                );
            }
        }
        for error in &operation.errors {
            if !matches!(&model.shape(error).kind, Kind::Structure(_)) {
                let message = format!("the error `{error}` must be a structure");
                problems.push(
                    Problem::model(message)
                        .in_file(file)
                        .at(format!("{at}/errors")),
                );
            }
        }
    }
    problems.finish()
}
