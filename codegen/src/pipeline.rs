//! The stages in order: the file to open first. Called by: the public API in `lib.rs`.
//!
//! `load → select → lower (frontend) → normalize (ir) → plan → emit → format`; writing is `output`'s, and the caller's choice.

use crate::emit::{self, Item};
use crate::error::{Error, Problems};
use crate::frontend::{self, Frontend};
use crate::ir::{self, Model};
use crate::load::{self, Input, Source};
use crate::options::Options;
use crate::plan::{self, Plan};
use crate::{format, select};

/// The text of a generated file, the name of its module, and what it was made from.
pub(crate) struct Generated {
    pub(crate) text: String,
    pub(crate) module_name: String,
    pub(crate) input: Input,
}

/// Runs all stages.
pub(crate) fn run(options: &Options) -> Result<Generated, Error> {
    let input = load::load(&options.model, options.service.as_deref())?;
    let model = model(&input, options)?;
    let plan = plan(&input, &model, options)?;
    let text = print(&plan)?;
    let service = options
        .module_name
        .as_ref()
        .or(input.service_name.as_ref())
        .unwrap_or(&model.service.id);
    Ok(Generated {
        text,
        module_name: plan::module_name(service),
        input,
    })
}

/// The stages up to the IR.
pub(crate) fn model(input: &Input, options: &Options) -> Result<Model, Error> {
    let frontend = Frontend::open(input)?;
    // What is wrong with the choice and what is wrong with the chosen is reported together.
    let mut problems = Problems::default();
    let names = frontend.operation_names();
    let path = &input.model.path;
    let operations = select::select(&names, &options.operations, path, &mut problems);
    let model = problems.keep(frontend.lower(&operations));
    problems.finish()?;
    let mut model = model.expect("a front end that fails has problems");
    ir::normalize(&mut model);
    Ok(model)
}

/// The plan; its problems name a value by its pointer, whose place only the text knows.
fn plan(input: &Input, model: &Model, options: &Options) -> Result<Plan, Error> {
    let Source { path, text } = &input.model;
    plan::plan(model, options, path).map_err(|error| error.place_in(path, text, frontend::span))
}

/// The names of a model's operations.
pub(crate) fn operation_names(input: &Input) -> Result<Vec<String>, Error> {
    Ok(Frontend::open(input)?
        .operation_names()
        .into_iter()
        .map(str::to_owned)
        .collect())
}

fn print(plan: &Plan) -> Result<String, Error> {
    let items = emit::items(plan);
    let texts = format::print_all(
        &items,
        |item| emit::tokens(plan, item),
        |item| item.name,
        Item::is_nested,
    )?;
    let mut file: String = plan
        .header
        .iter()
        .map(|line| format!("// {line}\n"))
        .collect();
    let mut in_module = false;
    for (item, text) in items.iter().zip(&texts) {
        if in_module && !item.is_nested() {
            file.push_str("}\n");
        }
        in_module = item.is_head() || item.is_nested();
        file.push('\n');
        // A module's closing brace comes after the items that belong into it.
        file.push_str(if item.is_head() {
            text.trim_end().trim_end_matches('}')
        } else {
            text
        });
    }
    if in_module {
        file.push_str("}\n");
    }
    Ok(file)
}
