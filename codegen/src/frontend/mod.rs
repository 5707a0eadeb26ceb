//! The model formats: each has a private mirror here and is lowered to the IR. Called by: pipeline.

mod botocore;
mod locate;
mod parse;
mod smithy;
mod unique;

pub(crate) use locate::Places;

use botocore::Botocore;
use smithy::Smithy;

use crate::error::Error;
use crate::ir::Model;
use crate::load::{Format, Input};

/// A model in either format, of which only the names of operations and shapes have been looked at.
pub(crate) enum Frontend<'a> {
    /// Boxed, as is the other: one is made for each run.
    Botocore(Box<Botocore<'a>>),
    Smithy(Box<Smithy<'a>>),
}

impl<'a> Frontend<'a> {
    /// Indexes a model.
    pub(crate) fn open(input: &'a Input) -> Result<Self, Error> {
        Ok(match input.format {
            Format::Botocore => Self::Botocore(Box::new(Botocore::open(input)?)),
            Format::SmithyAst => Self::Smithy(Box::new(Smithy::open(&input.model)?)),
        })
    }

    /// The names of all operations, sorted.
    pub(crate) fn operation_names(&self) -> Vec<&str> {
        match self {
            Self::Botocore(model) => model.operation_names(),
            Self::Smithy(model) => model.operation_names(),
        }
    }

    /// Lowers these operations and all that they reach.
    pub(crate) fn lower(&self, operations: &[&str]) -> Result<Model, Error> {
        match self {
            Self::Botocore(model) => model.lower(operations),
            Self::Smithy(model) => model.lower(operations),
        }
    }
}
