//! Where our files lie: the XDG places, on macOS too, and `/etc`.

use std::path::{Path, PathBuf};

use etcetera::base_strategy::{BaseStrategy, Xdg};

/// The places where we look and where we keep things. The current directory is none of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The user's own config file; none where there is no home.
    pub user: Option<PathBuf>,
    /// The config file of the host.
    pub system: PathBuf,
    /// Where what must last is kept, such as the journal; none where there is no home.
    pub state: Option<PathBuf>,
}

impl Places {
    /// The places of this user on this host.
    ///
    /// `XDG_CONFIG_HOME` and `XDG_STATE_HOME` count only if they are absolute, as the XDG rules say.
    #[must_use]
    pub fn of_this_host() -> Self {
        let xdg = Xdg::new().ok();
        Self {
            user: xdg
                .as_ref()
                .map(|xdg| xdg.config_dir().join("supdeck/config.toml")),
            system: PathBuf::from("/etc/supdeck/config.toml"),
            state: xdg
                .and_then(|xdg| xdg.state_dir())
                .map(|state| state.join("supdeck")),
        }
    }

    /// The files to read: those named, else the user's, else the host's; none on a first run.
    ///
    /// A file that is there but cannot be opened is returned all the same, so that it is told.
    #[must_use]
    pub fn files(&self, named: &[PathBuf]) -> Vec<PathBuf> {
        if !named.is_empty() {
            return named.to_vec();
        }
        let found = self
            .looked_for()
            .find(|path| path.symlink_metadata().is_ok());
        found.map(Path::to_path_buf).into_iter().collect()
    }

    /// Where the journal lies: where the config says, or at its usual place.
    #[must_use]
    pub fn journal(&self, named: Option<&Path>) -> PathBuf {
        named.map_or_else(|| self.kept("journal.jsonl"), Path::to_path_buf)
    }

    /// Where the sealed file with passwords lies.
    #[must_use]
    pub fn sealed_file(&self) -> PathBuf {
        self.kept("credentials.sealed")
    }

    /// Where the results of batches are kept, a file each.
    #[must_use]
    pub fn results(&self) -> PathBuf {
        self.kept("runs")
    }

    /// Without a home nothing of ours can last; the path then names what is missing.
    fn kept(&self, name: &str) -> PathBuf {
        let state = self.state.as_deref();
        state
            .unwrap_or(Path::new("/nonexistent/supdeck"))
            .join(name)
    }

    /// Where a config is looked for, in order.
    pub fn looked_for(&self) -> impl Iterator<Item = &Path> {
        let user = self.user.as_deref().into_iter();
        user.chain(std::iter::once(self.system.as_path()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_files_come_before_the_users_and_those_before_the_hosts() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places {
            user: Some(folder.path().join("user.toml")),
            system: folder.path().join("system.toml"),
            state: None,
        };
        assert!(places.files(&[]).is_empty());
        std::fs::write(&places.system, "").unwrap();
        assert_eq!(places.files(&[]), std::slice::from_ref(&places.system));
        // A link to nowhere is a config that is wrong, not one that is absent.
        let user = folder.path().join("user.toml");
        std::os::unix::fs::symlink("nowhere", &user).unwrap();
        assert_eq!(places.files(&[]), [user]);
        let named = [PathBuf::from("named.toml")];
        assert_eq!(places.files(&named), named);
    }
}
