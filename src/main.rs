//! Arguments → window or command line.

use std::process::ExitCode;

use clap::Parser;
use linkwright::app::{Options, open_window};
use linkwright::cli::{self, Cli, Outcome};
use linkwright::store::data_folder;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Some(command) => cli::run(command),
        None => window(Options {
            file: cli.file,
            data: data_folder(),
            native_dialogs: true,
        }),
    };
    ExitCode::from(outcome.code())
}

fn window(options: Options) -> Outcome {
    match open_window(options) {
        Ok(()) => Outcome::Done,
        Err(error) => {
            eprintln!("linkwright: {error}");
            Outcome::Failed
        }
    }
}
