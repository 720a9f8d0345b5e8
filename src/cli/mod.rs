//! The same work without a window.

mod add;
mod check;
mod convert;
mod fmt;
mod io;
mod layout;
mod render;
mod stats;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{CommandFactory as _, Parser, ValueEnum};

use crate::capture::verb_list;
use crate::export::{PRINTED, picture_endings};
use crate::formats::Format;
use crate::geom::{Vec2, vec2};
use crate::look::Theme;
use crate::model::{PartialDate, Vocabulary};
use crate::store::Store;

/// A relationship chart that an investigator can defend.
///
/// Without a command, open a window on FILE, the last dataset or the sample. Commands need no display.
#[derive(Debug, Parser)]
#[command(
    name = "linkwright",
    version,
    max_term_width = 100,
    args_conflicts_with_subcommands = true,
    subcommand_precedence_over_arg = true,
    after_help = "Use - for standard input or output. For a file named like a command, write ./check.\n\n\
        Exit codes: 0 success; 1 problems found (check: an error; fmt --check: a file that is not canonical; add: a line that is \
        not understood); 2 failure.\n\n\
        Linkwright has no network code."
)]
pub struct Cli {
    /// Dataset to open in the window
    pub file: Option<PathBuf>,
    /// Work to do without a window
    #[command(subcommand)]
    pub command: Option<Subcommand>,
}

/// Work that is done without a window.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
    /// Add facts from standard input, one per line
    ///
    /// Lines are written as in the window's quick entry:
    ///   @https://example.org/statement          the source of the lines after it; @ID works, too
    ///   United Kingdom sanctions i-Soon 2025-12-09
    ///   FCDO alleges: i-Soon targets Systems worldwide:sector (over 80) #"para 2" // note
    /// Valid lines are added in one go; each invalid one is reported as "line N: why" (exit code 1).
    #[command(verbatim_doc_comment, after_help = verbs())]
    Add {
        /// Dataset
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Source ID for lines before the first @ line
        #[arg(long, value_name = "ID")]
        source: Option<String>,
    },
    /// Report problems in datasets
    Check {
        /// Datasets to check
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Print a JSON array instead of lines
        #[arg(long)]
        json: bool,
    },
    /// Rewrite datasets as canonical text, in place
    Fmt {
        /// Datasets to rewrite
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only check; exit with 1 if a file is not canonical
        #[arg(long)]
        check: bool,
        /// Drop earlier values of repeated keys
        #[arg(long)]
        drop_repeated: bool,
    },
    /// Arrange the unpinned entities and store their positions in a view
    Layout {
        /// Dataset or graph to arrange
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Dataset to write
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
        /// View whose entities are arranged, by ID [default: the main view, with every entity]
        #[arg(long, value_name = "ID")]
        view: Option<String>,
        /// Arrangement
        #[arg(long, value_enum, value_name = "NAME", default_value = "clusters")]
        arrangement: ArrangementName,
        /// Central entity of a radial arrangement, by ID
        #[arg(long, value_name = "ID", required_if_eq("arrangement", "radial"))]
        from: Option<String>,
        /// Draw better-supported links shorter (clusters, distances)
        #[arg(long)]
        by_evidence: bool,
        /// Keep entities of one kind together (clusters, distances)
        #[arg(long)]
        by_kind: bool,
        /// Random seed (clusters, distances)
        #[arg(long, value_name = "N", default_value_t = 0)]
        seed: u64,
        /// Print counts and times as one JSON line on standard error
        #[arg(long)]
        stats: bool,
    },
    /// Export a view as a picture, as the window draws it
    Render {
        /// Dataset
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The picture; help has the endings from the list of formats
        #[arg(short, long, value_name = "OUT",
            help = format!("The picture, named {}; - prints {}", picture_endings(), PRINTED.ending.to_uppercase()))]
        output: PathBuf,
        /// View to draw, by ID [default: the main view]
        #[arg(long, value_name = "ID")]
        view: Option<String>,
        /// Draw each view in a file of its own: OUT with the view's name before its ending
        #[arg(long, conflicts_with = "view")]
        all_views: bool,
        /// Width and height in points
        #[arg(long, value_name = "WxH", default_value = "1440x900", value_parser = size,
            allow_hyphen_values = true)]
        size: Vec2,
        /// Pixels per point (PNG)
        #[arg(long, value_name = "S", default_value_t = 1.0, value_parser = scale,
            allow_hyphen_values = true)]
        scale: f32,
        /// Theme
        #[arg(long, value_enum, default_value = "light")]
        theme: ThemeName,
    },
    /// Convert a file to another format
    Convert {
        /// File to read
        #[arg(value_name = "IN")]
        file: PathBuf,
        /// File to write
        #[arg(short, long, value_name = "OUT")]
        output: PathBuf,
        /// Format to read [default: found by content]
        #[arg(long, value_name = "F", value_parser = format_name(|_| true))]
        from: Option<Format>,
        /// Format to write [default: by OUT's ending; for .json and - a dataset]
        #[arg(long, value_name = "F", value_parser = format_name(|format| format.row().write.is_some()))]
        to: Option<Format>,
    },
    /// Count the records of a dataset, or list the evidence of its links
    Stats {
        /// Dataset
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
        /// One row per link: ID, support, voices, disputed, sentence
        #[arg(long)]
        evidence: bool,
        /// Judge the evidence as of this date (2021, 2021-05, 2021-05-03)
        #[arg(long, value_name = "DATE", requires = "evidence")]
        as_of: Option<PartialDate>,
        /// Leave out a source or speaker, by ID; repeatable
        #[arg(long, value_name = "ID", requires = "evidence")]
        without: Vec<String>,
    },
}

