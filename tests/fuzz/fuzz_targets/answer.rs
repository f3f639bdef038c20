//! Reads any bytes as an answer of a supervisord.
#![no_main]

#[path = "../documents.rs"]
#[expect(dead_code, reason = "each target asks for one of the checks")]
mod documents;

libfuzzer_sys::fuzz_target!(|data: &[u8]| documents::answer(data));
