//! What the environment says. Read by: `config::builder`.

use std::ffi::OsString;

use super::builder::keep;
use crate::client::credentials::Credentials;

/// An environment.
pub(super) struct Env<'a>(pub(super) &'a dyn Fn(&str) -> Option<OsString>);

impl Env<'_> {
    pub(super) fn get(&self, name: &str, problems: &mut Vec<String>) -> Option<String> {
        let value = (self.0)(name)?
            .into_string()
            .map_err(|_| format!("{name} is not UTF-8"));
        keep(value, problems).filter(|value| !value.is_empty())
    }

    pub(super) fn credentials(&self, problems: &mut Vec<String>) -> Option<Credentials> {
        let (id, secret) = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        match (self.get(id, problems), self.get(secret, problems)) {
            (Some(key), Some(secret)) => Some(Credentials::new(
                key,
                secret,
                self.get("AWS_SESSION_TOKEN", problems),
            )),
            (None, None) => None,
            (key, _) => {
                let (set, missing) = if key.is_some() {
                    (id, secret)
                } else {
                    (secret, id)
                };
                problems.push(format!("{set} is set but {missing} is not"));
                None
            }
        }
    }
}

/// An environment of these variables, for tests.
#[cfg(test)]
pub(super) fn in_env(variables: &[(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
    move |name| {
        let found = variables.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value.into())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Config, Source};
    use super::*;

    #[test]
    fn the_environment_fills_what_is_not_set() {
        let env = [
            ("AWS_REGION", "eu-west-1"),
            ("AWS_DEFAULT_REGION", "us-west-2"),
            ("AWS_ENDPOINT_URL", "http://localhost:4566"),
            ("AWS_MAX_ATTEMPTS", "7"),
            ("AWS_ACCESS_KEY_ID", "AKID"),
            ("AWS_SECRET_ACCESS_KEY", "hunter2"),
            ("AWS_SESSION_TOKEN", "tokentoken"),
        ];
        let config = Config::builder().env().build_in(in_env(&env)).unwrap();
        assert_eq!(config.region(), Some("eu-west-1"));
        assert_eq!(config.endpoint_url().unwrap().port_u16(), Some(4566));
        assert_eq!(config.0.retry.attempts(), 7);
        let Source::Static(credentials) = &*config.0.credentials else {
            panic!("{config:?}")
        };
        assert_eq!(credentials.session_token(), Some("tokentoken"));
        let text = format!("{config:?}");
        assert!(
            text.contains("AKID") && !text.contains("hunter2") && !text.contains("tokentoken"),
            "{text}"
        );

        let builder = Config::builder()
            .region("ap-south-1")
            .endpoint_url("https://h")
            .max_attempts(1)
            .credentials(Credentials::new("OTHER", "s", None));
        let config = builder.env().build_in(in_env(&env)).unwrap();
        assert_eq!(
            (config.region(), config.0.retry.attempts()),
            (Some("ap-south-1"), 1)
        );
        assert_eq!(config.endpoint_url().unwrap().host(), Some("h"));
        assert!(format!("{config:?}").contains("OTHER"));
    }

    #[test]
    fn empty_variables_are_not_set() {
        let env = [
            ("AWS_REGION", ""),
            ("AWS_DEFAULT_REGION", "us-west-2"),
            ("AWS_ACCESS_KEY_ID", ""),
        ];
        let config = Config::builder().env().build_in(in_env(&env)).unwrap();
        assert_eq!(config.region(), Some("us-west-2"));
        assert!(matches!(*config.0.credentials, Source::Nowhere));
    }

    #[cfg(unix)]
    #[test]
    fn variables_that_are_not_text() {
        use std::os::unix::ffi::OsStringExt;
        let error = Config::builder()
            .env()
            .build_in(|_| Some(OsString::from_vec(vec![0xFF])))
            .unwrap_err();
        assert!(
            error.to_string().contains("AWS_REGION is not UTF-8"),
            "{error}"
        );
    }
}
