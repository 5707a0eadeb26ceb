//! Signatures of events, each over the one before it, by the `aws-sigv4` crate. Read by: `attempts`.
//!
//! See [how AWS describes them](https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html): the first
//! stands on the signature of the request's head, and a signed message without a payload ends the stream.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::SystemTime;

use aws_credential_types::Credentials as AwsCredentials;
use aws_sigv4::SigningOutput;
use aws_sigv4::event_stream::{sign_empty_message, sign_message};
use aws_sigv4::http_request::{SignableBody, SigningError};
use aws_sigv4::sign::v4;
use aws_smithy_types::event_stream as aws;
use bytes::Bytes;
use futures_core::Stream;
use http::Request;

use super::credentials::Credentials;
use super::sign::{Scope, Told, cannot_sign};
use crate::body::Body;
use crate::error::{BodyError, RequestError};
use crate::events::{HeaderValue, Message, Messages, Once};

/// What stands for the digest of a body whose messages are signed.
const DIGEST: &str = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

/// Signs the head of a request, and makes its body of these messages, each of which is signed as it is sent.
pub(super) fn sign_events(
    request: &mut Request<Body>,
    messages: Once<Messages>,
    credentials: &Credentials,
    region: &str,
    service: &'static str,
) -> Result<(), RequestError> {
    let scope = Scope {
        credentials,
        region,
        service,
        time: SystemTime::now(),
    };
    let digest = SignableBody::Precomputed(DIGEST.to_owned());
    let signature = scope.sign(request, digest, Told::Yes)?;
    let signer = Signer {
        credentials: credentials.to_aws(),
        region: region.to_owned(),
        service,
        signature,
    };
    let signed = Signed {
        messages: Sending::NotYet(messages),
        signer,
    };
    *request.body_mut() = Body::once(Box::pin(signed), None);
    Ok(())
}

/// Signs one message after the other.
struct Signer {
    credentials: AwsCredentials,
    region: String,
    service: &'static str,
    /// Of the message before.
    signature: String,
}

impl Signer {
    /// The bytes of the signed message around a message; of the last, which is around none.
    fn sign(&mut self, message: Option<&Message>, time: SystemTime) -> Result<Bytes, BodyError> {
        let message = message.map(to_aws).transpose()?;
        let identity = self.credentials.clone().into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(self.service)
            .time(time)
            .settings(())
            .build()
            .map_err(|error| BodyError::new(cannot_sign(error)))?;
        // aws-sigv4 traces what it signs: nobody may hear that.
        let quietly = |sign: &dyn Fn() -> Result<SigningOutput<aws::Message>, SigningError>| {
            tracing::dispatcher::with_default(&tracing::Dispatch::none(), sign)
        };
        let signed = quietly(&|| match &message {
            Some(message) => sign_message(message, &self.signature, &params),
            None => sign_empty_message(&self.signature, &params),
        });
        let signed = signed.map_err(|error| BodyError::new(cannot_sign(error)))?;
        let (message, signature) = signed.into_parts();
        self.signature = signature;
        let headers = message.headers().iter();
        let headers = headers.map(|header| (header.name().as_str(), from_aws(header.value())));
        let message = Message::new(message.payload().clone()).with_headers(headers);
        let bytes = message.and_then(|message| message.encode());
        bytes.map_err(|what| BodyError::new(format!("an event has {what}")))
    }
}

/// The message in the type of AWS's crates.
fn to_aws(message: &Message) -> Result<aws::Message, BodyError> {
    let headers = message.headers().map(|(name, value)| {
        let value = match value {
            HeaderValue::Boolean(value) => aws::HeaderValue::Bool(value),
            HeaderValue::Byte(value) => aws::HeaderValue::Byte(value),
            HeaderValue::Short(value) => aws::HeaderValue::Int16(value),
            HeaderValue::Integer(value) => aws::HeaderValue::Int32(value),
            HeaderValue::Long(value) => aws::HeaderValue::Int64(value),
            HeaderValue::Bytes(value) => aws::HeaderValue::ByteArray(value),
            HeaderValue::String(value) => {
                let text = String::from_utf8(value.into()).map_err(BodyError::new)?;
                aws::HeaderValue::String(text.into())
            }
            HeaderValue::Timestamp(value) => {
                let time = aws_smithy_types::DateTime::from_millis(value);
                aws::HeaderValue::Timestamp(time)
            }
            HeaderValue::Uuid(value) => aws::HeaderValue::Uuid(u128::from_be_bytes(value)),
        };
        Ok(aws::Header::new(name.to_owned(), value))
    });
    let headers = headers.collect::<Result<Vec<_>, BodyError>>()?;
    Ok(aws::Message::new_from_parts(
        headers,
        message.payload().clone(),
    ))
}

/// The two headers that a signature is in.
fn from_aws(value: &aws::HeaderValue) -> HeaderValue {
    match value {
        aws::HeaderValue::Timestamp(time) => {
            HeaderValue::Timestamp(time.to_millis().unwrap_or_default())
        }
        value => HeaderValue::Bytes(value.as_byte_array().cloned().unwrap_or_default()),
    }
}

/// Messages, signed one by one.
struct Signed {
    messages: Sending,
    signer: Signer,
}

enum Sending {
    NotYet(Once<Messages>),
    Begun(Messages),
    Ended,
}

impl Stream for Signed {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Sending::NotYet(messages) = &self.messages {
            let Some(messages) = messages.take() else {
                let error = "the events were sent by another attempt";
                return Poll::Ready(Some(Err(BodyError::new(error))));
            };
            self.messages = Sending::Begun(messages);
        }
        let Sending::Begun(messages) = &mut self.messages else {
            return Poll::Ready(None);
        };
        let message = match messages.as_mut().poll_next(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(message) => message.transpose(),
        };
        let now = SystemTime::now();
        let signed = message.and_then(|message| {
            if message.is_none() {
                self.messages = Sending::Ended;
            }
            self.signer.sign(message.as_ref(), now)
        });
        Poll::Ready(Some(signed))
    }
}
