//! The typed calls against a fake that keeps the truth.

use std::time::Duration;

use supdeck::model::{Fault, GroupName, LinkError, NodeId, ProcessId, ProcessState, Signal};
use supdeck::rpc::{
    Access, CallError, Clients, Credentials, Limits, Method, Permission, Supervisor, Transport,
};

use super::{WHO, ask, link_error, transport, transport_with};
use crate::support::fake::{Fake, Phase, Program, Trouble};

fn id(group: &str, name: &str) -> ProcessId {
    ProcessId::new(&NodeId::new("fake"), group, name)
}

async fn pair() -> Fake {
    let fake = Fake::new()
        .program(Program::new("web:wörker 漢字").stops_after(Duration::from_hours(1)))
        .program(Program::new("api").at(Phase::Stopped));
    fake.identification("prod-1").listen().await
}

fn code<T: std::fmt::Debug>(result: Result<T, CallError>) -> i64 {
    match result {
        Err(CallError::Fault(fault)) => fault.code,
        other => panic!("a fault was expected, not {other:?}"),
    }
}

#[tokio::test]
async fn a_snapshot_is_one_round_trip() {
    let fake = pair().await;
    let way = transport(&fake);
    let snapshot = Supervisor::new(&way, None).snapshot().await.unwrap();
    let names: Vec<_> = snapshot.processes.iter().map(|p| p.id.namespec()).collect();
    assert_eq!(names, ["api:api", "web:wörker 漢字"]);
    assert_eq!(snapshot.version.raw(), b"4.3.0");
    assert_eq!(snapshot.identification.raw(), b"prod-1");
    assert_eq!(snapshot.pid, Some(4242));
    assert!(snapshot.clock.is_some());
    assert_eq!((fake.accepted(), fake.count("system.multicall")), (1, 1));
}

#[tokio::test]
async fn without_multicall_a_snapshot_asks_one_by_one() {
    let fake = Fake::new().program(Program::new("api")).without_multicall();
    let fake = fake.version("3.0").listen().await;
    let way = transport(&fake);
    let snapshot = Supervisor::new(&way, None).snapshot().await.unwrap();
    assert_eq!((snapshot.processes.len(), snapshot.pid), (1, Some(4242)));
    assert_eq!(snapshot.version.raw(), b"3.0");
}

#[tokio::test]
async fn actions_name_their_process_and_never_wait() {
    let fake = pair().await;
    let way = transport(&fake);
    let supervisor = Supervisor::new(&way, None);
    let (api, worker) = (id("api", "api"), id("web", "wörker 漢字"));
    supervisor.start(&api).await.unwrap();
    assert_eq!(code(supervisor.start(&api).await), Fault::ALREADY_STARTED);
    supervisor.signal(&worker, Signal::Hup).await.unwrap();
    supervisor.stop(&worker).await.unwrap();
    assert_eq!(code(supervisor.stop(&worker).await), Fault::NOT_RUNNING);
    let read = supervisor.process(&worker).await.unwrap();
    assert_eq!(read.state, ProcessState::Stopping);
    assert_eq!(
        code(supervisor.process(&id("web", "none")).await),
        Fault::BAD_NAME
    );
    let seen = fake.seen();
    let start = &seen[0];
    assert_eq!(start.params[0].bytes().unwrap(), b"api:api");
    assert_eq!(start.params[1].bool(), Some(false));
    assert_eq!(fake.phase("web:wörker 漢字"), Phase::Stopping);
}

#[tokio::test]
async fn groups_are_reread_added_and_removed() {
    let fake = Fake::new().program(Program::new("old").at(Phase::Stopped));
    let fake = fake
        .program(Program::new("busy"))
        .changes(&["new"], &[], &["old"]);
    let fake = fake.listen().await;
    let way = transport(&fake);
    let supervisor = Supervisor::new(&way, None);
    let changes = supervisor.reread().await.unwrap();
    assert_eq!(changes.added, [GroupName::new("new")]);
    assert_eq!(changes.removed, [GroupName::new("old")]);
    supervisor.add_group(&changes.added[0]).await.unwrap();
    supervisor.remove_group(&changes.removed[0]).await.unwrap();
    assert_eq!(
        code(supervisor.remove_group(&GroupName::new("busy")).await),
        91
    );
    let names: Vec<_> = supervisor.processes().await.unwrap();
    let names: Vec<_> = names.iter().map(|process| process.id.group.raw()).collect();
    assert_eq!(names, ["busy", "new"]);
}

