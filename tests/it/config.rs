//! The config: files as they come, every mistake with its place, what is shipped, what is imported.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use insta::assert_snapshot;
use supdeck::config::{self, Config, ConfigError, EXAMPLE, KEYMAP, THEMES};
use supdeck::model::{CredentialSource, EnvironmentName, NodeId};
use tempfile::TempDir;

/// A directory of our own with config files in it, as a user would have them.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A copy of a folder of fixtures: the checkout may belong to somebody else.
    fn of(fixtures: &str) -> Self {
        let folder = Self::new();
        copy(&fixture(fixtures), folder.0.path());
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        mode(&path, 0o600);
        path
    }

    /// Mistakes, one a line, with paths as seen from the folder.
    fn told(&self, error: &ConfigError) -> String {
        let lines: Vec<String> = error.mistakes.iter().map(ToString::to_string).collect();
        let folder = format!("{}/", self.0.path().display());
        lines.join("\n").replace(&folder, "") + "\n"
    }

    fn wrong(&self, files: &[&str]) -> String {
        let files: Vec<PathBuf> = files.iter().map(|file| self.path(file)).collect();
        self.told(&Config::load(&files).unwrap_err())
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/fixtures/config")
        .join(name)
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::write(&target, fs::read(entry.path()).unwrap()).unwrap();
            mode(&target, 0o600);
        }
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn every_valid_file_is_read() {
    let folder = Folder::of("valid");
    for name in ["empty.toml", "full.toml", "inline.toml", "fleet/b.toml"] {
        let config = Config::load(&[folder.path(name)]);
        assert!(config.is_ok(), "{name}: {config:?}");
    }
    for (name, text) in [
        ("crlf.toml", "[nodes.a]\r\nurl = \"http://a:1\"\r\n"),
        ("bom.toml", "\u{feff}[nodes.a]\nurl = \"http://a:1\"\n"),
    ] {
        let config = Config::load(&[folder.write(name, text)]).unwrap();
        assert_eq!(config.roster.nodes().len(), 1, "{name}");
    }
}

#[test]
fn nodes_are_what_the_file_says() {
    let folder = Folder::of("valid");
    let config = Config::load(&[folder.path("full.toml")]).unwrap();
    let node = |name: &str| config.roster.node(&NodeId::new(name)).unwrap();
    let names: Vec<&str> = config.roster.nodes().map(|node| node.id.as_str()).collect();
    assert_eq!(
        names,
        [
            "api-01", "db-01", "dev-01", "local", "stg-01", "stg-02", "web01", "web02", "web03"
        ]
    );
    let api = node("api-01");
    assert_eq!(api.endpoint.to_string(), "http://api-01.example.com:9001");
    assert_eq!(api.source, CredentialSource::Env("API_PASSWORD".into()));
    assert_eq!(
        (api.user.as_deref(), api.credential.as_str()),
        (Some("deploy"), "api-01")
    );
    assert!(api.allow_plaintext && api.labels["dc"] == "fra1");
    let web = node("web02");
    assert_eq!(
        web.endpoint.to_string(),
        "https://web02.example.com:443/sup"
    );
    assert_eq!(
        (web.credential.as_str(), &web.source),
        ("web", &CredentialSource::Keyring)
    );
    assert_eq!(web.ca_file, Some(folder.path("ca.pem")));
    let argv = ["pass", "show", "supervisor/stg-02"]
        .map(str::to_owned)
        .to_vec();
    assert_eq!(node("stg-02").source, CredentialSource::Command(argv));
    let file = folder.path("secrets/dev-01.password");
    assert_eq!(node("dev-01").source, CredentialSource::File(file));
    assert_eq!(node("local").user, None);
}

