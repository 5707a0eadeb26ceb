//! SigV4 signatures, by the `aws-sigv4` crate. Read by: `client`, and programs that send requests themselves.

mod content;
#[cfg(test)]
mod tests;

use std::time::SystemTime;

use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningParams,
    SigningSettings, UriPathNormalizationMode,
};
use aws_sigv4::sign::v4;
use bytes::Bytes;
use http::Request;

use super::credentials::Credentials;
use crate::error::RequestError;
pub(super) use content::sign_content;

/// Signs a request: adds `x-amz-date`, `authorization` and, for temporary credentials, `x-amz-security-token`.
///
/// All headers that the request has are signed, besides those that proxies change (`user-agent` is one); so is `host`,
/// which comes from the URI. A pure function: the same arguments give the same signature.
/// A signature holds for about five minutes from `time`; a request that is sent again is signed again, which replaces
/// the first signature.
///
/// See [the description of SigV4](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html), and
/// [how S3 departs from it](https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html): for the names
/// in whose signatures S3 and its kin are signed (`s3`, `s3-object-lambda`, `s3-outposts`, `s3express`), the path is signed
/// as it is sent, and `x-amz-content-sha256` is added.
///
/// # Errors
///
/// The URI has no host, a header is not UTF-8, the time is before 1970 or after 9999, or another argument has characters
/// that a header cannot hold.
///
/// ```
/// use std::time::SystemTime;
/// use tinsmith::client::{Credentials, sign};
/// use tinsmith::Bytes;
///
/// let mut request = http::Request::post("https://discovery.us-west-2.amazonaws.com/").body(Bytes::from("{}")).unwrap();
/// let credentials = Credentials::new("AKIDEXAMPLE", "secret", None);
/// sign(&mut request, &credentials, "us-west-2", "discovery", SystemTime::now())?;
/// assert!(request.headers().contains_key("authorization"));
/// # Ok::<(), tinsmith::RequestError>(())
/// ```
pub fn sign(
    request: &mut Request<Bytes>,
    credentials: &Credentials,
    region: &str,
    service: &str,
    time: SystemTime,
) -> Result<(), RequestError> {
    let scope = Scope {
        credentials,
        region,
        service,
        time,
    };
    let body = request.body().clone();
    scope.sign(request, SignableBody::Bytes(&body), Told::No)?;
    Ok(())
}

/// As [`sign`], but for the body: the signature covers the head alone, and the header `x-amz-content-sha256` says so, and
/// whether there is a checksum behind the body (`x-amz-trailer`).
///
/// That is how streams are sent: their content is not known when they are signed. Over plain HTTP nothing then protects
/// the body from being changed on the way.
///
/// # Errors
///
/// Those of [`sign`].
pub fn sign_head<B>(
    request: &mut Request<B>,
    credentials: &Credentials,
    region: &str,
    service: &str,
    time: SystemTime,
) -> Result<(), RequestError> {
    let scope = Scope {
        credentials,
        region,
        service,
        time,
    };
    scope.sign_head(request)
}

/// Whether a header tells the digest of the body, or why there is none. S3 wants it always.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Yes,
    No,
}

/// What a signature is of, beside the request.
pub(super) struct Scope<'a> {
    pub(super) credentials: &'a Credentials,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
    pub(super) time: SystemTime,
}

