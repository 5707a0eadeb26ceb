//! Nothing: it is about the dependency. Read by: ../compile.
