//! A consumer of both crates; the tests are in `tests/`.
