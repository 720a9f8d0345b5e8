//! Scripted random use of the window: nothing panics, memory stays flat, no file handle is leaked.
//! `LINKWRIGHT_MONKEY_SECONDS` says how long.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::Harness;
use linkwright::app::{Linkwright, Options};
use linkwright::formats::Format;
use linkwright::store::Store;
use linkwright::ui::action::{ACTIONS, Action};
use linkwright::ui::command::{Answer, Command as Do, Export, Recover, Theirs};
use linkwright::ui::dialogs::{Delete, LocalData, Overtaken, Recovery, SaveOver, Unsaved};
use linkwright::ui::fields::{FieldKey, RecordKey};
use linkwright::view::Selection;
use linkwright::work::LayoutState;

const TASK: &str = "LINKWRIGHT_TEST_MONKEY";
const DATASETS: [&str; 2] = [
    "datasets/uk-cyber-sanctions.json",
    "datasets/airbus-shareholders.json",
];

/// Numbers that look random and are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        ((self.0 >> 33) as usize) % below.max(1)
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

struct Monkey {
    harness: Harness<'static, Linkwright>,
    folder: PathBuf,
    chance: Chance,
    /// Commands, frames.
    count: (usize, usize),
}

impl Monkey {
    fn new(folder: &Path, seed: u64) -> Self {
        let options = Options {
            file: Some(folder.join("0.json")),
            store: Store::system(Some(folder.join("data"))),
            native_dialogs: false,
        };
        let harness = Harness::builder()
            .with_size(egui::vec2(1280.0, 800.0))
            .with_max_steps(12)
            .allow_missing_glyphs()
            .build_eframe(move |creation| Linkwright::new(creation, options));
        Self {
            harness,
            folder: folder.into(),
            chance: Chance(seed),
            count: (0, 0),
        }
    }

    fn run(&mut self, command: Do) {
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().run(&ctx, command);
        self.count.0 += 1;
        self.frames(1);
    }

    fn frames(&mut self, count: usize) {
        for _ in 0..count {
            self.harness.step();
        }
        self.count.1 += count;
    }

    fn step(&mut self) {
        match self.chance.below(12) {
            0 => self.click(),
            1 => self.press(),
            2 => self.select(),
            3 => self.drag(),
            4 => self.type_into_a_field(),
            5 => self.add(),
            6 => self.export(),
            7 => {
                // Other keys of the keyboard do the same; leaving is not to be tried.
                let row = &ACTIONS[self.chance.below(ACTIONS.len())];
                if row.action != Action::Quit {
                    self.run(Do::Act(row.action));
                }
            }
            8 => {
                let action = self.chance.of(&[Action::Undo, Action::Undo, Action::Redo]);
                self.run(Do::Act(action));
            }
            9 if self.chance.below(4) == 0 => {
                let file = format!("{}.json", self.chance.below(DATASETS.len()));
                self.run(Do::OpenPath(self.folder.join(file)));
            }
            10 => self.answer(),
            _ => self.run(Do::Act(Action::Save)),
        }
        // Jobs go on beside the window.
        let frames = self.chance.below(3);
        self.frames(frames);
    }

    fn place(&mut self) -> Pos2 {
        egui::pos2(
            self.chance.below(1280) as f32,
            self.chance.below(800) as f32,
        )
    }

    fn pointer(&mut self, pos: Pos2, pressed: bool) {
        let button = self.chance.of(&[
            PointerButton::Primary,
            PointerButton::Primary,
            PointerButton::Secondary,
        ]);
        self.harness.event(Event::PointerMoved(pos));
        self.harness.event(Event::PointerButton {
            pos,
            button,
            pressed,
            modifiers: Modifiers::NONE,
        });
        self.frames(1);
    }

    fn click(&mut self) {
        let pos = self.place();
        self.pointer(pos, true);
        self.pointer(pos, false);
        for button in [PointerButton::Primary, PointerButton::Secondary] {
            self.harness.event(Event::PointerButton {
                pos,
                button,
                pressed: false,
                modifiers: Modifiers::NONE,
            });
        }
        self.frames(1);
    }

