//! The address of a node: `http://host:port`, `https://host`, `unix:///path.sock`.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;

use thiserror::Error;

use crate::model::Endpoint;

/// Port of a TLS front where none is written.
const HTTPS_PORT: u16 = 443;
/// A socket's path must be shorter than `sun_path`.
const LONGEST_SOCKET: usize = 107;

/// Why a url is refused. None of the messages repeats it: it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum UrlError {
    #[error("begins with none of http://, https:// and unix://")]
    Scheme,
    #[error("has a password in it; write user = \"…\" and leave the password to the keyring")]
    Password,
    #[error("has a user in it; write user = \"…\" instead")]
    User,
    #[error("has no host")]
    NoHost,
    #[error("has no port; supervisord's usual one is 9001")]
    NoPort,
    #[error("has a port that is not a number from 1 to 65535")]
    Port,
    #[error("has {0:?} in its host")]
    Letter(char),
    #[error("has a host with letters outside ASCII; write its xn-- form")]
    NotAscii,
    #[error("has a host that ends in a dot; leave the dot out")]
    TrailingDot,
    #[error("has a host of more than 253 characters")]
    LongHost,
    #[error("has a host with a part that is empty, longer than 63 or begins or ends with '-'")]
    Label,
    #[error("has a host of digits that is no IPv4 address")]
    Ipv4,
    #[error("has a host in brackets that is no IPv6 address")]
    Ipv6,
    #[error("has an IPv6 address without brackets; write http://[::1]:9001")]
    NoBrackets,
    #[error("has an IPv6 zone in it, which HTTP cannot carry; use a name or a global address")]
    Zone,
    #[error("has a query or a fragment, which XML-RPC has no use for")]
    Query,
    #[error("has a path with {0:?} in it")]
    Path(String),
    #[error("is a unix socket without an absolute path; write unix:///run/supervisor.sock")]
    Socket,
    #[error("is a unix socket with a path longer than {LONGEST_SOCKET} bytes")]
    LongSocket,
}

/// Reads a url; host names become lower case, and `/RPC2` at the end is what we add ourselves.
pub(super) fn parse(url: &str) -> Result<Endpoint, UrlError> {
    let (scheme, rest) = url.split_once("://").ok_or(UrlError::Scheme)?;
    match scheme.to_ascii_lowercase().as_str() {
        "http" => {
            let Address { host, port, prefix } = address(rest)?;
            let port = port.ok_or(UrlError::NoPort)?;
            Ok(Endpoint::Http { host, port, prefix })
        }
        "https" => {
            let Address { host, port, prefix } = address(rest)?;
            let port = port.unwrap_or(HTTPS_PORT);
            Ok(Endpoint::Https { host, port, prefix })
        }
        "unix" => socket(rest),
        _ => Err(UrlError::Scheme),
    }
}

struct Address {
    host: String,
    port: Option<u16>,
    prefix: String,
}

fn socket(path: &str) -> Result<Endpoint, UrlError> {
    if !path.starts_with('/') || path.ends_with('/') {
        return Err(UrlError::Socket);
    }
    if path.len() > LONGEST_SOCKET {
        return Err(UrlError::LongSocket);
    }
    Ok(Endpoint::Unix {
        path: PathBuf::from(path),
    })
}

fn address(rest: &str) -> Result<Address, UrlError> {
    let (authority, path) = match rest.find(['/', '?', '#']) {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    // A password may itself hold a slash, so an @ anywhere behind is looked for too.
    if let Some((userinfo, _)) = rest.rsplit_once('@') {
        return Err(if userinfo.contains(':') {
            UrlError::Password
        } else {
            UrlError::User
        });
    }
    let (host, port) = split_port(authority)?;
    Ok(Address {
        host: check_host(host)?,
        port: port.map(check_port).transpose()?,
        prefix: check_path(path)?,
    })
}

/// Parts `host:port`, `[v6]:port`, `host` and `[v6]`.
fn split_port(authority: &str) -> Result<(&str, Option<&str>), UrlError> {
    if authority.starts_with('[') {
        let end = authority.find(']').ok_or(UrlError::Ipv6)?;
        let (host, rest) = authority.split_at(end + 1);
        return match rest.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(UrlError::Port),
        };
    }
    match authority.split_once(':') {
        Some((_, port)) if port.contains(':') => Err(UrlError::NoBrackets),
        Some((host, port)) => Ok((host, Some(port))),
        None => Ok((authority, None)),
    }
}

fn check_port(port: &str) -> Result<u16, UrlError> {
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    let number = port.parse().ok().filter(|number| *number > 0 && digits);
    number.ok_or(UrlError::Port)
}

/// The host in the form it is used: lower case, IPv6 without brackets.
fn check_host(host: &str) -> Result<String, UrlError> {
    if let Some(inside) = host.strip_prefix('[') {
        let inside = inside.strip_suffix(']').unwrap_or(inside);
        if inside.contains('%') {
            return Err(UrlError::Zone);
        }
        let address: Ipv6Addr = inside.parse().map_err(|_| UrlError::Ipv6)?;
        return Ok(address.to_string());
    }
    check_host_name(host)?;
    Ok(host.to_ascii_lowercase())
}

