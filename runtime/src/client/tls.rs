//! TLS: rustls over graviola's cryptography, set up when it is first needed. Read by: `client::hyper`.

use std::error::Error as StdError;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::CryptoProvider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, InvalidDnsNameError, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// Whom to trust.
#[derive(Clone)]
pub(super) enum Roots {
    /// Whom the operating system trusts.
    Native,
    /// These.
    Given(Arc<RootCertStore>),
}

impl Roots {
    /// The certificates in a PEM file.
    pub(super) fn from_pem(pem: &[u8]) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate
                .map_err(|error| format!("the root certificates are not PEM: {error}"))?;
            let added = roots.add(certificate);
            added.map_err(|error| format!("root certificate {}: {error}", roots.len() + 1))?;
        }
        if roots.is_empty() {
            return Err("the PEM file of root certificates holds none".into());
        }
        Ok(Self::Given(Arc::new(roots)))
    }

    /// Reads files where the operating system keeps them.
    fn load(&self) -> Result<Arc<RootCertStore>, String> {
        if let Self::Given(roots) = self {
            return Ok(Arc::clone(roots));
        }
        let found = rustls_native_certs::load_native_certs();
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            let why: String = found
                .errors
                .iter()
                .map(|error| format!("; {error}"))
                .collect();
            let advice = "install the operating system's (`ca-certificates` on most Linux systems) or set SSL_CERT_FILE";
            return Err(format!("no root certificates found: {advice}{why}"));
        }
        Ok(Arc::new(roots))
    }
}

/// Which HTTP is spoken over a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Http1,
    #[cfg(feature = "http2")]
    Http2,
}

impl Version {
    /// The name by which client and server agree on it.
    fn name(self) -> &'static [u8] {
        match self {
            Self::Http1 => b"http/1.1",
            #[cfg(feature = "http2")]
            Self::Http2 => b"h2",
        }
    }
}

/// Makes TLS connections.
pub(super) struct Tls {
    roots: Roots,
    version: Version,
    /// Filled by the first connection; stays empty if that fails, so that the next tries again.
    connector: OnceCell<TlsConnector>,
}

impl Tls {
    pub(super) fn new(roots: Roots, version: Version) -> Self {
        Self {
            roots,
            version,
            connector: OnceCell::new(),
        }
    }

    /// Shakes hands with a server that proves to be the host.
    pub(super) async fn connect(
        &self,
        host: &str,
        tcp: TcpStream,
    ) -> Result<TlsStream<TcpStream>, Box<dyn StdError + Send + Sync>> {
        let connector = self.connector.get_or_try_init(|| self.connector()).await?;
        let stream = connector.connect(server_name(host)?, tcp).await?;
        let agreed = stream.get_ref().1.alpn_protocol();
        // A server that says nothing speaks HTTP/1.1.
        if self.version != Version::Http1 && agreed != Some(self.version.name()) {
            return Err("the server does not speak HTTP/2".into());
        }
        Ok(stream)
    }

    async fn connector(&self) -> Result<TlsConnector, Box<dyn StdError + Send + Sync>> {
        let provider = provider()?;
        let roots = self.roots.clone();
        let roots = tokio::task::spawn_blocking(move || roots.load()).await??;
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![self.version.name().to_vec()];
        Ok(TlsConnector::from(Arc::new(config)))
    }
}

/// The name to find in the certificate. An IPv6 address stands in brackets in a URL, and without in a certificate.
fn server_name(host: &str) -> Result<ServerName<'static>, InvalidDnsNameError> {
    ServerName::try_from(
        host.trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned(),
    )
}

/// The cryptography, where this processor can do it: graviola would panic where it cannot.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
fn provider() -> Result<Arc<CryptoProvider>, String> {
    if graviola::util::is_cpu_supported() {
        return Ok(Arc::new(rustls_graviola::default_provider()));
    }
    let needed = if cfg!(target_arch = "x86_64") {
        "AES, PCLMULQDQ, BMI1, ADX, AVX and AVX2"
    } else {
        "NEON, AES, PMULL and SHA-2"
    };
    Err(format!(
        "no TLS on this processor: graviola needs one with {needed}; use a transport of your own for https"
    ))
}

/// As above, for processors that graviola has no code for.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn provider() -> Result<Arc<CryptoProvider>, String> {
    let processor = std::env::consts::ARCH;
    Err(format!(
        "no TLS on {processor}: graviola is for x86-64 and AArch64; use a transport of your own for https"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_names_too() {
        for host in ["[::1]", "127.0.0.1"] {
            assert!(
                matches!(server_name(host), Ok(ServerName::IpAddress(_))),
                "{host}"
            );
        }
        assert!(matches!(
            server_name("localhost"),
            Ok(ServerName::DnsName(_))
        ));
        assert!(server_name("a b").is_err());
    }

    #[test]
    fn roots_that_cannot_be_read() {
        let error = |pem: &str| Roots::from_pem(pem.as_bytes()).err().unwrap();
        assert!(error("").contains("holds none"));
        assert!(
            error("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n")
                .contains("not PEM")
        );
        assert!(
            error("-----BEGIN CERTIFICATE-----\nMTIz\n-----END CERTIFICATE-----\n")
                .contains("root certificate 1")
        );
    }
}
