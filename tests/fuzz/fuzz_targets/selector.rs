//! Reads any text as a selector.
#![no_main]

#[path = "../languages.rs"]
mod languages;

libfuzzer_sys::fuzz_target!(|text: &str| languages::selector(text));