fn check_host_name(host: &str) -> Result<(), UrlError> {
    if host.is_empty() {
        return Err(UrlError::NoHost);
    }
    if !host.is_ascii() {
        return Err(UrlError::NotAscii);
    }
    let in_hosts = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    if let Some(bad) = host.chars().find(|letter| !in_hosts(*letter)) {
        return Err(UrlError::Letter(bad));
    }
    if host.ends_with('.') {
        return Err(UrlError::TrailingDot);
    }
    if host.len() > 253 {
        return Err(UrlError::LongHost);
    }
    let bad_label = |label: &str| {
        label.is_empty() || label.len() > 63 || label.starts_with('-') || label.ends_with('-')
    };
    if host.split('.').any(bad_label) {
        return Err(UrlError::Label);
    }
    // Resolvers take `1`, `127.1` and `0x7f.1` for addresses in old notations (RFC 1123, 2.1).
    let last = host.rsplit('.').next().unwrap_or(host);
    let number_like = last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit());
    if number_like && host.parse::<Ipv4Addr>().is_err() {
        return Err(UrlError::Ipv4);
    }
    Ok(())
}

/// The prefix before `/RPC2`: empty, or beginning with a slash and not ending in one.
fn check_path(path: &str) -> Result<String, UrlError> {
    if path.contains(['?', '#']) {
        return Err(UrlError::Query);
    }
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/RPC2").unwrap_or(path);
    let in_paths = |letter: char| letter.is_ascii_alphanumeric() || "-._~/".contains(letter);
    if let Some(bad) = path.chars().find(|letter| !in_paths(*letter)) {
        return Err(UrlError::Path(bad.to_string()));
    }
    for part in ["//", "/.."] {
        if path.contains(part) {
            return Err(UrlError::Path(part.to_owned()));
        }
    }
    Ok(path.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_urls_are_read_and_normalised() {
        for (url, shown) in [
            ("http://web-01:9001", "http://web-01:9001"),
            (
                "HTTP://Web-01.Example.COM:9001/",
                "http://web-01.example.com:9001",
            ),
            ("http://web_01:9001/RPC2", "http://web_01:9001"),
            ("http://web:9001/sup/a/RPC2/", "http://web:9001/sup/a"),
            ("https://front/sup", "https://front:443/sup"),
            ("http://127.0.0.1:1", "http://127.0.0.1:1"),
            ("http://[::1]:9001", "http://[::1]:9001"),
            ("https://[2001:DB8:0:0::1]", "https://[2001:db8::1]:443"),
            (
                "http://xn--bcher-kva.example:65535",
                "http://xn--bcher-kva.example:65535",
            ),
            ("unix:///run/supervisor.sock", "unix:///run/supervisor.sock"),
        ] {
            let endpoint = parse(url).unwrap();
            assert_eq!(endpoint.to_string(), shown, "{url}");
            assert_eq!(parse(shown), Ok(endpoint), "{shown}");
        }
    }

    #[test]
    fn bad_urls_are_refused_for_their_reason() {
        use UrlError as E;
        let long_host = format!("http://{}a:1", "a.".repeat(130));
        let long_label = format!("http://{}:1", "a".repeat(64));
        let long_socket = format!("unix:///{}", "a".repeat(107));
        for (url, error) in [
            ("web-01:9001", E::Scheme),
            ("ftp://web-01:9001", E::Scheme),
            ("", E::Scheme),
            ("http://", E::NoHost),
            ("http://:9001", E::NoHost),
            ("http://web-01", E::NoPort),
            ("http://web-01:", E::Port),
            ("http://web-01:0", E::Port),
            ("http://web-01:65536", E::Port),
            ("http://web-01:+80", E::Port),
            ("http://web-01:9001x", E::Port),
            ("http://[::1]9001", E::Port),
            ("http://me:pa/ss@web-01:9001", E::Password),
            ("http://me:@web-01:9001", E::Password),
            ("http://me@web-01:9001", E::User),
            ("http://bücher.example:9001", E::NotAscii),
            ("http://web-01.:9001", E::TrailingDot),
            ("http://web..a:9001", E::Label),
            ("http://-oProxyCommand=x:9001", E::Letter('=')),
            ("http://-web:9001", E::Label),
            ("http://h;id:9001", E::Letter(';')),
            ("http://h`id`:9001", E::Letter('`')),
            ("http://h id:9001", E::Letter(' ')),
            ("http://[::1]%eth0:9001", E::Port),
            ("http://[fe80::1%eth0]:9001", E::Zone),
            ("http://[::1", E::Ipv6),
            ("http://[web]:9001", E::Ipv6),
            ("http://::1:9001", E::NoBrackets),
            ("http://999.1.1.1:9001", E::Ipv4),
            ("http://127.1:9001", E::Ipv4),
            ("http://1:9001", E::Ipv4),
            ("http://127.0.0.0x1:9001", E::Ipv4),
            ("http://web:9001/?a=b", E::Query),
            ("http://web:9001#x", E::Query),
            ("http://web:9001/a b", E::Path(" ".into())),
            ("http://web:9001/../x", E::Path("/..".into())),
            ("http://web:9001//x", E::Path("//".into())),
            ("unix://run/x.sock", E::Socket),
            ("unix:///", E::Socket),
            (&long_host, E::LongHost),
            (&long_label, E::Label),
            (&long_socket, E::LongSocket),
        ] {
            assert_eq!(parse(url), Err(error), "{url}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(url: String, host in "[a-z0-9.\\[\\]:%@/-]{0,40}") {
            let _ = parse(&url);
            if let Ok(endpoint) = parse(&format!("http://{host}")) {
                proptest::prop_assert_eq!(parse(&endpoint.to_string()), Ok(endpoint));
            }
        }
    }
}
