//! `tinsmith list`: the operations of a model, or the services of a tree, as a table. Read by `main`.

use std::fmt::Write as _;

use tinsmith_codegen::{OperationSummary, ServiceSummary};

use super::{Failure, Model, print};

/// The arguments of `list`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    model: Model,
}

/// Runs `list`.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let generator = args.model.generator();
    if args.model.service.is_none()
        && let Some(services) = generator.services()?
    {
        return print(services_table(&services));
    }
    print(table(&generator.list()?))
}

fn services_table(services: &[ServiceSummary]) -> String {
    const HEAD: &str = "SERVICE";
    let width = services.iter().map(|service| service.name.chars().count());
    let width = width.chain([HEAD.len()]).max().unwrap_or_default();
    let mut table = format!("{HEAD:width$}  VERSION     OPERATIONS  NAME\n");
    for service in services {
        let ServiceSummary {
            name,
            version,
            operations,
            full_name,
            ..
        } = service;
        // A line of the table is one line, whatever the model says.
        let full_name = full_name.replace(char::is_control, " ");
        let line = format!("{name:width$}  {version}  {operations:10}  {full_name}");
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{}", line.trim_end());
    }
    table
}

fn table(operations: &[OperationSummary]) -> String {
    const HEAD: &str = "OPERATION";
    let width = operations
        .iter()
        .map(|operation| operation.name.chars().count());
    let width = width.chain([HEAD.len()]).max().unwrap_or_default();
    let mut table = format!("{HEAD:width$}  SHAPES  NOTES\n");
    for OperationSummary {
        name,
        shapes,
        paginated,
        deprecated,
        event_stream,
        ..
    } in operations
    {
        let notes = [
            (*paginated, "paginated"),
            (*deprecated, "deprecated"),
            (*event_stream, "event stream"),
        ];
        let notes: Vec<_> = notes
            .into_iter()
            .filter_map(|(holds, note)| holds.then_some(note))
            .collect();
        let line = format!("{name:width$}  {shapes:6}  {}", notes.join(", "));
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{}", line.trim_end());
    }
    if let Some(protocols) = operations
        .iter()
        .find_map(|operation| operation.unsupported_protocol.as_ref())
    {
        let _ = writeln!(
            table,
            "\nNo client can be generated yet: the service speaks {protocols}. Its types can, with --emit types."
        );
    }
    if let Some(scheme) = operations
        .iter()
        .find_map(|operation| operation.unsupported_auth.as_ref())
    {
        let _ = writeln!(
            table,
            "\nNo client can be generated yet: the service authenticates by {scheme}. All else can, with --emit operations."
        );
    }
    table
}
