//! [`Message`]: headers and a payload, framed with lengths and checksums. Read by: `incoming`, `protocol::events`,
//! `client`.
//!
//! See the [Amazon event stream encoding](https://smithy.io/2.0/aws/amazon-eventstream.html). Lengths are checked before
//! they are believed, and nothing is reserved for what has not come yet.

use std::fmt;

use bytes::{Buf, Bytes, BytesMut};

/// The length of a message, that of its headers, and the checksum of both.
const PRELUDE: usize = 12;
/// The checksum of all before it.
const CHECKSUM: usize = 4;
/// The largest headers and the largest payload that are read.
const MOST_HEADERS: usize = 128 * 1024;
const MOST_PAYLOAD: usize = 24 * 1024 * 1024;
/// The largest text or bytes that a header holds.
const MOST_VALUE: usize = 32_767;

/// A message of an event stream. Its headers are kept as they are on the wire.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Message {
    headers: Bytes,
    payload: Bytes,
}

/// The value of a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderValue {
    /// True or false.
    Boolean(bool),
    /// 8 bits.
    Byte(i8),
    /// 16 bits.
    Short(i16),
    /// 32 bits.
    Integer(i32),
    /// 64 bits.
    Long(i64),
    /// Bytes.
    Bytes(Bytes),
    /// Text, which should be UTF-8.
    String(Bytes),
    /// Milliseconds since 1970.
    Timestamp(i64),
    /// A UUID.
    Uuid([u8; 16]),
}

impl HeaderValue {
    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => std::str::from_utf8(text).ok(),
            _ => None,
        }
    }
}

impl From<&str> for HeaderValue {
    fn from(text: &str) -> Self {
        Self::String(Bytes::copy_from_slice(text.as_bytes()))
    }
}

impl Message {
    /// A message without headers.
    pub fn new(payload: impl Into<Bytes>) -> Self {
        Self {
            headers: Bytes::new(),
            payload: payload.into(),
        }
    }

    /// Adds headers to those that there are.
    ///
    /// # Errors
    ///
    /// A name that is empty or has more than 255 bytes, a value of more than 32,767 bytes, or headers of more than
    /// 128 KiB.
    pub fn with_headers<'a>(
        self,
        headers: impl IntoIterator<Item = (&'a str, HeaderValue)>,
    ) -> Result<Self, String> {
        let mut bytes = Vec::from(self.headers);
        for (name, value) in headers {
            put_header(&mut bytes, name, &value)?;
        }
        if bytes.len() > MOST_HEADERS {
            return Err(format!("headers of {} bytes", bytes.len()));
        }
        Ok(Self {
            headers: bytes.into(),
            payload: self.payload,
        })
    }

    /// What it holds.
    pub fn payload(&self) -> &Bytes {
        &self.payload
    }

    /// The headers, in order.
    pub fn headers(&self) -> impl Iterator<Item = (&str, HeaderValue)> {
        let mut rest = self.headers.clone();
        let mut start = 0;
        // What is there was checked when it was read.
        std::iter::from_fn(move || {
            let before = rest.len();
            let (name, value) = next_header(&mut rest).ok()??;
            let at = start + 1;
            start += before - rest.len();
            let name = self.headers.get(at..at + name.len())?;
            Some((std::str::from_utf8(name).ok()?, value))
        })
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<HeaderValue> {
        let mut headers = self.headers();
        headers.find_map(|(found, value)| (found == name).then_some(value))
    }

    /// Its bytes on the wire.
    ///
    /// # Errors
    ///
    /// A payload of more than 24 MiB.
    pub fn encode(&self) -> Result<Bytes, String> {
        if self.payload.len() > MOST_PAYLOAD {
            return Err(format!("a payload of {} bytes", self.payload.len()));
        }
        let length = PRELUDE + self.headers.len() + self.payload.len() + CHECKSUM;
        let mut bytes = Vec::with_capacity(length);
        for number in [length, self.headers.len()] {
            let number = u32::try_from(number).map_err(|_| "a message that is too long")?;
            bytes.extend_from_slice(&number.to_be_bytes());
        }
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
        bytes.extend_from_slice(&self.headers);
        bytes.extend_from_slice(&self.payload);
        bytes.extend_from_slice(&crc32fast::hash(&bytes).to_be_bytes());
        Ok(bytes.into())
    }
}

/// Shows how long it is, never what it holds.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { headers, payload } = self;
        write!(f, "Message({} + {} bytes)", headers.len(), payload.len())
    }
}

fn put_header(bytes: &mut Vec<u8>, name: &str, value: &HeaderValue) -> Result<(), String> {
    let length = u8::try_from(name.len())
        .ok()
        .filter(|length| *length > 0)
        .ok_or_else(|| format!("a header whose name has {} bytes", name.len()))?;
    bytes.push(length);
    bytes.extend_from_slice(name.as_bytes());
    match value {
        HeaderValue::Boolean(true) => bytes.push(0),
        HeaderValue::Boolean(false) => bytes.push(1),
        HeaderValue::Byte(value) => put(bytes, 2, &value.to_be_bytes()),
        HeaderValue::Short(value) => put(bytes, 3, &value.to_be_bytes()),
        HeaderValue::Integer(value) => put(bytes, 4, &value.to_be_bytes()),
        HeaderValue::Long(value) => put(bytes, 5, &value.to_be_bytes()),
        HeaderValue::Bytes(value) => put_long(bytes, 6, name, value)?,
        HeaderValue::String(value) => put_long(bytes, 7, name, value)?,
        HeaderValue::Timestamp(value) => put(bytes, 8, &value.to_be_bytes()),
        HeaderValue::Uuid(value) => put(bytes, 9, value),
    }
    Ok(())
}

