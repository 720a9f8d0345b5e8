//! Arguments → window or command line.

use std::path::PathBuf;
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
        None => window(cli.file),
    };
    ExitCode::from(outcome.code())
}

fn window(file: Option<PathBuf>) -> ExitOutcome {
    if let Some(Err(outcome)) = file.as_deref().map(cli::window_file) {
        return outcome;
    }
    let options = Options {
        file,
        store: Store::system(data_folder()),
        native_dialogs: true,
    };
    match open_window(options) {
        Ok(()) => ExitOutcome::Done,
        Err(error) => {
            eprintln!("linkwright: {error}");
            ExitOutcome::Failed
        }
    }
}