    fn press(&mut self) {
        let keys = [
            Key::Enter,
            Key::Escape,
            Key::Tab,
            Key::Delete,
            Key::ArrowDown,
            Key::ArrowUp,
            Key::F,
            Key::P,
            Key::A,
            Key::L,
            Key::Plus,
            Key::Minus,
            Key::Num0,
        ];
        let key = self.chance.of(&keys);
        let modifiers = self
            .chance
            .of(&[Modifiers::NONE, Modifiers::NONE, Modifiers::SHIFT]);
        self.harness.key_press_modifiers(modifiers, key);
        self.frames(1);
    }

    fn select(&mut self) {
        let work = &self.harness.state().work;
        let (entities, links) = (work.document.entities().len(), work.document.links().len());
        let selection = if self.chance.below(2) == 0 {
            let slot = self.chance.below(entities) as u32;
            Selection::entity(slot)
        } else {
            let slot = self.chance.below(links) as u32;
            Selection::link(slot)
        };
        let document = &self.harness.state().work.document;
        let is_there = match (selection.single_entity(), selection.single_link()) {
            (Some(slot), _) => document.entities().at(slot).is_some(),
            (_, Some(slot)) => document.links().at(slot).is_some(),
            _ => false,
        };
        if is_there {
            self.run(Do::Select(selection));
        }
    }

    fn drag(&mut self) {
        let nodes = self.harness.state().work.net.nodes.len();
        if nodes == 0 {
            return;
        }
        let node = self.chance.below(nodes) as u32;
        for _ in 0..3 {
            let to = linkwright::geom::pos2(
                self.chance.below(2000) as f32,
                self.chance.below(2000) as f32,
            );
            let follow = self.chance.below(4) == 0;
            self.run(Do::Drag(vec![(node, to)], follow));
        }
        self.run(Do::Drop(vec![node]));
        // Keys move on; what comes next finds it finished.
        let at = self.harness.state().work.positions[node as usize];
        self.run(Do::Nudge(vec![(node, at)]));
    }

    fn type_into_a_field(&mut self) {
        let entities = self.harness.state().work.document.entities();
        let slot = self.chance.below(entities.len()) as u32;
        let key = self
            .chance
            .of(&["name", "note", "country", "since", "tags"]);
        let text = self.chance.of(&[
            "A name",
            "2021-05",
            "GB",
            "",
            "one, two",
            "a [link](https://x.example)",
        ]);
        let key = FieldKey::new(RecordKey::Entity(slot), key);
        self.run(Do::Field(key, text.to_owned()));
    }

    fn add(&mut self) {
        match self.chance.below(3) {
            0 => {
                let at = linkwright::geom::pos2(self.chance.below(900) as f32, 10.0);
                self.run(Do::NewEntity {
                    name: format!("New {}", self.count.0),
                    kind: "company".into(),
                    at,
                    link_from: None,
                });
            }
            1 => {
                let count = self.harness.state().work.document.entities().len();
                let (from, to) = (
                    self.chance.below(count) as u32,
                    self.chance.below(count) as u32,
                );
                self.run(Do::NewLink(from, to, "owns".into()));
            }
            _ => self.run(Do::Act(Action::AddClaim)),
        }
    }

    fn export(&mut self) {
        let (export, name) = self.chance.of(&[
            (Export::Copy, "copy.json"),
            (Export::As(Format::NodeLink), "graph.json"),
            (Export::Picture, "picture.svg"),
            (Export::Picture, "picture.png"),
        ]);
        // Pictures take their time.
        if self.chance.below(4) == 0 {
            let _ = fs::remove_file(self.folder.join(name));
            self.run(Do::ExportTo(export, self.folder.join(name)));
        }
    }

