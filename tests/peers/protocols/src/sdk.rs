//! The AWS SDK: its clients over a transport that answers from memory, and its serializers and deserializers by themselves.
//! Read by: `services`.

use std::cell::RefCell;
use std::fmt::Debug;
use std::marker::PhantomData;

use aws_smithy_http_client::test_util::infallible_client_fn;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::context::Input;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::{ConfigBag, FrozenLayer};
use bytes::Bytes;
use http::Response;

use crate::Failure;

/// Makes a client of one of the SDK's crates, with the SDK's defaults but for transport, region and credentials.
macro_rules! client {
    ($sdk:ident, $answer:expr) => {{
        use $sdk::config::{BehaviorVersion, Config, Credentials, Region};
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("us-west-2"))
            .credentials_provider(Credentials::new(
                "AKIDEXAMPLE",
                "secret",
                None,
                None,
                "bench",
            ))
            .http_client($crate::sdk::transport($answer))
            .build();
        $sdk::Client::from_conf(config)
    }};
}
pub(crate) use client;

/// A transport that gives this answer to each request.
pub fn transport(answer: &Response<Bytes>) -> SharedHttpClient {
    let answer = answer.clone();
    infallible_client_fn(move |_| answer.clone())
}

/// The two halves of an operation that the SDK's orchestrator calls: from an input to a request, from a response to an output.
pub struct Halves<I, O> {
    operation: FrozenLayer,
    config: RefCell<ConfigBag>,
    types: PhantomData<fn(I) -> O>,
}

impl<I, O> Halves<I, O>
where
    I: Debug + Send + Sync + 'static,
    O: Debug + Send + Sync + 'static,
{
    pub fn new(operation: impl RuntimePlugin) -> Result<Self, Failure> {
        Ok(Self {
            operation: operation.config().ok_or("no config")?,
            config: RefCell::new(ConfigBag::base()),
            types: PhantomData,
        })
    }

    pub fn read(&self, response: &HttpResponse) -> Result<O, Failure> {
        let deserializer = self.operation.load::<SharedResponseDeserializer>();
        let output = deserializer
            .ok_or("no deserializer")?
            .deserialize_nonstreaming_with_config(response, &self.config.borrow());
        let output = output.map_err(|error| format!("{error:?}"))?;
        Ok(output.downcast::<O>().map_err(|_| "another output")?)
    }

    pub fn write(&self, input: I) -> Result<HttpRequest, Failure> {
        let serializer = self.operation.load::<SharedRequestSerializer>();
        serializer
            .ok_or("no serializer")?
            .serialize_input(Input::erase(input), &mut self.config.borrow_mut())
    }
}

/// An answer in the SDK's form.
pub fn response(answer: &Response<Bytes>) -> Result<HttpResponse, Failure> {
    let answer = answer.clone().map(SdkBody::from);
    Ok(HttpResponse::try_from(answer)?)
}

/// The body of a request.
pub fn body(request: &HttpRequest) -> &[u8] {
    request.body().bytes().unwrap_or_default()
}

/// See [`crate::content::target`].
pub fn target(request: &HttpRequest) -> String {
    let (path, query) = match request.uri().split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (request.uri(), None),
    };
    crate::content::path_and_query(path, query)
}