fn put(bytes: &mut Vec<u8>, kind: u8, value: &[u8]) {
    bytes.push(kind);
    bytes.extend_from_slice(value);
}

fn put_long(bytes: &mut Vec<u8>, kind: u8, name: &str, value: &[u8]) -> Result<(), String> {
    let length = u16::try_from(value.len())
        .ok()
        .filter(|length| usize::from(*length) <= MOST_VALUE)
        .ok_or_else(|| format!("the header {name:?} of {} bytes", value.len()))?;
    put(bytes, kind, &length.to_be_bytes());
    bytes.extend_from_slice(value);
    Ok(())
}

/// Takes a header off; none when nothing is left.
fn next_header(rest: &mut Bytes) -> Result<Option<(Bytes, HeaderValue)>, &'static str> {
    if rest.is_empty() {
        return Ok(None);
    }
    let length = usize::from(rest.get_u8());
    let name = take(rest, length)?;
    if name.is_empty() || std::str::from_utf8(&name).is_err() {
        return Err("a header without a name");
    }
    let kind = take(rest, 1)?[0];
    let value = match kind {
        0 => HeaderValue::Boolean(true),
        1 => HeaderValue::Boolean(false),
        2 => HeaderValue::Byte(take(rest, 1)?.get_i8()),
        3 => HeaderValue::Short(take(rest, 2)?.get_i16()),
        4 => HeaderValue::Integer(take(rest, 4)?.get_i32()),
        5 => HeaderValue::Long(take(rest, 8)?.get_i64()),
        6 => HeaderValue::Bytes(take_long(rest)?),
        7 => HeaderValue::String(take_long(rest)?),
        8 => HeaderValue::Timestamp(take(rest, 8)?.get_i64()),
        9 => {
            let mut uuid = [0; 16];
            take(rest, 16)?.copy_to_slice(&mut uuid);
            HeaderValue::Uuid(uuid)
        }
        _ => return Err("a header of a type that there is none of"),
    };
    Ok(Some((name, value)))
}

fn take_long(rest: &mut Bytes) -> Result<Bytes, &'static str> {
    let length = take(rest, 2)?.get_u16();
    take(rest, usize::from(length))
}

fn take(rest: &mut Bytes, length: usize) -> Result<Bytes, &'static str> {
    if rest.len() < length {
        return Err("a header that goes on past the headers' end");
    }
    Ok(rest.split_to(length))
}

/// Takes messages out of bytes that come in parts of any size.
#[derive(Default)]
pub struct Decoder {
    pub(super) buffer: BytesMut,
    /// How many bytes have been taken.
    offset: u64,
}

/// Shows how much there is, never what.
impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { buffer, offset } = self;
        write!(f, "Decoder({} bytes from {offset})", buffer.len())
    }
}

impl Decoder {
    /// Without any bytes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds bytes to those that have come.
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Whether nothing is left of what has come.
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// Where the next message begins, in bytes from the start.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The next message; none until all of it has come.
    ///
    /// # Errors
    ///
    /// What is wrong with the bytes at the offset. There is no way on from there.
    pub fn next_message(&mut self) -> Result<Option<Message>, &'static str> {
        let Some(prelude) = self.buffer.get(..PRELUDE) else {
            return Ok(None);
        };
        let number = |at: usize| {
            let bytes = prelude
                .get(at..at + 4)
                .and_then(|bytes| bytes.try_into().ok());
            u32::from_be_bytes(bytes.unwrap_or_default())
        };
        if number(8) != crc32fast::hash(&prelude[..8]) {
            return Err("a message whose lengths do not have their checksum");
        }
        let (length, headers) = (number(0) as usize, number(4) as usize);
        let payload = length
            .checked_sub(PRELUDE + CHECKSUM)
            .and_then(|rest| rest.checked_sub(headers))
            .ok_or("a message that is shorter than its headers")?;
        if headers > MOST_HEADERS || payload > MOST_PAYLOAD {
            return Err("a message that is longer than any may be");
        }
        if self.buffer.len() < length {
            return Ok(None);
        }
        let mut message = self.buffer.split_to(length).freeze();
        let checksum = message.split_off(length - CHECKSUM).get_u32();
        if checksum != crc32fast::hash(&message) {
            return Err("a message that does not have its checksum");
        }
        let payload = message.split_off(PRELUDE + headers);
        let headers = message.split_off(PRELUDE);
        let mut rest = headers.clone();
        while next_header(&mut rest)?.is_some() {}
        self.offset += length as u64;
        Ok(Some(Message { headers, payload }))
    }
}
