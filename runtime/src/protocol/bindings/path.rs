//! Path and query of a request: the operation's template with its labels replaced, and parameters. Read by: `head`.
//!
//! See the [Smithy `http` trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

use crate::error::RequestError;
use crate::shape::Member;

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const RESERVED_BUT_SLASH: &AsciiSet = &RESERVED.remove(b'/');

/// Spells a text so that it stands for itself in a path or query.
pub(super) fn encode(text: &str, keep_slashes: bool) -> PercentEncode<'_> {
    let reserved = if keep_slashes {
        RESERVED_BUT_SLASH
    } else {
        RESERVED
    };
    utf8_percent_encode(text, reserved)
}

/// Appends a parameter to a query string.
pub(super) fn push_parameter(query: &mut String, name: &str, value: &str) {
    query.reserve(name.len() + value.len() + 2);
    if !query.is_empty() {
        query.push('&');
    }
    query.extend(encode(name, false));
    query.push('=');
    query.extend(encode(value, false));
}

/// Replaces the labels of a template: `/{Bucket}/{Key+}?list-type=2`.
pub(super) fn fill(
    template: &str,
    labels: &[(&'static Member, String)],
) -> Result<String, RequestError> {
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, (label, after))) = rest
        .split_once('{')
        .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        path.push_str(before);
        let (name, greedy) = match label.strip_suffix('+') {
            Some(name) => (name, true),
            None => (label, false),
        };
        path.extend(encode(label_value(name, labels)?, greedy));
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

/// The value of a label. Templates call members by the name on the wire, or by that in the model.
fn label_value<'a>(
    label: &str,
    labels: &'a [(&'static Member, String)],
) -> Result<&'a str, RequestError> {
    let by =
        |name: fn(&Member) -> &'static str| labels.iter().find(|(member, _)| name(member) == label);
    match by(Member::on_wire).or_else(|| by(|member| member.name)) {
        Some((_, value)) if !value.is_empty() => Ok(value),
        found => {
            let name = found.map_or(label, |(member, _)| member.name);
            Err(RequestError::at(
                format!("/{name}"),
                "is part of the path and must be set, and not empty",
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static NAME: Member = Member::new("Name").wire_name("name");
    static KEY: Member = Member::new("Key");

    fn filled(template: &str, name: &str, key: &str) -> Result<String, String> {
        let labels = [(&NAME, name.to_owned()), (&KEY, key.to_owned())];
        fill(template, &labels).map_err(|error| error.to_string())
    }

    #[test]
    fn labels() {
        let cases = [
            ("/{Key}", "/a%2Fb%20c"),
            ("/{Key+}?x", "/a/b%20c?x"),
            ("/x/{name}/y/{Key+}/", "/x/-._~/y/a/b%20c/"),
            ("/{Name}?list-type=2", "/-._~?list-type=2"),
            ("/$next/(a+)+/", "/$next/(a+)+/"),
            ("/{Key", "/{Key"),
        ];
        for (template, path) in cases {
            assert_eq!(filled(template, "-._~", "a/b c").unwrap(), path);
        }
        // Smithy's case `RestJsonHttpRequestLabelEscaping`.
        assert_eq!(
            filled("/{name}", " %:/?#[]@!$&'()*+,;=😹", "").unwrap(),
            "/%20%25%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%F0%9F%98%B9"
        );
    }

    #[test]
    fn labels_that_are_missing_name_the_member() {
        for (template, member) in [("/{name}", "/Name"), ("/{Key+}", "/Key"), ("/{x}", "/x")] {
            let error = filled(template, "", "").unwrap_err();
            assert!(
                error.starts_with(&format!("cannot build the request: {member}: is part")),
                "{error}"
            );
        }
    }
}
