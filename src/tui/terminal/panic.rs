//! A panic: the terminal first, then the words, then a file without secrets.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::OpenOptionsExt;
use std::panic::PanicHookInfo;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::guard::restore;

/// Threads that call into the OS keyring: a panic there is that call's failure, not ours.
const ASIDE: &str = "supdeck-aside";
/// What Rust programs end with after a panic.
const PANICKED: i32 = 101;

/// How long the first panic has to say its words.
const WORDS: Duration = Duration::from_secs(2);

/// Only the first panic speaks; others meanwhile, on other threads, only wait for the end.
static SPOKEN: AtomicBool = AtomicBool::new(false);

/// Where the report of a crash goes.
#[derive(Clone, Debug)]
pub struct CrashFile {
    /// Its path; the directory must exist.
    pub path: PathBuf,
}

/// From here on a panic anywhere restores the terminal, tells on it, and ends the process.
pub fn install_hook(crash: CrashFile) {
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().name() == Some(ASIDE) {
            return;
        }
        if SPOKEN.swap(true, Ordering::SeqCst) {
            std::thread::sleep(WORDS);
            std::process::exit(PANICKED);
        }
        restore();
        let report = report(info);
        let written = write_report(&crash.path, &report);
        let place = written.map_or_else(
            |_| String::new(),
            |()| format!("The report is in {}.\r\n", crash.path.display()),
        );
        let words = format!(
            "\r\nsupdeck has a bug and had to stop: {report}\r\n{place}\
             What was sent to nodes stays sent; `supdeck journal` shows it.\r\n"
        );
        // The terminal may be gone, and then there is nobody to tell.
        if let Ok(stderr) = io::stderr().as_fd().try_clone_to_owned() {
            let _ = std::fs::File::from(stderr).write_all(words.as_bytes());
        }
        std::process::exit(PANICKED);
    }));
}

/// What happened and where. A panic's text is ours or a library's; it is cleaned all the same.
fn report(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let text = payload
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    let text = crate::model::Clean::text(&text);
    let place = info
        .location()
        .map_or_else(String::new, ToString::to_string);
    let thread = std::thread::current();
    let thread = thread.name().unwrap_or("unnamed");
    format!(
        "{text} (version {}, {place}, thread {thread})",
        env!("CARGO_PKG_VERSION")
    )
}

fn write_report(path: &PathBuf, report: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)?;
    let backtrace = std::backtrace::Backtrace::force_capture();
    writeln!(file, "{report}\n{backtrace}")
}