#[tokio::test]
async fn a_supervisord_that_goes_down_is_a_link_error() {
    let fake = pair().await;
    let way = transport(&fake);
    let supervisor = Supervisor::new(&way, None);
    supervisor.restart().await.unwrap();
    assert_eq!(supervisor.snapshot().await, Err(LinkError::ShuttingDown));
    let refused = supervisor.start(&id("api", "api")).await;
    assert_eq!(refused, Err(CallError::Link(LinkError::ShuttingDown)));
}

#[tokio::test]
async fn read_only_sends_no_change_whoever_asks() {
    let fake = pair().await;
    let permission = Permission::new(Access::ReadOnly);
    let clients = Clients::new(Limits::default()).unwrap();
    let way = Transport::new(&fake.entry("fake"), &clients, permission.clone()).unwrap();
    let supervisor = Supervisor::new(&way, None);
    let refused = Err(CallError::Link(LinkError::ReadOnly));
    let (api, group) = (id("api", "api"), GroupName::new("api"));
    assert_eq!(supervisor.start(&api).await, refused);
    assert_eq!(supervisor.stop(&api).await, refused);
    assert_eq!(supervisor.signal(&api, Signal::Kill).await, refused);
    assert_eq!(supervisor.clear_logs(&api).await, refused);
    assert_eq!(supervisor.add_group(&group).await, refused);
    assert_eq!(supervisor.remove_group(&group).await, refused);
    assert_eq!(supervisor.restart().await, refused);
    assert_eq!(supervisor.shut_down().await, refused);
    assert!(matches!(
        supervisor.reread().await,
        Err(CallError::Link(LinkError::ReadOnly))
    ));
    assert_eq!(fake.accepted(), 0);
    supervisor.snapshot().await.unwrap();
    permission.set(Access::ReadWrite);
    supervisor.start(&api).await.unwrap();
    assert_eq!(fake.count(Method::StartProcess.name()), 1);
}

#[tokio::test]
async fn a_password_reaches_the_node_byte_for_byte() {
    let fake = Fake::new().password(WHO.user, WHO.password).listen().await;
    let way = transport(&fake);
    Supervisor::new(&way, Some(WHO)).snapshot().await.unwrap();
    let wrong = Credentials {
        password: "other",
        ..WHO
    };
    let user = Some("ops".to_owned());
    let refused = Supervisor::new(&way, Some(wrong)).snapshot().await;
    assert_eq!(refused, Err(LinkError::Unauthorized { user }));
    assert_eq!(
        link_error(&way).await,
        LinkError::Unauthorized { user: None }
    );
}

#[tokio::test]
async fn a_password_in_clear_to_another_host_is_not_sent() {
    let fake = Fake::new().password(WHO.user, WHO.password).listen().await;
    let mut entry = fake.entry("fake");
    // A name that leads to this host but does not say so: only the config can vouch for it.
    let supdeck::model::Endpoint::Http { host, .. } = &mut entry.endpoint else {
        panic!("the fake listens on TCP");
    };
    *host = "127.1".into();
    let way = transport_with(&entry, Limits::default());
    let refused = Supervisor::new(&way, Some(WHO)).snapshot().await;
    assert_eq!(refused, Err(LinkError::PlaintextRefused));
    assert!(
        Supervisor::new(&way, Some(WHO))
            .follow(supdeck::rpc::LogName::Main)
            .await
            .is_err()
    );
    assert_eq!(fake.accepted(), 0);
    entry.allow_plaintext = true;
    let way = transport_with(&entry, Limits::default());
    Supervisor::new(&way, Some(WHO)).snapshot().await.unwrap();
}

#[tokio::test]
async fn every_call_has_its_own_connection_and_two_at_most_are_open() {
    let fake = pair().await;
    fake.trouble(Trouble::Slow(Duration::from_millis(30)));
    let way = transport(&fake);
    let (a, b, c, d) = tokio::join!(ask(&way), ask(&way), ask(&way), ask(&way));
    for answer in [a, b, c, d] {
        answer.unwrap();
    }
    assert_eq!((fake.accepted(), fake.most_open()), (4, 2));
}

#[tokio::test]
async fn a_unix_socket_speaks_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sv.sock");
    let fake = Fake::new().program(Program::new("api")).listen_unix(&path);
    let way = transport(&fake);
    let snapshot = Supervisor::new(&way, None).snapshot().await.unwrap();
    assert_eq!(snapshot.processes.len(), 1);
}

#[tokio::test]
async fn a_fake_that_died_comes_back() {
    let mut fake = pair().await;
    let way = transport(&fake);
    fake.kill().await;
    let error = link_error(&way).await;
    assert!(matches!(error, LinkError::Refused { .. }), "{error}");
    fake.revive();
    ask(&way).await.unwrap();
}
