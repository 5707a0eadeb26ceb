//! Where a service is: the endpoint and the region to sign for. Read by: `client`.

use http::Uri;

use crate::error::RequestError;
use crate::operation::Service;

/// A part of AWS with its own domain, told by what its regions' names start with.
struct Partition {
    region_prefix: &'static str,
    dns_suffix: &'static str,
}

/// The partitions besides `aws`, which has all other regions.
/// Source: botocore's `partitions.json`, `regionRegex` and `outputs.dnsSuffix`.
const PARTITIONS: [Partition; 7] = [
    Partition {
        region_prefix: "cn-",
        dns_suffix: "amazonaws.com.cn",
    },
    Partition {
        region_prefix: "us-gov-",
        dns_suffix: "amazonaws.com",
    },
    Partition {
        region_prefix: "us-iso-",
        dns_suffix: "c2s.ic.gov",
    },
    Partition {
        region_prefix: "us-isob-",
        dns_suffix: "sc2s.sgov.gov",
    },
    Partition {
        region_prefix: "eu-isoe-",
        dns_suffix: "cloud.adc-e.uk",
    },
    Partition {
        region_prefix: "us-isof-",
        dns_suffix: "csp.hci.ic.gov",
    },
    Partition {
        region_prefix: "eusc-",
        dns_suffix: "amazonaws.eu",
    },
];

/// The domain of the `aws` partition.
const AWS_DNS_SUFFIX: &str = "amazonaws.com";

/// The region that services with one host for all regions are signed for.
const GLOBAL_REGION: &str = "us-east-1";

/// Where a request goes and for which region it is signed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// Scheme, host and port, and the path before the operation's own.
    pub(super) uri: Uri,
    /// None where only an endpoint URL is configured: enough for operations that go out unsigned.
    pub(super) signing_region: Option<String>,
}

/// The endpoint of a service: the URL if one is configured, else the service's host in the region.
pub(super) fn resolve(
    service: &Service,
    region: Option<&str>,
    url: Option<&Uri>,
) -> Result<Endpoint, RequestError> {
    let region = region.or(service.global_endpoint.map(|_| GLOBAL_REGION));
    if let Some(url) = url {
        let signing_region = region.map(str::to_owned);
        return Ok(Endpoint {
            uri: url.clone(),
            signing_region,
        });
    }
    let region = region.ok_or_else(|| RequestError::new(NO_REGION))?;
    let partition = PARTITIONS
        .iter()
        .find(|partition| region.starts_with(partition.region_prefix));
    let (host, signing_region) = match (partition, service.global_endpoint) {
        (None, Some(host)) => (host.to_owned(), GLOBAL_REGION),
        (partition, _) => {
            let suffix = partition.map_or(AWS_DNS_SUFFIX, |partition| partition.dns_suffix);
            (
                format!("{}.{region}.{suffix}", service.endpoint_prefix),
                region,
            )
        }
    };
    let uri = format!("https://{host}/").parse();
    let uri = uri.map_err(|error| {
        RequestError::new(format!("no endpoint for region {region:?}: {error}"))
    })?;
    Ok(Endpoint {
        uri,
        signing_region: Some(signing_region.to_owned()),
    })
}

/// What a call says that needs a region and has none.
pub(super) const NO_REGION: &str = "no region: give the configuration one, or set AWS_REGION and have it read the environment (`Config::from_env()`, or `.env()` on the builder)";

/// Whether a region can be a label of a host name, by [RFC 1123](https://www.rfc-editor.org/rfc/rfc1123#section-2.1).
pub(super) fn is_region(region: &str) -> bool {
    (1..=63).contains(&region.len())
        && region
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !region.starts_with('-')
        && !region.ends_with('-')
}

