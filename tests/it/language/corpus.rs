//! The checks of the fuzz targets, on their corpus.

use std::fs;
use std::path::Path;

use super::check;

/// What has to hold for a text.
type Check = fn(&str);

#[test]
fn the_corpus_is_harmless() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let checks = [
        ("nodeset", check::nodeset as Check),
        ("selector", check::selector),
    ];
    for (name, check) in checks {
        let files = fs::read_dir(root.join(name)).unwrap();
        let seeds: Vec<_> = files
            .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
            .collect();
        assert!(!seeds.is_empty(), "{name}");
        for seed in &seeds {
            check(seed);
        }
    }
}
