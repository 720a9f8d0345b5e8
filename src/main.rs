//! Arguments → window or command line.

use std::process::ExitCode;

use linkwright::app::{Options, open_window};
use linkwright::cli::{self, ExitOutcome};
use linkwright::store::{Store, data_folder};

fn main() -> ExitCode {
    let cli = match cli::arguments(std::env::args_os()) {
        Ok(cli) => cli,
        Err(outcome) => return ExitCode::from(outcome.code()),
    };
    let outcome = match cli.command {
        Some(command) => cli::run(command),
        None => window(Options {
            file: cli.file,
            store: Store::system(data_folder()),
            native_dialogs: true,
        }),
    };
    ExitCode::from(outcome.code())
}

fn window(options: Options) -> ExitOutcome {
    match open_window(options) {
        Ok(()) => ExitOutcome::Done,
        Err(error) => {
            eprintln!("linkwright: {error}");
            ExitOutcome::Failed
        }
    }
}
