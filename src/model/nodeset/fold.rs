//! The shortest way to write many names: `web01 web02 web04` is `web[01-02,04]`.

use std::collections::{HashMap, HashSet};

use super::shape::{Shape, size};

/// Writes names as a nodeset that means the same. Names that differ in a number stand together,
/// where the first of them stood.
pub fn fold_names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    fold_patterns(names).join(",")
}

/// The patterns of that nodeset, each for itself.
pub fn fold_patterns<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut known = HashSet::new();
    let mut shapes: Vec<Shape> = names
        .into_iter()
        .filter(|name| known.insert(*name))
        .map(Shape::read)
        .collect();
    let most = shapes.iter().map(|shape| shape.numbers.len()).max();
    for dimension in (0..most.unwrap_or(0)).rev() {
        shapes = merge(shapes, dimension);
    }
    shapes.iter().map(Shape::text).collect()
}

/// Joins shapes that are the same but for one of their numbers.
fn merge(shapes: Vec<Shape>, dimension: usize) -> Vec<Shape> {
    let mut merged: Vec<Shape> = Vec::new();
    let mut places: HashMap<Shape, usize> = HashMap::new();
    for mut shape in shapes {
        if dimension >= shape.numbers.len() {
            merged.push(shape);
            continue;
        }
        let choices = std::mem::take(&mut shape.numbers[dimension]);
        let place = *places.entry(shape).or_insert_with_key(|shape| {
            merged.push(shape.clone());
            merged.len() - 1
        });
        merged[place].numbers[dimension].extend(choices);
    }
    for shape in &mut merged {
        if let Some(choices) = shape.numbers.get_mut(dimension) {
            // Sorted, so that equal choices are found equal in the dimensions before this one.
            choices.sort_by_cached_key(|digits| size(digits));
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::super::Nodeset;
    use super::*;

    fn fold(names: &str) -> String {
        fold_names(names.split(' '))
    }

    #[test]
    fn numbers_in_a_row_are_a_range() {
        assert_eq!(fold("web1 web2 web3 web7"), "web[1-3,7]");
        assert_eq!(fold("web08 web09 web10"), "web[08-10]");
        assert_eq!(fold("web9 web10"), "web[9-10]");
        assert_eq!(fold("web3 web1 db web2 web1"), "web[1-3],db");
        assert_eq!(fold("web1"), "web1");
        assert_eq!(fold("n1 n01"), "n[1,01]");
        assert_eq!(fold_names([]), "");
    }

    #[test]
    fn every_number_of_a_name_is_folded() {
        assert_eq!(fold("dc1n1 dc1n2 dc2n1 dc2n2"), "dc[1-2]n[1-2]");
        assert_eq!(fold("dc1n2 dc2n1 dc1n1"), "dc1n[1-2],dc2n1");
        assert_eq!(fold("web1.lan web2.lan"), "web[1-2].lan");
    }

    proptest::proptest! {
        #[test]
        fn what_is_folded_unfolds_to_the_same(
            names in proptest::collection::vec("[ab]{0,2}[0-3]{1,3}-?[0-2]{0,2}x?", 0..30)
        ) {
            let folded = fold_names(names.iter().map(String::as_str));
            let set = Nodeset::parse(&folded, &|_| None).unwrap();
            let mut unfolded = set.names().to_vec();
            unfolded.sort();
            let mut wanted = names;
            wanted.sort();
            wanted.dedup();
            proptest::prop_assert_eq!(unfolded, wanted);
        }
    }
}
