//! Whom a typed password is for.

use supdeck::model::{CredentialSource, Environment, EnvironmentName, NodeEntry, NodeId, Roster};
use supdeck::secrets::{Keep, Lookup, Scope};

use super::{canary, credentials, entry, found};

fn roster() -> Roster {
    let shared = |name: &str| NodeEntry {
        credential: "dev".into(),
        ..entry(name, CredentialSource::Keyring)
    };
    let stranger = NodeEntry {
        user: Some("root".into()),
        ..entry("dev-05", CredentialSource::Keyring)
    };
    let nodes = vec![
        shared("dev-01"),
        shared("dev-02"),
        entry("dev-03", CredentialSource::Keyring),
        entry("dev-04", CredentialSource::Env("PW".into())),
        stranger,
    ];
    let members = nodes.iter().map(|node| node.id.clone()).collect();
    let environment = Environment {
        name: EnvironmentName::new("dev"),
        members,
        protected: false,
        read_only: false,
    };
    Roster::new(nodes, vec![environment])
}

#[test]
fn an_environment_reaches_those_with_the_same_user_and_no_source_of_their_own() {
    let roster = roster();
    let reached = |scope: Scope| -> Vec<String> {
        let entries = scope.entries(&roster, &NodeId::new("dev-01"));
        entries.iter().map(|entry| entry.id.to_string()).collect()
    };
    assert_eq!(reached(Scope::Node), ["dev-01"]);
    let environment = Scope::Environment(EnvironmentName::new("dev"));
    assert_eq!(reached(environment), ["dev-01", "dev-02", "dev-03"]);
}

#[tokio::test]
async fn nodes_that_share_a_credential_share_what_was_typed() {
    let roster = roster();
    let node = |name: &str| roster.node(&NodeId::new(name)).unwrap();
    let mut credentials = credentials();
    let typed = [node("dev-01")];
    let kept = credentials.remember(&typed, &canary(), Keep::Session).await;
    kept.unwrap();
    let known = credentials.known(node("dev-02")).unwrap();
    assert_eq!(found(&known), super::CANARY);
    assert_eq!(credentials.known(node("dev-03")), None);
    credentials.forget(node("dev-02"));
    assert_eq!(credentials.known(node("dev-01")), None);
}

#[tokio::test]
async fn a_password_typed_during_a_fetch_is_the_newer_one() {
    let mut credentials = credentials();
    let node = entry(
        "a",
        CredentialSource::Command(vec!["echo".into(), "old".into()]),
    );
    let fetched = credentials.fetch(&node).unwrap().run().await;
    let kept = credentials
        .remember(&[&node], &canary(), Keep::Session)
        .await;
    kept.unwrap();
    assert_eq!(found(&credentials.record(fetched)), super::CANARY);
}

#[tokio::test]
async fn a_named_source_cannot_be_overruled_for_good_and_no_user_needs_no_password() {
    let mut credentials = credentials();
    let node = entry("a", CredentialSource::Env("PW".into()));
    let kept = credentials
        .remember(&[&node], &canary(), Keep::Lasting)
        .await;
    assert_eq!(
        kept.unwrap_err().to_string(),
        "password_env PW is named in the config: change the password there"
    );
    assert_eq!(found(&credentials.lookup(&node).await), super::CANARY);

    let nobody = NodeEntry { user: None, ..node };
    assert_eq!(credentials.lookup(&nobody).await, Lookup::Anonymous);
}