#[test]
fn environments_and_settings_are_what_the_file_says() {
    let folder = Folder::of("valid");
    let config = Config::load(&[folder.path("full.toml")]).unwrap();
    let members = |name: &str| {
        let environment = config
            .roster
            .environment(&EnvironmentName::new(name))
            .unwrap();
        let names = environment.members.iter().map(NodeId::as_str);
        names.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(members("prod"), "web01 web03");
    assert_eq!(members("all"), "web01 web03 stg-01 stg-02 db-01");
    assert!(config.roster.is_protected(&NodeId::new("web01")));
    assert!(config.roster.is_read_only(&NodeId::new("db-01")));
    assert!(config.read_only);
    assert_eq!(config.confirm.limit, 3);
    assert!(!config.confirm.restart_single);
    assert_eq!((config.log.lines, config.log.bytes), (1_000, 1 << 20));
    assert_eq!(config.journal, Some(folder.path("journal.jsonl")));
    assert_eq!(config.sealed_file_stays_open, Some(Duration::from_mins(15)));
    assert_eq!(
        (config.theme.name.as_str(), config.theme.ascii),
        ("mono", Some(true))
    );
    assert_eq!(config.theme.roles[0].style, "red bold");
    assert_eq!(config.keys.of("suspend").unwrap().keys, [""; 0]);
    assert_eq!(config.keys.of("details").unwrap().keys, ["d", "f3"]);
}

#[test]
fn included_files_come_first_and_a_circle_ends() {
    let folder = Folder::of("valid");
    let config = Config::load(&[folder.path("full.toml")]).unwrap();
    // fleet/b.toml, fleet/a.toml over it, full.toml over both; full.toml is not read again.
    assert_eq!(config.poll.interval, Duration::from_secs(90));
    assert_eq!(config.poll.retry_max, Duration::from_mins(2));
    assert_eq!(config.poll.parallel, 8);
    assert_eq!(config.keys.of("restart").unwrap().keys, ["f9"]);
    assert_eq!(config.keys.iter().count(), 3);
    assert_eq!(
        config.files,
        ["full.toml", "fleet/a.toml", "fleet/b.toml"].map(|name| folder.path(name))
    );
    let origin = config.origins[&NodeId::new("db-01")].to_string();
    assert!(origin.ends_with("fleet/a.toml:3:8"), "{origin}");
}

#[test]
fn a_later_file_wins_and_the_same_file_counts_once() {
    let folder = Folder::new();
    let one = folder.write(
        "one.toml",
        "nodes.a.url = \"http://a:1\"\n[poll]\nease = 3\n",
    );
    let two = folder.write("two.toml", "[poll]\nease = 4\n");
    for (files, ease) in [([&one, &two, &one], 4), ([&two, &one, &two], 3)] {
        let config = Config::load(&files.map(PathBuf::clone)).unwrap();
        assert_eq!(config.poll.ease, ease);
    }
}

#[test]
fn every_mistake_of_every_invalid_file_is_told_at_its_place() {
    let folder = Folder::of("invalid");
    for name in [
        "include",
        "keys-unknown",
        "names",
        "passwords",
        "syntax",
        "urls",
        "values",
    ] {
        let told = folder.wrong(&[&format!("{name}.toml")]);
        let expected = fixture("invalid").join(format!("{name}.expected"));
        // With this set the expectations are written anew: read the difference before keeping it.
        if std::env::var_os("SUPDECK_WRITE_EXPECTED").is_some() {
            fs::write(&expected, &told).unwrap();
        }
        assert_eq!(told, fs::read_to_string(&expected).unwrap(), "{name}");
    }
}

#[test]
fn no_password_is_ever_repeated() {
    let folder = Folder::of("invalid");
    let told = folder.wrong(&["passwords.toml", "syntax.toml"]);
    assert!(
        !told.contains("hunter2") && !told.contains("12345"),
        "{told}"
    );
}

#[test]
fn names_are_unique_over_all_files_and_both_places_are_told() {
    let folder = Folder::new();
    folder.write(
        "a.toml",
        "[nodes.\"web[1-5]\"]\nurl = \"http://{node}:1\"\n[environments.prod]\nnodes = \"web1\"\n",
    );
    folder.write(
        "b.toml",
        "\n[nodes.\"web[4-6]\"]\nurl = \"http://{node}:1\"\n[nodes.web1]\nurl = \"http://x:1\"\n\
         [environments.prod]\nnodes = \"web2\"\n",
    );
    let told = folder.wrong(&["a.toml", "b.toml"]);
    assert_snapshot!(told, @r#"
    b.toml:2:8: the node web4 and 1 more stand at a.toml:1:8 already; names are unique over all files
    b.toml:4:8: the node web1 stands at a.toml:1:8 already; names are unique over all files
    b.toml:6:15: the environment prod stands at a.toml:3:15 already; names are unique over all files
    "#);
}

#[test]
fn a_file_that_others_can_write_is_refused_with_the_remedy() {
    let folder = Folder::new();
    let path = folder.write("a b.toml", "");
    mode(&path, 0o666);
    let told = folder.wrong(&["a b.toml"]);
    let path = path.display();
    let expected = format!(
        "a b.toml: anybody on this host may write to this file (mode 0666); run: chmod o-w '{path}'\n"
    );
    let folder_path = format!("{}/", folder.0.path().display());
    assert_eq!(told, expected.replace(&folder_path, ""));
    mode(&folder.path("a b.toml"), 0o664);
    assert!(Config::load(&[folder.path("a b.toml")]).is_ok());
}

#[test]
fn a_file_of_somebody_else_is_refused() {
    let folder = Folder::new();
    let path = folder.write("theirs.toml", "");
    // Only root can give a file away; for others there is nothing to test.
    if std::os::unix::fs::chown(&path, Some(65_534), None).is_ok() {
        let told = folder.wrong(&["theirs.toml"]);
        assert!(told.contains("belongs to uid 65534"), "{told}");
        assert!(told.contains("run: sudo chown "), "{told}");
        folder.write("ours.toml", "\ninclude = [\"theirs.toml\"]");
        let told = folder.wrong(&["ours.toml"]);
        assert!(
            told.starts_with("ours.toml:2:12: include theirs.toml: the file bel"),
            "{told}"
        );
    }
}

#[test]
fn what_is_no_plain_small_text_is_refused_at_once() {
    let folder = Folder::new();
    fs::create_dir(folder.path("directory")).unwrap();
    nix::unistd::mkfifo(&folder.path("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    folder.write("large", vec![b'#'; 4 * 1024 * 1024 + 1]);
    folder.write("latin1", b"# one\n# caf\xe9\n");
    std::os::unix::fs::symlink("/dev/zero", folder.path("device")).unwrap();
    std::os::unix::fs::symlink("latin1", folder.path("link")).unwrap();
    let told = folder.wrong(&[
        "directory",
        "pipe",
        "large",
        "latin1",
        "device",
        "link",
        "gone",
    ]);
    assert_snapshot!(told, @r#"
    directory: this is not a regular file
    pipe: this is not a regular file
    large: the file is larger than 4 MiB
    latin1:2:6: this byte is not UTF-8
    device: this is not a regular file
    link:2:6: this byte is not UTF-8
    gone: the file cannot be read: No such file or directory (os error 2)
    "#);
}

#[test]
fn deep_nesting_is_refused_and_many_mistakes_are_counted() {
    let deep = format!("a = {}", "[".repeat(100_000));
    assert!(Config::parse(Path::new("deep"), &deep).is_err());
    let many: Vec<String> = (0..1500).map(|number| format!("x{number} = 1\n")).collect();
    let error = Config::parse(Path::new("many"), &many.concat()).unwrap_err();
    assert_eq!((error.mistakes.len(), error.more), (1000, 500));
    assert_eq!(error.to_string(), "the config has 1500 mistakes");
}

#[test]
fn control_characters_never_come_out_of_a_message() {
    let text = "\"a\\u001b[2J\" = 1\n[nodes.\"\\u009b\"]\nurl = \"\\u0007\"\n";
    let error = Config::parse(Path::new("evil\u{1b}"), text).unwrap_err();
    for mistake in &error.mistakes {
        assert!(
            !mistake.to_string().chars().any(char::is_control),
            "{mistake}"
        );
    }
    assert_eq!(error.mistakes.len(), 3);
}

#[test]
fn the_example_is_valid_and_shows_the_defaults() {
    let path = Path::new("supdeck.toml");
    let config = Config::parse(path, EXAMPLE).unwrap();
    let usual = Config::default();
    assert_eq!((config.poll, config.confirm), (usual.poll, usual.confirm));
    assert_eq!((config.theme, config.log), (usual.theme, usual.log));
    assert_eq!(config.roster.nodes().len(), 1);
}

#[test]
fn the_example_is_valid_with_everything_switched_on_and_still_shows_the_defaults() {
    let folder = Folder::new();
    folder.write("fleet/more.toml", "");
    let on = |line: &str| match line.strip_prefix('#') {
        Some(setting) if setting.starts_with(|letter: char| !" #-".contains(letter)) => {
            setting.to_owned()
        }
        _ => line.to_owned(),
    };
    let text = EXAMPLE.lines().map(on).collect::<Vec<_>>().join("\n");
    let config = Config::load(&[folder.write("supdeck.toml", text)]).unwrap();
    let usual = Config::default();
    assert_eq!((config.poll, config.confirm), (usual.poll, usual.confirm));
    assert_eq!(
        (config.theme.name, config.log),
        (usual.theme.name, usual.log)
    );
    assert_eq!(config.roster.nodes().len(), 34);
    assert_eq!(config.roster.environments().len(), 3);
    assert!(config.read_only && config.journal.is_some());
}

#[test]
fn the_shipped_keymap_names_each_action_once() {
    let bindings = config::keymap().unwrap();
    let actions: BTreeSet<&str> = bindings
        .iter()
        .map(|binding| binding.action.as_str())
        .collect();
    assert_eq!(actions.len(), bindings.iter().count());
    assert!(actions.len() > 60 && KEYMAP.lines().count() > actions.len());
    assert_eq!(bindings.of("restart").unwrap().keys, ["R"]);
}

#[test]
fn the_shipped_themes_style_the_same_roles() {
    let roles = |name: &str| {
        let styles = config::theme(name).unwrap();
        styles
            .into_iter()
            .map(|style| style.role)
            .collect::<BTreeSet<_>>()
    };
    let usual = roles("default");
    assert_eq!(usual.len(), 25);
    for (name, _) in THEMES {
        assert_eq!(roles(name), usual, "{name}");
    }
    let error = config::theme("lihgt").unwrap_err();
    assert!(
        error.mistakes[0]
            .to_string()
            .contains("did you mean \"light\"?")
    );
}

#[test]
fn an_old_cesi_conf_becomes_a_config_of_ours() {
    let imported = config::import(&fixture("cesi/old.conf")).unwrap();
    assert_snapshot!(imported.toml, @r#"
    # Made by supdeck import. The passwords are not in here.

    [nodes.gulsah]
    url = "http://gulsah.example.com:9001"
    user = "admin"
    credential = "cesi-admin"
    allow_plaintext = true

    [nodes.web-1]
    url = "http://127.0.0.1:9002"
    user = "admin"
    credential = "cesi-admin"

    [nodes.open]
    url = "http://10.0.0.7:9001"

    [nodes.v6]
    url = "http://[::1]:9001"
    user = "ops"

    [environments.prod]
    nodes = "gulsah,web-1"
    "#);
    assert_snapshot!(imported.notes.join("\n"), @r#"
    [cesi] is the web server's own: its users, database and log are not taken over
    the node "web 1" is called web-1 now
    the node "gulsah" stands there twice; the first was taken
    the node bad was left out: its address has a user in it; write user = "…" instead
    the environment "prod" names "nobody", which is no node; it was left out
    the environment "empty" names "bad", which is no node; it was left out
    the environment "empty" has no nodes and was left out
    nodes whose password travels in clear over plain http, as before: 1; put TLS before supervisord and remove allow_plaintext
    "#);
    let kept: Vec<_> = imported
        .passwords
        .iter()
        .map(|kept| {
            (
                kept.credential.as_str(),
                kept.user.as_str(),
                kept.password.as_str(),
            )
        })
        .collect();
    assert_eq!(
        kept,
        [
            ("cesi-admin", "admin", "p#w;d\"\\n%"),
            ("v6", "ops", "hunter2")
        ]
    );
    assert!(!format!("{:?}", imported.passwords).contains("hunter2"));
    let config = Config::parse(Path::new("import"), &imported.toml).unwrap();
    assert_eq!(config.roster.nodes().len(), 4);
}

#[test]
fn a_later_cesi_conf_becomes_a_config_of_ours() {
    let imported = config::import(&fixture("cesi/new.conf.toml")).unwrap();
    assert_snapshot!(imported.toml, @r#"
    # Made by supdeck import. The passwords are not in here.

    [nodes.api]
    url = "http://127.0.0.1:9001"
    user = "deploy"

    [nodes."web.eu"]
    url = "http://localhost:9002"

    [nodes.mon]
    url = "http://mon.example.com:9003"
    user = "ops"
    allow_plaintext = true

    [environments.prod]
    nodes = "api,web.eu"
    "#);
    assert_snapshot!(imported.notes.join("\n"), @r#"
    [cesi] is the web server's own: its users, database and log are not taken over
    the node web.eu has no user, so its password was left out
    nodes whose password travels in clear over plain http, as before: 1; put TLS before supervisord and remove allow_plaintext
    "#);
    assert_eq!(imported.passwords.len(), 1);
    assert!(Config::parse(Path::new("import"), &imported.toml).is_ok());
}

#[test]
fn what_is_no_cesi_conf_is_refused_without_quoting_it() {
    let folder = Folder::new();
    for (text, expected) in [
        (
            "",
            "there is no node in it; expected [node:NAME] sections or [[nodes]] tables",
        ),
        ("[program:x]\ncommand=hunter2", "line 1: this is not TOML: "),
        ("[node:x]\npassword hunter2", "line 2: this is not INI: "),
    ] {
        let error = config::import(&folder.write("cesi.conf", text))
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(expected), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
    }
}

#[test]
fn a_new_config_is_ours_alone_and_never_overwrites() {
    let folder = Folder::new();
    let path = folder.path("supdeck/config.toml");
    config::create(&path, EXAMPLE).unwrap();
    let bits = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((bits(&path), bits(path.parent().unwrap())), (0o600, 0o700));
    assert!(config::create(&path, "").is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), EXAMPLE);
}

/// Pieces that a broken config is likely to be made of.
const PIECES: &str = "\\PC{0,8}|\n|\"|=|\\[|\\]|nodes|\\.|environments|url = \"http://a:1\"\n|\
    \\[nodes\\.\"?[a-z\\[\\]0-9,!@-]{0,9}\"?\\]\n|nodes = \"[a-z\\[\\]0-9,!@-]{0,9}\"\n|\
    \\[poll\\]\n|interval = \"[0-9a-z ]{0,6}\"\n|\\[keys\\]\n|[a-z]{1,4} = \\[?\"?[a-z]?\"?\\]?\n";

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_told_wrong(text: String) {
        let _ = Config::parse(Path::new("any"), &text);
    }

    #[test]
    fn any_likely_text_is_read_or_told_wrong_at_a_place(
        pieces in proptest::collection::vec(PIECES, 0..40)
    ) {
        let text = pieces.concat();
        if let Err(error) = Config::parse(Path::new("any"), &text) {
            proptest::prop_assert!(!error.mistakes.is_empty());
            for mistake in error.mistakes {
                let position = mistake.origin.position.unwrap();
                proptest::prop_assert!(position.line <= text.lines().count() + 1);
            }
        }
    }

    #[test]
    fn every_import_is_a_valid_config_without_its_passwords(
        nodes in proptest::collection::vec(
            ("[^\r\n;]{1,12}", "[a-z0-9.:-]{0,10}", "[0-9]{0,5}", "[^\r\n;]{0,8}"), 1..6
        )
    ) {
        let text: Vec<String> = nodes
            .iter()
            .map(|(name, host, port, user)| {
                let [name, user] = [name, user].map(|text| toml::Value::from(text.as_str()));
                format!(
                    "[[nodes]]\nname = {name}\nenvironment = {name}\nhost = \"{host}\"\n\
                     port = \"{port}\"\nusername = {user}\npassword = \"cAnArY#1\"\n"
                )
            })
            .collect();
        let folder = Folder::new();
        let imported = config::import(&folder.write("cesi.conf", text.concat())).unwrap();
        let config = Config::parse(Path::new("import"), &imported.toml);
        proptest::prop_assert!(config.is_ok(), "{config:?}\n{}", imported.toml);
        proptest::prop_assert!(!imported.toml.contains("cAnArY"));
        proptest::prop_assert!(!imported.notes.concat().contains("cAnArY"));
    }
}
