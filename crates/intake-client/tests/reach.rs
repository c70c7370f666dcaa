//! Over real TLS, and through a proxy: whom the desk believes, and which way it goes.

mod support;

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::thread;

use centrala_hostile_net::Request;
use centrala_intake_client::{HttpIntake, RootCertificates, Settings};
use centrala_protocol::{DeskToken, Intake, IntakeError};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use support::{PATIENCE, batch, marked};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority")
}

/// An intake over TLS that says "three bytes" to everything, under a certificate for `name`.
fn tls_server(authority: &Authority, name: &str) -> SocketAddr {
    let key = KeyPair::generate().expect("a key");
    let certificate = CertificateParams::new([name.to_owned()]).expect("a name").signed_by(&key, authority);
    let chain = vec![certificate.expect("signed").der().clone()];
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).expect("a server");
    let (config, listener) = (Arc::new(config), TcpListener::bind(("127.0.0.1", 0)).expect("a port"));
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| drop(serve(&config, stream))));
    address
}

fn serve(config: &Arc<ServerConfig>, stream: TcpStream) -> io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
    let mut tls = StreamOwned::new(connection, stream);
    Request::read(&mut tls)?;
    tls.write_all(&marked(200, "Upload-Offset: 3\r\n", ""))?;
    tls.conn.send_close_notify();
    tls.flush()
}

fn asked(address: &str, roots: Option<RootCertificates>) -> Result<u64, IntakeError> {
    let settings = Settings { roots, patience: PATIENCE };
    let intake = HttpIntake::new(address.parse().expect("an address"), &settings);
    intake.with_token(DeskToken::new("zeton".into())).offset(batch())
}

fn roots(authority: &Authority) -> Option<RootCertificates> {
    Some(RootCertificates::from_pem(authority.pem().as_bytes()).expect("a root"))
}

#[test]
fn a_city_with_an_authority_of_its_own_is_believed_and_no_one_else() {
    let (ours, other) = (authority(), authority());
    let port = tls_server(&ours, "localhost").port();
    assert_eq!(asked(&format!("https://localhost:{port}"), roots(&ours)), Ok(3));
    for (address, roots) in [
        (format!("https://localhost:{port}"), roots(&other)),
        (format!("https://localhost:{port}"), None),
        (format!("https://127.0.0.1:{port}"), roots(&ours)),
    ] {
        let Err(IntakeError::Unreachable(why)) = asked(&address, roots) else { panic!("{address} was believed") };
        assert!(why.contains("certificate"), "{address}: {why}");
    }
}

#[test]
fn a_bundle_may_hold_more_than_one_root() {
    let (old, new) = (authority(), authority());
    let port = tls_server(&new, "localhost").port();
    let both = RootCertificates::from_pem(format!("{}\n{}", old.pem(), new.pem()).as_bytes()).expect("roots");
    assert_eq!(asked(&format!("https://localhost:{port}"), Some(both)), Ok(3));
}

/// What the proxy was asked for by a program with these settings in its environment. The environment of this program is
/// everyone's: another one is started.
fn through_a_proxy(variable: &str, target: &str) -> Option<String> {
    let proxy = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = proxy.local_addr().expect("an address");
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    child.args(["--exact", "a_desk_asks_by_way_of_its_environment", "--ignored"]);
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        child.env_remove(name).env_remove(name.to_lowercase());
    }
    let child = child.env(variable, format!("http://{address}")).env("CENTRALA_TEST_TARGET", target);
    let listening = thread::spawn(move || {
        let (mut stream, _) = proxy.accept().expect("someone");
        Request::read(&mut stream).ok().map(|request| format!("{} {}", request.method, request.path))
    });
    assert!(child.output().expect("ended").status.success());
    // Where no one came, we do: it listens no longer.
    drop(TcpStream::connect(address));
    listening.join().expect("listened")
}

#[test]
fn a_desk_behind_a_proxy_goes_through_it_and_never_to_its_own_machine() {
    for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"] {
        let asked = through_a_proxy(variable, "https://zgloszenia.invalid");
        assert_eq!(asked.as_deref(), Some("CONNECT zgloszenia.invalid:443"), "{variable}");
    }
    assert_eq!(through_a_proxy("ALL_PROXY", "http://127.0.0.1:9"), None);
}

#[test]
#[ignore = "started by the test above, with an environment of its own"]
fn a_desk_asks_by_way_of_its_environment() {
    let target = std::env::var("CENTRALA_TEST_TARGET").expect("a target");
    assert!(matches!(asked(&target, None), Err(IntakeError::Unreachable(_))));
}