impl Scope<'_> {
    /// As the public function.
    fn sign_head<B>(&self, request: &mut Request<B>) -> Result<(), RequestError> {
        let body = if request.headers().contains_key(TRAILER) {
            SignableBody::StreamingUnsignedPayloadTrailer
        } else {
            SignableBody::UnsignedPayload
        };
        self.sign(request, body, Told::Yes)?;
        Ok(())
    }

    /// Signs a request with this for its body, and gives the signature.
    pub(super) fn sign<B>(
        &self,
        request: &mut Request<B>,
        body: SignableBody<'_>,
        told: Told,
    ) -> Result<String, RequestError> {
        self.check()?;
        if request.uri().host().is_none() {
            return Err(RequestError::new(format!(
                "the URI {} has no host, which a signature needs",
                request.uri()
            )));
        }
        for name in ["authorization", "x-amz-date", "x-amz-security-token"] {
            request.headers_mut().remove(name);
        }
        let settings = self.settings(told);
        if settings.payload_checksum_kind == PayloadChecksumKind::XAmzSha256 {
            request.headers_mut().remove(DIGEST);
        }
        let identity = self.credentials.to_aws().into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(self.region)
            .name(self.service)
            .time(self.time)
            .settings(settings)
            .build()
            .map_err(cannot_sign)?;
        let params = SigningParams::V4(params);
        // aws-sigv4 traces what it signs, with session tokens: nobody may hear that.
        let output = tracing::dispatcher::with_default(&tracing::Dispatch::none(), || {
            aws_sigv4::http_request::sign(signable(request, body)?, &params).map_err(cannot_sign)
        })?;
        let (instructions, signature) = output.into_parts();
        instructions.apply_to_request_http1x(request);
        if let Some(authorization) = request.headers_mut().get_mut("authorization") {
            authorization.set_sensitive(true);
        }
        Ok(signature)
    }
}

/// The view of a request that aws-sigv4 reads.
fn signable<'a, B>(
    request: &'a Request<B>,
    body: SignableBody<'a>,
) -> Result<SignableRequest<'a>, RequestError> {
    let mut headers = Vec::with_capacity(request.headers().len());
    for (name, value) in request.headers() {
        let text = std::str::from_utf8(value.as_bytes());
        let text = text.map_err(|_| {
            RequestError::new(format!(
                "the header {name} is not UTF-8, so it cannot be signed"
            ))
        })?;
        headers.push((name.as_str(), text));
    }
    SignableRequest::new(
        request.method().as_str(),
        request.uri().to_string(),
        headers.into_iter(),
        body,
    )
    .map_err(cannot_sign)
}

impl Scope<'_> {
    fn settings(&self, told: Told) -> SigningSettings {
        let mut settings = SigningSettings::default();
        if told == Told::Yes || self.is_s3() {
            settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        }
        if self.is_s3() {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        }
        settings
    }

    /// Whether it is one of the names under which S3's kind of signature is made: by that, botocore tells it too
    /// (`S3_SIGNING_NAMES` in its `handlers.py`).
    fn is_s3(&self) -> bool {
        ["s3", "s3-object-lambda", "s3-outposts", "s3express"].contains(&self.service)
    }

    /// What goes into headers as it is has to fit: aws-sigv4 takes that for granted, and that dates have years of four digits.
    fn check(&self) -> Result<(), RequestError> {
        let Scope {
            credentials,
            region,
            service,
            time,
        } = *self;
        for (what, value) in [
            ("access key id", credentials.access_key_id()),
            (
                "session token",
                credentials.session_token().unwrap_or_default(),
            ),
            ("region", region),
            ("service name", service),
        ] {
            if !value.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
                return Err(RequestError::new(format!(
                    "the {what} for the signature has characters that a header cannot hold; is there a line break at its end?"
                )));
            }
        }
        let secret = credentials.to_aws();
        if secret.secret_access_key().contains(char::is_control) {
            return Err(RequestError::new(
                "the secret access key has a control character, which none has; is there a line break at its end?",
            ));
        }
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) if since.as_secs() < YEAR_10000 => Ok(()),
            _ => Err(RequestError::new(
                "the time of the signature is not in the years 1970 to 9999; is the clock right?",
            )),
        }
    }
}

/// The header that tells the digest of the body.
const DIGEST: &str = "x-amz-content-sha256";

/// The header that tells of a checksum behind the body.
const TRAILER: &str = "x-amz-trailer";

/// 10000-01-01T00:00:00Z, in seconds.
const YEAR_10000: u64 = 253_402_300_800;

pub(super) fn cannot_sign(error: impl std::error::Error) -> RequestError {
    let cause = error
        .source()
        .map(|cause| format!(": {cause}"))
        .unwrap_or_default();
    RequestError::new(format!("cannot sign: {error}{cause}"))
}
