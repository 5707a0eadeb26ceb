//! Generated code that a program does not use, in private modules of a binary: it must not warn there either.
//!
//! What this tests is that it compiles, for `cargo clippy` as well; without `include_service!`, as code that is checked in.

#![deny(warnings)]
#![allow(
    unreachable_pub,
    reason = "the modules are private, and the items are not; the compiler does not mind by default"
)]

macro_rules! unused {
    ($($name:ident $file:literal),* $(,)?) => {
        $(mod $name { include!(concat!(env!("OUT_DIR"), "/", $file, ".rs")); })*
    };
}

unused! {
    discovery "discovery",
    shapes "shapes",
    shapes_types "shapes_types",
    shapes_operations "shapes_operations",
    obstacles "obstacles",
    obstacles_types "obstacles_types",
    obstacles_operations "obstacles_operations",
    hostile "hostile",
    hostile_types "hostile_types",
    hostile_operations "hostile_operations",
    collisions "collisions",
    collisions_types "collisions_types",
    collisions_operations "collisions_operations",
    giants "giants",
    giants_types "giants_types",
    giants_operations "giants_operations",
    course "course",
    course_types "course_types",
    course_operations "course_operations",
    wire "wire",
    radio "radio",
    attributes "attributes",
    attributes_types "attributes_types",
    attributes_operations "attributes_operations",
    orchard "orchard",
}

#[test]
fn a_part_can_be_used_alone() {
    let request = discovery::DescribeContinuousExportsRequest::new().max_results(1);
    assert_eq!(request.max_results, Some(1));
}
