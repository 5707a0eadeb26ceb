//! `tinsmith regen`: everything that tinsmith.toml lists. Read by `main`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_codegen::Problem;

use super::config::{self, Service};
use super::{Failure, Target, generator, stale};

const NAME: &str = "tinsmith.toml";

/// The arguments of `regen`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing: fail and show a diff if a file is not what would be generated
    #[arg(long)]
    check: bool,
    /// The list of services; without it, tinsmith.toml in this directory or the nearest one above
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Runs `regen`. All is generated before anything is written, so that one bad model does not leave half of the files new.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let config = args.config.clone().map_or_else(find, Ok)?;
    let text = fs::read_to_string(&config)
        .map_err(|error| Problem::io(&config, "read the list of services", error))?;
    let services = config::parse(&config, &text)?;
    let root = config.parent().unwrap_or(Path::new(""));
    let mut targets = Vec::new();
    let mut failed: Option<Failure> = None;
    for service in &services {
        match generate(root, service) {
            Ok(target) => targets.push(target),
            Err(failure) => {
                let failure = failure.map(|problem| service.shown_in(&config, &text, problem));
                match &mut failed {
                    Some(first) => first.join(failure),
                    None => failed = Some(failure),
                }
            }
        }
    }
    if let Some(failure) = failed {
        return Err(failure);
    }
    if !args.check {
        return targets.iter().try_for_each(Target::write);
    }
    let mut differing = 0;
    for target in &targets {
        differing += usize::from(target.check()?);
    }
    let named = args
        .config
        .as_ref()
        .map(|path| format!(" --config {}", path.display()));
    let fix = format!(
        "`tinsmith regen{}`, which is this command without `--check`",
        named.unwrap_or_default()
    );
    stale(differing, &fix)
}

fn generate(root: &Path, service: &Service) -> Result<Target, Failure> {
    let generator = generator(&root.join(&service.model), service.service.as_deref())
        .serde(service.serde)
        .emit(service.emit.into())
        .operations(&service.operations);
    Target::generate(&generator, &root.join(&service.output))
}

/// The list in this directory, or in the nearest one above.
fn find() -> Result<PathBuf, Failure> {
    if Path::new(NAME).is_file() {
        return Ok(NAME.into());
    }
    let here = env::current_dir()
        .map_err(|error| Problem::io(".", "tell the current directory", error))?;
    let found = here
        .ancestors()
        .map(|dir| dir.join(NAME))
        .find(|path| path.is_file());
    found.ok_or_else(|| {
        let help =
            "name another list with `--config FILE`, or write one as `tinsmith regen --help` shows";
        Problem::usage(format!("no {NAME} in this directory or above"))
            .help(help)
            .into()
    })
}
