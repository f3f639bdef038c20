//! Reads any text as a nodeset.
#![no_main]

#[path = "../languages.rs"]
mod languages;

libfuzzer_sys::fuzz_target!(|text: &str| languages::nodeset(text));
