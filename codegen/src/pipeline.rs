//! The stages in order: the file to open first. Called by: the public API in `lib.rs`.
//!
//! `load → select → lower (frontend) → normalize (ir) → quirks → plan → emit → format`; writing is `output`'s, and the
//! caller's choice.

mod compare;

use std::path::Path;

use crate::emit::{self, Item};
use crate::error::{Error, Problems};
use crate::frontend::{Frontend, Places};
use crate::ir::{self, Model};
use crate::load::{self, Input, Source};
use crate::options::Options;
use crate::plan::{self, Plan};
use crate::{format, limits, quirks, select};
pub(crate) use compare::changes;

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
    let plan = plan(&input, &model, options, plan::plan)?;
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
    limits::check_operations(operations.len(), path)?;
    let model = problems.keep(lower(input, &frontend, &operations));
    problems.finish()?;
    Ok(model.expect("a front end that fails has problems"))
}

fn lower(input: &Input, frontend: &Frontend<'_>, operations: &[&str]) -> Result<Model, Error> {
    let mut model = frontend.lower(operations)?;
    ir::normalize(&mut model);
    quirks::apply(&mut model);
    limits::check(&model, &input.model.path).map_err(|error| place(input, error))?;
    Ok(model)
}

/// A plan by `stage`.
fn plan(
    input: &Input,
    model: &Model,
    options: &Options,
    stage: fn(&Model, &Options, &Path) -> Result<Plan, Error>,
) -> Result<Plan, Error> {
    stage(model, options, &input.model.path).map_err(|error| place(input, error))
}

/// Problems behind the front end name a value by its pointer, whose place only the text knows.
fn place(input: &Input, error: Error) -> Error {
    let Source { path, text } = &input.model;
    let places = Places::new(text);
    error.place_in(path, text, |_, pointer| places.span(pointer))
}

/// The names of a model's operations.
pub(crate) fn operation_names(input: &Input) -> Result<Vec<String>, Error> {
    Ok(Frontend::open(input)?
        .operation_names()
        .into_iter()
        .map(str::to_owned)
        .collect())
}

/// The id of a model's service.
#[cfg(feature = "cli")]
pub(crate) fn service_id(input: &Input) -> Result<String, Error> {
    Ok(Frontend::open(input)?.lower(&[])?.service.id)
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
