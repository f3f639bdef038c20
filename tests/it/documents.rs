//! The documents we read, whatever stands in them: answers, configs and journals, by the checks of
//! the fuzz targets.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

#[path = "../fuzz/documents.rs"]
mod check;

/// A seed of one kind with its name.
fn corpus(kind: &str) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let files = fs::read_dir(root.join(kind)).unwrap();
    let seeds: Vec<_> = files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect();
    assert!(!seeds.is_empty(), "{kind}");
    seeds
}

/// A seed with some parts taken out, doubled, or overwritten by any bytes.
fn torn(kind: &str) -> impl Strategy<Value = Vec<u8>> + use<> {
    let change = (
        any::<prop::sample::Index>(),
        0..40_usize,
        0..3,
        any::<[u8; 4]>(),
    );
    let seeds = prop::sample::select(corpus(kind));
    (seeds, prop::collection::vec(change, 0..6)).prop_map(|(mut data, changes)| {
        for (at, length, how, bytes) in changes {
            let begin = at.index(data.len() + 1);
            let end = (begin + length).min(data.len());
            let part = match how {
                0 => Vec::new(),
                1 => data[begin..end].repeat(2),
                _ => bytes[..length % 5].to_vec(),
            };
            data.splice(begin..end, part);
        }
        data
    })
}

#[test]
fn the_corpus_is_harmless() {
    let folder = tempfile::tempdir().unwrap();
    for seed in corpus("answer") {
        check::answer(&seed);
    }
    for seed in corpus("config") {
        check::config(&String::from_utf8(seed).unwrap());
    }
    for seed in corpus("journal") {
        check::journal(&seed, &folder.path().join("journal"));
    }
}

proptest! {
    #[test]
    fn torn_answers_are_themselves_or_refused(data in torn("answer")) {
        check::answer(&data);
    }

    #[test]
    fn torn_configs_mean_what_is_shown_or_are_refused(data in torn("config")) {
        check::config(&String::from_utf8_lossy(&data));
    }

    #[test]
    fn torn_journals_give_what_is_whole(data in torn("journal")) {
        let folder = tempfile::tempdir().unwrap();
        check::journal(&data, &folder.path().join("journal"));
    }
}
