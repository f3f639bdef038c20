//! What the JSON of every verb holds, for whoever writes a script: a part of the manual.

/// Every document and every kind of object, a field a line.
pub(super) const JSON: &str = "\
--format json prints one document, --format jsonl one object a line whose \"kind\" says which
of these it is. Both are ASCII. Names are exactly those of the node. null is what is not known.
Fields are added, never renamed or taken away. Times are RFC 3339 in UTC.

status, check             at, nodes, processes
status --of nodes         at, nodes
status --of envs          at, environments
status --of groups        at, groups
start, stop, restart, trystart, signal, clear, run, update, reload, kill
                          began, ended, exit, outcomes, recap, unreachable
                          (the file of a run in the state folder is the same document)
info                      a list of nodes
reread                    a list of changes
ping                      nodes, each a ping

kind node
  node                    its name
  url                     where it listens
  environments            their names
  link                    up, down, auth where it refuses us, unasked
  error                   why it is not up
  advice                  what that points to
  version                 of supervisord
  identification          what supervisord calls itself
  pid                     of supervisord
  answer_ms               how long its answer took
  processes               how many it has
  bad                     how many of them want somebody to look
kind node, of info also
  labels                  an object: the labels of the config
  user                    who we sign in as
  credential_source       where the password comes from
  clock_ahead_seconds     how far its clock is ahead of ours
kind process
  node, group, name       which it is
  environments            those of its node
  state                   supervisord's word: RUNNING, FATAL ...
  bad                     whether somebody has to look
  pid                     while it lives
  seconds_in_state        by the clock of its node
  exit_status             of its last end while it is down; -1 where a signal ended it
  started, stopped        when it last was, by the clock of its node
  reason                  what went wrong; empty where nothing did
kind environment
  environment             its name; null for the nodes that are in none
  nodes, answering        how many it has, how many of them answer
  protected, read_only    as in the config
kind group
  group                   its name
  nodes                   how many have it
  environments            those that have it
kind environment and kind group, also
  processes               how many; the sum of those below
  running, backoff        in these states
  failed                  FATAL, UNKNOWN, EXITED with a code that was not expected
  stopped                 STOPPED, EXITED as expected
  moving                  STARTING, STOPPING
  no_data                 last known only: the node does not answer
kind outcome
  node, group, name       which target; name is null for a group, both are for supervisord itself
  action                  such as restart or signal HUP
  class                   ok, failed, lost, skipped or cancelled
  changed                 whether something was done, and confirmed
  words                   how it ended, for people
  state                   that a read showed last
  fault                   the number of supervisord's refusal
  seconds                 from its turn to its end
kind recap
  node                    whose
  ok                      confirmed, changed included
  changed                 confirmed, and something was done for it
  failed                  failed, or surely not done
  lost                    nobody knows
  skipped                 left alone
  cancelled               never begun
  unreachable             whether it did not even say what it has
kind unreachable
  node, error             which, and why
kind changes
  node                    whose groups
  added, changed, removed their names: what an update would do
kind ping
  node, url               which
  well                    whether it gives a good answer
  steps                   a list: step, finding, detail, ms
                          step: dns, tcp, tls, http, auth, api, version, clock
                          finding: fine, odd, failed, untried, unneeded
  error, fix              why it does not, and what to do
  configured_at           file, line and column, where that may be what is wrong
  remarks                 what somebody should know though it answers
";