    /// Opens the same dataset and waits until nothing is done any more, so that what is in use can be compared.
    fn rest(&mut self) {
        self.run(Do::CloseDialog);
        self.run(Do::OpenPath(self.folder.join("0.json")));
        for _ in 0..400 {
            let app = self.harness.state();
            let is_asked = app.window.asked::<Unsaved>().is_some();
            let is_busy =
                app.window.busy.is_some() || app.work.layout_state() != LayoutState::Settled;
            if is_asked {
                self.run(Do::Unsaved(Answer::Discard));
            } else if !is_busy {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
            self.frames(1);
        }
        self.frames(10);
    }

    fn answer(&mut self) {
        let window = &self.harness.state().window;
        let command = if window.dialog.is_none() {
            Do::Act(Action::Arrange)
        } else if window.asked::<Unsaved>().is_some() {
            Do::Unsaved(
                self.chance
                    .of(&[Answer::Discard, Answer::Save, Answer::Cancel]),
            )
        } else if window.asked::<SaveOver>().is_some() {
            Do::SaveAnyway
        } else if window.asked::<Delete>().is_some() {
            Do::DeleteNow
        } else if window.asked::<Overtaken>().is_some() {
            Do::Theirs(Theirs::TakeTheirs)
        } else if window.asked::<Recovery>().is_some() {
            Do::Recover(Recover::Discard(0))
        } else if window.asked::<LocalData>().is_some() {
            Do::Erase(None)
        } else {
            Do::CloseDialog
        };
        self.run(command);
    }
}

/// Bytes of memory in use, and open files.
fn in_use() -> (usize, usize) {
    let memory = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = memory.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok());
    let files = fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    (kilobytes.unwrap_or(0) * 1024, files)
}

/// Not a test: the window that is used.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn window() {
    let Ok(task) = std::env::var(TASK) else {
        return;
    };
    let (seconds, folder) = task.split_once(':').unwrap();
    let whole = Duration::from_secs(seconds.parse().unwrap());
    for (at, dataset) in DATASETS.iter().enumerate() {
        let target = Path::new(folder).join(format!("{at}.json"));
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(dataset), target).unwrap();
    }
    std::env::set_current_dir(folder).unwrap();
    let mut monkey = Monkey::new(Path::new(folder), 7);
    let start = Instant::now();
    let mut said = Instant::now();
    while start.elapsed() < whole {
        monkey.step();
        if said.elapsed() * 30 > whole {
            said = Instant::now();
            monkey.rest();
            let (memory, files) = in_use();
            let (commands, frames) = monkey.count;
            println!(
                "use {} {memory} {files} {commands} {frames}",
                start.elapsed().as_secs()
            );
        }
    }
}

#[test]
fn random_use_neither_panics_nor_leaks() {
    let seconds = std::env::var("LINKWRIGHT_MONKEY_SECONDS").ok();
    let seconds: u64 = seconds.and_then(|n| n.parse().ok()).unwrap_or(6);
    let folder = tempfile::tempdir().unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["monkey::window", "--exact", "--ignored", "--nocapture"])
        .env(TASK, format!("{seconds}:{}", folder.path().display()))
        // What the allocator keeps for each thread of its own comes and goes; only what we keep is to be seen.
        .env("MALLOC_ARENA_MAX", "1")
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&child.stdout).into_owned();
    let error = String::from_utf8_lossy(&child.stderr).into_owned();
    assert!(child.status.success(), "{out}\n{error}");
    let rows: Vec<Vec<usize>> = out
        .lines()
        .filter_map(|line| {
            let numbers = line.split_once("use ")?.1.split(' ');
            numbers.map(|number| number.parse().ok()).collect()
        })
        .collect();
    // What is being done takes memory for a while; what is never given back shows in the least of a time.
    let third = rows.len() / 3;
    let least = |rows: &[Vec<usize>], what: usize| rows.iter().map(|row| row[what]).min().unwrap();
    let (before, after) = (&rows[third..2 * third], &rows[2 * third..]);
    let (memory, files) = (
        [least(before, 1), least(after, 1)],
        [least(before, 2), least(after, 2)],
    );
    let last = rows.last().unwrap();
    eprintln!(
        "monkey: {} commands, {} frames in {} s; memory {:.1} → {:.1} MB, files {} → {}",
        last[3],
        last[4],
        last[0],
        memory[0] as f64 / 1e6,
        memory[1] as f64 / 1e6,
        files[0],
        files[1]
    );
    assert!(files[1] <= files[0], "file handles: {rows:?}");
    // A short run has hardly warmed up.
    if seconds >= 600 {
        let is_flat = memory[1] as f64 <= memory[0] as f64 * 1.05;
        assert!(is_flat, "memory: {rows:?}");
    }
}
