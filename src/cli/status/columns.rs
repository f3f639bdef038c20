//! Which columns, and sorted by which.

use crate::cli::args::{StatusArguments, Subjects};
use crate::cli::print::{Columns, Given};
use crate::config::nearest;
use crate::model::{Column, Order};

/// Which columns, and sorted by which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arrangement {
    /// The columns.
    pub(super) columns: Columns,
    /// By which column, and which way; none for the order of the console.
    pub(super) sort: Option<(Column, Order)>,
}

impl Arrangement {
    /// What the command line says of it.
    ///
    /// # Errors
    ///
    /// A name that no column of these rows has, in a sentence.
    pub(super) fn read(arguments: &StatusArguments) -> Result<Self, String> {
        let all = columns_of(arguments.of);
        let find = |name: &str| {
            let column = Column::named(name).filter(|column| all.contains(column));
            column.ok_or_else(|| unknown(name, all))
        };
        let asked: Vec<Column> = arguments
            .columns
            .iter()
            .map(|name| find(name))
            .collect::<Result<_, _>>()?;
        let sort = arguments.sort.as_deref().map(|name| {
            let (name, order) = match name.strip_prefix('-') {
                Some(name) => (name, Order::Down),
                None => (name, Order::Up),
            };
            find(name).map(|column| (column, order))
        });
        Ok(Self {
            columns: if asked.is_empty() {
                Columns {
                    of: all.to_vec(),
                    given: Given::Usual,
                }
            } else {
                Columns {
                    of: asked,
                    given: Given::Asked,
                }
            },
            sort: sort.transpose()?,
        })
    }
}

fn columns_of(subjects: Subjects) -> &'static [Column] {
    match subjects {
        Subjects::Processes => &Column::OF_PROCESSES,
        Subjects::Nodes => &Column::OF_NODES,
        Subjects::Envs => &Column::OF_ENVIRONMENTS,
        Subjects::Groups => &Column::OF_GROUPS,
    }
}

fn unknown(name: &str, all: &[Column]) -> String {
    let names: Vec<&str> = all.iter().map(|column| column.name()).collect();
    let hint = nearest(name, names.iter().copied()).map_or_else(
        || format!("there are {}", names.join(",")),
        |near| format!("did you mean {near}?"),
    );
    format!("no column here is called {name:?}; {hint}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(columns: &[&str], sort: Option<&str>) -> Result<Arrangement, String> {
        Arrangement::read(&StatusArguments {
            columns: columns.iter().map(ToString::to_string).collect(),
            sort: sort.map(str::to_owned),
            ..StatusArguments::default()
        })
    }

    #[test]
    fn columns_are_known_by_name_and_only_where_they_belong() {
        let usual = read(&[], None).unwrap();
        assert_eq!(usual.columns.of, Column::OF_PROCESSES);
        assert_eq!(usual.columns.given, Given::Usual);
        let some = read(&["node", "state"], Some("-uptime")).unwrap();
        assert_eq!(some.columns.of, [Column::Node, Column::State]);
        assert_eq!(some.sort, Some((Column::Uptime, Order::Down)));
        assert!(
            read(&["nod"], None)
                .unwrap_err()
                .contains("did you mean node?")
        );
        assert!(
            read(&["rtt"], None)
                .unwrap_err()
                .contains("there are state,")
        );
    }
}
