//! Arguments → window or command line.

use std::process::ExitCode;

use clap::Parser;
use linkwright::cli::{self, Cli};

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Some(command) => ExitCode::from(cli::run(command).code()),
        None => ExitCode::FAILURE,
    }
}
