//! The two languages people type: nodesets and selectors, against laws, models and `ClusterShell`.

#[path = "../../fuzz/languages.rs"]
mod check;

mod corpus;
mod nodesets;
mod selectors;
