//! Getting a real supervisord of a version: once per version and machine, into cargo's `target`.

use crate::support::python::{Installed, Package, PythonVersion};

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
        let package = Package {
            place: "supervisord",
            version: self.number(),
            requirements: self.requirements(),
            range: self.range(),
        };
        match package.install() {
            Ok(installed) => Some(installed),
            Err(reason) => {
                self.leave_out(&reason);
                None
            }
        }
    }

    #[expect(
        clippy::print_stderr,
        reason = "a test that leaves something out has to say so"
    )]
    fn leave_out(self, reason: &str) {
        eprintln!("supervisor {} is left out: {reason}", self.number());
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
    fn range(self) -> (PythonVersion, PythonVersion) {
        match self {
            Self::V4_3_0 => ((3, 7), (3, 99)),
            Self::V4_2_5 => ((3, 7), (3, 12)),
            Self::V4_0_4 => ((3, 6), (3, 8)),
            Self::V3_4_0 => ((2, 7), (2, 7)),
        }
    }
}
