//! Botocore's format, lowered to the IR. Called by: pipeline.
//!
//! Each problem says where it is; all of a run are reported together.

mod raw;
mod section;
mod shapes;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use self::section::Section;
use super::parse::{from_part, from_text, problem_at};

use crate::error::{Error, Problems, pointer};
use crate::ir::{Checksum, Model, Operation, Pagination, Service, Shape, ShapeId};
use crate::load::{Input, Source};

/// A model of which only the names of operations and shapes have been looked at.
pub(crate) struct Botocore<'a> {
    input: &'a Input,
    /// One part, under its own name.
    metadata: Section<'a>,
    documentation: Option<String>,
    operations: Section<'a>,
    shapes: Section<'a>,
    pagination: Section<'a>,
}

impl<'a> Botocore<'a> {
    /// Indexes a model, and its paginators if there are any; merges what their extras name.
    pub(crate) fn open(input: &'a Input) -> Result<Self, Error> {
        let document = from_text::<raw::Document<'a>>(&input.model)?;
        let pagination = match &input.paginators {
            Some(source) => from_text::<raw::Paginators<'a>>(source)?.pagination,
            None => raw::RawMap::new(),
        };
        let mut model = Self {
            input,
            metadata: Section::new([("metadata".into(), document.metadata)].into()),
            documentation: document.documentation,
            operations: Section::new(document.operations),
            shapes: Section::new(document.shapes),
            pagination: Section::new(pagination),
        };
        for source in input.model_extras.iter().chain(&input.paginators_extras) {
            let extras = from_text::<raw::Extras>(source)?;
            for (key, parts) in extras.merge {
                let merged = match key.as_str() {
                    "metadata" => {
                        let parts = [(key, parts.into())].into_iter().collect();
                        model.metadata.merge(parts)
                    }
                    "operations" => model.operations.merge(parts),
                    "shapes" => model.shapes.merge(parts),
                    "pagination" => model.pagination.merge(parts),
                    _ => Ok(()),
                };
                merged.map_err(|error| {
                    let message = format!("cannot be merged into the model: {error}");
                    Error::from(problem_at(source, "/merge", message))
                })?;
            }
        }
        Ok(model)
    }

    /// The names of all operations, sorted.
    pub(crate) fn operation_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.operations.names().collect();
        names.sort_unstable();
        names
    }

    /// Lowers these operations and all that they reach.
    pub(crate) fn lower(&self, operations: &[&str]) -> Result<Model, Error> {
        let mut lowering = Lowering {
            model: self,
            seen: BTreeSet::new(),
            queue: VecDeque::new(),
            payloads: BTreeMap::new(),
            problems: Problems::default(),
        };
        let service = lowering.service();
        let lowered = operations
            .iter()
            .filter_map(|name| lowering.operation(name))
            .collect();
        let mut shapes = lowering.shapes();
        shapes::name_flattened(&mut shapes);
        lowering.problems.finish()?;
        Ok(Model {
            service: service.unwrap_or_default(),
            operations: lowered,
            shapes,
            places: BTreeMap::new(),
        })
    }
}

/// The work of lowering: which shapes are still to be looked at, and what was found wrong.
struct Lowering<'m, 'a> {
    model: &'m Botocore<'a>,
    /// Shapes that something refers to.
    seen: BTreeSet<ShapeId>,
    /// Those still to be lowered, with the JSON pointer of the first reference.
    queue: VecDeque<(ShapeId, String)>,
    /// Members that an operation calls the whole body of its requests, by their input.
    payloads: BTreeMap<ShapeId, String>,
    problems: Problems,
}

