//! Nodesets against a model made of plain sets.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use supdeck::model::{Nodeset, fold_names};

use super::check::{self, MOST, groups};

/// A range of numbers in brackets, and how many there are.
fn range() -> impl Strategy<Value = (String, u128)> {
    let number = prop_oneof![0_u64..30, 0..1_000_000_000_000_000_000_u64];
    (number.clone(), number, 1_u64..5).prop_map(|(a, b, step)| {
        let (first, last) = (a.min(b), a.max(b));
        let count = u128::from((last - first) / step) + 1;
        (format!("[{first}-{last}/{step}]"), count)
    })
}

/// An item of an expression and its names, written out by hand.
fn item() -> impl Strategy<Value = (String, BTreeSet<String>)> {
    let numbers = (0_u32..8, 0_u32..6, 1_usize..4).prop_map(|(first, more, pad)| {
        let last = first + more;
        let names = (first..=last).map(|number| format!("n{number:0pad$}"));
        (format!("n[{first:0pad$}-{last:0pad$}]"), names.collect())
    });
    let words = "[ab][0-9]".prop_map(|name| (name.clone(), BTreeSet::from([name])));
    let group = Just(()).prop_map(|()| {
        let names = groups("prod").unwrap_or_default();
        ("@prod".to_owned(), names.into_iter().collect())
    });
    prop_oneof![numbers, words, group]
}

fn set(text: &str) -> BTreeSet<String> {
    let set = Nodeset::parse(text, &groups).unwrap();
    set.names().iter().cloned().collect()
}

proptest! {
    #[test]
    fn operators_are_those_of_sets(first in item(), rest in vec(("[,!&^]", item()), 0..6)) {
        let (mut text, mut model) = first;
        for (operator, (more, names)) in rest {
            model = match operator.as_str() {
                "," => &model | &names,
                "!" => &model - &names,
                "&" => &model & &names,
                _ => &model ^ &names,
            };
            text.push_str(&operator);
            text.push_str(&more);
        }
        prop_assert_eq!(set(&text), model, "{}", text);
    }

    /// Were it written out before it is counted, this would not end in a lifetime.
    #[test]
    fn names_are_counted_before_they_are_written_out(ranges in vec(range(), 1..5)) {
        let texts: Vec<&str> = ranges.iter().map(|(text, _)| text.as_str()).collect();
        let text = format!("n{}", texts.join("n"));
        let counts = ranges.iter().map(|(_, count)| *count);
        let count = counts.fold(1, u128::saturating_mul);
        match Nodeset::parse(&text, &groups) {
            Ok(set) => prop_assert_eq!(set.names().len() as u128, count),
            Err(error) => {
                prop_assert!(count > MOST as u128, "{}: {}", text, error);
                prop_assert_eq!(error.column, 1);
            }
        }
    }

    #[test]
    fn what_is_folded_expands_to_the_same(names in vec("[a-c.-]{0,3}[0-9]{1,3}(-?[0-3]{0,2}x?)", 0..60)) {
        let wanted: BTreeSet<String> = names.iter().cloned().collect();
        prop_assert_eq!(set(&fold_names(names.iter().map(String::as_str))), wanted);
    }

    #[test]
    fn any_text_is_a_set_or_is_refused(text in r"[\[\]a0-9,!&^@*/ é-]{0,40}", any: String) {
        check::nodeset(&text);
        check::nodeset(&any);
    }
}
