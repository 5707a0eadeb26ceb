//! [`Generator`]: the public API. Calls: pipeline, output.

use std::path::{Path, PathBuf};

use crate::diff::Changes;
use crate::error::{Error, Problem};
use crate::options::{Emit, Options};
use crate::output::{Files, Written};
#[cfg(feature = "cli")]
use crate::vendor;
use crate::{ir, load, pipeline, plan};

/// Generates Rust for chosen operations of one service.
///
/// Nothing is read before one of the last methods is called ([`generate`](Self::generate), [`emit_to`](Self::emit_to),
/// [`emit_to_out_dir`](Self::emit_to_out_dir), [`list`](Self::list), [`dump`](Self::dump)), and nothing is written if anything is wrong.
#[derive(Clone, Debug)]
#[must_use = "a generator does nothing until it is told where to emit to"]
pub struct Generator {
    options: Options,
}

impl Generator {
    /// A generator for a model: the path of a `service-2.json` or of a Smithy model in JSON (plain or gzip), of the
    /// folder that holds it, or of botocore's `data` folder, which then needs a [`service`](Self::service). With the
    /// feature `archive` also of a wheel or a source distribution of botocore, which stands for the folders in it.
    pub fn new(model: impl Into<PathBuf>) -> Self {
        Self {
            options: Options {
                model: model.into(),
                ..Options::default()
            },
        }
    }

    /// Which service of a botocore data tree is meant: `discovery`, or `discovery/2015-11-01` for one version.
    pub fn service(mut self, name: impl Into<String>) -> Self {
        self.options.service = Some(name.into());
        self
    }

    /// Adds an operation, or all that a glob matches: `Describe*`. With `!` before it, it is left out instead, wherever
    /// it stands: `*` and `!SubscribeTo*`, or `!SubscribeTo*` alone, are all operations but those.
    pub fn operation(mut self, name: impl Into<String>) -> Self {
        self.options.operations.push(name.into());
        self
    }

    /// Adds operations, each a name or a glob, as [`operation`](Self::operation) does.
    pub fn operations<I>(mut self, names: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.options
            .operations
            .extend(names.into_iter().map(Into::into));
        self
    }

    /// Adds every operation of the service.
    pub fn all_operations(self) -> Self {
        self.operation("*")
    }

    /// Whether types implement `serde::Serialize` and `Deserialize`, under the model's member names.
    /// Needs the runtime's feature `serde`. Off by default.
    pub fn serde(mut self, yes: bool) -> Self {
        self.options.serde = yes;
        self
    }

    /// How much to generate; a whole client by default.
    pub fn emit(mut self, what: Emit) -> Self {
        self.options.emit = what;
        self
    }

    /// The name of the module, and so of the file. By default the service's name as boto3 has it (the folder above
    /// the API's version), else its service id. The file does not contain it.
    pub fn module_name(mut self, name: impl Into<String>) -> Self {
        self.options.module_name = Some(name.into());
        self
    }

    /// Generates the file in memory, under its name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Usage`](crate::ErrorKind::Usage) for operations that do not exist or cannot be generated yet,
    /// [`ErrorKind::Model`](crate::ErrorKind::Model) for a model that is not one, [`ErrorKind::Io`](crate::ErrorKind::Io)
    /// for a file that cannot be read. All problems of a kind are reported together.
    pub fn generate(&self) -> Result<Files, Error> {
        let generated = pipeline::run(&self.options)?;
        let mut files = Files::new();
        files.insert(format!("{}.rs", generated.module_name), generated.text);
        Ok(files)
    }

    /// Generates into the file at `path`, which is touched only if its content changes.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate), and [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be written.
    pub fn emit_to(&self, path: impl AsRef<Path>) -> Result<Written, Error> {
        let path = path.as_ref();
        let Some(name) = path.file_name() else {
            let problem = Problem::usage("the output must be the path of a file").in_file(path);
            return Err(problem
                .help("name a file such as `src/discovery.rs`")
                .into());
        };
        let mut files = Files::new();
        files.insert(name, pipeline::run(&self.options)?.text);
        files.write_to(path.parent().unwrap_or(Path::new("")))
    }

    /// Generates into cargo's `OUT_DIR`, for `tinsmith::include_service!`, and tells cargo to run the build script
    /// again when one of the files changes that the model was read from. For use in `build.rs`.
    ///
    /// # Errors
    ///
    /// Those of [`emit_to`](Self::emit_to), and [`ErrorKind::Usage`](crate::ErrorKind::Usage) outside a build script.
    pub fn emit_to_out_dir(&self) -> Result<(), Error> {
        let Some(out_dir) = std::env::var_os("OUT_DIR") else {
            let problem = Problem::usage("OUT_DIR is not set");
            return Err(problem
                .help("call this from build.rs, or `emit_to` with a path")
                .into());
        };
        let generated = pipeline::run(&self.options)?;
        for file in generated.input.files() {
            tell_cargo(&format!("rerun-if-changed={}", file.display()));
        }
        let mut files = Files::new();
        files.insert(format!("{}.rs", generated.module_name), generated.text);
        files.write_to(out_dir).map(|_| ())
    }

