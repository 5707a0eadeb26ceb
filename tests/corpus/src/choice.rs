//! What to generate from a model: as much as the generator can. Used by every step.

use serde::{Deserialize, Serialize};
use tinsmith_codegen::{Emit, Generator, OperationSummary};

use crate::models::Model;

/// Some operations of a model, and how much to emit for them.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Choice {
    /// How much is emitted.
    pub(crate) level: Level,
    /// The operations: names, or `*`.
    pub(crate) operations: Vec<String>,
}

/// As [`Emit`].
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) enum Level {
    Types,
    Operations,
    Client,
}

impl Choice {
    /// So much of every operation.
    pub(crate) fn all(level: Level) -> Self {
        Self {
            level,
            operations: vec!["*".to_owned()],
        }
    }

    pub(crate) fn emit(&self) -> Emit {
        match self.level {
            Level::Types => Emit::Types,
            Level::Operations => Emit::Operations,
            Level::Client => Emit::Client,
        }
    }

    /// The generator for it.
    pub(crate) fn generator(&self, model: &Model) -> Generator {
        Generator::new(&model.path)
            .operations(self.operations.iter().cloned())
            .emit(self.emit())
    }
}

/// The generated text.
pub(crate) fn text(generator: &Generator) -> Result<String, String> {
    let files = generator.generate().map_err(|error| error.to_string())?;
    let mut texts = files.iter().map(|(_, text)| text.to_owned());
    texts
        .next()
        .ok_or_else(|| "no file was generated".to_owned())
}

/// The choices that together hold every operation of the model: a client for all, where the runtime speaks the protocol
/// and can sign; else what there is without one, of all.
///
/// Whatever the generator refuses for another reason stays in, so that the step fails with what it says.
pub(crate) fn choices(model: &Model) -> Vec<Choice> {
    let operations = Generator::new(&model.path).list().unwrap_or_default();
    let any = |lacks: fn(&OperationSummary) -> bool| operations.iter().any(lacks);
    let level = if any(|operation| operation.unsupported_protocol.is_some()) {
        Level::Types
    } else if any(|operation| operation.unsupported_auth.is_some()) {
        Level::Operations
    } else {
        Level::Client
    };
    vec![Choice::all(level)]
}
