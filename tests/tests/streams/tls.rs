//! Events over TLS, with HTTP/2 agreed on. The certificates are those of the runtime's tests. Read by: `main`.

use std::sync::Arc;
use std::time::Duration;

use tinsmith::EventInput;
use tinsmith::client::HyperTransport;
use tinsmith_tests::radio::{Client, TalkRequest};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::{back, chunk, config, server, soon};

macro_rules! pem {
    ($name:literal) => {
        include_bytes!(concat!("../../../runtime/tests/client/pem/", $name))
    };
}

fn acceptor() -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_slice(pem!("localhost.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(pem!("localhost.key")).unwrap();
    let provider = Arc::new(rustls_graviola::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

#[tokio::test]
async fn events_over_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (seen, _seen) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let stream = acceptor().accept(stream).await.unwrap();
        server::connection(stream, seen).await;
    });
    let limit = Duration::from_secs(10);
    let transport = HyperTransport::with_roots(limit, pem!("authority.pem")).unwrap();
    let config = config(address)
        .endpoint_url(format!("https://localhost:{}", address.port()))
        .transport(transport);
    let client = Client::new(&config.build().unwrap());
    let request = TalkRequest::new(EventInput::from_iter([chunk(0, "abc")])).name("ada");
    let mut sound = soon(client.talk(request)).await.unwrap().sound.unwrap();
    let event = soon(sound.recv()).await.unwrap();
    assert_eq!(event, Some(back(1, "cba")));
}
