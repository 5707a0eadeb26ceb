//! What cannot be generated: better refused than generated wrong. Called by: planner, `Generator::list`.

use std::path::Path;

use super::protocol;
use crate::error::{Error, Problem, Problems, pointer};
use crate::ir::{Kind, Member, Model, Operation};
use crate::options::{Emit, Options};

/// How to ask for it, at each place where one can.
const TYPES_ALONE: &str =
    "`--emit types`, `.emit(Emit::Types)` on the generator, or `emit = \"types\"` in tinsmith.toml";

/// Whether an operation sends or receives an event stream.
pub(crate) fn has_event_stream(model: &Model, operation: &Operation) -> bool {
    let is_stream = |member: &Member| matches!(&model.shape(&member.target).kind, Kind::Union(union) if union.event_stream);
    let mut roots = operation.input.iter().chain(&operation.output);
    roots.any(|id| model.shape(id).kind.members().iter().any(is_stream))
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
    for operation in &model.operations {
        let at = pointer(["operations", &operation.name]);
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
        if options.emit > Emit::Types && has_event_stream(model, operation) {
            let message = "the operation has an event stream, which cannot be generated yet";
            let name = &operation.name;
            let help = format!(
                "leave it out with the pattern `!{name}`, or generate types alone: {TYPES_ALONE}"
            );
            problems.push(
                Problem::usage(message)
                    .in_file(file)
                    .at(at.as_str())
                    .help(help),
            );
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
