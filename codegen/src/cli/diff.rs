//! `tinsmith diff`: what a new model changes in the emitted code. Read by `main`.

use std::fmt::Write as _;
use std::path::PathBuf;

use serde::Serialize;
use tinsmith_codegen::{Change, Changes, Class};

use super::report::{Format, json_line};
use super::{Failure, generator, print};

/// The arguments of `diff`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The model that the code in use was generated from; as `--model` of the other commands
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The model to go to; it may be in the other format
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The service, where a model is a tree of services
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// An operation that is in use, or a glob such as Describe*; with ! before it, it is left out; may be repeated; without it, all of both models
    #[arg(long = "operation", value_name = "NAME", value_delimiter = ',')]
    operations: Vec<String>,
}

/// Runs `diff`. That something breaks is told by the exit code.
pub(crate) fn run(args: &Args, format: Format) -> Result<(), Failure> {
    let service = args.service.as_deref();
    let new = generator(&args.new, service).operations(&args.operations);
    let changes = new.changes_since(&generator(&args.old, service))?;
    match format {
        Format::Human => print(format_args!("{changes}\n"))?,
        Format::Json => print(json(&changes))?,
    }
    if changes.breaks() {
        return Err(Failure::breaking());
    }
    Ok(())
}

/// A change as JSON, or with the kind `summary` the counts. The keys are a promise, as those of problems are.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line<'a> {
    Change {
        class: &'static str,
        path: &'a str,
        what: &'a str,
        old: Option<&'a str>,
        new: Option<&'a str>,
    },
    Summary {
        compile: usize,
        wire: usize,
        addition: usize,
        documentation: usize,
    },
}

fn json(changes: &Changes) -> String {
    let line = |change: &Change| {
        json_line(&Line::Change {
            class: change.class.word(),
            path: &change.path,
            what: &change.what,
            old: change.old.as_deref(),
            new: change.new.as_deref(),
        })
    };
    let summary = Line::Summary {
        compile: changes.count(Class::Compile),
        wire: changes.count(Class::Wire),
        addition: changes.count(Class::Addition),
        documentation: changes.count(Class::Documentation),
    };
    let lines = changes.iter().map(line).chain([json_line(&summary)]);
    lines.fold(String::new(), |mut text, line| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
        text
    })
}
