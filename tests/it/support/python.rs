//! Python packages the tests need: installed once per machine, into cargo's `target`.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A version of Python.
pub type PythonVersion = (u8, u8);

/// What is to be installed.
#[derive(Clone, Copy, Debug)]
pub struct Package {
    /// The folder it goes to, below cargo's folder for tests.
    pub place: &'static str,
    /// Its version.
    pub version: &'static str,
    /// What pip is asked for.
    pub requirements: &'static [&'static str],
    /// The Pythons it runs on, from and to.
    pub range: (PythonVersion, PythonVersion),
}

/// An installed package.
#[derive(Clone, Debug)]
pub struct Installed {
    /// The interpreter that runs it.
    pub python: PathBuf,
    /// The directory its packages lie in.
    pub site: PathBuf,
}

impl Package {
    /// Installs it, unless that was done before.
    ///
    /// # Errors
    ///
    /// Why it cannot be had here.
    pub fn install(&self) -> Result<Installed, String> {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.place);
        fs::create_dir_all(&root).unwrap();
        let site = root.join(self.version);
        let lock = File::create(root.join(format!("{}.lock", self.version))).unwrap();
        // Tests run in parallel, and so may whole test runs.
        lock.lock().unwrap();
        let note = site.join("interpreter");
        if !note.exists() {
            let found = self.pythons().into_iter().find(|python| self.suits(python));
            let python = found.ok_or("no Python for it")?;
            self.install_with(&python, &site)?;
            fs::write(&note, python.as_os_str().as_encoded_bytes()).unwrap();
        }
        let python = PathBuf::from(fs::read_to_string(&note).unwrap());
        Ok(Installed { python, site })
    }

    fn install_with(self, python: &Path, site: &Path) -> Result<(), String> {
        let _ = fs::remove_dir_all(site);
        let output = Command::new(python)
            .args(["-m", "pip", "install", "--quiet", "--target"])
            .arg(site)
            .args(self.requirements)
            .output()
            .map_err(|error| error.to_string())?;
        let said = || String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            Ok(())
        } else {
            Err(said())
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
        let (from, to) = self.range;
        (from..=to).contains(&(major, minor))
    }

    /// Interpreters worth asking: by name on the path, then whatever pyenv keeps.
    fn pythons(self) -> Vec<PathBuf> {
        let (from, _) = self.range;
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
