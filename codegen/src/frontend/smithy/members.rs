//! The members of a shape, lowered to the IR: what they are, and how they travel. Read by: shapes.

use serde_json::value::RawValue;

use super::lowering::Lowering;
use super::reader::{Flat, FlatMember};
use super::shapes::Reached;
use super::traits::{
    self, DOCUMENTATION, EC2_QUERY_NAME, ENUM, EVENT_HEADER, EVENT_PAYLOAD, HOST_LABEL,
    HTTP_HEADER, HTTP_LABEL, HTTP_PAYLOAD, HTTP_PREFIX_HEADERS, HTTP_QUERY, HTTP_QUERY_PARAMS,
    HTTP_RESPONSE_CODE, IDEMPOTENCY_TOKEN, JSON_NAME, LENGTH, PATTERN, RANGE, REQUIRED,
    REQUIRES_LENGTH, SENSITIVE, Traits, XML_ATTRIBUTE, XML_FLATTENED, XML_NAME, XML_NAMESPACE,
};
use crate::ir::{Location, Member, ShapeId, Wire};

/// A trait that says where a member travels.
struct Binding {
    id: &'static str,
    location: Location,
    /// Whether it means something in requests, and in answers.
    directions: [bool; 2],
    /// Whether its value is the name under which the member travels.
    names: bool,
}

const fn binding(
    id: &'static str,
    location: Location,
    directions: [bool; 2],
    names: bool,
) -> Binding {
    Binding {
        id,
        location,
        directions,
        names,
    }
}

const BOTH: [bool; 2] = [true, true];
const REQUESTS: [bool; 2] = [true, false];
const ANSWERS: [bool; 2] = [false, true];

const BINDINGS: [Binding; 7] = [
    binding(HTTP_HEADER, Location::Header, BOTH, true),
    binding(HTTP_PREFIX_HEADERS, Location::PrefixHeaders, BOTH, true),
    binding(HTTP_QUERY, Location::Query, REQUESTS, true),
    binding(HTTP_QUERY_PARAMS, Location::Query, REQUESTS, false),
    binding(HTTP_LABEL, Location::Label, REQUESTS, false),
    binding(HTTP_PAYLOAD, Location::Payload, BOTH, false),
    binding(HTTP_RESPONSE_CODE, Location::Status, ANSWERS, false),
];

