//! TLS, with certificates made for these tests:
//!
//! ```sh
//! openssl ecparam -name prime256v1 -genkey -noout -out authority.key
//! openssl req -x509 -new -key authority.key -sha256 -days 36500 -subj "/CN=tinsmith test authority" \
//!   -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -out authority.pem
//! openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out localhost.key
//! openssl req -new -key localhost.key -subj /CN=localhost -out localhost.csr
//! printf 'subjectAltName=DNS:localhost\nbasicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n' > extensions
//! openssl x509 -req -in localhost.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 36500 -sha256 \
//!   -extfile extensions -out localhost.pem
//! ```
#![cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]

use std::sync::Arc;
use std::time::Duration;

use tinsmith::client::{ConfigBuilder, HyperTransport};
use tinsmith::{Config, TimeoutKind};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, SupportedProtocolVersion, version};

use crate::network::{http, read_request};
use crate::service::*;

pub(crate) const AUTHORITY: &[u8] = include_bytes!("pem/authority.pem");
pub(crate) const LIMIT: Duration = Duration::from_secs(10);

fn acceptor(protocol: &'static SupportedProtocolVersion) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("pem/localhost.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("pem/localhost.key")).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls_graviola::default_provider()))
        .with_protocol_versions(&[protocol])
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// Starts a server; gives its port.
pub(crate) async fn serve(protocol: &'static SupportedProtocolVersion) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor(protocol);
            tokio::spawn(async move {
                // Clients that do not trust the certificate hang up.
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                while read_request(&mut stream).await.is_some() {
                    stream
                        .write_all(http(r#"{"things":["secret"]}"#).as_bytes())
                        .await
                        .unwrap();
                }
            });
        }
    });
    port
}

fn trusting(url: String) -> ConfigBuilder {
    config()
        .endpoint_url(url)
        .transport(HyperTransport::with_roots(LIMIT, AUTHORITY).unwrap())
}

async fn fails(config: &Config) -> String {
    let error = call(config).await.unwrap_err();
    let Error::Transport(cause) = &error else {
        panic!("{error:?}")
    };
    assert!(cause.is_connect(), "{error}");
    error.to_string()
}

#[tokio::test]
async fn calls_over_tls() {
    for protocol in [&version::TLS13, &version::TLS12] {
        let port = serve(protocol).await;
        let config = trusting(format!("https://localhost:{port}"))
            .build()
            .unwrap();
        for _ in 0..2 {
            assert_eq!(
                call(&config).await.unwrap().things.unwrap(),
                ["secret"],
                "{protocol:?}"
            );
        }
    }
}

#[tokio::test]
async fn servers_that_prove_nothing() {
    // By an authority that nobody has heard of; then by one that is trusted, but for another host.
    let port = serve(&version::TLS13).await;
    let url = format!("https://localhost:{port}");
    let text = fails(&config().endpoint_url(url).max_attempts(1).build().unwrap()).await;
    assert!(text.contains("certificate"), "{text}");
    let url = format!("https://127.0.0.1:{port}");
    let text = fails(&trusting(url).max_attempts(1).build().unwrap()).await;
    assert!(text.contains("not valid for name"), "{text}");
}

#[tokio::test]
async fn a_server_that_never_shakes_hands() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let limit = Duration::from_millis(50);
    let transport = HyperTransport::with_roots(limit, AUTHORITY).unwrap();
    let config = config()
        .endpoint_url(url)
        .transport(transport)
        .max_attempts(1)
        .build()
        .unwrap();
    let Error::Timeout(error) = call(&config).await.unwrap_err() else {
        panic!()
    };
    assert_eq!((error.kind(), error.limit()), (TimeoutKind::Connect, limit));
}

/// graviola's debug builds take instructions away when such a variable is set; the test runs itself with one.
#[cfg(all(target_arch = "x86_64", debug_assertions))]
#[tokio::test]
async fn a_processor_that_cannot_is_an_error() {
    const VARIABLE: &str = "GRAVIOLA_CPU_DISABLE_adx";
    if std::env::var_os(VARIABLE).is_none() {
        let test = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tls::a_processor_that_cannot_is_an_error"])
            .env(VARIABLE, "1")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&test.stdout);
        assert!(test.status.success() && text.contains("1 passed"), "{text}");
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let text = fails(&trusting(url).max_attempts(1).build().unwrap()).await;
    assert!(text.contains("no TLS on this processor"), "{text}");
}
