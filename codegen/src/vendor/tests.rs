//! Tests of cuts as a whole.
