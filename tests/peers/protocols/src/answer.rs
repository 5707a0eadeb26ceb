//! What a service would answer, and our clients over a transport that gives that answer from memory. Read by: `services`.

use bytes::Bytes;
use http::Response;
use tinsmith::Error;
use tinsmith::client::{Client, Config, Credentials};
use tinsmith::operation::Operation;
use tokio::runtime::{Builder, Runtime};

use crate::Failure;

/// Names and values of an answer's headers.
pub type Headers = &'static [(&'static str, &'static str)];

/// A successful answer.
pub fn response(headers: Headers, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(*name, http::HeaderValue::from_static(value));
    }
    response
}

/// One call after another, on one thread.
pub fn runtime() -> Result<Runtime, Failure> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Our client of the operation's service; each call gets this answer.
pub fn client<O: Operation>(answer: &Response<Bytes>) -> Result<Client, Failure> {
    let answer = answer.clone();
    let config = Config::builder()
        .region("us-west-2")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret", None))
        .transport(move |_| std::future::ready(Ok(answer.clone())))
        .build()?;
    Ok(Client::new(&config, O::INFO.service))
}

/// Makes a call and waits for it.
pub fn call<O: Operation>(
    runtime: &Runtime,
    client: &Client,
    request: O::Request,
) -> Result<O::Response, Error<O::Error>> {
    runtime.block_on(client.call::<O>(&request))
}
