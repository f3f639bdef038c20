//! Feeds the sanitizer any bytes.
#![no_main]

#[path = "../checks.rs"]
#[expect(dead_code, reason = "each target asks for one of the checks")]
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::sanitizer(data));
