//! Turns AWS service models into thin Rust clients. Read by: build scripts, and the binary `tinsmith`.
//!
//! A service has hundreds of operations and a program calls a few: [`Generator`] emits those, the types that they
//! reach, their errors and a client, and nothing else. In a `build.rs`:
//!
//! ```no_run
//! # fn main() -> Result<(), tinsmith_codegen::Error> {
//! tinsmith_codegen::Generator::new("models/discovery/2015-11-01/service-2.json")
//!     .operation("DescribeContinuousExports")
//!     .emit_to_out_dir()?;
//! # Ok(())
//! # }
//! ```
//!
//! and in the program, with the crate `tinsmith` among its dependencies:
//!
//! ```text
//! pub mod discovery {
//!     tinsmith::include_service!("discovery");
//! }
//! ```
//!
//! # Inside
//!
//! `pipeline` calls the stages in order; each is a module of that name.
//! `load → select → frontend → ir → quirks → plan → emit → format → output`

mod diff;
mod emit;
mod error;
mod format;
mod frontend;
mod generator;
mod ir;
mod limits;
mod load;
mod options;
mod output;
mod pipeline;
mod plan;
mod quirks;
mod select;
#[cfg(feature = "cli")]
pub mod vendor;

pub use diff::{Change, Changes, Class};
pub use error::{Error, ErrorKind, Problem};
pub use generator::{Generator, OperationSummary, ServiceSummary};
pub use options::Emit;
pub use output::{Difference, Files, Written};