impl<'m, 'a> Lowering<'m, 'a> {
    fn source(&self) -> &'a Source {
        &self.model.input.model
    }

    fn parse<T: DeserializeOwned>(&mut self, raw: &RawValue) -> Option<T> {
        self.problems.keep(from_part(self.source(), raw))
    }

    /// Has a shape lowered that the value at the end of these keys names.
    fn reach<'k>(&mut self, id: &ShapeId, keys: impl IntoIterator<Item = &'k str>) {
        if self.seen.insert(id.clone()) {
            self.queue.push_back((id.clone(), pointer(keys)));
        }
    }

    fn service(&mut self) -> Option<Service> {
        let metadata: raw::Metadata = self.parse(self.model.metadata.get("metadata")?)?;
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
            auth_scheme: metadata.signature_version.and_then(auth_scheme),
            global_endpoint: metadata.global_endpoint,
            query_compatible: metadata.aws_query_compatible.is_some(),
            docs: self.model.documentation.clone(),
        })
    }

    fn operation(&mut self, name: &str) -> Option<Operation> {
        let mut raw: raw::Operation = self.parse(self.model.operations.get(name)?)?;
        let (mut root, mut namespace) = (None, None);
        if let Some(input) = &mut raw.input {
            (root, namespace) = (input.location_name.take(), input.xml_namespace.take());
            if let Some(payload) = input.payload.take() {
                self.payloads.insert(ShapeId::new(&input.shape), payload);
            }
        }
        let unsigned = raw.authtype.as_deref() == Some("none") || raw.auth == ["smithy.api#noAuth"];
        let mut reach = |reference: raw::Reference, keys: &[&str]| {
            let id = ShapeId::new(&reference.shape);
            let keys = ["operations", name]
                .into_iter()
                .chain(keys.iter().copied())
                .chain(["shape"]);
            self.reach(&id, keys);
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
            unsigned,
            unsigned_payload: raw.unsigned_payload
                || raw.authtype.as_deref() == Some("v4-unsigned-body"),
            root,
            namespace: namespace.map(Into::into),
            checksum: raw.http_checksum.map(checksum),
            md5: raw.http_checksum_required,
            compressed: raw
                .request_compression
                .is_some_and(|compression| compression.encodings.iter().any(|name| name == "gzip")),
            input,
            output,
            errors,
            pagination: self.pagination(name),
        })
    }

    fn pagination(&mut self, operation: &str) -> Option<Pagination> {
        let raw = self.model.pagination.get(operation)?;
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
        while let Some((id, referrer)) = self.queue.pop_front() {
            // To say where a problem is takes a walk over the whole text.
            if self.problems.are_enough() {
                break;
            }
            let Some(shape) = self.shape(&id, &referrer) else {
                continue;
            };
            // The members of structures stand one level deeper than those of lists and maps.
            let level = (!shape.kind.members().is_empty()).then_some("members");
            for member in shape.kind.all_members() {
                let keys = ["shapes", id.as_str()]
                    .into_iter()
                    .chain(level)
                    .chain([member.name.as_str(), "shape"]);
                self.reach(&member.target, keys);
            }
            done.insert(id, shape);
        }
        done
    }

    fn shape(&mut self, id: &ShapeId, referrer: &str) -> Option<Shape> {
        let shapes: &'m Section<'a> = &self.model.shapes;
        let Some(text) = shapes.get(id.as_str()) else {
            let message = format!("the shape `{id}` is not defined in the model");
            let near = crate::error::nearest(id.as_str(), shapes.names());
            let help = match near {
                Some(near) => shapes::meant(near),
                None => "add the shape, or get the whole model".to_owned(),
            };
            self.problems
                .push(problem_at(self.source(), referrer, message).help(help));
            return None;
        };
        let mut raw: raw::Shape = self.parse(text)?;
        raw.payload = raw.payload.or_else(|| self.payloads.remove(id));
        let mut faults = Vec::new();
        let shape = shapes::lower(id, raw, &mut faults);
        for fault in faults {
            if self.problems.are_enough() {
                break;
            }
            let keys = ["shapes", id.as_str()]
                .into_iter()
                .chain(fault.keys.iter().map(String::as_str));
            let problem = problem_at(self.source(), &pointer(keys), fault.message);
            self.problems.push(match fault.help {
                Some(help) => problem.help(help),
                None => problem,
            });
        }
        shape
    }
}

/// A signature version that is not SigV4's nor S3's form of it.
fn auth_scheme(version: String) -> Option<String> {
    Some(match version.as_str() {
        "v4" | "s3" | "s3v4" => return None,
        "bearer" => "bearer tokens".to_owned(),
        "v2" => "SigV2".to_owned(),
        _ => version,
    })
}

fn checksum(raw: raw::HttpChecksum) -> Checksum {
    Checksum {
        required: raw.request_checksum_required,
        algorithm: raw.request_algorithm_member,
        mode: raw.request_validation_mode_member,
        response: raw.response_algorithms,
    }
}
