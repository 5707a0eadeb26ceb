//! How large a model may be. Read by: load, pipeline, plan.
//!
//! A model is not trusted, and small files can ask for much: a thousand operations that share a structure of a
//! thousand members are a million fields. Each limit is ten times the largest thing of its kind in AWS's models
//! (botocore 1.44.5, whose numbers stand beside them) or more. What is larger is refused, and nothing is generated.

use std::path::Path;

use crate::error::{Error, Problem, Problems, pointer};
use crate::ir::{Kind, Model, Shape};

/// Bytes of a file, before and after decompression (4.3 MB).
pub(crate) const FILE: u64 = 128 << 20;

/// Bytes of an archive of models (botocore's source distribution: 15 MB).
pub(crate) const ARCHIVE: u64 = 64 << 20;

/// Bytes that are unpacked from an archive in one go.
pub(crate) const UNPACKED: u64 = 512 << 20;

/// Operations to generate at once (830).
const OPERATIONS: usize = 10_000;

/// Errors of an operation, with those of its service (67).
const ERRORS: usize = 1_000;

/// Shapes that these reach (4,414).
const SHAPES: usize = 50_000;

/// Members of a structure or union (575).
const MEMBERS: usize = 10_000;

/// Values of an enum (1,437).
const VALUES: usize = 20_000;

/// Bytes of the name of a shape, a member or an operation (155).
const NAME: usize = 2_000;

/// Bytes of the documentation of one thing (82,642).
const DOCUMENTATION: usize = 1 << 20;

/// Bytes of a model that are read for several shapes, through mixins and limits of members (none).
pub(crate) const COPIED: usize = 64 << 20;

/// Bytes of generated code, as estimated before it is made (32 MB).
pub(crate) const CODE: usize = 400 << 20;

/// Bytes of one type's code, as estimated (0.5 MB): a type is parsed and printed as a whole, which takes memory.
pub(crate) const ITEM: usize = 8 << 20;

/// Refuses more operations than can be generated at once, before what they share is read for each of them.
pub(crate) fn check_operations(number: usize, file: &Path) -> Result<(), Error> {
    let mut found = Found::new(file);
    found.limit("", "operations", number, OPERATIONS);
    found.problems.finish()
}

/// Refuses a model in which something is too large; all of them at once.
pub(crate) fn check(model: &Model, file: &Path) -> Result<(), Error> {
    let mut found = Found::new(file);
    found.limit("", "shapes", model.shapes.len(), SHAPES);
    found.documentation(
        || "/documentation".to_owned(),
        model.service.docs.as_deref(),
    );
    for operation in &model.operations {
        let at = || pointer(["operations", &operation.name]);
        found.name(at, &operation.name);
        if operation.errors.len() > ERRORS {
            found.limit(&at(), "errors", operation.errors.len(), ERRORS);
        }
        found.documentation(at, operation.docs.as_deref());
    }
    for shape in model.shapes.values() {
        found.shape(shape);
    }
    found.problems.finish()
}

struct Found<'a> {
    file: &'a Path,
    problems: Problems,
}

impl<'a> Found<'a> {
    fn new(file: &'a Path) -> Self {
        Self {
            file,
            problems: Problems::default(),
        }
    }

    fn shape(&mut self, shape: &Shape) {
        let at = || pointer(["shapes", shape.id.as_str()]);
        self.name(at, shape.id.as_str());
        self.documentation(at, shape.docs.as_deref());
        if let Kind::Enum { values } = &shape.kind
            && values.len() > VALUES
        {
            self.limit(&at(), "values", values.len(), VALUES);
        }
        let members = shape.kind.members();
        if members.len() > MEMBERS {
            self.limit(&at(), "members", members.len(), MEMBERS);
        }
        for member in members {
            let at = || pointer(["shapes", shape.id.as_str(), "members", &member.name]);
            self.name(at, &member.name);
            self.documentation(at, member.docs.as_deref());
        }
    }

    fn limit(&mut self, at: &str, what: &str, number: usize, limit: usize) {
        if number > limit {
            self.add(
                at,
                format!("{number} {what} are more than the {limit} that can be generated"),
            );
        }
    }

    fn name(&mut self, at: impl Fn() -> String, name: &str) {
        if name.len() > NAME {
            let message = format!("the name has {} bytes, and can have {NAME}", name.len());
            self.add(&at(), message);
        }
    }

    fn documentation(&mut self, at: impl Fn() -> String, docs: Option<&str>) {
        let bytes = docs.map_or(0, str::len);
        if bytes > DOCUMENTATION {
            let message =
                format!("the documentation has {bytes} bytes, and can have {DOCUMENTATION}");
            self.add(&at(), message);
        }
    }

    fn add(&mut self, at: &str, message: String) {
        let problem = Problem::model(message).in_file(self.file).at(at);
        self.problems
            .push(problem.help("no model of AWS's is nearly as large"));
    }
}
