//! A program that was started in a terminal, for as long as it or anything it began lives.

use std::path::Path;

use portable_pty::Child;
use tempfile::TempDir;

use super::processes;
use crate::support::wait;

/// What was started, whether it still has a terminal or not.
pub struct Running {
    pub(super) home: TempDir,
    pub(super) child: Box<dyn Child + Send + Sync>,
}

impl Running {
    /// The home directory it runs in.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Its pid.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Its exit code, if it has ended.
    pub fn ended(&mut self) -> Option<u32> {
        let status = self.child.try_wait().unwrap();
        status.map(|status| status.exit_code())
    }

    /// Waits for its end, and gives its exit code.
    pub fn exit_code(&mut self) -> u32 {
        let mut code = None;
        wait::until("it ends without a terminal", || {
            code = self.ended();
            code.is_some()
        });
        code.unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Everything it began, and the shell in which it was begun.
        processes::end_session(self.pid());
        let _ = self.child.wait();
    }
}
