//! What to generate from a model: as much as the generator can. Used by every step.

use serde::{Deserialize, Serialize};
use tinsmith_codegen::{Emit, Generator};

use crate::models::Model;

/// Some operations of a model, and how much to emit for them.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Choice {
    /// Whether a client is emitted, or types alone.
    pub(crate) client: bool,
    /// The operations: names, or `*`.
    pub(crate) operations: Vec<String>,
}

impl Choice {
    /// The types of every operation.
    pub(crate) fn types() -> Self {
        Self {
            client: false,
            operations: vec!["*".to_owned()],
        }
    }

    pub(crate) fn emit(&self) -> Emit {
        if self.client {
            Emit::Client
        } else {
            Emit::Types
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

/// The choices that together hold every operation of the model: a client for all, where the runtime speaks the protocol;
/// else the types of all.
///
/// Whatever the generator refuses for another reason stays in, so that the step fails with what it says.
pub(crate) fn choices(model: &Model) -> Vec<Choice> {
    let client = |operations: Vec<String>| Choice {
        client: true,
        operations,
    };
    let refused = |name: &String| {
        let one = client(vec![name.clone()]);
        one.generator(model)
            .generate()
            .err()
            .map(|error| error.to_string())
    };
    match model.operations.first().map(refused) {
        Some(Some(why)) if why.contains("the service speaks") => vec![Choice::types()],
        _ => vec![client(vec!["*".to_owned()])],
    }
}
