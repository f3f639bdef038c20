//! Who we say we are: borrowed for one call, never kept and never printed.

use std::fmt;

/// A user name and a password, borrowed from whoever keeps them.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    /// The name; without a colon, which would end it on the wire.
    pub user: &'a str,
    /// The password, sent as UTF-8.
    pub password: &'a str,
}

impl fmt::Debug for Credentials<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Credentials({})", self.user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        let credentials = Credentials {
            user: "ops",
            password: "canary",
        };
        assert_eq!(format!("{credentials:?}"), "Credentials(ops)");
    }
}
