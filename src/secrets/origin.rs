//! Where a password that is in use came from.

use std::fmt;
use std::path::PathBuf;

use crate::model::CredentialSource;

/// Where a password that is in use came from: the "auth source" line of a node's detail.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Somebody typed it; it goes when the program ends.
    Typed,
    /// The OS keyring, under this entry as people call it.
    Keyring {
        /// Such as `supdeck/dev-03`.
        entry: String,
    },
    /// The file sealed under a passphrase.
    Sealed {
        /// Where the file is.
        path: PathBuf,
        /// Such as `supdeck/dev-03`.
        entry: String,
    },
    /// The source that the config names.
    Named(CredentialSource),
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Typed => formatter.write_str("typed, kept for this session"),
            Self::Keyring { entry } => write!(formatter, "OS keyring, entry {entry}"),
            Self::Sealed { path, entry } => {
                write!(formatter, "sealed file {}, entry {entry}", path.display())
            }
            Self::Named(source) => source.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_origin_reads_well() {
        let named = Origin::Named(CredentialSource::Env("PW".into()));
        assert_eq!(named.to_string(), "password_env PW");
        let entry = "supdeck/dev-03".to_owned();
        let kept = Origin::Keyring {
            entry: entry.clone(),
        };
        assert_eq!(kept.to_string(), "OS keyring, entry supdeck/dev-03");
        let sealed = Origin::Sealed {
            path: "/x/credentials.sealed".into(),
            entry,
        };
        assert_eq!(
            sealed.to_string(),
            "sealed file /x/credentials.sealed, entry supdeck/dev-03"
        );
    }
}
