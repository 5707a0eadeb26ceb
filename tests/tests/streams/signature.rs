//! The signatures of a request and of the events in it, from the descriptions of
//! [SigV4](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html) and of
//! [signed event streams](https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html). Read by: `server`.
//!
//! No code of the client's, nor of the crates that it signs with: HMAC and SHA-256 alone are not written here.

use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

pub(crate) const ACCESS_KEY: &str = "AKIDEXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    hmac.update(text);
    hmac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A stream of signed events, as far as it has come.
pub(crate) struct Chain {
    /// `20260102/eu-west-1/radio/aws4_request`.
    scope: String,
    key: Vec<u8>,
    /// The signature before, in hexadecimal digits.
    signature: String,
}

impl Chain {
    /// Begins with the head of a request, if its signature is right.
    pub(crate) fn begin(head: &http::request::Parts) -> Option<Self> {
        let header = |name: &str| head.headers[name].to_str().unwrap();
        let authorization = header("authorization");
        let fields = authorization.strip_prefix("AWS4-HMAC-SHA256 ").unwrap();
        let field = |name: &str| {
            let mut fields = fields.split(", ");
            fields.find_map(|field| field.strip_prefix(name)).unwrap()
        };
        let credential = field("Credential=").split_once('/').unwrap();
        assert_eq!(credential.0, ACCESS_KEY);
        let scope = credential.1;
        let signed = field("SignedHeaders=");
        // HTTP/2 has the host in a place of its own.
        let host = head.uri.authority().unwrap().as_str();
        let value = |name| if name == "host" { host } else { header(name) };
        let headers: String = signed
            .split(';')
            .map(|name| format!("{name}:{}\n", value(name).trim()))
            .collect();
        for needed in ["content-type", "host", "x-amz-content-sha256", "x-amz-date"] {
            assert!(signed.split(';').any(|name| name == needed), "{signed}");
        }
        let body = header("x-amz-content-sha256");
        assert_eq!(body, "STREAMING-AWS4-HMAC-SHA256-EVENTS");
        let canonical = [
            head.method.as_str(),
            head.uri.path(),
            head.uri.query().unwrap_or_default(),
            &headers,
            signed,
            body,
        ]
        .join("\n");
        let to_sign = [
            "AWS4-HMAC-SHA256",
            header("x-amz-date"),
            scope,
            &digest(canonical.as_bytes()),
        ]
        .join("\n");
        let secret = format!("AWS4{SECRET}").into_bytes();
        let key = scope
            .split('/')
            .fold(secret, |key, part| hmac(&key, part.as_bytes()));
        let signature = hex(&hmac(&key, to_sign.as_bytes()));
        (field("Signature=") == signature).then(|| Self {
            scope: scope.to_owned(),
            key,
            signature,
        })
    }

    /// Goes on to an event of this time and payload; says whether it has the right signature.
    pub(crate) fn is_next(&mut self, milliseconds: i64, payload: &[u8], signature: &[u8]) -> bool {
        // The one header that is signed: its name, type 8, and the milliseconds.
        let mut date = b"\x05:date\x08".to_vec();
        date.extend(milliseconds.to_be_bytes());
        let time = tinsmith::Timestamp::from_millisecond(milliseconds).unwrap();
        let time = time.strftime("%Y%m%dT%H%M%SZ").to_string();
        assert_eq!(time[..8], self.scope[..8], "a test that ran at midnight");
        let to_sign = [
            "AWS4-HMAC-SHA256-PAYLOAD",
            &time,
            &self.scope,
            &self.signature,
            &digest(&date),
            &digest(payload),
        ]
        .join("\n");
        let expected = hmac(&self.key, to_sign.as_bytes());
        self.signature = hex(&expected);
        expected == signature
    }
}
