//! Holds what tinsmith writes and reads against botocore, for every operation of every model.
//!
//! The code of each model is generated and then read as rustc would ([`emitted`]), values are of any shape ([`dynamic`]), and
//! botocore says what they should become ([`worker`]). Read by: main, and by `compiled`, which holds this against rustc.

pub mod cases;
pub mod compare;
pub mod dynamic;
pub mod emitted;
pub mod errors;
pub mod events;
pub mod listed;
pub mod model;
pub mod run;
pub mod telegraph;
pub mod values;
pub mod worker;
