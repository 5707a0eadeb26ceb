//! `tinsmith generate`: one model to one file or to standard output. Read by `main`.

use std::path::{Path, PathBuf};

use tinsmith_codegen::Problem;

use super::{EmitArg, Failure, Model, Target, print, stale, text};

/// The arguments of `generate`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    model: Model,
    /// An operation, or a glob such as Describe*; with ! before it, it is left out; may be repeated
    #[arg(long = "operation", value_name = "NAME", value_delimiter = ',')]
    operations: Vec<String>,
    /// All operations of the service
    #[arg(long, conflicts_with = "operations")]
    all: bool,
    /// The file to write, or - for standard output
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Write nothing: fail and show a diff if the file is not what would be generated
    #[arg(long)]
    check: bool,
    /// Implement serde's Serialize and Deserialize on the types
    #[arg(long)]
    serde: bool,
    /// How much to emit
    #[arg(long, value_enum, value_name = "WHAT", default_value_t)]
    emit: EmitArg,
}

/// Runs `generate`.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    if args.operations.is_empty() && !args.all {
        let path = args.model.model.display();
        let service = args.model.service.as_ref();
        let service = service.map_or(String::new(), |service| format!(" --service {service}"));
        let help = format!(
            "name them with `--operation NAME`, or take `--all` (`tinsmith list --model {path}{service}` shows them)"
        );
        return Err(Problem::usage("no operations are chosen").help(help).into());
    }
    let generator = args
        .model
        .generator()
        .serde(args.serde)
        .emit(args.emit.into());
    let generator = if args.all {
        generator.all_operations()
    } else {
        generator.operations(&args.operations)
    };
    if args.output == Path::new("-") {
        return if args.check {
            let problem = Problem::usage("`--check` compares with a file");
            Err(problem.help("name it with `-o FILE`").into())
        } else {
            print(text(&generator)?)
        };
    }
    let target = Target::generate(&generator, &args.output)?;
    if args.check {
        stale(
            usize::from(target.check()?),
            "this command without `--check`",
        )
    } else {
        target.write()
    }
}