/// Reads an endpoint URL: `http` or `https`, a host, optionally a port and a path.
pub(super) fn parse_url(url: &str) -> Result<Uri, String> {
    let wrong =
        |what: &str| format!("endpoint URL {url:?} {what}; give one as `https://host:port`");
    // What may be a password is not repeated in a message.
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    if after_scheme
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|authority| authority.contains('@'))
    {
        return Err(
            "the endpoint URL has a user name or password, which has no meaning here; leave it out"
                .into(),
        );
    }
    if url.contains('#') {
        return Err(wrong("has a fragment"));
    }
    let uri: Uri = url
        .parse()
        .map_err(|error| wrong(&format!("is not a URL ({error})")))?;
    match uri.scheme_str() {
        Some("http" | "https") => {}
        Some(_) => return Err(wrong("is neither http nor https")),
        None => return Err(wrong("has no scheme")),
    }
    if uri.host().is_none_or(str::is_empty) {
        return Err(wrong("has no host"));
    }
    if uri.query().is_some() {
        return Err(wrong("has a query"));
    }
    let port = uri
        .authority()
        .map(|authority| &authority.as_str()[uri.host().map_or(0, str::len)..]);
    if port.is_some_and(|port| !port.is_empty() && uri.port_u16().is_none()) {
        return Err(wrong("has a port that is not a number up to 65535"));
    }
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Protocol;

    const DISCOVERY: Service =
        Service::new("Discovery", "2015-11-01", Protocol::AwsJson1_1, "discovery");
    const IAM: Service = Service::new("IAM", "2010-05-08", Protocol::AwsJson1_1, "iam")
        .global_endpoint("iam.amazonaws.com");

    fn host(service: &Service, region: &str) -> (String, String) {
        let endpoint = resolve(service, Some(region), None).unwrap();
        assert_eq!(endpoint.uri.scheme_str(), Some("https"));
        (
            endpoint.uri.host().unwrap().to_owned(),
            endpoint.signing_region.unwrap(),
        )
    }

    /// One region of each partition, with the DNS suffix that botocore's `partitions.json` has for it.
    #[test]
    fn a_host_in_each_partition() {
        for (region, suffix) in [
            ("us-west-2", "amazonaws.com"),
            ("il-central-1", "amazonaws.com"),
            ("mx-central-1", "amazonaws.com"),
            ("cn-north-1", "amazonaws.com.cn"),
            ("us-gov-west-1", "amazonaws.com"),
            ("us-iso-east-1", "c2s.ic.gov"),
            ("us-isob-east-1", "sc2s.sgov.gov"),
            ("eu-isoe-west-1", "cloud.adc-e.uk"),
            ("us-isof-south-1", "csp.hci.ic.gov"),
            ("eusc-de-east-1", "amazonaws.eu"),
        ] {
            assert_eq!(
                host(&DISCOVERY, region),
                (format!("discovery.{region}.{suffix}"), region.to_owned())
            );
        }
    }

    #[test]
    fn one_host_for_all_regions_of_aws() {
        let global = ("iam.amazonaws.com".to_owned(), "us-east-1".to_owned());
        assert_eq!(host(&IAM, "eu-west-1"), global);
        assert_eq!(
            host(&IAM, "cn-north-1").0,
            "iam.cn-north-1.amazonaws.com.cn"
        );
        let endpoint = resolve(&IAM, None, None).unwrap();
        assert_eq!(endpoint.uri.host(), Some("iam.amazonaws.com"));
    }

    #[test]
    fn a_url_wins() {
        let url = parse_url("http://localhost:4566/base").unwrap();
        let endpoint = resolve(&IAM, Some("eu-west-1"), Some(&url)).unwrap();
        assert_eq!(
            endpoint,
            Endpoint {
                uri: url.clone(),
                signing_region: Some("eu-west-1".into())
            }
        );
        let endpoint = resolve(&DISCOVERY, None, Some(&url)).unwrap();
        assert_eq!(
            endpoint,
            Endpoint {
                uri: url,
                signing_region: None
            }
        );
    }

    #[test]
    fn no_region() {
        let error = resolve(&DISCOVERY, None, None).unwrap_err();
        assert!(error.to_string().contains("AWS_REGION"), "{error}");
    }

    #[test]
    fn regions_are_host_labels() {
        for good in ["us-east-1", "local", "A1", &"x".repeat(63)] {
            assert!(is_region(good), "{good}");
        }
        for bad in [
            "",
            "us east",
            "a.b",
            "a/b",
            "-a",
            "a-",
            "é",
            "a@b",
            &"x".repeat(64),
        ] {
            assert!(!is_region(bad), "{bad}");
        }
    }

    #[test]
    fn urls() {
        for good in [
            "http://localhost:1",
            "https://[::1]:8443/",
            "https://h/p",
            "HTTPS://EXAMPLE.COM",
            "http://127.0.0.1",
        ] {
            assert!(parse_url(good).is_ok(), "{good}: {:?}", parse_url(good));
        }
        for (bad, why) in [
            ("localhost:4566", "scheme"),
            ("localhost", "scheme"),
            ("", "not a URL"),
            ("ftp://host", "neither http nor https"),
            ("http://", "not a URL"),
            ("http:///path", "not a URL"),
            ("http://h/?a=b", "query"),
            ("http://h/#a", "fragment"),
            ("http://h:x/", "port"),
            ("http://h:99999/", "port"),
        ] {
            let error = parse_url(bad).unwrap_err();
            assert!(error.contains(why), "{bad}: {error}");
        }
        let error = parse_url("http://user:hunter2@h/").unwrap_err();
        assert!(
            error.contains("user name") && !error.contains("hunter2"),
            "{error}"
        );
    }
}
