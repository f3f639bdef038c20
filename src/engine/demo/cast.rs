//! Who plays: the nodes of the demo by role, and the programs that each role runs.

use super::program::Program;
use super::voice::Voice;

/// Nodes that are set up alike, called `web-01`, `web-02` and so on.
pub(super) struct Role {
    /// The environment they belong to.
    pub(super) environment: &'static str,
    /// What their names begin with, and their label.
    pub(super) name: &'static str,
    /// How many there are.
    pub(super) count: usize,
    /// supervisord's version on them.
    pub(super) version: &'static str,
    /// Milliseconds an answer of theirs takes at least.
    pub(super) latency: u32,
    /// What they run.
    pub(super) programs: &'static [Program],
}

/// An environment, and whether an action in it wants something typed.
pub(super) const ENVIRONMENTS: [(&str, bool); 3] =
    [("prod", true), ("stage", false), ("dev", false)];

/// The data centres, which the nodes of a role take in turn.
pub(super) const PLACES: [&str; 2] = ["fra1", "ams1"];

/// All nodes.
pub(super) const ROLES: [Role; 5] = [
    Role {
        environment: "prod",
        name: "web",
        count: 10,
        version: "4.2.5",
        latency: 40,
        programs: &[WEB_FRONT_00, WEB_FRONT_01, WEB_SSR, LOGSHIP, METRICS],
    },
    Role {
        environment: "prod",
        name: "api",
        count: 8,
        version: "4.2.5",
        latency: 60,
        programs: &[API_WEB_00, API_WEB_01, API_WEB_02, API_WS, LOGSHIP, METRICS],
    },
    Role {
        environment: "prod",
        name: "wrk",
        count: 6,
        version: "4.0.4",
        latency: 70,
        programs: &[
            MAIL_00, MAIL_01, SYNC_00, SYNC_01, REPORT, CRON, LOGSHIP, METRICS,
        ],
    },
    Role {
        environment: "stage",
        name: "stg",
        count: 9,
        version: "4.3.0",
        latency: 30,
        programs: &[API_WEB_00, BATCH_IMPORT, LOGSHIP, WEB_FRONT_00, SYNC_00],
    },
    Role {
        environment: "dev",
        name: "dev",
        count: 5,
        version: "3.4.0",
        latency: 20,
        programs: &[API_WEB_00, BATCH_IMPORT, LOGSHIP],
    },
];

const WEB_FRONT_00: Program = Program::daemon(
    "web",
    "front_00",
    "/srv/web/front --port 8000",
    Voice::Front,
);
pub(super) const WEB_FRONT_01: Program = Program {
    name: "front_01",
    command: "/srv/web/front --port 8001",
    ..WEB_FRONT_00
};
const WEB_SSR: Program = Program::daemon(
    "web",
    "ssr_00",
    "/usr/bin/node /srv/web/ssr.js",
    Voice::Render,
);

pub(super) const API_WEB_00: Program =
    Program::daemon("api", "web_00", "/srv/api/web --port 8000", Voice::Api);
pub(super) const API_WEB_01: Program = Program {
    name: "web_01",
    command: "/srv/api/web --port 8001",
    ..API_WEB_00
};
pub(super) const API_WEB_02: Program = Program {
    name: "web_02",
    command: "/srv/api/web --port 8002",
    ..API_WEB_00
};
const API_WS: Program = Program::daemon("api", "ws_00", "/srv/api/ws", Voice::Push);

pub(super) const MAIL_00: Program =
    Program::daemon("worker", "mail_00", "/srv/worker/run mail", Voice::Worker);
pub(super) const MAIL_01: Program = Program {
    name: "mail_01",
    ..MAIL_00
};
const SYNC_00: Program =
    Program::daemon("worker", "sync_00", "/srv/worker/run sync", Voice::Worker);
pub(super) const SYNC_01: Program = Program {
    name: "sync_01",
    ..SYNC_00
};
const REPORT: Program = Program::daemon(
    "worker",
    "report_00",
    "/srv/worker/run report",
    Voice::Report,
);

pub(super) const BATCH_IMPORT: Program = Program {
    autorestart: false,
    ..Program::daemon("batch", "import", "/srv/batch/import --all", Voice::Batch)
};
const CRON: Program = Program::daemon("cron", "cron", "/usr/sbin/cron -f", Voice::Quiet("cron"));
pub(super) const LOGSHIP: Program = Program::daemon(
    "logship",
    "logship",
    "/usr/bin/logship",
    Voice::Quiet("logship"),
);
const METRICS: Program = Program::daemon(
    "metrics",
    "metrics",
    "/usr/bin/metrics",
    Voice::Quiet("metrics"),
);
