//! `tinsmith dump`: the facts that are read from a model, one a line. Read by `main`.

use super::{Failure, Model, print};

/// The arguments of `dump`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    model: Model,
    /// An operation, or a glob such as Describe*; with ! before it, it is left out; may be repeated. Without it, all
    #[arg(long = "operation", value_name = "NAME", value_delimiter = ',')]
    operations: Vec<String>,
    /// The documentation too
    #[arg(long)]
    docs: bool,
}

/// Runs `dump`.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let generator = args.model.generator();
    let generator = if args.operations.is_empty() {
        generator.all_operations()
    } else {
        generator.operations(&args.operations)
    };
    print(generator.dump(args.docs)?)
}
