//! Reads any bytes as a journal.
#![no_main]

#[path = "../documents.rs"]
#[expect(dead_code, reason = "each target asks for one of the checks")]
mod documents;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let path = std::env::temp_dir().join(format!("supdeck-fuzz-{}", std::process::id()));
    documents::journal(data, &path);
});
