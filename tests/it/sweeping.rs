//! Commands that are killed while they write leave temporary files; the next one that writes there sweeps them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::cli::{code, text};

/// A folder for datasets, and one for local data.
struct Place {
    folder: tempfile::TempDir,
    data: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let [folder, data] = std::array::from_fn(|_| tempfile::tempdir().unwrap());
        Self { folder, data }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_linkwright"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("LINKWRIGHT_DATA", self.data.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Runs a command to its end.
    fn run(&self, arguments: &[&str], input: &str) -> Output {
        let lines = self.data.path().join("lines");
        fs::write(&lines, input).unwrap();
        let output = self
            .command(arguments)
            .stdin(fs::File::open(lines).unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(code(&output), 0, "{arguments:?}: {}", text(&output.stderr));
        output
    }

    /// What is in the folder.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Leaves what a run leaves that is killed after it wrote `bytes` beside a file.
    fn leave(&self, name: &str, bytes: &[u8]) {
        let left = format!(".{name}.0123456789abcdef.linkwright");
        fs::write(self.path(&left), bytes).unwrap();
    }
}

const DATASET: &str = r#"{"format":"linkwright","version":1,"entities":[{"id":"a","kind":"company","name":"A"}],"sources":[{"id":"s","title":"S"}]}"#;

#[test]
fn every_verb_that_writes_sweeps_what_killed_runs_left() {
    let verbs: [(&str, &[&str], &str); 5] = [
        ("in.json", &["fmt", "in.json"], ""),
        (
            "in.json",
            &["add", "in.json", "--source", "s"],
            "A sanctions B\n",
        ),
        ("out.json", &["layout", "in.json", "-o", "out.json"], ""),
        (
            "out.json",
            &["convert", "in.json", "-o", "out.json", "--to", "node-link"],
            "",
        ),
        ("out.svg", &["render", "in.json", "-o", "out.svg"], ""),
    ];
    for (written, arguments, input) in verbs {
        let place = Place::new();
        fs::write(place.path("in.json"), DATASET).unwrap();
        place.run(arguments, input);
        let names = place.names();
        // A version that was read or written here is no loss.
        let known = fs::read(place.path(written)).unwrap();
        place.leave(written, &known);
        place.run(arguments, input);
        assert_eq!(place.names(), names, "{arguments:?}");
        // Anything else may be someone's work.
        place.leave(written, b"a colleague's");
        let told = place.run(arguments, input);
        let told = text(&told.stderr);
        assert!(
            told.contains("an interrupted save left"),
            "{arguments:?}: {told}"
        );
        let kept = place.names();
        let kept = kept
            .iter()
            .find(|name| name.contains("conflict copy"))
            .unwrap();
        assert_eq!(fs::read(place.path(kept)).unwrap(), b"a colleague's");
        assert_eq!(place.names().len(), names.len() + 1, "{arguments:?}");
    }
}

/// A dataset of some megabytes whose text is not canonical.
fn large() -> Vec<u8> {
    let note = "A note of some length, so that there is something to write. ".repeat(10);
    let entity =
        |at: usize| format!(r#"{{"id":"{at}","kind":"company","name":"{at}","note":"{note}"}}"#);
    let entities: Vec<String> = (0..4000).map(entity).collect();
    let list = entities.join(",");
    format!(r#"{{"format":"linkwright","version":1,"entities":[{list}]}}"#).into_bytes()
}

fn is_left(name: &&String) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "linkwright")
}

#[test]
fn runs_that_are_killed_leave_nothing_for_long() {
    let kills = std::env::var("LINKWRIGHT_KILLS").ok();
    let kills = kills.and_then(|n| n.parse().ok()).unwrap_or(20u32);
    let (place, dataset) = (Place::new(), large());
    let file = place.path("case.json");
    fs::write(&file, &dataset).unwrap();
    let start = Instant::now();
    place.run(&["fmt", "case.json"], "");
    let whole = start.elapsed();
    let canonical = fs::read(&file).unwrap();
    let mut left = 0;
    for kill in 0..kills {
        fs::write(&file, &dataset).unwrap();
        let mut child = place.command(&["fmt", "case.json"]).spawn().unwrap();
        // From the middle on: what comes before is reading.
        let time = whole / 2 + whole * (kill * 7 % kills) / kills;
        std::thread::sleep(time.max(Duration::from_millis(1)));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = fs::read(&file).unwrap();
        assert!(now == dataset || now == canonical, "a torn file");
        left += place.names().iter().filter(is_left).count();
        if kill % 2 == 0 {
            place.run(&["fmt", "case.json"], "");
            assert_eq!(place.names(), ["case.json"]);
        }
    }
    place.run(&["fmt", "case.json"], "");
    assert_eq!(place.names(), ["case.json"]);
    eprintln!("kills: {kills} of fmt: {left} times a temporary file was seen, none at the end");
}
