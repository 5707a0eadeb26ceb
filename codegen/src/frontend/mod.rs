//! The model formats: each has a private mirror here and is lowered to the IR. Called by: pipeline.

mod botocore;
mod locate;
mod parse;
mod raw;
mod section;
mod shapes;

pub(crate) use botocore::Botocore;
pub(crate) use locate::span;
