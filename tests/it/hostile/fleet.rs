//! A fleet that says the corpus wherever a supervisord can say anything.

use supdeck::model::Endpoint;

use crate::support::fake::{Fake, Phase, Program, Trouble};
use crate::support::pty::{Pty, Spawn};

use super::corpus::{everything, raw, texts};

/// Polled often, and tried again soon.
pub const POLL: &str = "[poll]\ninterval = \"1s\"\nretry_first = \"1s\"\nretry_max = \"2s\"\n";

/// A program with a name that can be typed.
pub const QUIET: &str = "quiet:first";

/// The ways in which a node that is no good can say something.
pub const WAYS: [Way; 6] = [
    Way::Fault,
    Way::Reason,
    Way::Location,
    Way::Page,
    Way::Kind,
    Way::Element,
];

/// One such way.
#[derive(Clone, Copy)]
pub enum Way {
    /// The text of a fault.
    Fault,
    /// The words after an HTTP status.
    Reason,
    /// Where a redirect leads.
    Location,
    /// A page that is no XML-RPC.
    Page,
    /// The kind of a page.
    Kind,
    /// An element that XML-RPC does not know.
    Element,
}

impl Way {
    /// The word its nodes are called by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::Reason => "reason",
            Self::Location => "location",
            Self::Page => "page",
            Self::Kind => "kind",
            Self::Element => "element",
        }
    }

    fn say(self, bytes: &[u8]) -> Trouble {
        let html = &b"Content-Type: text/html\r\n"[..];
        let head = |line: &[u8], headers: &[u8], body: &[u8]| {
            let length = format!("Content-Length: {}\r\n\r\n", body.len());
            let line = [b"HTTP/1.1 ", line, b"\r\n"].concat();
            Trouble::Raw([&line, headers, length.as_bytes(), body].concat())
        };
        match self {
            Self::Fault => Trouble::Body(fault(bytes)),
            Self::Reason => head(&[b"503 ", bytes].concat(), html, b""),
            Self::Location => head(
                b"303 See Other",
                &[b"Location: http://", bytes, b"\r\n"].concat(),
                b"",
            ),
            Self::Page => head(b"200 OK", html, bytes),
            Self::Kind => head(
                b"200 OK",
                &[b"Content-Type: text/", bytes, b"\r\n"].concat(),
                bytes,
            ),
            Self::Element => {
                let open = [b"<methodResponse><", bytes, b">"].concat();
                Trouble::Body([&b"<?xml version='1.0'?>"[..], &open].concat())
            }
        }
    }
}

/// The nodes, alive as long as this is.
pub struct Fleet {
    /// It answers: its programs have the corpus as names, errors and logs.
    pub names: Fake,
    others: Vec<(String, Fake)>,
}

impl Fleet {
    /// Starts the node with the names.
    pub async fn of_one() -> Self {
        Self {
            names: names_node().await,
            others: Vec::new(),
        }
    }

    /// Starts the nodes that answer.
    pub async fn of_two() -> Self {
        Self {
            names: names_node().await,
            others: vec![("raw".to_owned(), raw_node().await)],
        }
    }

    /// Starts all of it.
    pub async fn of_all() -> Self {
        let mut fleet = Self::of_two().await;
        for way in WAYS {
            for (number, bytes) in everything().iter().enumerate() {
                let node = Fake::new().trouble(way.say(bytes)).listen().await;
                fleet
                    .others
                    .push((format!("{}-{number:02}", way.word()), node));
            }
        }
        fleet
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        self.others.len() + 1
    }

    /// The console on it, with its debug log in a file.
    pub fn console(&self) -> Pty {
        let mut config =
            format!("{POLL}[confirm]\nlimit = 1000\n[environments.prod]\nnodes = \"names\"\n");
        let named = self.others.iter().map(|(name, fake)| (name.as_str(), fake));
        for (name, fake) in named.chain([("names", &self.names)]) {
            config += &node(name, &url(fake));
        }
        Spawn::supdeck(&["--log-file", "debug.log"])
            .file(".config/supdeck/config.toml", &config)
            .size(160, 48)
            .open()
    }
}

