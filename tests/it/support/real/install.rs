//! Getting a real supervisord of a version: once per version and machine, into cargo's `target`.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A version of supervisord that the tests run against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// The latest one: it must be there, or the tests fail.
    V4_3_0,
    /// The last one before it, still common in distributions.
    V4_2_5,
    /// One of the first for Python 3.
    V4_0_4,
    /// The last one for Python 2: another server in many ways (`PROTOCOL` 5).
    V3_4_0,
}

/// An installed supervisord.
#[derive(Clone, Debug)]
pub struct Installed {
    /// The interpreter that runs it.
    pub python: PathBuf,
    /// The directory its packages lie in.
    pub site: PathBuf,
}

impl Version {
    /// Every version, the latest first.
    pub const ALL: [Self; 4] = [Self::V4_3_0, Self::V4_2_5, Self::V4_0_4, Self::V3_4_0];

    /// What it calls itself.
    pub fn number(self) -> &'static str {
        match self {
            Self::V4_3_0 => "4.3.0",
            Self::V4_2_5 => "4.2.5",
            Self::V4_0_4 => "4.0.4",
            Self::V3_4_0 => "3.4.0",
        }
    }

    /// Those that can be had here: the latest, and the older ones that find their Python.
    pub fn available() -> Vec<Self> {
        let found = Self::ALL
            .into_iter()
            .filter(|version| version.install().is_some());
        let found: Vec<_> = found.collect();
        assert!(
            found.contains(&Self::V4_3_0),
            "supervisor 4.3.0 needs Python 3 with pip"
        );
        found
    }

    /// Installs it, unless that was done before; none where its Python is missing.
    pub fn install(self) -> Option<Installed> {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("supervisord");
        fs::create_dir_all(&root).unwrap();
        let site = root.join(self.number());
        let lock = File::create(root.join(format!("{}.lock", self.number()))).unwrap();
        // Tests run in parallel, and so may whole test runs.
        lock.lock().unwrap();
        let note = site.join("interpreter");
        if !note.exists() {
            let found = self.pythons().into_iter().find(|python| self.suits(python));
            let Some(python) = found else {
                self.leave_out("no Python for it");
                return None;
            };
            if let Err(reason) = self.install_with(&python, &site) {
                self.leave_out(&reason);
                return None;
            }
            fs::write(&note, python.as_os_str().as_encoded_bytes()).unwrap();
        }
        let python = PathBuf::from(fs::read_to_string(&note).unwrap());
        Some(Installed { python, site })
    }

    #[expect(
        clippy::print_stderr,
        reason = "a test that leaves something out has to say so"
    )]
    fn leave_out(self, reason: &str) {
        eprintln!("supervisor {} is left out: {reason}", self.number());
    }

    fn install_with(self, python: &Path, site: &Path) -> Result<(), String> {
        let _ = fs::remove_dir_all(site);
        let output = Command::new(python)
            .args(["-m", "pip", "install", "--quiet", "--target"])
            .arg(site)
            .args(self.requirements())
            .output()
            .map_err(|error| error.to_string())?;
        let said = || String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            Ok(())
        } else {
            Err(said())
        }
    }

    /// Older ones look their parts up through setuptools, in a shape it has given up since.
    fn requirements(self) -> &'static [&'static str] {
        match self {
            Self::V4_3_0 => &["supervisor==4.3.0"],
            Self::V4_2_5 => &["supervisor==4.2.5", "setuptools<70"],
            Self::V4_0_4 => &["supervisor==4.0.4", "setuptools<60"],
            Self::V3_4_0 => &["supervisor==3.4.0", "setuptools<45"],
        }
    }

    /// The Pythons it runs on, as `(major, minor)` from and to.
    fn range(self) -> ((u8, u8), (u8, u8)) {
        match self {
            Self::V4_3_0 => ((3, 7), (3, 99)),
            Self::V4_2_5 => ((3, 7), (3, 12)),
            Self::V4_0_4 => ((3, 6), (3, 8)),
            Self::V3_4_0 => ((2, 7), (2, 7)),
        }
    }

    fn suits(self, python: &Path) -> bool {
        let ask = "import pip, sys; print('%d %d' % sys.version_info[:2])";
        let Ok(output) = Command::new(python).args(["-c", ask]).output() else {
            return false;
        };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut numbers = text.split_whitespace().filter_map(|word| word.parse().ok());
        let (Some(major), Some(minor)) = (numbers.next(), numbers.next()) else {
            return false;
        };
        let (from, to) = self.range();
        (from..=to).contains(&(major, minor))
    }

    /// Interpreters worth asking: by name on the path, then whatever pyenv keeps.
    fn pythons(self) -> Vec<PathBuf> {
        let (from, _) = self.range();
        let named = [
            "python3",
            "python3.8",
            "python3.7",
            "python3.6",
            "python2.7",
            "python2",
        ];
        let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(".pyenv"));
        let pyenv = std::env::var_os("PYENV_ROOT").map(PathBuf::from).or(home);
        let kept = pyenv.and_then(|root| fs::read_dir(root.join("versions")).ok());
        let mut kept: Vec<_> = kept
            .into_iter()
            .flatten()
            .flatten()
            .map(|e| e.path())
            .collect();
        kept.sort();
        let is_major = |path: &PathBuf| {
            let name = path.file_name().and_then(OsStr::to_str).unwrap_or("");
            name.starts_with(&format!("{}.", from.0))
        };
        let kept = kept
            .into_iter()
            .filter(is_major)
            .map(|path| path.join("bin/python"));
        named.into_iter().map(PathBuf::from).chain(kept).collect()
    }
}
