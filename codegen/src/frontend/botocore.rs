//! Botocore's format, lowered to the IR. Called by: pipeline.
//!
//! Each problem says where it is; all of a run are reported together.

use std::collections::{BTreeMap, VecDeque};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{locate, raw, shapes};
use crate::error::{Error, Position, Problem, Problems, pointer};
use crate::ir::{Model, Operation, Pagination, Service, Shape, ShapeId};
use crate::load::{Input, Source};

/// A model of which only the names of operations and shapes have been looked at.
pub(crate) struct Botocore<'a> {
    input: &'a Input,
    document: raw::Document<'a>,
    pagination: raw::RawMap<'a>,
}

impl<'a> Botocore<'a> {
    /// Indexes a model, and its paginators if there are any.
    pub(crate) fn open(input: &'a Input) -> Result<Self, Error> {
        let document = from_text::<raw::Document<'a>>(&input.model)?;
        let pagination = match &input.paginators {
            Some(source) => from_text::<raw::Paginators<'a>>(source)?.pagination,
            None => raw::RawMap::new(),
        };
        Ok(Self {
            input,
            document,
            pagination,
        })
    }

    /// The names of all operations, sorted.
    pub(crate) fn operation_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.document.operations.keys().map(AsRef::as_ref).collect();
        names.sort_unstable();
        names
    }

    /// Lowers these operations and all that they reach.
    pub(crate) fn lower(&self, operations: &[&str]) -> Result<Model, Error> {
        let mut lowering = Lowering {
            model: self,
            queue: VecDeque::new(),
            problems: Problems::default(),
        };
        let service = lowering.service();
        let lowered = operations
            .iter()
            .filter_map(|name| lowering.operation(name))
            .collect();
        let shapes = lowering.shapes();
        lowering.problems.finish()?;
        Ok(Model {
            service: service.unwrap_or_default(),
            operations: lowered,
            shapes,
        })
    }
}

/// The work of lowering: which shapes are still to be looked at, and what was found wrong.
struct Lowering<'m, 'a> {
    model: &'m Botocore<'a>,
    /// Shapes that something refers to, with the JSON pointer of the reference.
    queue: VecDeque<(ShapeId, String)>,
    problems: Problems,
}

