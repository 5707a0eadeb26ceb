//! Shapes with their mixins worked in and the applied traits added, and the problems found on the way. Read by: mod,
//! service, shapes.
//!
//! A shape has the traits and members of its mixins, of which a later one wins over an earlier one, and its own over all
//! ([the rules](https://smithy.io/2.0/spec/mixins.html)).

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::index::Index;
use super::raw;
use super::traits::{MIXIN, Mixin, Traits};
use crate::error::{Problems, nearest};
use crate::frontend::parse::{from_part, problem_in};
use crate::limits;
use crate::load::Source;

/// Mixins of mixins deeper than this are no model's; the way down is one call for each.
const DEEPEST_MIXIN: usize = 64;

/// A shape with all that mixins and `apply` statements give it.
#[derive(Default)]
pub(super) struct Flat<'a> {
    pub(super) kind: String,
    pub(super) traits: Traits<'a>,
    /// Of a list, its `member`; of a map, `key` and `value`.
    pub(super) members: IndexMap<String, FlatMember<'a>>,
    pub(super) version: Option<String>,
    pub(super) rename: BTreeMap<String, String>,
    pub(super) input: Option<&'a RawValue>,
    pub(super) output: Option<&'a RawValue>,
    pub(super) errors: Vec<&'a RawValue>,
    /// Of a resource also those of its life cycle.
    pub(super) operations: Vec<&'a RawValue>,
    pub(super) resources: Vec<&'a RawValue>,
}

/// A member, its own or a mixin's.
#[derive(Clone)]
pub(super) struct FlatMember<'a> {
    /// Where it stands; none for one that only a mixin has.
    pub(super) place: &'a RawValue,
    pub(super) target: String,
    pub(super) traits: Traits<'a>,
}

impl<'a> Flat<'a> {
    /// About how many bytes of text a shape gets that mixes this in.
    fn length(&self) -> usize {
        let lists = [&self.errors, &self.operations, &self.resources];
        let mentions = lists.into_iter().flatten().map(|part| part.get().len());
        let members = self.members.values();
        let members =
            members.map(|member| member.place.get().len() + traits_length(&member.traits));
        mentions.chain(members).sum::<usize>() + traits_length(&self.traits)
    }

    fn inherit(&mut self, mixin: &Self, local: &BTreeSet<String>) {
        let handed_on = mixin.traits.iter().filter(|(id, _)| !local.contains(*id));
        self.traits
            .extend(handed_on.map(|(id, value)| (id.clone(), *value)));
        for (name, member) in &mixin.members {
            self.add_member(name, member.clone());
        }
        self.version = mixin.version.clone().or(self.version.take());
        self.rename.extend(mixin.rename.clone());
        self.input = mixin.input.or(self.input);
        self.output = mixin.output.or(self.output);
        self.errors.extend(&mixin.errors);
        self.operations.extend(&mixin.operations);
        self.resources.extend(&mixin.resources);
    }

    fn add_member(&mut self, name: &str, member: FlatMember<'a>) {
        match self.members.get_mut(name) {
            Some(known) => {
                known.place = member.place;
                known.target = member.target;
                known.traits.extend(member.traits);
            }
            None => {
                self.members.insert(name.to_owned(), member);
            }
        }
    }

    fn add(&mut self, raw: raw::Shape<'a>) {
        let life_cycle = [
            raw.create, raw.put, raw.read, raw.update, raw.delete, raw.list,
        ];
        self.traits.extend(owned(raw.traits));
        self.version = raw.version.or(self.version.take());
        self.rename.extend(raw.rename);
        self.input = raw.input.or(self.input);
        self.output = raw.output.or(self.output);
        self.errors.extend(raw.errors);
        self.operations
            .extend(life_cycle.into_iter().flatten().chain(raw.operations));
        self.operations.extend(raw.collection_operations);
        self.resources.extend(raw.resources);
    }
}

fn traits_length(traits: &Traits<'_>) -> usize {
    let lengths = traits
        .iter()
        .map(|(id, value)| id.len() + value.get().len());
    lengths.sum()
}

fn owned(traits: raw::RawMap<'_>) -> impl Iterator<Item = (String, &RawValue)> {
    traits
        .into_iter()
        .map(|(id, value)| (id.into_owned(), value))
}

/// Reads parts of a model, and keeps what is wrong with them.
pub(super) struct Reader<'m, 'a> {
    source: &'a Source,
    index: &'m Index<'a>,
    pub(super) problems: Problems,
    /// Mixins that have been read; none for one that is wrong.
    mixins: BTreeMap<String, Option<Rc<Flat<'a>>>>,
    /// The shape that is being read, and the mixins that led to the one that is.
    open: Vec<String>,
    /// Bytes of text that stand once in the file and are read for several shapes.
    copied: usize,
}

impl<'m, 'a> Reader<'m, 'a> {
    pub(super) fn new(source: &'a Source, index: &'m Index<'a>) -> Self {
        Self {
            source,
            index,
            problems: Problems::default(),
            mixins: BTreeMap::new(),
            open: Vec::new(),
            copied: 0,
        }
    }

