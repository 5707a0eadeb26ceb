//! A transport that changes the first event on its way, as somebody between the client and the server would. Read by: `main`.

use aws_smithy_eventstream::frame::{DecodedFrame, MessageFrameDecoder, write_message_to};
use aws_smithy_types::event_stream::Message;
use bytes::{Bytes, BytesMut};
use tinsmith::client::{BoxFuture, HyperTransport, Transport};
use tinsmith::http::{Request, Response};
use tinsmith::{Body, TransportError};

/// Replaces the payload of the first signed message; its checksums are made anew, and its signature stays.
#[derive(Debug)]
pub(crate) struct Forger {
    pub(crate) transport: HyperTransport,
    pub(crate) change: fn(&Bytes) -> Bytes,
}

impl Transport for Forger {
    fn send(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.transport.send(request)
    }

    fn stream(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_err(TransportError::new)?;
            let body = Body::from(self.forged(body));
            self.transport.stream(Request::from_parts(head, body)).await
        })
    }
}

impl Forger {
    fn forged(&self, body: Bytes) -> Bytes {
        let mut rest = BytesMut::from(body);
        let mut decoder = MessageFrameDecoder::new();
        let DecodedFrame::Complete(first) = decoder.decode_frame(&mut rest).unwrap() else {
            panic!("a part of an event");
        };
        let payload = (self.change)(first.payload());
        let first = Message::new_from_parts(first.headers().to_vec(), payload);
        let mut out = Vec::new();
        write_message_to(&first, &mut out).unwrap();
        out.extend_from_slice(&rest);
        out.into()
    }
}
