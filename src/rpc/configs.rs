//! Answers about configuration: what programs are set to, and what a reread found.

use crate::model::{ConfigChanges, GroupName, ProgramConfig, Untrusted};

use super::error::CallError;
use super::value::Value;

/// The answer of `getAllConfigInfo`; items without group or name are left out.
pub(super) fn programs(answer: &Value) -> Result<Vec<ProgramConfig>, CallError> {
    let items = answer.items().ok_or_else(|| {
        CallError::shape(format!(
            "a list of programs was asked for, {} came",
            answer.kind()
        ))
    })?;
    Ok(items.iter().filter_map(program).collect())
}

/// The answer of `reloadConfig`: `[[added, changed, removed]]`, or the three of them bare.
pub(super) fn changes(answer: &Value) -> Result<ConfigChanges, CallError> {
    let lists = match answer.items() {
        Some([Value::Array(lists)]) if lists.len() == 3 => lists,
        Some(lists) => lists,
        None => &[],
    };
    let [added, changed, removed] = lists else {
        return Err(CallError::shape(format!(
            "three lists of groups were asked for, {} came",
            answer.kind()
        )));
    };
    Ok(ConfigChanges {
        added: groups(added)?,
        changed: groups(changed)?,
        removed: groups(removed)?,
    })
}

fn program(item: &Value) -> Option<ProgramConfig> {
    let word = |key: &str| {
        let bytes = item.member(key)?.bytes()?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    };
    let fact = |(key, value): &(Vec<u8>, Value)| {
        let key = String::from_utf8_lossy(key).into_owned();
        (key, Untrusted::new(value.text()))
    };
    let (group, name) = (word("group")?, word("name")?);
    let facts = item.members()?.iter().map(fact);
    Some(ProgramConfig {
        group,
        name,
        facts: facts
            .filter(|(key, _)| key != "group" && key != "name")
            .collect(),
    })
}

/// Every item counts: an update that leaves one out would do something else than was shown.
fn groups(list: &Value) -> Result<Vec<GroupName>, CallError> {
    let name = |item: &Value| {
        let bytes = item.bytes()?;
        Some(GroupName::new(&String::from_utf8_lossy(bytes)))
    };
    let names = list.items().map(|items| items.iter().map(name).collect());
    names
        .flatten()
        .ok_or_else(|| CallError::shape("a list of groups holds something else"))
}
