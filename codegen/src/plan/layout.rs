//! How large the Rust types of a model are, and what is boxed for it. Read by: types.
//!
//! Members are held in place, so without boxes a type of QuickSight's takes 55 KiB, most of which is empty, and code that
//! has not been optimised overflows a small stack with it. What is decided of a member depends on the shapes that its
//! owner is made of, and not on the operations that are chosen nor on an order: a type is the same in every selection.
//!
//! The layouts are those of rustc on a 64-bit target, or larger: every field counts as an `Option`, and a union as if it
//! had a tag of its own. A test of the crate `tests` holds the sizes of the runtime's types against the ones here.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Edge, Kind, Member, Model, ShapeId, in_place, targets_first};

/// A structure or union of more bytes is boxed where a structure holds it.
const LARGEST_FIELD: usize = 512;

/// A structure that would still have more bytes boxes every structure and union that it holds: these are the ones of
/// which a value fills one member of a hundred.
const LARGEST_STRUCTURE: usize = 4096;

/// A structure or union of more bytes is boxed as the value of a variant: then no variant can be larger than another by
/// more than clippy's `large_enum_variant` allows.
const LARGEST_VARIANT: usize = 200;

/// How many values of a type's bytes stand for none of its own, which is where an `Option` keeps its `None`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Niche {
    None,
    One,
    Many,
}

/// The layout of a Rust type.
#[derive(Clone, Copy)]
struct Layout {
    size: usize,
    align: usize,
    niche: Niche,
}

impl Layout {
    const fn new(size: usize, align: usize, niche: Niche) -> Self {
        Self { size, align, niche }
    }

    const BOX: Self = Self::new(8, 8, Niche::One);
    const BODY: Self = Self::new(40, 8, Niche::Many);
    const STRING: Self = Self::new(24, 8, Niche::Many);

    /// Of an `Option` of it.
    fn option(self) -> Self {
        match self.niche {
            Niche::Many => self,
            Niche::One => Self::new(self.size, self.align, Niche::None),
            Niche::None => Self::new(self.size + self.align, self.align, Niche::Many),
        }
    }

    /// Of a structure with these fields, which rustc puts in an order that leaves no gaps.
    fn structure(fields: impl IntoIterator<Item = Self>) -> Self {
        let empty = Self::new(0, 1, Niche::None);
        let whole = fields.into_iter().fold(empty, |whole, field| Self {
            size: whole.size.saturating_add(field.size),
            align: whole.align.max(field.align),
            niche: whole.niche.max(field.niche),
        });
        Self {
            size: whole.size.next_multiple_of(whole.align),
            ..whole
        }
    }

    /// Of an enum with a variant for each of these: a tag, as far apart as the alignment needs, and the largest.
    fn union(variants: impl IntoIterator<Item = Self>) -> Self {
        let tagged = |layout: Self| Self {
            size: layout.size.saturating_add(layout.align),
            ..layout
        };
        let variants = variants.into_iter().map(tagged);
        let whole = variants.fold(Self::new(1, 1, Niche::Many), |whole, variant| Self {
            size: whole.size.max(variant.size),
            align: whole.align.max(variant.align),
            niche: Niche::Many,
        });
        Self {
            size: whole.size.next_multiple_of(whole.align),
            ..whole
        }
    }

    /// Of a shape's values; `None` for a structure or union, whose layout depends on its members.
    fn simple(kind: &Kind) -> Option<Self> {
        Some(match kind {
            Kind::Structure(_) | Kind::Union(_) => return None,
            Kind::Enum { .. } | Kind::String | Kind::List { .. } => Self::STRING,
            Kind::Map { .. } => Self::new(24, 8, Niche::None),
            Kind::Boolean => Self::new(1, 1, Niche::Many),
            Kind::Integer | Kind::Float => Self::new(4, 4, Niche::None),
            Kind::Long | Kind::Double => Self::new(8, 8, Niche::None),
            Kind::Timestamp => Self::new(16, 8, Niche::None),
            Kind::Blob => Self::new(32, 8, Niche::One),
            Kind::Document => Self::new(32, 8, Niche::Many),
        })
    }
}

/// What is boxed because it is large.
pub(super) struct Large {
    members: BTreeSet<Edge>,
    exceptions: BTreeSet<ShapeId>,
}

impl Large {
    /// Decides for a model in which the members `cycles` are boxed already.
    pub(super) fn new(model: &Model, cycles: &BTreeSet<Edge>) -> Self {
        let mut layouts = Layouts {
            model,
            cycles,
            known: BTreeMap::new(),
            boxed: BTreeSet::new(),
        };
        for id in targets_first(model) {
            let layout = layouts.whole(id);
            layouts.known.insert(id, layout);
        }
        let large = |id: &&ShapeId| layouts.known[*id].size > LARGEST_VARIANT;
        let of_operations = (model.operations.iter()).flat_map(|operation| &operation.errors);
        let streams = (model.shapes.values()).filter(|shape| shape.kind.is_event_stream());
        let of_events = streams
            .flat_map(|shape| shape.kind.members())
            .map(|member| &member.target)
            .filter(|id| model.shape(id).kind.is_exception());
        Self {
            exceptions: of_operations
                .chain(of_events)
                .filter(|id| in_place(model, id))
                .filter(large)
                .cloned()
                .collect(),
            members: layouts.boxed,
        }
    }

    /// Whether the member at this position of a structure or union is boxed.
    pub(super) fn has(&self, member: &Edge) -> bool {
        self.members.contains(member)
    }

    /// Whether an exception is boxed in the error types of operations.
    pub(super) fn has_exception(&self, id: &ShapeId) -> bool {
        self.exceptions.contains(id)
    }
}

struct Layouts<'m> {
    model: &'m Model,
    cycles: &'m BTreeSet<Edge>,
    /// Of the structures and unions so far.
    known: BTreeMap<&'m ShapeId, Layout>,
    boxed: BTreeSet<Edge>,
}

impl<'m> Layouts<'m> {
    /// The layout of a structure or union whose members' targets are known, but for those in a cycle with it.
    fn whole(&mut self, id: &'m ShapeId) -> Layout {
        let kind = &self.model.shape(id).kind;
        if let Kind::Union(union) = kind {
            let variants = self.members(id, &union.members, LARGEST_VARIANT);
            return Layout::union(variants.into_iter().chain([Layout::STRING]));
        }
        let structure =
            |members: Vec<Layout>| Layout::structure(members.into_iter().map(Layout::option));
        let members = self.members(id, kind.members(), LARGEST_FIELD);
        match structure(members) {
            layout if layout.size > LARGEST_STRUCTURE => {
                structure(self.members(id, kind.members(), 0))
            }
            layout => layout,
        }
    }

    /// The layouts of a shape's members, of which those are boxed that hold a structure or union larger than `limit`.
    fn members(&mut self, id: &ShapeId, members: &[Member], limit: usize) -> Vec<Layout> {
        let mut layouts = Vec::with_capacity(members.len());
        for (position, member) in members.iter().enumerate() {
            let edge = (id.clone(), position);
            let target = &self.model.shape(&member.target).kind;
            layouts.push(match Layout::simple(target) {
                _ if member.is_body(target) || target.is_event_stream() => Layout::BODY,
                Some(layout) => layout,
                None if self.cycles.contains(&edge) => Layout::BOX,
                None => match self.known[&member.target] {
                    layout if layout.size > limit => {
                        self.boxed.insert(edge);
                        Layout::BOX
                    }
                    layout => layout,
                },
            });
        }
        layouts
    }
}