/// The arrangements by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ArrangementName {
    /// Linked entities close together, communities apart (force-directed)
    Clusters,
    /// Distance follows path length (force-directed)
    Distances,
    /// Rings around the entity given by --from
    Radial,
    /// Layers from top to bottom, along the direction of links
    Layered,
    /// One column per kind
    Columns,
    /// One circle, for a few hundred entities at most
    Circle,
}

/// The themes by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ThemeName {
    /// Near-white background
    Light,
    /// Near-black background
    Dark,
    /// Black, white and grey only
    Print,
}

/// Reads the name of a format, of those that are `shown` in help; the others are known, too, so that it can be said why not.
fn format_name(shown: fn(&Format) -> bool) -> impl TypedValueParser<Value = Format> {
    let value = move |format: &Format| {
        let row = format.row();
        let help = match row.programs {
            "" => row.label.to_owned(),
            programs => format!("{} ({programs})", row.label),
        };
        PossibleValue::new(row.name).help(help).hide(!shown(format))
    };
    let names = PossibleValuesParser::new(Format::ALL.iter().map(value));
    names.try_map(|name| Format::named(&name).ok_or("no such format"))
}

/// The built-in verbs, for help.
fn verbs() -> String {
    format!("Verbs: {}", verb_list(&Vocabulary::default()))
}

/// Reads `1440x900`.
fn size(text: &str) -> Result<Vec2, String> {
    let wrong = || "write width and height in points, such as 1440x900".to_owned();
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or_else(wrong)?;
    let side = |text: &str| {
        let points: u32 = text.trim().parse().map_err(|_| wrong())?;
        match u16::try_from(points) {
            Ok(points) => Ok(f32::from(points)),
            Err(_) => Err(format!(
                "a picture has at most {} points per side",
                u16::MAX
            )),
        }
    };
    let size = vec2(side(width)?, side(height)?);
    if size.x < 100.0 || size.y < 100.0 {
        return Err("a picture needs at least 100 points per side".into());
    }
    Ok(size)
}

/// Reads pixels per point.
fn scale(text: &str) -> Result<f32, String> {
    let scale: f32 = text.trim().parse().unwrap_or(f32::NAN);
    let fits = (0.1..=16.0).contains(&scale);
    fits.then_some(scale)
        .ok_or_else(|| "write pixels per point as a number from 0.1 to 16".to_owned())
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitOutcome {
    /// It did what was asked.
    Done,
    /// It found problems.
    ProblemsFound,
    /// It failed; standard error says why.
    Failed,
}

impl ExitOutcome {
    /// The exit code: 0, 1 or 2.
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::ProblemsFound => 1,
            Self::Failed => 2,
        }
    }

    /// The worse of two.
    fn and(self, other: Self) -> Self {
        if other.code() > self.code() {
            other
        } else {
            self
        }
    }
}

/// Refuses a file that the window cannot open because it is missing or a folder: a mistyped command looks like one, too.
///
/// # Errors
/// How the program ends, if there is nothing to open.
pub fn window_file(file: &Path) -> Result<(), ExitOutcome> {
    let (disk, name) = (Store::system(None), io::name(file));
    let why = if disk.is_folder(file) {
        format!("{name}: a folder; name a file in it")
    } else if !disk.exists(file) {
        no_file(&name)
    } else {
        return Ok(());
    };
    io::complain(&anyhow::anyhow!(why));
    Err(ExitOutcome::Failed)
}

