//! XML: a pull reader over text and a writer, as the AWS protocols need them. Read by: `rest_xml`, `aws_query`.
//!
//! Functions that are generic over a shape are a few lines each, because every generated type makes its own copy of
//! them; what they call is not generic.
//!
//! A response is read by [`XmlReader`], from one of three places: the document's root ([`XmlReader::root`]), an element
//! in it ([`XmlReader::enter`]), or the document itself, whose one child is the root ([`XmlReader::before_root`]). An error
//! is read by [`error_answer`] and [`error_reader`]. A request is written by [`XmlWriter::begin_document`] or
//! [`XmlWriter::payload`]. What cannot be read becomes an error by [`unreadable`].

mod answer;
mod escape;
mod pointer;
mod reader;
#[cfg(test)]
mod tests;
mod tokens;
mod walk;
mod writer;

use super::failure::{Failure, MAX_DEPTH, shorten};

pub(super) use answer::{
    another_format, body, error_answer, error_reader, is_error, is_nothing, unreadable,
};
pub(super) use pointer::pointer;
pub(super) use reader::XmlReader;
pub(super) use writer::XmlWriter;

/// A name without the prefix of its namespace. Prefixes are the document's choice, and no service has two members that
/// only their namespaces tell apart.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
