//! Arguments: each list of them is a command or a refusal, never a panic.
#![no_main]

use clap::Parser;
use libfuzzer_sys::fuzz_target;
use linkwright::cli::Cli;

fuzz_target!(|text: &str| {
    let arguments = std::iter::once("linkwright").chain(text.split('\n'));
    if let Err(error) = Cli::try_parse_from(arguments) {
        let _ = error.to_string();
    }
});
