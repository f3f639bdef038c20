//! What can be asked for: the list of verbs, each with examples in its help.

use clap::Subcommand;

use super::act::{ActArguments, RunArguments, SignalArguments};
use super::config::{ConfigVerb, ImportArguments};
use super::demo::DemoArguments;
use super::login::{LoginArguments, LogoutArguments};
use super::logs::{JournalArguments, LogsArguments};
use super::node::{InfoArguments, NodeArguments, RereadArguments, UpdateArguments};
use super::nodeset::NodesetVerb;
use super::ping::PingArguments;
use super::shell::{CompletionsArguments, ManArguments};
use super::status::StatusArguments;

/// What can be asked for.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Verb {
    /// List processes, nodes that do not answer included
    #[command(after_help = STATUS)]
    Status(StatusArguments),
    /// List what runs
    #[command(after_help = CHECK)]
    Check(StatusArguments),
    /// Start what is down, and wait until it runs
    #[command(after_help = START)]
    Start(ActArguments),
    /// Stop what is up, and wait until it is down
    #[command(after_help = STOP)]
    Stop(ActArguments),
    /// Restart what runs; what was stopped on purpose stays stopped
    #[command(after_help = RESTART)]
    Restart(ActArguments),
    /// Restart what runs and start what does not
    #[command(after_help = TRYSTART)]
    Trystart(ActArguments),
    /// Send a signal, once
    #[command(after_help = SIGNAL)]
    Signal(SignalArguments),
    /// Empty the log files of running processes, on their nodes
    #[command(after_help = CLEAR)]
    Clear(ActArguments),
    /// Several things on the same nodes, one after the other
    #[command(after_help = RUN)]
    Run(RunArguments),
    /// Print the end of logs, or follow them
    #[command(after_help = LOGS)]
    Logs(LogsArguments),
    /// Let nodes read their config files again, and say what an update would change
    #[command(after_help = REREAD)]
    Reread(RereadArguments),
    /// Make groups what the config files of their nodes say: add, replace, remove
    #[command(after_help = UPDATE)]
    Update(UpdateArguments),
    /// Restart supervisord itself, with everything in it
    #[command(after_help = RELOAD)]
    Reload(NodeArguments),
    /// Shut supervisord down, after its last words
    #[command(after_help = KILL, visible_alias = "shutdown")]
    Kill(NodeArguments),
    /// Tell what is known of nodes; or, with --self, what a bug report needs
    #[command(after_help = INFO)]
    Info(InfoArguments),
    /// Probe nodes layer by layer, and say how to mend what is wrong
    #[command(after_help = PING, visible_alias = "doctor")]
    Ping(PingArguments),
    /// Print who did what to which process, and how it ended
    #[command(after_help = JOURNAL)]
    Journal(JournalArguments),
    /// Put the password of nodes into the keyring
    #[command(after_help = LOGIN)]
    Login(LoginArguments),
    /// Forget the password of nodes
    #[command(after_help = LOGOUT)]
    Logout(LogoutArguments),
    /// Expand, fold and count names of nodes
    #[command(subcommand, after_help = NODESET)]
    Nodeset(NodesetVerb),
    /// Check the config, show what is in force, or print an example
    #[command(subcommand, after_help = CONFIG)]
    Config(ConfigVerb),
    /// Turn another tool's config into one of ours: printed, its passwords into the keyring
    #[command(after_help = IMPORT)]
    Import(ImportArguments),
    /// Print what makes a shell complete our words
    #[command(after_help = COMPLETIONS)]
    Completions(CompletionsArguments),
    /// Print the manual, or write all its pages
    #[command(after_help = MAN)]
    Man(ManArguments),
    /// Open the console on a made-up fleet; nothing touches the network
    #[command(after_help = DEMO)]
    Demo(DemoArguments),
}

const STATUS: &str = "\
Examples:
  supdeck status                              everything
  supdeck status state:bad                    what needs somebody to look
  supdeck status env:prod 'api:*'             one group in one environment
  supdeck status -n 'web[01-24],!web07'       some nodes
  supdeck status --of nodes                   a line a node
  supdeck status --format json | jq '.processes[].state'
  supdeck status cron on web01 --format ctl --lsb

Exit status: 0 every node answered, 4 one did not, 64 nothing is called that.";

const CHECK: &str = "\
Examples:
  supdeck check                               all that runs
  supdeck check on 'web[1-3]'                 on three nodes
  supdeck check --format jsonl";

const START: &str = "\
Examples:
  supdeck start api:web_00 on web01
  supdeck start 'worker-*' -n @stage
  supdeck start state:fatal --serial 2 --max-fail 1
  supdeck start cron --yes --expect-count 24  in a script: these many, or nothing";

const STOP: &str = "\
Examples:
  supdeck stop cron on web01
  supdeck stop group:api -n 'web[01-24],!web07'
  supdeck stop all on web07                   says how many, and asks
  supdeck stop cron --dry-run                 says what it would do";

const RESTART: &str = "\
Examples:
  supdeck restart env:prod group:api 'web-*'
  supdeck restart 'api:*' on 'web[1-3]' on db1
  supdeck restart 'api:*' -n @prod --serial 25% --delay 5s --max-fail 1
  supdeck restart 'api:*' --yes --expect-count 12 --env-confirm prod

