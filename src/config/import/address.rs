//! Addresses as other tools write them, made into URLs of ours.

use zeroize::Zeroizing;

/// supervisord's usual port.
const USUAL: &str = "9001";

/// An address, and what people wrote into it.
#[derive(Default)]
pub(super) struct Address {
    /// The URL, without user and password; perhaps a broken one.
    pub url: String,
    /// The user that stood in it.
    pub user: String,
    /// The password that stood in it.
    pub password: Zeroizing<String>,
}

impl Address {
    /// The host in the URL, with its brackets if it is IPv6.
    pub(super) fn host(&self) -> &str {
        let place = self.url.split_once("://").map_or("", |(_, rest)| rest);
        let place = place.split('/').next().unwrap_or("");
        match place.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => host,
            Some(_) | None => place,
        }
    }
}

/// The URL of a host and a port, either of which may be empty.
pub(super) fn of_host(host: &str, port: &str) -> String {
    let host = match host.trim() {
        "" => "localhost".to_owned(),
        host if host.contains(':') && !host.starts_with('[') => format!("[{host}]"),
        host => host.to_owned(),
    };
    format!("http://{host}:{}", or(port.trim(), USUAL))
}

/// Reads an address that may lack its scheme or its port, and may have a user and a password.
pub(super) fn of_url(url: &str, port: &str) -> Address {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (login, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let place = if has_port(place) {
        place.to_owned()
    } else {
        match (port.trim(), scheme) {
            ("", "https") => place.to_owned(),
            (port, _) => format!("{place}:{}", or(port, USUAL)),
        }
    };
    Address {
        url: format!("{scheme}://{place}{path}"),
        user: user.to_owned(),
        password: Zeroizing::new(password.to_owned()),
    }
}

fn has_port(place: &str) -> bool {
    let after = place.rsplit_once(']').map_or(place, |(_, after)| after);
    after.contains(':')
}

fn or<'a>(text: &'a str, other: &'a str) -> &'a str {
    if text.is_empty() { other } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_filled_in() {
        for (url, port, full) in [
            ("http://a/RPC2", "9001", "http://a:9001/RPC2"),
            ("10.1.0.35/RPC2", "19001", "http://10.1.0.35:19001/RPC2"),
            ("https://a", "", "https://a"),
            ("https://a", "8443", "https://a:8443"),
            ("http://a:80/x", "9001", "http://a:80/x"),
            ("http://[::1]", "", "http://[::1]:9001"),
            ("http://me:p@ss@a/RPC2", "1", "http://a:1/RPC2"),
        ] {
            assert_eq!(of_url(url, port).url, full, "{url}");
        }
        let address = of_url("http://me:p@ss@a/RPC2", "1");
        assert_eq!(
            (address.user.as_str(), address.password.as_str()),
            ("me", "p@ss")
        );
        assert_eq!(address.host(), "a");
        assert_eq!(of_url("http://[::1]/x", "").host(), "[::1]");
        assert_eq!(of_host("::1", ""), "http://[::1]:9001");
        assert_eq!(of_host("", "80"), "http://localhost:80");
    }
}
