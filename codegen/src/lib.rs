//! tinsmith-codegen
