//! Who sits at this console, as far as the system tells.

use nix::unistd::{User, getuid};

/// Who sits at this console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The OS user, by the passwd entry of the real uid; `uid 1000` where there is none.
    pub user: String,
    /// Who became that user through sudo. Its word alone: the environment can be forged.
    pub sudo_user: Option<String>,
    /// The address an ssh session came from, by the same weak word.
    pub ssh_client: Option<String>,
    /// This process.
    pub pid: u32,
}

impl Who {
    /// Asks the system; `environment` gives a variable by its name.
    #[must_use]
    pub fn ask(environment: impl Fn(&str) -> Option<String>) -> Self {
        let uid = getuid();
        let user = User::from_uid(uid).ok().flatten();
        let ssh = environment("SSH_CONNECTION");
        Self {
            user: user.map_or_else(|| format!("uid {uid}"), |user| user.name),
            sudo_user: environment("SUDO_USER").filter(|name| !name.is_empty()),
            ssh_client: ssh.and_then(|text| text.split_whitespace().next().map(str::to_owned)),
            pid: std::process::id(),
        }
    }
}
