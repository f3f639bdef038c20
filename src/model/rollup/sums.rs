//! However a fleet is rolled up, its sums are its totals.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

use super::{environments, groups, nodes, processes};
use crate::model::cell::Row;
use crate::model::column::Column;
use crate::model::fleet::Fleet;
use crate::model::process::{Health, Process, ProcessState};
use crate::model::roster::Roster;
use crate::model::sample::{bad, good, process, refused, roster};
use crate::model::tally::Tally;

const CODES: [i64; 9] = [0, 10, 20, 30, 40, 100, 200, 1000, 77];

/// The columns that split up all processes.
const PARTS: [Column; 6] = [
    Column::Running,
    Column::Moving,
    Column::Flapping,
    Column::Bad,
    Column::Stopped,
    Column::NoData,
];

/// What there is of one node: its environment, whether it answers, and its processes.
#[derive(Clone, Debug)]
struct Sketch {
    environment: usize,
    link: usize,
    processes: Vec<(usize, usize)>,
}

fn sketches() -> impl Strategy<Value = Vec<Sketch>> {
    let one = (0usize..3, 0usize..3, vec((0usize..4, 0..CODES.len()), 0..6));
    let sketch = one.prop_map(|(environment, link, processes)| Sketch {
        environment,
        link,
        processes,
    });
    vec(sketch, 0..6)
}

fn build(sketches: &[Sketch]) -> (Fleet, Roster) {
    let names: Vec<String> = (0..sketches.len()).map(|at| format!("n{at}")).collect();
    let members = |environment: usize| -> Vec<&str> {
        let all = names.iter().zip(sketches);
        all.filter(|(_, sketch)| sketch.environment == environment)
            .map(|(name, _)| name.as_str())
            .collect()
    };
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let roster = roster(&all, &[("prod", &members(1)), ("stage", &members(2))]);
    let mut fleet = Fleet::of(&roster);
    for (name, sketch) in names.iter().zip(sketches) {
        if sketch.link > 0 {
            fleet.apply(&good(name, "12:00:00", processes_of(name, sketch)));
        }
        if sketch.link > 1 {
            fleet.apply(&bad(name, "12:00:02", refused()));
        }
    }
    (fleet, roster)
}

fn processes_of(node: &str, sketch: &Sketch) -> Vec<Process> {
    let numbered = sketch.processes.iter().enumerate();
    numbered
        .map(|(at, (group, code))| {
            let label = format!("g{group}:p{at}");
            process(node, &label, ProcessState::from_code(CODES[*code]))
        })
        .collect()
}

fn sum(tallies: impl Iterator<Item = Tally>) -> Tally {
    let mut sum = Tally::default();
    tallies.for_each(|tally| sum.merge(&tally));
    sum
}

proptest! {
    #[test]
    fn all_ways_to_count_come_to_the_same(sketches in sketches()) {
        let (fleet, roster) = build(&sketches);
        let total: Tally = processes(&fleet, &roster).map(|row| row.health()).collect();
        let asked = sketches.iter().filter(|sketch| sketch.link > 0);
        let sent: usize = asked.map(|sketch| sketch.processes.len()).sum();
        prop_assert_eq!(total.total(), sent);
        prop_assert_eq!(sum(nodes(&fleet, &roster).iter().map(|row| row.tally)), total);
        prop_assert_eq!(sum(groups(&fleet, &roster).iter().map(|row| row.tally)), total);
        // Each of these nodes is in one environment at most, so none counts twice.
        prop_assert_eq!(sum(environments(&fleet, &roster).iter().map(|row| row.tally)), total);
        for row in groups(&fleet, &roster) {
            prop_assert_eq!(sum(row.shares.iter().map(|share| share.tally)), row.tally);
        }
        let silent = sketches.iter().filter(|sketch| sketch.link > 1);
        let unknown: usize = silent.map(|sketch| sketch.processes.len()).sum();
        prop_assert_eq!(total.of(Health::NoData), unknown);
    }

    #[test]
    fn the_counts_of_a_row_add_up_to_its_processes(sketches in sketches()) {
        let (fleet, roster) = build(&sketches);
        let number = |row: &dyn Row, column| -> usize {
            row.cell(column, Timestamp::UNIX_EPOCH).text.as_str().parse().unwrap()
        };
        for row in environments(&fleet, &roster) {
            let parts: usize = PARTS.iter().map(|part| number(&row, *part)).sum();
            prop_assert_eq!(parts, number(&row, Column::Processes));
        }
        for row in groups(&fleet, &roster) {
            let parts: usize = PARTS.iter().map(|part| number(&row, *part)).sum();
            prop_assert_eq!(parts, number(&row, Column::Processes));
        }
    }
}
