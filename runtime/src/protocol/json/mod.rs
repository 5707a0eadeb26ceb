//! JSON: a pull reader over text and a writer, as the AWS protocols need them. Read by: `aws_json`, `rest_json`.
//!
//! Functions that are generic over a shape are a few lines each, because every generated type makes its own copy of
//! them; what they call is not generic.

mod numbers;
mod pointer;
mod reader;
mod strings;
mod tokens;
mod walk;
mod writer;

use super::failure::{Failure, MAX_DEPTH, shorten};

pub(super) use pointer::pointer;
pub(super) use reader::JsonReader;
pub(super) use writer::JsonWriter;
