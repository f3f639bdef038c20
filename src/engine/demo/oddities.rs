//! What is odd in the demo: the trouble to be found, and the nodes that are unlike the others.

use std::time::Duration;

use super::cast::{
    API_WEB_00, API_WEB_01, API_WEB_02, BATCH_IMPORT, LOGSHIP, MAIL_00, MAIL_01, SYNC_01,
    WEB_FRONT_01,
};
use super::clock::{DAY, HOUR, MINUTE, Millis, SECOND};
use super::program::{Life, Program};
use super::voice::Voice;

/// One thing that is odd about a node.
pub(super) enum Oddity {
    /// It runs this program instead of its role's one, or besides; and how that stands at first.
    Runs(Program, Opening),
    /// Its config files have this program, active or not.
    OnDisk(Program),
    /// Its config files no longer have this group.
    OffDisk(&'static str),
    /// It cannot be reached from some time on.
    Unreachable(Outage, Duration),
    /// Its answers take this many milliseconds at least.
    Latency(u32),
    /// Its clock is ahead by this much.
    Skew(Millis),
    /// supervisord has another version there.
    Version(&'static str),
}

/// How a process stands when the demo opens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Opening {
    /// It runs, since whenever.
    Running,
    /// It was started this long ago.
    Started(Millis),
    /// It was stopped by hand this long ago.
    Stopped(Millis),
}

/// Why a node gives no data. It has always answered once, so that its processes are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outage {
    /// Its host is gone.
    ConnectTimesOut,
    /// Its certificate has run out.
    CertificateExpired,
    /// Its password was changed; signing in mends it.
    PasswordChanged,
}

/// Everything odd, by node.
pub(super) const ODDITIES: &[(&str, Oddity)] = &[
    (
        "api-03",
        Oddity::Runs(
            Program {
                command: "/srv/api/web",
                life: Life::NoCommand,
                ..API_WEB_02
            },
            Opening::Started(2 * MINUTE + 10 * SECOND),
        ),
    ),
    (
        "wrk-04",
        Oddity::Runs(
            Program {
                life: Life::DiesYoung,
                ..MAIL_00
            },
            Opening::Started(14 * MINUTE),
        ),
    ),
    (
        "wrk-02",
        Oddity::Runs(
            Program {
                life: Life::Flaps,
                startretries: 10,
                ..SYNC_01
            },
            Opening::Started(5 * MINUTE),
        ),
    ),
    (
        "stg-01",
        Oddity::Runs(
            Program {
                life: Life::Errand(6 * SECOND, 137),
                ..BATCH_IMPORT
            },
            Opening::Started(3 * HOUR),
        ),
    ),
    ("api-04", Oddity::Runs(API_WEB_02, STOPPED)),
    ("wrk-03", Oddity::Runs(MAIL_01, STOPPED)),
    ("stg-06", Oddity::Runs(API_WEB_00, STOPPED)),
    ("dev-01", Oddity::Runs(BATCH_IMPORT, STOPPED)),
    ("dev-02", Oddity::Runs(API_WEB_00, STOPPED)),
    (
        "dev-05",
        Oddity::Runs(
            Program {
                life: Life::Errand(8 * SECOND, 0),
                autostart: false,
                ..BATCH_IMPORT
            },
            Opening::Started(170 * MINUTE),
        ),
    ),
    (
        "api-06",
        Oddity::Runs(
            Program {
                stopwaitsecs: 30,
                lingers: 6 * SECOND,
                ..API_WEB_01
            },
            Opening::Running,
        ),
    ),
    (
        "api-05",
        Oddity::Runs(
            Program {
                startsecs: 10,
                ..API_WEB_01
            },
            Opening::Started(2 * SECOND),
        ),
    ),
    (
        "web-04",
        Oddity::Runs(WEB_FRONT_01, Opening::Started(41 * SECOND)),
    ),
    (
        "web-09",
        Oddity::Unreachable(Outage::ConnectTimesOut, Duration::from_secs(9)),
    ),
    (
        "stg-07",
        Oddity::Unreachable(Outage::CertificateExpired, Duration::ZERO),
    ),
    (
        "dev-03",
        Oddity::Unreachable(Outage::PasswordChanged, Duration::ZERO),
    ),
    ("stg-05", Oddity::Latency(230)),
    ("wrk-05", Oddity::Skew(7 * SECOND)),
    ("wrk-05", Oddity::Version("4.2.5")),
    ("wrk-06", Oddity::Version("4.2.5")),
    ("dev-04", Oddity::Version("4.3.0")),
    (
        "dev-04",
        Oddity::Runs(
            Program::daemon(
                "wörker",
                "ünï-漢字-🚀",
                "/srv/worker/run ünï",
                Voice::Worker,
            ),
            Opening::Running,
        ),
    ),
    (
        "dev-02",
        Oddity::Runs(
            Program::daemon("hostile", "hostile", "/opt/hostile", Voice::Hostile),
            Opening::Running,
        ),
    ),
    (
        "stg-04",
        Oddity::Runs(
            Program {
                voice: Voice::Bursts,
                ..LOGSHIP
            },
            Opening::Running,
        ),
    ),
    (
        "stg-02",
        Oddity::OnDisk(Program::daemon(
            "cron-new",
            "cron-new",
            "/usr/sbin/cron -f -L 15",
            Voice::Quiet("cron"),
        )),
    ),
    (
        "stg-02",
        Oddity::OnDisk(Program {
            command: "/srv/api/web --port 8000 --workers 4",
            ..API_WEB_00
        }),
    ),
    ("dev-05", Oddity::OffDisk("batch")),
];

const STOPPED: Opening = Opening::Stopped(9 * DAY);

/// What is odd about one node.
pub(super) fn of(node: &str) -> impl Iterator<Item = &'static Oddity> {
    ODDITIES
        .iter()
        .filter(move |(name, _)| *name == node)
        .map(|(_, oddity)| oddity)
}
