//! Asks any line what it says of itself.
#![no_main]

#[path = "../checks.rs"]
#[expect(dead_code, reason = "each target asks for one of the checks")]
mod checks;

libfuzzer_sys::fuzz_target!(|data: &[u8]| checks::facts(data));
