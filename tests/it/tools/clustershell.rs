//! Our nodesets beside those of `ClusterShell`'s own `nodeset` command.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support::home::Home;
use crate::support::python::Package;

const TABLE: &str = include_str!("expressions.txt");

/// What we read and `ClusterShell` refuses or takes for something else; how we write it folded.
const OURS: [(&str, &str); 4] = [
    // `,!` is how people write an exception behind a list.
    ("web[1-4],!web2", "web[1,3-4]"),
    // Words in brackets.
    ("web-[a,b]", "web-a,web-b"),
    // Zeros up to the first number's width, as before ClusterShell 1.9.
    ("n[01-100]!n[03-98]", "n[01-02,99-100]"),
    // Two brackets side by side.
    ("n[1-2][3-4]", "n[13-14,23-24]"),
];

const CLUSTERSHELL: Package = Package {
    place: "clustershell",
    version: "1.10.1",
    requirements: &["ClusterShell==1.10.1"],
    range: ((3, 6), (3, 99)),
};

/// Calls the command's own main function for each line: a flag, a tab and an expression.
const LOOP: &str = r"
import contextlib, io, site, sys
sys.path.insert(0, sys.argv.pop(1))
from ClusterShell.CLI import Nodeset
for line in sys.stdin.read().splitlines():
    sys.argv = ['nodeset', *line.split('\t')]
    out = io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        try:
            Nodeset.main()
        except SystemExit as end:
            code = end.code or 0
    print(code, repr(out.getvalue()).strip(chr(39)), sep='\t')
";

/// How each of its groups is known to `ClusterShell`.
const GROUPS: &str = "prod: web[1-2],db\nrack1: web1\nrack2: web2\nall: web[1-2],db,stg\n";
/// The same groups as environments of ours.
const CONFIG: &str = "[nodes]\nweb1.url = 'http://a:1'\nweb2.url = 'http://b:1'\n\
    db.url = 'http://c:1'\nstg.url = 'http://d:1'\n[environments]\n\
    prod.nodes = 'web[1-2],db'\nrack1.nodes = 'web1'\nrack2.nodes = 'web2'\n";

/// What a call printed, and whether it ended well.
type Told = (String, bool);

/// What `nodeset` says to each call.
fn theirs(calls: &[(&str, &str)]) -> Vec<Told> {
    let installed = CLUSTERSHELL.install().unwrap_or_else(|why| panic!("{why}"));
    let folder = TempDir::new().unwrap();
    let source = "[Main]\ndefault: local\n[local]\nmap: sed -n 's/^$GROUP: //p' $CFGDIR/groups\n\
        all: sed -n 's/^all: //p' $CFGDIR/groups\nlist: sed -n 's/:.*//p' $CFGDIR/groups\n";
    fs::write(folder.path().join("groups.conf"), source).unwrap();
    fs::write(folder.path().join("groups"), GROUPS).unwrap();
    let mut child = Command::new(&installed.python)
        .args(["-c", LOOP])
        .arg(&installed.site)
        .env("CLUSTERSHELL_CFGDIR", folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = calls.iter().map(|(flag, text)| format!("{flag}\t{text}\n"));
    let lines: Vec<String> = lines.collect();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.concat().as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let told = told.lines().map(|line| {
        let (code, text) = line.split_once('\t').unwrap();
        (text.replace("\\n", "\n"), code == "0")
    });
    told.collect()
}

/// What our command says.
fn ours(home: &Home, (flag, text): (&str, &str)) -> Told {
    let output = home.run(&["--config", "c.toml", "nodeset", flag, text]);
    let told = String::from_utf8(output.stdout).unwrap();
    (told, output.status.success())
}

#[test]
fn what_clustershell_says_is_what_we_say() {
    let home = Home::new();
    home.write("c.toml", CONFIG);
    let expressions: Vec<&str> = TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert!(expressions.len() >= 100, "{}", expressions.len());
    let flags = ["-e", "-f", "-c"];
    let calls: Vec<_> = expressions
        .iter()
        .flat_map(|text| flags.map(|flag| (flag, *text)))
        .collect();
    let theirs = theirs(&calls);
    assert_eq!(theirs.len(), calls.len());
    let mut differences = Vec::new();
    for (call, theirs) in calls.into_iter().zip(theirs) {
        let ours = ours(&home, call);
        if ours != theirs || !theirs.1 {
            differences.push(format!("{call:?}\n  theirs {theirs:?}\n  ours   {ours:?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn what_we_read_beyond_it_is_known() {
    let home = Home::new();
    let theirs = theirs(&OURS.map(|(text, _)| ("-f", text)));
    for ((text, folded), theirs) in OURS.into_iter().zip(theirs) {
        let ours = ours(&home, ("-f", text));
        assert_eq!(ours, (format!("{folded}\n"), true), "{text}");
        assert_ne!(ours, theirs, "{text} is no difference any more");
    }
}

#[test]
fn what_clustershell_refuses_is_refused() {
    let home = Home::new();
    home.write("c.toml", CONFIG);
    let wrong = [
        "n[5-1]",
        "n[]",
        "n[1-a-3]",
        "n1,,n2",
        ",n1",
        "n1,",
        "!n1",
        "n[1-010]",
        "n[0-002]",
        "n[10-0/2]",
        "n[0-10/0]",
        "web[1-",
        "web]",
        "&",
        "a&",
        "n[1-99999999999999999999]",
    ];
    let theirs = theirs(&wrong.map(|text| ("-e", text)));
    for (text, theirs) in wrong.into_iter().zip(theirs) {
        assert!(!theirs.1, "{text}: {theirs:?}");
        assert!(!ours(&home, ("-e", text)).1, "{text}");
    }
}
