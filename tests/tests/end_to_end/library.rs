//! Calls the generated client in this process. Read by: `service_errors`, `no_answer`.

use std::time::Duration;

use tinsmith::client::{ConfigBuilder, RetryPolicy};
use tinsmith::{Config, Credentials, Error};
use tinsmith_generated::discovery::{
    Client, DescribeContinuousExportsError, DescribeContinuousExportsRequest,
    DescribeContinuousExportsResponse,
};

use crate::program::CREDENTIALS;
use crate::server::{Answer, Server};

pub(crate) type CallError = Error<DescribeContinuousExportsError>;

/// How many requests a call makes at most, by default.
pub(crate) const ATTEMPTS: usize = 3;

/// A server that answers every attempt of a call alike.
pub(crate) fn always(answer: Answer) -> Server {
    Server::start(vec![answer; ATTEMPTS])
}

/// The error of a call that gets this answer to every attempt, and how many attempts it made.
pub(crate) fn error_about(answer: Answer) -> (CallError, usize) {
    let server = always(answer);
    let error = call(config(&server.url())).expect_err("the answer is no success");
    (error, server.received().len())
}

/// A complete configuration. The waits between attempts are short: how long they should be is tested in the runtime.
pub(crate) fn config(url: &str) -> ConfigBuilder {
    let [(_, access_key_id), (_, secret_access_key)] = CREDENTIALS;
    let short = Duration::from_millis(1);
    Config::builder()
        .region("us-west-2")
        .endpoint_url(url)
        .credentials(Credentials::new(access_key_id, secret_access_key, None))
        .retry(RetryPolicy::standard().base(short).throttling_base(short))
}

/// Calls the operation once, without parameters.
pub(crate) fn call(config: ConfigBuilder) -> Result<DescribeContinuousExportsResponse, CallError> {
    let client = Client::new(&config.build().expect("the configuration is complete"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let call = client.describe_continuous_exports(DescribeContinuousExportsRequest::new());
    runtime
        .expect("the system has what a runtime needs")
        .block_on(call)
}