Exit status, added up: 0 every target is confirmed, 2 one failed, 4 one could not be reached,
8 of one it is unknown, 16 not all were begun, 64 nothing was sent.";

const TRYSTART: &str = "\
Examples:
  supdeck trystart child0 on 'web[1-3]'       after a deployment: running afterwards, whatever before
  supdeck trystart env:stage group:api --yes";

const SIGNAL: &str = "\
Examples:
  supdeck signal HUP nginx -n @prod
  supdeck signal USR1 'api:*' on web01
  supdeck signal KILL cron on web01           cannot be undone: wants the name of the node, typed

A signal is sent once: if the answer is lost, it stays unknown whether it came.";

const CLEAR: &str = "\
Examples:
  supdeck clear api:web_00 on web01

The number of targets has to be typed, or given by --expect-count: what is cleared is gone.";

const RUN: &str = "\
Examples:
  supdeck run 'node[1-3]' cron stop nginx restart
  supdeck run @stage 'api:*' trystart --yes
  supdeck run node2 cron status

The pairs go one after the other, the nodes of a pair side by side.";

const LOGS: &str = "\
Examples:
  supdeck logs api:web_00 on web01            the last 10 lines of both outputs
  supdeck logs -n 100 -f 'api:*' on @prod     follow many, each line with its node and process
  supdeck logs --stderr state:bad
  supdeck logs --main web01                   the log of supervisord itself
  supdeck logs --raw cron on web01 > cron.log";

const REREAD: &str = "\
Examples:
  supdeck reread web01
  supdeck reread @prod --format ctl

Nothing that runs changes; `supdeck update` makes it so.";

const UPDATE: &str = "\
Examples:
  supdeck update web01
  supdeck update @stage --group api --serial 1
  supdeck update web01 --yes --expect-count 2";

const RELOAD: &str = "\
Examples:
  supdeck reload web01

Everything in it restarts. The name of the node has to be typed, or the number given by --expect-count.";

const KILL: &str = "\
Examples:
  supdeck kill web01

Everything in it ends, and nothing here can start it again. The name of the node has to be typed, or
the number given by --expect-count.";

const INFO: &str = "\
Examples:
  supdeck info web01
  supdeck info @prod --format json
  supdeck info --self                         version, paths, keyring, terminal: for a bug report";

const PING: &str = "\
Examples:
  supdeck ping                                every node
  supdeck ping 'node1,node[5-6]'
  supdeck ping @prod --format json

From left to right: name, connection, TLS, HTTP, password, API, version, clock. - is not needed there,
? was not come to. Exit status: 0 all is well, 4 a node is not.";

const JOURNAL: &str = "\
Examples:
  supdeck journal                             the last 12
  supdeck journal -n 1000 | grep web01";

const LOGIN: &str = "\
Examples:
  supdeck login web01                         asks for the password and tries it
  supdeck login @prod                         asks once for nodes that share a credential
  pass show web | supdeck login web01 --stdin

It is kept in the keyring of the system, or in a file sealed under a passphrase where there is none.
A node has to take it first. It can stand on no command line.";

const LOGOUT: &str = "\
Examples:
  supdeck logout web01
  supdeck logout all                          of every node of the config";

const NODESET: &str = "\
Examples:
  supdeck nodeset expand 'web[01-03],!web02'  web01 web03
  supdeck nodeset fold web01 web02 web03      web[01-03]
  supdeck nodeset count '@prod&@fra1'
  supdeck nodeset -e -S '\\n' 'n[0-10/2]'
  kubectl get nodes -o name | cut -d/ -f2 | supdeck nodeset -f

  , joins, ! takes away, & keeps what is in both, ^ what is in one; from left to right. [0-10/2] is
  every second number, [01-24] keeps its zeros, dc[1-2]n[1-9] is all of both. @prod is an
  environment of the config, @* every node. What goes out is sorted.";

const CONFIG: &str = "\
Examples:
  supdeck config check --config supdeck.toml
  supdeck config show                         every value, and the line it comes from
  supdeck config example > supdeck.toml";

const IMPORT: &str = "\
Examples:
  supdeck import /etc/cesi.conf > supdeck.toml
  supdeck import supervisor.php > supdeck.toml
  supdeck import --from ansible hosts.txt > supdeck.toml
  supdeck import ~/.ssh/config > supdeck.toml # candidates, all switched off

What is a guess is marked as one; `supdeck ping` tells which are right.";

const COMPLETIONS: &str = "\
Examples:
  supdeck completions bash > ~/.local/share/bash-completion/completions/supdeck
  supdeck completions zsh > ~/.zfunc/_supdeck
  supdeck completions fish > ~/.config/fish/completions/supdeck.fish
  supdeck completions powershell >> $PROFILE

Names of nodes and environments come from the config as it is when the key is pressed.";

const MAN: &str = "\
Examples:
  supdeck man | man -l -
  supdeck man --folder ~/.local/share/man/man1";

const DEMO: &str = "\
Examples:
  supdeck demo
  supdeck demo --seed 9";
