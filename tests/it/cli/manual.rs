//! What the manual says of JSON, beside the JSON that comes out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::desk::Desk;
use crate::support::fake::{Fake, Fate, Phase, Program};

/// The fields of each kind of object, by their names.
type Fields = BTreeMap<String, BTreeSet<String>>;

/// What the main page lists.
fn documented(desk: &Desk) -> Fields {
    let page = desk.out("man", 0).replace("\\-", "-");
    let (_, text) = page.split_once(".SH JSON\n").unwrap();
    let mut fields = Fields::new();
    let mut kinds: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("kind ") {
            let words = line.split([' ', ',']).collect::<Vec<_>>();
            let named = words.windows(2).filter(|pair| pair[0] == "kind");
            kinds = named.map(|pair| pair[1].to_owned()).collect();
            if line.contains("of info") {
                kinds = vec!["info".to_owned()];
            }
        } else if let Some(line) = line.strip_prefix("  ").filter(|it| !it.starts_with(' ')) {
            let names = &line[..24.min(line.len())];
            // A list that is longer than its column goes on to the first word that is none.
            let names = names
                .split(", ")
                .map(|name| name.trim().split(' ').next().unwrap());
            for kind in &kinds {
                let all = fields.entry(kind.clone()).or_default();
                all.extend(names.clone().map(str::to_owned));
            }
        }
    }
    fields
}

fn keys(value: &Value) -> BTreeSet<String> {
    let object = value.as_object().unwrap();
    object
        .keys()
        .filter(|key| *key != "kind")
        .cloned()
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_is_in_the_manual_and_nothing_else_is() {
    let fake = Fake::new()
        .program(Program::new("api"))
        .program(Program::new("bad").at(Phase::Stopped).fate(Fate::Crashes))
        .changes(&["new"], &[], &[])
        .listen()
        .await;
    let desk = Desk::new()
        .fake("n1", &fake)
        .absent("n2")
        .environment("prod", "n1", "");
    let fields = documented(&desk);
    let mut seen = BTreeSet::new();
    for (line, exit) in [
        ("status", 4),
        ("status --of envs", 4),
        ("status --of groups", 4),
        ("start api | bad --yes", 6),
        ("reread n1", 0),
        ("ping n1", 0),
    ] {
        for text in desk.out(&format!("{line} --format jsonl"), exit).lines() {
            let value: Value = serde_json::from_str(text).unwrap();
            let kind = value["kind"].as_str().unwrap();
            assert_eq!(Some(&keys(&value)), fields.get(kind), "{line}: {kind}");
            seen.insert(kind.to_owned());
        }
    }
    let info: Value = serde_json::from_str(&desk.out("info n1 --format json", 0)).unwrap();
    let all = &fields["node"] | &fields["info"];
    assert_eq!(keys(&info[0]), all);
    seen.insert("info".to_owned());
    assert_eq!(seen, fields.into_keys().collect(), "every kind was seen");
}
