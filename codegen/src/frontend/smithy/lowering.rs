//! From chosen operations to the IR: which shapes are still to be looked at. Read by: mod, shapes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::value::RawValue;

use super::Smithy;
use super::index::Index;
use super::names::{Names, UNIT, split};
use super::reader::{Flat, Reader};
use super::service::{self, Bindings};
use super::shapes::Reached;
use super::traits::{
    AUTH, DOCUMENTATION, ENDPOINT, Endpoint, HTTP, HTTP_CHECKSUM, HTTP_CHECKSUM_REQUIRED, Http,
    HttpChecksum, OPTIONAL_AUTH, REQUEST_COMPRESSION, RequestCompression, Traits, UNSIGNED_PAYLOAD,
};
use crate::error::Error;
use crate::ir::{Model, Operation, Shape, ShapeId};

/// The work of lowering: which shapes are still to be looked at, and what was found wrong.
pub(super) struct Lowering<'m, 'a> {
    model: &'m Smithy<'a>,
    pub(super) reader: Reader<'m, 'a>,
    /// Shapes that something refers to.
    seen: BTreeSet<ShapeId>,
    /// Those still to be lowered.
    queue: VecDeque<Reached<'a>>,
    /// The ids of all that has been looked at, by name.
    places: BTreeMap<String, String>,
    /// What operations take.
    inputs: BTreeSet<ShapeId>,
    /// What operations answer: outputs and errors.
    answers: BTreeSet<ShapeId>,
    /// Shapes whose values are JSON texts.
    pub(super) json_text: BTreeSet<ShapeId>,
    /// Which of the shapes that were asked for have a name in Rust.
    pub(super) named: BTreeMap<String, bool>,
    /// What every operation can fail with.
    common_errors: Vec<ShapeId>,
}

impl<'m, 'a> Lowering<'m, 'a> {
    pub(super) fn new(model: &'m Smithy<'a>) -> Self {
        Self {
            model,
            reader: Reader::new(model.source, &model.index),
            seen: BTreeSet::new(),
            queue: VecDeque::new(),
            places: BTreeMap::new(),
            inputs: BTreeSet::new(),
            answers: BTreeSet::new(),
            json_text: BTreeSet::new(),
            named: BTreeMap::new(),
            common_errors: Vec::new(),
        }
    }

    /// Lowers these operations and all that they reach.
    pub(super) fn run(mut self, operations: &[&str]) -> Result<Model, Error> {
        let model = self.model;
        let service = service::service(&mut self.reader, &model.id, &model.service);
        self.common_errors = self.mentioned(&model.service.errors);
        let lowered = operations
            .iter()
            .filter_map(|name| self.operation(name))
            .collect();
        let mut shapes = self.shapes();
        for shape in shapes.values_mut() {
            for member in shape.kind.all_members_mut() {
                member.json_value = self.json_text.contains(&member.target);
            }
        }
        self.reader.problems.finish()?;
        Ok(Model {
            service,
            operations: lowered,
            shapes,
            places: self.places,
        })
    }

    pub(super) fn index(&self) -> &'m Index<'a> {
        &self.model.index
    }

