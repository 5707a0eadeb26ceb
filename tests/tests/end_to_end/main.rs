//! The example `describe_continuous_exports` and the generated client, against an HTTP server on the loopback interface:
//! every kind of answer, and none at all, gives the right error and a message of one line; nothing hangs, nothing panics.
//!
//! | module | what it does |
//! |---|---|
//! | `server` | an HTTP server that answers as it is told to |
//! | `program` | runs the example as a process |
//! | `library` | calls the generated client in this process |
//! | `pages` | what goes right: tables, pages, requests, retries |
//! | `usage` | what the program says about its arguments and its environment |
//! | `service_errors` | the service answers with an error |
//! | `no_answer` | no answer comes, or none that can be read |

mod library;
mod no_answer;
mod pages;
mod program;
mod server;
mod service_errors;
mod usage;