impl<'a> Lowering<'_, 'a> {
    pub(super) fn members(&mut self, owner: &ShapeId, flat: &Flat<'a>) -> Vec<Member> {
        let members = flat.members.iter();
        members
            .map(|(name, member)| self.member(owner, name, member))
            .collect()
    }

    /// The element of a list, or the key or value of a map.
    pub(super) fn part(
        &mut self,
        owner: &ShapeId,
        flat: &Flat<'a>,
        name: &str,
        place: &RawValue,
    ) -> Option<Member> {
        match flat.members.get(name) {
            Some(member) => Some(self.member(owner, name, member)),
            None => {
                let message = format!("a {} must have a `{name}`", flat.kind);
                self.reader.problem(place, message);
                None
            }
        }
    }

    fn member(&mut self, owner: &ShapeId, name: &str, member: &FlatMember<'a>) -> Member {
        let traits = &member.traits;
        let has = |id| traits.contains_key(id);
        let target = self.reach_member(owner, name, member);
        Member {
            // What is `clientOptional` or has a default is required all the same: of a client that sends nothing
            // which its user has not set, neither asks for anything.
            required: has(REQUIRED),
            docs: self.reader.value(traits, DOCUMENTATION),
            deprecated: self.deprecation(traits),
            sensitive: has(SENSITIVE),
            idempotency_token: has(IDEMPOTENCY_TOKEN),
            host_label: has(HOST_LABEL),
            event_payload: has(EVENT_PAYLOAD),
            event_header: has(EVENT_HEADER),
            wire: self.wire(owner, member),
            ..Member::of(name, &target)
        }
    }

    fn wire(&mut self, owner: &ShapeId, member: &FlatMember<'a>) -> Wire {
        let traits = &member.traits;
        let bindings = self.bindings();
        let (location, mut name) = self.location(owner, traits);
        let is_payload = location == Some(Location::Payload);
        for (read, id) in [
            (bindings.json_names, JSON_NAME),
            (bindings.xml_names, XML_NAME),
        ] {
            if read && name.is_none() && (location.is_none() || is_payload) {
                name = self.reader.value(traits, id);
            }
        }
        let namespace: Option<traits::XmlNamespace> = self.reader.value(traits, XML_NAMESPACE);
        let mut xml_namespace = namespace.map(traits::XmlNamespace::lower);
        // Of a request's document, the root is in the service's namespace.
        let target = self.index().type_of(&member.target);
        let is_document = is_payload && matches!(target.as_deref(), Some("structure" | "union"));
        if is_document && self.roles(owner)[0] {
            xml_namespace = xml_namespace.or_else(|| bindings.xml_namespace.clone());
        }
        Wire {
            name,
            query_name: self.reader.value(traits, EC2_QUERY_NAME),
            location,
            timestamp_format: self.timestamp_format(traits),
            flattened: traits.contains_key(XML_FLATTENED),
            xml_attribute: traits.contains_key(XML_ATTRIBUTE),
            xml_namespace,
            requires_length: traits.contains_key(REQUIRES_LENGTH),
            ..Wire::default()
        }
    }

    /// Where a member travels, and under which name, if not its own. Only the members of inputs, outputs and errors
    /// travel outside of documents, and some bindings mean nothing in one direction
    /// ([the rules](https://smithy.io/2.0/spec/http-bindings.html)).
    fn location(
        &mut self,
        owner: &ShapeId,
        traits: &Traits<'a>,
    ) -> (Option<Location>, Option<String>) {
        if !self.bindings().http {
            return (None, None);
        }
        let [is_input, is_answer] = self.roles(owner);
        for binding in BINDINGS {
            let [in_requests, in_answers] = binding.directions;
            let counts = (is_input && in_requests) || (is_answer && in_answers);
            if counts && traits.contains_key(binding.id) {
                let name = if binding.names {
                    self.reader.value(traits, binding.id)
                } else {
                    None
                };
                return (Some(binding.location), name);
            }
        }
        (None, None)
    }

    /// Has a member's target lowered. Where the member has limits of its own, a copy of the target that has them: the
    /// IR has limits on shapes only, as botocore's models do, and shapes that need no name in Rust can be copied.
    fn reach_member(&mut self, owner: &ShapeId, name: &str, member: &FlatMember<'a>) -> ShapeId {
        let limited = [LENGTH, RANGE, PATTERN]
            .iter()
            .any(|id| member.traits.contains_key(*id));
        let target = member.target.as_str();
        if !limited || self.needs_a_name(target) || !self.may_copy(target, member) {
            return self.reach(target, member.place);
        }
        let id = ShapeId::new(&format!("{owner}${name}"));
        self.queue(Reached {
            id: id.clone(),
            absolute: target.to_owned(),
            mention: member.place,
            member: Some(member.traits.clone()),
        });
        id
    }

    fn may_copy(&mut self, target: &str, member: &FlatMember<'a>) -> bool {
        let length = self.index().get(target).map_or(0, |text| text.get().len());
        self.reader.may_copy(length, member.place)
    }

    fn needs_a_name(&mut self, id: &str) -> bool {
        if let Some(known) = self.named.get(id) {
            return *known;
        }
        let named = self.is_named(id);
        self.named.insert(id.to_owned(), named);
        named
    }

    fn is_named(&mut self, id: &str) -> bool {
        match self.index().type_of(id).as_deref() {
            Some("structure" | "union" | "enum") => true,
            Some("string") if self.index().get(id).is_some() => {
                let flat = self.reader.flat(id);
                flat.is_some_and(|flat| flat.traits.contains_key(ENUM))
            }
            _ => false,
        }
    }
}