    pub(super) fn names(&self) -> &'m Names {
        &self.model.names
    }

    pub(super) fn bindings(&self) -> &'m Bindings {
        &self.model.bindings
    }

    /// Whether a shape is the input of an operation, and whether it is an output or an error.
    pub(super) fn roles(&self, id: &ShapeId) -> [bool; 2] {
        [self.inputs.contains(id), self.answers.contains(id)]
    }

    /// Has the shape with this id lowered, which `mention` refers to.
    pub(super) fn reach(&mut self, absolute: &str, mention: &'a RawValue) -> ShapeId {
        let id = self.names().of(absolute);
        self.queue(Reached {
            id: id.clone(),
            absolute: absolute.to_owned(),
            mention,
            member: None,
        });
        id
    }

    pub(super) fn queue(&mut self, reached: Reached<'a>) {
        if self.seen.insert(reached.id.clone()) {
            let place = (reached.id.as_str().to_owned(), reached.absolute.clone());
            self.places.extend([place]);
            self.queue.push_back(reached);
        }
    }

    fn operation(&mut self, name: &str) -> Option<Operation> {
        let id = self.model.operations.get(name)?;
        self.places.insert(name.to_owned(), id.clone());
        let flat = self.reader.flat(id)?;
        let traits = &flat.traits;
        let http: Option<Http> = if self.bindings().http {
            self.reader.value(traits, HTTP)
        } else {
            None
        };
        let (method, uri) = match http {
            Some(http) => (http.method, without_id(&http.uri, name)),
            None => ("POST".to_owned(), "/".to_owned()),
        };
        let wire_name = split(id).1;
        let endpoint: Option<Endpoint> = self.reader.value(traits, ENDPOINT);
        let checksum: Option<HttpChecksum> = self.reader.value(traits, HTTP_CHECKSUM);
        let compression: Option<RequestCompression> =
            self.reader.value(traits, REQUEST_COMPRESSION);
        let [input, output] = [flat.input, flat.output].map(|mention| self.root(mention));
        let errors = self.errors(&flat);
        self.inputs.extend(input.clone());
        self.answers.extend(output.iter().chain(&errors).cloned());
        Some(Operation {
            name: name.to_owned(),
            wire_name: (wire_name != name).then(|| wire_name.to_owned()),
            docs: self.reader.value(traits, DOCUMENTATION),
            deprecated: self.deprecation(traits),
            method,
            uri,
            host_prefix: endpoint.map(|endpoint| endpoint.host_prefix),
            unsigned: self.is_unsigned(traits),
            unsigned_payload: traits.contains_key(UNSIGNED_PAYLOAD),
            root: None,
            namespace: self.bindings().xml_namespace.clone(),
            checksum: checksum.map(HttpChecksum::lower),
            md5: traits.contains_key(HTTP_CHECKSUM_REQUIRED),
            compressed: compression
                .is_some_and(|compression| compression.encodings.iter().any(|name| name == "gzip")),
            input,
            output,
            errors,
            pagination: service::pagination(&mut self.reader, &self.model.service.traits, traits),
        })
    }

    /// The input or output of an operation; none where it is `Unit`, which has no members and no name.
    fn root(&mut self, mention: Option<&'a RawValue>) -> Option<ShapeId> {
        let mention = mention?;
        let target = self.reader.target(mention)?;
        (target != UNIT).then(|| self.reach(&target, mention))
    }

    /// Every operation can fail as its service says, and as itself does.
    fn errors(&mut self, flat: &Flat<'a>) -> Vec<ShapeId> {
        let mut errors = self.mentioned(&flat.errors);
        errors.extend_from_slice(&self.common_errors);
        errors
    }

    fn mentioned(&mut self, mentions: &[&'a RawValue]) -> Vec<ShapeId> {
        let target = |mention: &&'a RawValue| {
            let target = self.reader.target(mention)?;
            Some(self.reach(&target, mention))
        };
        mentions.iter().filter_map(target).collect()
    }

    /// Whether no scheme signs a request: the list of schemes is empty, or signing is left to the client.
    fn is_unsigned(&mut self, traits: &Traits<'a>) -> bool {
        let model = self.model;
        let schemes = match traits.contains_key(AUTH) {
            true => self.reader.value::<Vec<String>>(traits, AUTH),
            false => self.reader.value(&model.service.traits, AUTH),
        };
        traits.contains_key(OPTIONAL_AUTH) || schemes.is_some_and(|schemes| schemes.is_empty())
    }

    /// Lowers the queued shapes and those that they refer to in turn.
    fn shapes(&mut self) -> BTreeMap<ShapeId, Shape> {
        let mut done = BTreeMap::new();
        while let Some(reached) = self.queue.pop_front() {
            if self.reader.problems.are_enough() {
                break;
            }
            if let Some(shape) = self.shape(&reached) {
                done.insert(reached.id, shape);
            }
        }
        done
    }
}

/// A URI without the parameter that only repeats the operation's name, so that no two operations of a service have the
/// same URI. Services do not read it, and botocore's models do not have it.
fn without_id(uri: &str, operation: &str) -> String {
    let Some((path, query)) = uri.split_once('?') else {
        return uri.to_owned();
    };
    let repeats = |part: &&str| part.strip_prefix("x-id=") == Some(operation);
    let kept: Vec<&str> = query.split('&').filter(|part| !repeats(part)).collect();
    if kept.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::without_id;

    #[test]
    fn a_uri_does_not_repeat_its_operation() {
        for (uri, expected) in [
            ("/{Bucket}?x-id=Get", "/{Bucket}"),
            ("/{Bucket}?tagging&x-id=Get", "/{Bucket}?tagging"),
            ("/?x-id=Other", "/?x-id=Other"),
            ("/a", "/a"),
        ] {
            assert_eq!(without_id(uri, "Get"), expected);
        }
    }
}
