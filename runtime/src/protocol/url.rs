//! The URL of a request: the endpoint, with the operation's host prefix and path. Read by: the protocols.

use std::borrow::Cow;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery};

use super::failure::shorten;
use crate::error::RequestError;
use crate::operation::OperationInfo;

/// Joins the operation's path to the endpoint's, and puts the host prefix before its host, with these labels in it.
pub(super) fn request_url(
    info: &OperationInfo,
    endpoint: &Uri,
    labels: &[(&'static str, String)],
) -> Result<Uri, RequestError> {
    url_of(info, endpoint, info.uri.into(), labels)
}

/// As [`request_url`], with a path (and query) whose labels are replaced.
pub(super) fn url_of(
    info: &OperationInfo,
    endpoint: &Uri,
    path: Cow<'static, str>,
    labels: &[(&'static str, String)],
) -> Result<Uri, RequestError> {
    let (Some(scheme), Some(authority)) = (endpoint.scheme(), endpoint.authority()) else {
        return Err(RequestError::new(format!(
            "the endpoint {endpoint} is no URL with a scheme and a host"
        )));
    };
    if endpoint.query().is_some() {
        return Err(RequestError::new(format!(
            "the endpoint {endpoint} has a query, which requests have no place for"
        )));
    }
    let mut parts = Parts::default();
    parts.scheme = Some(scheme.clone());
    parts.authority = Some(match info.host_prefix {
        Some(prefix) => prefixed(prefix, authority, labels)?,
        None => authority.clone(),
    });
    let joined = match endpoint.path().trim_end_matches('/') {
        "" => path,
        base => format!("{base}{path}").into(),
    };
    let joined = match joined {
        Cow::Borrowed(path) => Bytes::from_static(path.as_bytes()),
        Cow::Owned(path) => Bytes::from(path),
    };
    let checked = PathAndQuery::from_maybe_shared(joined.clone());
    parts.path_and_query = Some(checked.map_err(|error| {
        let path = String::from_utf8_lossy(&joined);
        RequestError::new(format!("the path {}: {error}", shorten(&path)))
    })?);
    Uri::from_parts(parts).map_err(|error| RequestError::new(error.to_string()))
}

/// Puts a prefix before a host. Each label stands for a member, which must be a part of a host name.
fn prefixed(
    prefix: &str,
    host: &Authority,
    labels: &[(&'static str, String)],
) -> Result<Authority, RequestError> {
    let mut name = String::new();
    let mut rest = prefix;
    while let Some((before, (label, after))) = rest
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        name.push_str(before);
        name.push_str(label_value(label, labels)?);
        rest = after;
    }
    let text = format!("{name}{rest}{host}");
    text.parse()
        .map_err(|error| RequestError::new(format!("the host {text}: {error}")))
}

fn label_value<'a>(
    label: &str,
    labels: &'a [(&'static str, String)],
) -> Result<&'a str, RequestError> {
    let path = || format!("/{label}");
    let Some((_, value)) = labels.iter().find(|(name, _)| *name == label) else {
        return Err(RequestError::at(
            path(),
            "is part of the host name and must be set",
        ));
    };
    // RFC 1123: letters, digits and hyphens, up to 63.
    let fits = (1..=63).contains(&value.len())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !value.starts_with('-')
        && !value.ends_with('-');
    if !fits {
        let reason = format!(
            "{value:?} is part of the host name: 1 to 63 letters, digits and hyphens, none at the ends"
        );
        return Err(RequestError::at(path(), reason));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Service;
    use crate::protocol::Protocol;

    static SERVICE: Service = Service::new("Test", "2020-01-01", Protocol::AwsJson1_1, "test");
    const PLAIN: OperationInfo = SERVICE.operation("Op", "POST", "/");
    const PREFIXED: OperationInfo = PLAIN.host_prefix("data-{id}.");

    fn url(info: &OperationInfo, endpoint: &str, id: &str) -> Result<String, String> {
        let url = request_url(info, &endpoint.parse().unwrap(), &[("id", id.to_owned())]);
        url.map(|url| url.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn joins() {
        assert_eq!(
            url(&PLAIN, "https://h.example", "").unwrap(),
            "https://h.example/"
        );
        assert_eq!(
            url(&PLAIN, "http://localhost:80/base/", "").unwrap(),
            "http://localhost:80/base/"
        );
        assert_eq!(
            url(&PREFIXED, "https://h.example", "a1").unwrap(),
            "https://data-a1.h.example/"
        );
    }

    #[test]
    fn refuses() {
        assert!(url(&PLAIN, "/path", "").unwrap_err().contains("no URL"));
        assert!(
            url(&PLAIN, "http://h/?a=b", "")
                .unwrap_err()
                .contains("query")
        );
        for id in ["", "a.b", "-a", "a/b", &"x".repeat(64)] {
            assert!(
                url(&PREFIXED, "http://h", id)
                    .unwrap_err()
                    .starts_with("cannot build the request: /id: "),
                "{id}"
            );
        }
        let none = request_url(&PREFIXED, &"http://h".parse().unwrap(), &[]).unwrap_err();
        assert_eq!(
            none.to_string(),
            "cannot build the request: /id: is part of the host name and must be set"
        );
    }
}
