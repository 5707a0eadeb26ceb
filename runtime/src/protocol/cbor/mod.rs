//! CBOR ([RFC 8949](https://www.rfc-editor.org/rfc/rfc8949)): a pull reader over bytes and a writer, both over minicbor, which
//! knows how items are spelled. Read by: `rpc_v2_cbor`.
//!
//! Functions that are generic over a shape are a few lines each, because every generated type makes its own copy of
//! them; what they call is not generic.

mod items;
mod numbers;
mod pointer;
mod reader;
mod skip;
#[cfg(test)]
mod tests;
mod walk;
mod writer;

use super::failure::{Failure, MAX_DEPTH, shorten};

pub(super) use pointer::pointer;
pub(super) use reader::CborReader;
pub(super) use writer::CborWriter;

/// The byte that ends a list, map or string whose length was not told.
const BREAK: u8 = 0xFF;

/// Why a document has no form here.
const NO_DOCUMENTS: &str = "the protocol has no form for documents";
