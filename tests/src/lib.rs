//! A consumer of both crates: includes what `build.rs` generated, and compiles it with warnings denied.

#![deny(warnings)]

/// A module of generated code, and the requests that its pages tell people to write.
macro_rules! generated {
    ($(#[$docs:meta])* $name:ident, $file:literal, $skeletons:literal) => {
        $(#[$docs])*
        pub mod $name {
            tinsmith::include_service!($file);

            /// The request of each operation's page, as a function.
            #[allow(deprecated, missing_docs, reason = "they show every member, and stand here to be compiled")]
            pub mod skeletons {
                #[allow(unused_imports, reason = "not every model has nested types")]
                use super::{types, *};
                include!(concat!(env!("OUT_DIR"), "/", $skeletons, ".rs"));
            }
        }
    };
}

/// Types without operations.
pub mod types_alone {
    tinsmith::include_service!("shapes_types");
}

/// Operations without a client.
pub mod without_client {
    tinsmith::include_service!("shapes_operations");
}

generated!(
    /// The model of `models/`.
    discovery, "discovery", "discovery_skeletons"
);
generated!(
    /// One of each kind of shape.
    shapes, "shapes", "shapes_skeletons"
);
generated!(
    /// Names that are keywords, names of the prelude, and each other's derived names.
    obstacles, "obstacles", "obstacles_skeletons"
);
generated!(
    /// Names and documentation that try to be code.
    hostile, "hostile", "hostile_skeletons"
);
generated!(
    /// Shapes that several things are called after, or that are used in several places.
    collisions, "collisions", "collisions_skeletons"
);
generated!(
    /// Structures that would be large without boxes.
    giants, "giants", "giants_skeletons"
);
generated!(
    /// Every word that could be in the way, at every place where a model gives names.
    course, "course", "course_skeletons"
);

generated!(
    /// A service that speaks restXml.
    wire, "wire", "wire_skeletons"
);

generated!(
    /// A service with event streams.
    radio, "radio", "radio_skeletons"
);
generated!(
    /// A structure that is corrected to a union.
    attributes, "attributes", "attributes_skeletons"
);
generated!(
    /// A service that speaks ec2Query.
    orchard, "orchard", "orchard_skeletons"
);
generated!(
    /// A Smithy model with HTTP bindings.
    smithy_bindings, "smithy_bindings", "smithy_bindings_skeletons"
);

generated!(
    /// One of each kind of shape and of statement in a Smithy model.
    smithy_shapes, "smithy_shapes", "smithy_shapes_skeletons"
);

/// What README.md shows has to compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
