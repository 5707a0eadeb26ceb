//! The command line `tinsmith`: its commands, its help and its exit codes. What each command does is in `cli`.

mod cli;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use cli::report::Format;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  --check: what is on disk is stale, or was edited; diff: something breaks
  2  usage: an unknown operation, option or key
  3  the model is at fault
  4  a file cannot be read or written";

const GENERATE_EXAMPLE: &str = "\
Example:
  tinsmith generate --model models/discovery --operation DescribeContinuousExports -o src/discovery.rs";

const DIFF_EXAMPLE: &str = "\
Each line belongs to one class. Code is expected to use `new` and setters or `..Default::default()`, and a `_` arm
in every match; a new member or value is then an addition, and a new required member breaks a call of `new`.

Example:
  tinsmith diff old/discovery models/discovery --operation DescribeContinuousExports";

const VENDOR_EXAMPLE: &str = "\
Examples:
  tinsmith vendor --model botocore-1.44.5-py3-none-any.whl --service ec2 --operation DescribeInstances -o models/ec2
  tinsmith vendor --check
  tinsmith vendor --update --model botocore-1.45.0-py3-none-any.whl";

const LIST_EXAMPLE: &str = r#"Example of a tinsmith.toml, in which paths begin at its own directory:
  [[service]]
  model = "models/discovery"                    # as --model
  service = "discovery"                         # as --service; only where the model is a tree of services or an archive
  operations = ["DescribeContinuousExports"]    # names or globs; ["*"] is all; "!NAME" is left out
  output = "src/discovery.rs"
  serde = true                                  # false, if left out
  emit = "client"                               # types, operations or client; client, if left out"#;

/// Turns AWS service models into thin Rust clients, of the operations you name and nothing else
#[derive(Parser)]
#[command(name = "tinsmith", version, after_help = EXIT_CODES)]
struct Cli {
    /// How problems are told, on standard error: as text, or as one JSON object a line
    #[arg(long, global = true, value_enum, value_name = "FORM", default_value_t)]
    format: Format,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate Rust from a model
    #[command(after_help = format!("{GENERATE_EXAMPLE}\n\n{EXIT_CODES}"))]
    Generate(cli::generate::Args),
    /// Tell what a new model changes in the emitted code, and what of that breaks a program
    #[command(after_help = format!("{DIFF_EXAMPLE}\n\n{EXIT_CODES}"))]
    Diff(cli::diff::Args),
    /// List the operations of a model, with the number of shapes that each needs, or the services of a tree
    #[command(after_help = EXIT_CODES)]
    List(cli::list::Args),
    /// Cut a model down to the operations you name, to keep it in a repository
    #[command(after_help = format!("{VENDOR_EXAMPLE}\n\n{EXIT_CODES}"))]
    Vendor(cli::vendor::Args),
    /// Show what is read from a model, one fact a line: to compare two models, or to see why code is as it is
    #[command(after_help = EXIT_CODES)]
    Dump(cli::dump::Args),
    /// Generate all that tinsmith.toml lists, and say which files changed
    #[command(after_help = format!("{LIST_EXAMPLE}\n\n{EXIT_CODES}"))]
    Regen(cli::regen::Args),
}

fn main() -> ExitCode {
    let arguments = match Cli::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return cli::report::arguments(&error),
    };
    let result = match arguments.command {
        Command::Generate(args) => cli::generate::run(&args),
        Command::Diff(args) => cli::diff::run(&args, arguments.format),
        Command::List(args) => cli::list::run(&args),
        Command::Vendor(args) => cli::vendor::run(&args),
        Command::Dump(args) => cli::dump::run(&args),
        Command::Regen(args) => cli::regen::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(arguments.format),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }
}
