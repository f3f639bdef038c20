//! The end: every task ends, whatever socket it waits for.

use std::time::Duration;

use supdeck::engine::{AskError, Request, Scope};
use tokio::time::timeout;

use super::bench::Bench;
use crate::support::fake::{Fake, Trouble};
use crate::support::wait;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_ends_while_sockets_hang() {
    let mut fakes = Vec::new();
    for _ in 0..20 {
        fakes.push(Fake::new().trouble(Trouble::Silent).listen().await);
    }
    let entries = fakes.iter().enumerate();
    let entries = entries.map(|(index, fake)| fake.entry(&format!("n{index}")));
    let mut bench = Bench::of(entries)
        .pace(|pace| pace.answer = Duration::from_hours(1))
        .start();
    let hung = || fakes.iter().all(|fake| fake.open() == 1);
    wait::until("every poll hangs", hung);
    let handle = bench.engine.handle.clone();
    timeout(Duration::from_secs(50), handle.stop())
        .await
        .unwrap();
    let all = async { while bench.engine.events.recv().await.is_some() {} };
    timeout(Duration::from_secs(50), all).await.unwrap();
    wait::until("every socket is closed", || {
        fakes.iter().all(|fake| fake.open() == 0)
    });
    assert_eq!(handle.ask(Request::Poll(Scope::All)), Err(AskError::Ended));
}
