#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| docwright_fuzz::output(bytes));