    /// What changes in the code for this generator's operations, where its model takes the place of `old`'s.
    ///
    /// The operations, and whether one exists in the new model, the old or both, are this generator's to say; without
    /// any, all of both models are compared. Of `old`, only the model and the service matter. The models may be in
    /// different formats. Nothing is emitted, so it works for every protocol.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), tinsmith_codegen::Error> {
    /// use tinsmith_codegen::Generator;
    ///
    /// let new = Generator::new("models/discovery").operation("DescribeContinuousExports");
    /// let changes = new.changes_since(&Generator::new("old/discovery"))?;
    /// if changes.breaks() {
    ///     eprintln!("{changes}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate), for both models together.
    pub fn changes_since(&self, old: &Self) -> Result<Changes, Error> {
        let new = Options {
            emit: Emit::Client,
            ..self.options.clone()
        };
        pipeline::changes(&old.options, &new)
    }

    /// The facts of the model that the chosen operations reach, as text: one fact a line, each line complete in
    /// itself, so that two models can be compared as sets of lines. With documentation if `docs`. What the project
    /// corrects of a model is as corrected. For people and for comparisons; the words may change from version to version.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate) that concern reading the model.
    pub fn dump(&self, docs: bool) -> Result<String, Error> {
        let input = load::load(&self.options.model, self.options.service.as_deref())?;
        let model = pipeline::model(&input, &self.options)?;
        Ok(ir::dump(&model, docs))
    }

    /// What operations there are, sorted by name. The generator's own choice of operations does not matter here.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate).
    pub fn list(&self) -> Result<Vec<OperationSummary>, Error> {
        let input = load::load(&self.options.model, self.options.service.as_deref())?;
        let names = pipeline::operation_names(&input)?;
        let all = Options {
            operations: vec!["*".to_owned()],
            ..self.options.clone()
        };
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let model = pipeline::model(&input, &all)?;
        let unsupported_protocol = plan::unsupported_protocol(&model.service);
        let summary = |operation: &ir::Operation| OperationSummary {
            name: operation.name.clone(),
            // What every model has is not counted.
            shapes: ir::reached(&model, operation)
                .iter()
                .filter(|id| !id.is_prelude())
                .count(),
            paginated: operation.pagination.is_some(),
            deprecated: operation.deprecated.is_some(),
            event_stream: plan::has_event_stream(&model, operation),
            unsupported_protocol: unsupported_protocol.clone(),
            unsupported_auth: plan::unsupported_auth(&model, operation),
        };
        Ok(model.operations.iter().map(summary).collect())
    }

    /// Cuts the model down to the chosen operations and what they reach, in its own format. The same code is generated
    /// from the cut as from the whole model.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate) that concern reading the model.
    #[cfg(feature = "cli")]
    pub fn cut(&self) -> Result<vendor::Cut, Error> {
        let located = load::Located::find(&self.options.model, self.options.service.as_deref())?;
        let input = located.input()?;
        // Whatever is wrong with these operations is told before anything is cut.
        let model = pipeline::model(&input, &self.options)?;
        let facts = vendor::Facts {
            service_id: model.service.id,
            api_version: model.service.version,
            operations: model
                .operations
                .into_iter()
                .map(|operation| operation.name)
                .collect(),
        };
        vendor::cut(&located, &input, facts)
    }

    /// Whether the generator's path leads to a tree of services, not to one model.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate) that concern finding the model.
    #[cfg(feature = "cli")]
    pub fn is_tree(&self) -> Result<bool, Error> {
        load::is_tree(&self.options.model)
    }

    /// The id of the service.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate) that concern reading the model.
    #[cfg(feature = "cli")]
    pub fn service_id(&self) -> Result<String, Error> {
        let input = load::load(&self.options.model, self.options.service.as_deref())?;
        pipeline::service_id(&input)
    }

    /// What services there are, sorted by name and API version, or `None` if the generator's path leads to one model.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate).
    pub fn services(&self) -> Result<Option<Vec<ServiceSummary>>, Error> {
        let summary = |model: load::ServiceModel| ServiceSummary {
            name: model.service,
            version: model.version,
            operations: model.operations,
            full_name: model.full_name,
        };
        let models = load::services(&self.options.model)?;
        Ok(models.map(|models| models.into_iter().map(summary).collect()))
    }
}

/// A model in a tree of services.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceSummary {
    /// The name of the service's directory, which is that in boto3, and what [`Generator::service`] takes.
    pub name: String,
    /// The API version. A service has a model for each; the last is taken if none is picked.
    pub version: String,
    /// How many operations it has.
    pub operations: usize,
    /// The service's full name.
    pub full_name: String,
}

/// Cargo reads a build script's standard output.
#[allow(
    clippy::print_stdout,
    reason = "this is how a build script speaks to cargo"
)]
fn tell_cargo(instruction: &str) {
    println!("cargo:{instruction}");
}

/// An operation of a model, and what it costs to choose it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationSummary {
    /// Its name.
    pub name: String,
    /// How many shapes its request, response and errors are made of.
    pub shapes: usize,
    /// Whether its response comes in pages.
    pub paginated: bool,
    /// Whether the model deprecates it.
    pub deprecated: bool,
    /// Whether it sends or receives an event stream.
    pub event_stream: bool,
    /// What the service speaks, if the runtime speaks none of that: then the same is true of all its operations.
    pub unsupported_protocol: Option<String>,
    /// How its requests authenticate, if the runtime cannot do so: then there is no client, but all else.
    pub unsupported_auth: Option<String>,
}