    pub(super) fn parse<T: Deserialize<'a>>(&mut self, part: &'a RawValue) -> Option<T> {
        self.problems.keep(from_part(self.source, part))
    }

    /// The value of a trait, if it is there and as it should be.
    pub(super) fn value<T: Deserialize<'a>>(&mut self, traits: &Traits<'a>, id: &str) -> Option<T> {
        let part = traits.get(id)?;
        self.parse(part)
    }

    /// The id in a reference to a shape.
    pub(super) fn target(&mut self, reference: &'a RawValue) -> Option<String> {
        Some(self.parse::<raw::Reference>(reference)?.target)
    }

    pub(super) fn problem(&mut self, part: &RawValue, message: impl Into<String>) {
        // To say where a problem is takes a walk over the whole text.
        if !self.problems.are_enough() {
            self.problems.push(problem_in(self.source, part, message));
        }
    }

    pub(super) fn problem_with_help(&mut self, part: &RawValue, message: String, help: String) {
        if !self.problems.are_enough() {
            self.problems
                .push(problem_in(self.source, part, message).help(help));
        }
    }

    /// Says that a shape, which `mention` refers to, is not in the model.
    pub(super) fn dangling(&mut self, id: &str, mention: &RawValue) {
        if self.problems.are_enough() {
            return;
        }
        let help = match nearest(id, self.index.ids()) {
            Some(near) => format!("did the model mean `{near}`?"),
            None => "add the shape, or get the whole model".to_owned(),
        };
        let message = format!("the shape `{id}` is not defined in the model");
        self.problem_with_help(mention, message, help);
    }

    /// A shape of the file.
    pub(super) fn flat(&mut self, id: &str) -> Option<Flat<'a>> {
        let text = self.index.get(id)?;
        let raw: raw::Shape<'a> = self.parse(text)?;
        let mut flat = Flat {
            kind: raw.kind.clone(),
            ..Flat::default()
        };
        self.open.push(id.to_owned());
        for mention in &raw.mixins {
            self.mix_in(&mut flat, mention);
        }
        self.open.pop();
        self.members(id, &raw, &mut flat);
        flat.add(raw);
        self.apply(id, &mut flat.traits);
        Some(flat)
    }

    fn members(&mut self, id: &str, raw: &raw::Shape<'a>, flat: &mut Flat<'a>) {
        let parts = [
            ("member", raw.member),
            ("key", raw.key),
            ("value", raw.value),
        ];
        let parts = parts
            .into_iter()
            .filter_map(|(name, part)| Some((name, part?)));
        let members = raw.members.iter().map(|(name, part)| (&**name, *part));
        for (name, place) in members.chain(parts) {
            if let Some(member) = self.parse::<raw::Member<'a>>(place) {
                let member = FlatMember {
                    place,
                    target: member.target,
                    traits: owned(member.traits).collect(),
                };
                flat.add_member(name, member);
            }
        }
        if !self.index.applies_nothing() {
            for (name, member) in &mut flat.members {
                self.apply(&format!("{id}${name}"), &mut member.traits);
            }
        }
    }

    fn apply(&mut self, id: &str, traits: &mut Traits<'a>) {
        let index: &'m Index<'a> = self.index;
        for text in index.applied(id) {
            if let Some(apply) = self.parse::<raw::Apply<'a>>(text) {
                traits.extend(owned(apply.traits));
            }
        }
    }

    fn mix_in(&mut self, flat: &mut Flat<'a>, mention: &'a RawValue) {
        let Some((id, mixin)) = self.mixin(mention) else {
            return;
        };
        if mixin.kind != flat.kind {
            let message = format!(
                "the mixin `{id}` is of type {}, and the shape of type {}",
                mixin.kind, flat.kind
            );
            self.problem(mention, message);
            return;
        }
        if !self.may_copy(mixin.length(), mention) {
            return;
        }
        let mut local: BTreeSet<String> = match mixin.traits.contains_key(MIXIN) {
            true => {
                let value: Option<Mixin> = self.value(&mixin.traits, MIXIN);
                value.unwrap_or_default().local_traits.into_iter().collect()
            }
            false => BTreeSet::new(),
        };
        local.insert(MIXIN.to_owned());
        flat.inherit(&mixin, &local);
    }

    /// Whether a text of this length may be read once more; a small file could otherwise ask for any number of copies.
    pub(super) fn may_copy(&mut self, length: usize, mention: &RawValue) -> bool {
        self.copied = self.copied.saturating_add(length);
        let few = self.copied <= limits::COPIED;
        if !few {
            let most = limits::COPIED >> 20;
            let message = format!(
                "mixins and members with limits of their own copy more than {most} MiB of the model"
            );
            self.problem(mention, message);
        }
        few
    }

    /// The mixin that is mentioned, read once however many shapes use it.
    fn mixin(&mut self, mention: &'a RawValue) -> Option<(String, Rc<Flat<'a>>)> {
        let id = self.target(mention)?;
        if let Some(known) = self.mixins.get(&id) {
            return known.clone().map(|flat| (id, flat));
        }
        if self.open.contains(&id) {
            self.problem(mention, format!("the mixin `{id}` contains itself"));
            return None;
        }
        if self.open.len() > DEEPEST_MIXIN {
            let message = format!("mixins in mixins, more than {DEEPEST_MIXIN} deep");
            self.problem(mention, message);
            return None;
        }
        if self.index.get(&id).is_none() {
            self.dangling(&id, mention);
        }
        let flat = self.flat(&id).map(Rc::new);
        self.mixins.insert(id.clone(), flat.clone());
        Some((id, flat?))
    }
}
