//! One generated module. Read by: ../compile, which says in TINSMITH_MODULE which.

include!(env!("TINSMITH_MODULE"));