/// The first argument, if it is neither an option nor a command nor a file that is there.
fn mistyped(arguments: &[OsString]) -> Option<&str> {
    let word = arguments.get(1)?.to_str()?;
    let command = Cli::command();
    let is_command = command.find_subcommand(word).is_some();
    let is_there = Store::system(None).exists(Path::new(word));
    (!word.starts_with('-') && !is_command && !is_there).then_some(word)
}

/// That there is no such file, and what a word without an ending may have been meant as.
fn no_file(name: &str) -> String {
    if name.contains(['.', '/', '\\']) {
        return format!("{name}: no such file; check the path");
    }
    let command = Cli::command();
    let commands: Vec<&str> = command
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    let near = commands
        .iter()
        .map(|command| (strsim::osa_distance(name, command), command));
    let near = near
        .min()
        .filter(|(distance, command)| *distance <= command.len() / 2);
    let meant = match near {
        Some((_, command)) => format!("did you mean {command}?"),
        None => format!("commands are {}", commands.join(", ")),
    };
    format!("{name}: no such file or command; {meant}")
}

/// Reads the arguments. Help and version are printed; an error is reported on one line.
///
/// # Errors
/// How the program ends where there is nothing to run.
pub fn arguments(arguments: impl Iterator<Item = OsString>) -> Result<Cli, ExitOutcome> {
    let arguments: Vec<OsString> = arguments.collect();
    Cli::try_parse_from(&arguments).map_err(|error| {
        if !error.use_stderr() {
            // If this fails, there is nowhere left to report it.
            let _ = error.print();
            return ExitOutcome::Done;
        }
        if let Some(word) = mistyped(&arguments) {
            io::complain(&anyhow::anyhow!(no_file(word)));
            return ExitOutcome::Failed;
        }
        let text = error.to_string();
        // Usage and tips are the second paragraph on; a list of what is missing belongs to the first.
        let first: Vec<&str> = text
            .split("\n\n")
            .next()
            .unwrap_or_default()
            .lines()
            .map(str::trim)
            .collect();
        let line = first.join(" ");
        let line = line.strip_prefix("error: ").unwrap_or(&line);
        let line = match line.split_once("the following required arguments were not provided: ") {
            Some(("", missing)) => format!("missing: {missing}"),
            _ => line.to_owned(),
        };
        let line = curly(&line);
        io::complain(&anyhow::anyhow!("{line} (see linkwright --help)"));
        ExitOutcome::Failed
    })
}

/// A line with “ ” for the straight marks around data.
fn curly(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let is_open = c == '\'' && !before.is_alphanumeric() && !after.is_whitespace();
        let is_close = c == '\'' && !after.is_alphanumeric();
        text.push(match (is_open, is_close) {
            (true, _) => '“',
            (false, true) => '”',
            (false, false) => c,
        });
        before = c;
    }
    text
}

/// Runs a command. Results go to standard output, errors to standard error, one line each.
pub fn run(command: Subcommand) -> ExitOutcome {
    let result = match command {
        Subcommand::Add { file, source } => add::add(&file, source.as_deref()),
        Subcommand::Check { files, json } => check::check(&files, json),
        Subcommand::Fmt {
            files,
            check,
            drop_repeated,
        } => Ok(fmt::fmt(&files, check, drop_repeated)),
        Subcommand::Layout {
            file,
            output,
            view,
            arrangement,
            from,
            by_evidence,
            by_kind,
            seed,
            stats,
        } => {
            let options = layout::LayoutOptions {
                view: view.as_deref(),
                arrangement,
                from: from.as_deref(),
                by_evidence,
                by_kind,
                seed,
            };
            layout::layout(&file, &output, &options, stats)
        }
        Subcommand::Convert {
            file,
            output,
            from,
            to,
        } => convert::convert(&file, &output, from, to),
        Subcommand::Render {
            file,
            output,
            view,
            all_views,
            size,
            scale,
            theme,
        } => render::render(&render::Request {
            file: &file,
            out: &output,
            view: view.as_deref(),
            all_views,
            size,
            scale,
            theme: match theme {
                ThemeName::Light => Theme::Light,
                ThemeName::Dark => Theme::Dark,
                ThemeName::Print => Theme::Print,
            },
        }),
        Subcommand::Stats {
            file,
            json,
            evidence: false,
            ..
        } => stats::summary(&file, json),
        Subcommand::Stats {
            file,
            json,
            as_of,
            without,
            ..
        } => stats::evidence(&file, json, as_of, &without),
    };
    result.unwrap_or_else(|error| {
        io::complain(&error);
        ExitOutcome::Failed
    })
}