impl<'a> Lowering<'_, 'a> {
    fn source(&self) -> &'a Source {
        &self.model.input.model
    }

    fn parse<T: Deserialize<'a>>(&mut self, raw: &'a RawValue) -> Option<T> {
        self.problems.keep(from_part(self.source(), raw))
    }

    fn service(&mut self) -> Option<Service> {
        let metadata: raw::Metadata = self.parse(self.model.document.metadata)?;
        let protocols = if metadata.protocols.is_empty() {
            vec![metadata.protocol]
        } else {
            metadata.protocols
        };
        Some(Service {
            // Models of before 2017 have no service id; botocore falls back on the name as well.
            id: metadata
                .service_id
                .unwrap_or_else(|| metadata.service_full_name.clone()),
            full_name: metadata.service_full_name,
            version: metadata.api_version,
            uid: metadata.uid,
            protocols,
            json_version: metadata.json_version,
            target_prefix: metadata.target_prefix,
            endpoint_prefix: metadata.endpoint_prefix,
            signing_name: metadata.signing_name,
            global_endpoint: metadata.global_endpoint,
            docs: self.model.document.documentation.clone(),
        })
    }

    fn operation(&mut self, name: &str) -> Option<Operation> {
        let raw: raw::Operation = self.parse(self.model.document.operations.get(name)?)?;
        let mut reach = |reference: raw::Reference, keys: &[&str]| {
            let id = ShapeId::new(&reference.shape);
            let keys = ["operations", name]
                .into_iter()
                .chain(keys.iter().copied())
                .chain(["shape"]);
            self.queue.push_back((id.clone(), pointer(keys)));
            id
        };
        let input = raw.input.map(|input| reach(input, &["input"]));
        let output = raw.output.map(|output| reach(output, &["output"]));
        let errors = raw.errors.into_iter().enumerate();
        let errors = errors
            .map(|(index, error)| reach(error, &["errors", &index.to_string()]))
            .collect();
        Some(Operation {
            name: name.to_owned(),
            wire_name: raw.name.filter(|wire| wire != name),
            docs: raw.documentation,
            deprecated: shapes::deprecation(
                raw.deprecated,
                raw.deprecated_message,
                raw.deprecated_since,
            ),
            method: raw.http.method,
            uri: raw.http.request_uri,
            host_prefix: raw.endpoint.and_then(|endpoint| endpoint.host_prefix),
            unsigned: raw.authtype.as_deref() == Some("none"),
            input,
            output,
            errors,
            pagination: self.pagination(name),
        })
    }

    fn pagination(&mut self, operation: &str) -> Option<Pagination> {
        let raw = *self.model.pagination.get(operation)?;
        let source = self.model.input.paginators.as_ref()?;
        let raw: raw::Paginator = self.problems.keep(from_part(source, raw))?;
        Some(Pagination {
            input_tokens: raw.input_token.into(),
            output_tokens: raw.output_token.into(),
            result_keys: raw.result_key.into(),
            more_results: raw.more_results,
        })
    }

    /// Lowers the queued shapes and those that they refer to in turn.
    fn shapes(&mut self) -> BTreeMap<ShapeId, Shape> {
        let mut done = BTreeMap::new();
        let mut missing: Vec<ShapeId> = Vec::new();
        while let Some((id, referrer)) = self.queue.pop_front() {
            if done.contains_key(&id) || missing.contains(&id) {
                continue;
            }
            match self.shape(&id, &referrer) {
                Some(shape) => {
                    // The members of structures stand one level deeper than those of lists and maps.
                    let level = (!shape.kind.members().is_empty()).then_some("members");
                    for member in shape.kind.all_members() {
                        let keys = ["shapes", id.as_str()]
                            .into_iter()
                            .chain(level)
                            .chain([member.name.as_str(), "shape"]);
                        self.queue.push_back((member.target.clone(), pointer(keys)));
                    }
                    done.insert(id, shape);
                }
                None => missing.push(id),
            }
        }
        done
    }

    fn shape(&mut self, id: &ShapeId, referrer: &str) -> Option<Shape> {
        let shapes = &self.model.document.shapes;
        let Some(&text) = shapes.get(id.as_str()) else {
            let message = format!("the shape `{id}` is not defined in the model");
            let near = crate::error::nearest(id.as_str(), shapes.keys().map(AsRef::as_ref));
            let help = match near {
                Some(near) => format!("did the model mean `{near}`?"),
                None => "add the shape, or get the whole model".to_owned(),
            };
            self.problems
                .push(problem_at(self.source(), referrer, message).help(help));
            return None;
        };
        let raw: raw::Shape = self.parse(text)?;
        let mut faults = Vec::new();
        let shape = shapes::lower(id, raw, &mut faults);
        for fault in faults {
            let keys = ["shapes", id.as_str()]
                .into_iter()
                .chain(fault.keys.iter().map(String::as_str));
            self.problems
                .push(problem_at(self.source(), &pointer(keys), fault.message));
        }
        shape
    }
}

/// A problem with the value that a JSON pointer names.
fn problem_at(source: &Source, pointer: &str, message: String) -> Problem {
    let problem = Problem::model(message).in_file(&source.path).at(pointer);
    match locate::offset(&source.text, pointer) {
        Some(offset) => problem.position(Position::of_offset(&source.text, offset)),
        None => problem,
    }
}

fn from_text<'a, T: Deserialize<'a>>(source: &'a Source) -> Result<T, Error> {
    serde_json::from_str(&source.text).map_err(|error| json_error(source, 0, &source.text, &error))
}

fn from_part<'a, T: Deserialize<'a>>(source: &'a Source, part: &'a RawValue) -> Result<T, Error> {
    serde_json::from_str(part.get()).map_err(|error| {
        let start = (part.get().as_ptr() as usize).saturating_sub(source.text.as_ptr() as usize);
        json_error(source, start, part.get(), &error)
    })
}

/// Says where in the whole file an error stands that was found in the part that begins at `start`.
fn json_error(source: &Source, start: usize, part: &str, error: &serde_json::Error) -> Error {
    let line_start: usize = part
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let offset = (start + line_start + error.column()).min(source.text.len());
    let text = error.to_string();
    let message = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(message, _)| message);
    let message = if error.is_data() {
        message.to_owned()
    } else {
        format!("not valid JSON: {message}")
    };
    let before = offset.saturating_sub(1);
    Problem::model(message)
        .in_file(&source.path)
        .position(Position::of_offset(&source.text, before))
        .at(locate::pointer(&source.text, before))
        .into()
}
