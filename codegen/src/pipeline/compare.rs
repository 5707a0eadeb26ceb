//! The stages for two models that are compared, up to their plans: nothing is emitted. Called by: the public API.

use std::collections::BTreeSet;

use super::{lower, plan};
use crate::diff::{self, Changes};
use crate::error::{Error, Problems};
use crate::frontend::Frontend;
use crate::options::Options;
use crate::{load, plan as stage, select};

/// What changes in the emitted code from the model of `old` to that of `new`, for the operations of `new`, or all.
pub(crate) fn changes(old: &Options, new: &Options) -> Result<Changes, Error> {
    let mut problems = Problems::default();
    let inputs = [old, new]
        .map(|options| problems.keep(load::load(&options.model, options.service.as_deref())));
    let frontends = inputs.each_ref().map(|input| {
        let frontend = input.as_ref().map(Frontend::open)?;
        problems.keep(frontend)
    });
    let ([Some(old_input), Some(new_input)], [Some(old_model), Some(new_model)]) =
        (&inputs, &frontends)
    else {
        problems.finish()?;
        return Ok(Changes::default());
    };
    // An operation in use may have gone: it is chosen from what either model has.
    let names = [old_model, new_model].map(Frontend::operation_names);
    let both: BTreeSet<&str> = names.iter().flatten().copied().collect();
    let both: Vec<&str> = both.into_iter().collect();
    let chosen = if new.operations.is_empty() {
        both
    } else {
        let path = &new_input.model.path;
        select::select(&both, &new.operations, path, &mut problems)
    };
    let plans = [
        (old_input, old_model, &names[0]),
        (new_input, new_model, &names[1]),
    ]
    .map(|(input, frontend, names)| {
        let operations: Vec<&str> = chosen
            .iter()
            .copied()
            .filter(|name| names.contains(name))
            .collect();
        let model = problems.keep(lower(input, frontend, &operations))?;
        problems.keep(plan(input, &model, new, stage::outline))
    });
    problems.finish()?;
    let [old, new] = plans.map(|plan| plan.expect("what fails has problems"));
    Ok(diff::diff(&old, &new))
}