/// Where a fake listens.
pub fn url(fake: &Fake) -> String {
    match fake.endpoint() {
        Endpoint::Http { host, port, .. } => format!("http://{host}:{port}"),
        other => panic!("no port: {other}"),
    }
}

/// A node in a config.
pub fn node(name: &str, url: &str) -> String {
    format!("[nodes.{name}]\nurl = \"{url}\"\n")
}

/// A fault whose text is these bytes.
pub fn fault(bytes: &[u8]) -> Vec<u8> {
    let members = [
        member("faultCode", b"<int>30</int>"),
        member("faultString", &string(bytes)),
    ];
    let open = b"<?xml version='1.0'?><methodResponse><fault><value><struct>";
    let close = b"</struct></value></fault></methodResponse>";
    [&open[..], &members.concat(), close].concat()
}

/// The corpus as lines of a log.
pub fn lines() -> Vec<u8> {
    let line = |(number, text): (usize, String)| format!("line {number:02} {text}\n");
    texts()
        .into_iter()
        .enumerate()
        .map(line)
        .collect::<String>()
        .into_bytes()
}

async fn names_node() -> Fake {
    let phases = [
        Phase::Fatal,
        Phase::Running,
        Phase::Stopped,
        Phase::Backoff,
        Phase::Exited(1),
    ];
    let all = texts();
    let mut node = Fake::new()
        .version(&all.concat())
        .identification(&all.concat())
        .main_log(&lines());
    for (number, text) in all.iter().enumerate() {
        let name = format!("p{number:02} {text}");
        let program = Program::named(text, &name)
            .at(phases[number % phases.len()])
            .spawn_error(text)
            .stdout(&lines())
            .stderr(&lines());
        node = node.program(program);
    }
    let quiet = Program::new(QUIET).stdout(&lines()).stderr(&lines());
    node.program(quiet).listen().await
}

/// A node all of whose texts are no UTF-8.
async fn raw_node() -> Fake {
    let mut list = Vec::new();
    for (number, bytes) in raw().iter().enumerate() {
        let name = [format!("r{number:02} ").as_bytes(), bytes].concat();
        let text = string(bytes);
        let code = [0, 10, 20, 30, 40, 100, 200, 1000, 77][number % 9];
        let members = [
            member("name", &string(&name)),
            member("group", &text),
            member("state", format!("<int>{code}</int>").as_bytes()),
            member("statename", &text),
            member("spawnerr", &text),
            member("description", &text),
            member("stdout_logfile", &text),
            member("stderr_logfile", &text),
            member("pid", b"<int>7</int>"),
        ];
        list.extend(
            [
                &b"<value><struct>"[..],
                &members.concat(),
                b"</struct></value>",
            ]
            .concat(),
        );
    }
    let array = |items: &[u8]| [&b"<array><data>"[..], items, b"</data></array>"].concat();
    let text = value(&string(&raw().concat()));
    let facts = [
        value(&array(&list)),
        text.clone(),
        text,
        value(b"<int>1</int>"),
    ];
    let open = b"<?xml version='1.0'?><methodResponse><params><param>";
    let close = b"</param></params></methodResponse>";
    let body = [&open[..], &value(&array(&facts.concat())), close].concat();
    Fake::new().trouble(Trouble::Body(body)).listen().await
}

fn member(name: &str, inside: &[u8]) -> Vec<u8> {
    let open = format!("<member><name>{name}</name>");
    [open.as_bytes(), &value(inside), b"</member>"].concat()
}

fn value(inside: &[u8]) -> Vec<u8> {
    [&b"<value>"[..], inside, b"</value>"].concat()
}

/// As supervisord does it: only what XML itself needs is escaped.
fn string(bytes: &[u8]) -> Vec<u8> {
    let mut out = b"<string>".to_vec();
    for byte in bytes {
        match byte {
            b'<' => out.extend(b"&lt;"),
            b'>' => out.extend(b"&gt;"),
            b'&' => out.extend(b"&amp;"),
            other => out.push(*other),
        }
    }
    out.extend(b"</string>");
    out
}
