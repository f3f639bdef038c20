//! TLS: each reason for a refusal in words, and only the named authorities trusted.

use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use supdeck::model::{Endpoint, LinkError, NodeEntry};
use supdeck::rpc::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::{ask, link_error, recorded, transport_with};
use crate::support::fake::Fake;

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A TLS front with a certificate for that name, which answers everything with one recording.
async fn front(
    authority: &Authority,
    name: &str,
    change: impl FnOnce(&mut CertificateParams),
) -> u16 {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    change(&mut params);
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream
                .write_all(&recorded("supervisor-getState.resp"))
                .await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

fn entry(fake: &Fake, port: u16, ca_file: Option<&Path>) -> NodeEntry {
    let mut entry = fake.entry("front");
    entry.endpoint = Endpoint::Https {
        host: "localhost".into(),
        port,
        prefix: String::new(),
    };
    entry.ca_file = ca_file.map(Path::to_owned);
    entry
}

/// What the console says of a front whose authority it trusts.
async fn told(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Result<(), LinkError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    let authority = authority();
    std::fs::write(&file, authority.pem()).unwrap();
    let port = front(&authority, name, change).await;
    let fake = Fake::new().listen().await;
    let way = transport_with(&entry(&fake, port, Some(&file)), Limits::default());
    match ask(&way).await {
        Ok(_) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn tls(reason: &str) -> Result<(), LinkError> {
    Err(LinkError::Tls {
        reason: reason.into(),
    })
}

#[tokio::test]
async fn a_good_certificate_of_the_named_authority_is_accepted() {
    assert_eq!(told("localhost", |_| {}).await, Ok(()));
}

#[tokio::test]
async fn a_bad_certificate_is_refused_with_its_reason() {
    let expired = |params: &mut CertificateParams| params.not_after = date_time_ymd(2020, 7, 11);
    assert_eq!(
        told("localhost", expired).await,
        tls("certificate expired 2020-07-11")
    );
    let early = |params: &mut CertificateParams| params.not_before = date_time_ymd(2090, 1, 2);
    assert_eq!(
        told("localhost", early).await,
        tls("certificate is not valid before 2090-01-02")
    );
    assert_eq!(
        told("other.example", |_| {}).await,
        tls("certificate is for other.example")
    );
}

#[tokio::test]
async fn an_authority_nobody_named_is_unknown() {
    let port = front(&authority(), "localhost", |_| {}).await;
    let fake = Fake::new().listen().await;
    let error = link_error(&transport_with(
        &entry(&fake, port, None),
        Limits::default(),
    ))
    .await;
    assert_eq!(
        Err(error),
        tls("unknown issuer: self-signed, or its authority is not trusted here")
    );
}

#[tokio::test]
async fn a_port_without_tls_says_so_and_a_bad_ca_file_too() {
    let fake = Fake::new().listen().await;
    let Endpoint::Http { port, .. } = fake.endpoint() else {
        panic!("the fake listens on TCP");
    };
    let quiet = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let quiet_port = quiet.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = quiet.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let way = transport_with(&entry(&fake, quiet_port, None), Limits::default());
    let error = link_error(&way).await;
    assert_eq!(Err(error), tls("the node does not speak TLS on this port"));
    let missing = entry(&fake, port, Some(Path::new("/nonexistent/ca.pem")));
    let clients = supdeck::rpc::Clients::new(Limits::default()).unwrap();
    let permission = supdeck::rpc::Permission::new(supdeck::rpc::Access::ReadOnly);
    let refused = supdeck::rpc::Transport::new(&missing, &clients, permission).unwrap_err();
    assert!(
        refused
            .to_string()
            .starts_with("TLS: ca_file /nonexistent/ca.pem: "),
        "{refused}"
    );
}
