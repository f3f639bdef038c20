//! Reads any text as a config.
#![no_main]

#[path = "../documents.rs"]
#[expect(dead_code, reason = "each target asks for one of the checks")]
mod documents;

libfuzzer_sys::fuzz_target!(|data: &str| documents::config(data));
