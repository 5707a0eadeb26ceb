//! [`RequestOptions`]: what a user can choose of it. Read by: `around`, `client`, users.

/// How requests are sent, where that is the caller's choice. The default is that of the AWS SDKs.
///
/// ```
/// use tinsmith::operation::{RequestOptions, WhenChecksum};
///
/// let options = RequestOptions::new()
///     .compress_from(None)
///     .request_checksums(WhenChecksum::Required);
/// # assert_ne!(options, RequestOptions::default());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct RequestOptions {
    pub(crate) compress_from: Option<usize>,
    pub(crate) request_checksums: WhenChecksum,
    pub(crate) response_checksums: WhenChecksum,
}

/// When a message carries a checksum.
/// See [the settings of the AWS SDKs](https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenChecksum {
    /// When the operation can have one.
    #[default]
    Supported,
    /// When the operation must have one, or the request asks for one.
    Required,
}

impl RequestOptions {
    /// From how many bytes on a body is compressed, if nobody says otherwise.
    pub const COMPRESS_FROM: usize = 10_240;

    /// The default.
    pub const fn new() -> Self {
        Self {
            compress_from: Some(Self::COMPRESS_FROM),
            request_checksums: WhenChecksum::Supported,
            response_checksums: WhenChecksum::Supported,
        }
    }

    /// Sets from how many bytes on the body of a request is compressed, where the service takes it so; none: never.
    pub const fn compress_from(mut self, bytes: Option<usize>) -> Self {
        self.compress_from = bytes;
        self
    }

    /// Sets when requests carry a checksum.
    pub const fn request_checksums(mut self, when: WhenChecksum) -> Self {
        self.request_checksums = when;
        self
    }

    /// Sets when requests ask for a checksum of the response. One that comes is always checked.
    pub const fn response_checksums(mut self, when: WhenChecksum) -> Self {
        self.response_checksums = when;
        self
    }
}

impl Default for RequestOptions {
    fn default() -> Self {
        Self::new()
    }
}
