//! What a configuration says of compression and checksums. Read by: `config::builder`.

use super::ConfigBuilder;
use super::builder::keep;
use super::env::Env;
use crate::operation::{RequestOptions, WhenChecksum};

impl ConfigBuilder {
    /// Sets from how many bytes on the bodies of requests are compressed, where the service takes them so; none: never.
    /// [`RequestOptions::COMPRESS_FROM`] if not set. It needs the crate's
    /// feature `compression`, without which bodies go out as they are.
    pub fn compress_requests_from(mut self, bytes: Option<usize>) -> Self {
        self.sending.compress_from = Some(bytes);
        self
    }

    /// Sets when requests carry a checksum; [`WhenChecksum::Supported`] if not set. It needs the crate's feature `checksums`.
    pub fn request_checksums(mut self, when: WhenChecksum) -> Self {
        self.sending.request_checksums = Some(when);
        self
    }

    /// Sets when requests ask for a checksum of the response, which is then checked; [`WhenChecksum::Supported`] if not set.
    /// It needs the crate's feature `checksums`.
    pub fn response_checksums(mut self, when: WhenChecksum) -> Self {
        self.sending.response_checksums = Some(when);
        self
    }
}

/// What was set of [`RequestOptions`].
#[derive(Clone, Copy, Default)]
pub(super) struct Sending {
    /// None of it: not set. Of what is set, none: never.
    pub(super) compress_from: Option<Option<usize>>,
    pub(super) request_checksums: Option<WhenChecksum>,
    pub(super) response_checksums: Option<WhenChecksum>,
}

impl Sending {
    /// With everything set as it is in these options.
    pub(super) fn from_options(options: RequestOptions) -> Self {
        Self {
            compress_from: Some(options.compress_from),
            request_checksums: Some(options.request_checksums),
            response_checksums: Some(options.response_checksums),
        }
    }

    pub(super) fn options(self) -> RequestOptions {
        let default = RequestOptions::new();
        default
            .compress_from(self.compress_from.unwrap_or(default.compress_from))
            .request_checksums(self.request_checksums.unwrap_or_default())
            .response_checksums(self.response_checksums.unwrap_or_default())
    }

    /// The variables are those of the AWS SDKs, and so are their bounds and words.
    pub(super) fn fill_from(&mut self, env: &Env<'_>, problems: &mut Vec<String>) {
        if self.compress_from.is_none() {
            self.compress_from = compress_from(env, problems);
        }
        for (setting, name) in [
            (
                &mut self.request_checksums,
                "AWS_REQUEST_CHECKSUM_CALCULATION",
            ),
            (
                &mut self.response_checksums,
                "AWS_RESPONSE_CHECKSUM_VALIDATION",
            ),
        ] {
            if setting.is_none()
                && let Some(text) = env.get(name, problems)
            {
                *setting = keep(when(name, &text), problems);
            }
        }
    }
}

fn compress_from(env: &Env<'_>, problems: &mut Vec<String>) -> Option<Option<usize>> {
    let (disable, minimum) = (
        "AWS_DISABLE_REQUEST_COMPRESSION",
        "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
    );
    if let Some(text) = env.get(disable, problems) {
        match &*text.to_ascii_lowercase() {
            "true" => return Some(None),
            "false" => {}
            _ => problems.push(format!("{disable} is {text:?}: true or false")),
        }
    }
    let text = env.get(minimum, problems)?;
    let number = text.parse().ok().filter(|bytes| *bytes <= 10_485_760);
    let number = number.ok_or_else(|| {
        format!("{minimum} is {text:?}, which is no number of bytes from 0 to 10485760")
    });
    keep(number, problems).map(Some)
}

fn when(name: &str, text: &str) -> Result<WhenChecksum, String> {
    match &*text.to_ascii_lowercase() {
        "when_supported" => Ok(WhenChecksum::Supported),
        "when_required" => Ok(WhenChecksum::Required),
        _ => Err(format!(
            "{name} is {text:?}: when_supported or when_required"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::super::env::in_env;
    use super::*;

    fn options(env: &[(&str, &str)]) -> Result<RequestOptions, String> {
        let config = Config::builder().env().build_in(in_env(env));
        config
            .map(|config| config.0.sending)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment() {
        assert_eq!(options(&[]).unwrap(), RequestOptions::default());
        let read = options(&[
            ("AWS_DISABLE_REQUEST_COMPRESSION", "True"),
            ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "1"),
            ("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required"),
            ("AWS_RESPONSE_CHECKSUM_VALIDATION", "WHEN_REQUIRED"),
        ]);
        let expected = RequestOptions::new()
            .compress_from(None)
            .request_checksums(WhenChecksum::Required)
            .response_checksums(WhenChecksum::Required);
        assert_eq!(read.unwrap(), expected);
        let minimum = ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "128");
        let read = options(&[minimum, ("AWS_DISABLE_REQUEST_COMPRESSION", "false")]);
        assert_eq!(read.unwrap().compress_from, Some(128));
        let error = options(&[
            ("AWS_DISABLE_REQUEST_COMPRESSION", "maybe"),
            ("AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES", "10485761"),
            ("AWS_REQUEST_CHECKSUM_CALCULATION", "never"),
        ]);
        let error = error.unwrap_err();
        for part in ["\"maybe\"", "\"10485761\"", "\"never\""] {
            assert!(error.contains(part), "{part}: {error}");
        }
    }

    #[test]
    fn what_is_set_wins_and_stays() {
        let env = [
            ("AWS_DISABLE_REQUEST_COMPRESSION", "true"),
            ("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required"),
        ];
        let builder = Config::builder()
            .compress_requests_from(Some(7))
            .request_checksums(WhenChecksum::Supported);
        let config = builder.env().build_in(in_env(&env)).unwrap();
        assert_eq!(config.0.sending.compress_from, Some(7));
        let checksums = config.0.sending.request_checksums;
        assert_eq!(checksums, WhenChecksum::Supported);
        let again = config.to_builder().env().build_in(in_env(&env)).unwrap();
        assert_eq!(again.0.sending, config.0.sending);
        let never = Config::builder().compress_requests_from(None);
        let never = never.build_in(in_env(&[])).unwrap();
        assert_eq!(never.0.sending.compress_from, None);
    }
}
