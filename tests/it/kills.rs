//! Processes that are killed while they save and while they are edited. `LINKWRIGHT_KILLS` says how often, of each test.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use linkwright::app::{Linkwright, Options, install_panic_hook};
use linkwright::edit::{Edit, History};
use linkwright::formats::journal::Head;
use linkwright::formats::linkwright::write;
use linkwright::model::{Document, Entity};
use linkwright::store::{Keep, LockResult, Store, Version};
use linkwright::ui::command;
use linkwright::view::Selection;

/// What a child does, and where.
const TASK: &str = "LINKWRIGHT_TEST_CHILD";

fn kills(usual: usize) -> usize {
    let asked = std::env::var("LINKWRIGHT_KILLS").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// A number that looks random and is the same in every run.
fn chance(n: usize, below: u64) -> u64 {
    let mut x = (n as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x ^= x >> 31;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x ^ x >> 29) % below
}

/// Starts this program again to do a task in a folder.
fn start(task: &str, folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["kills::child", "--exact", "--ignored", "--nocapture"])
        .env(TASK, format!("{task}:{}", folder.display()))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Lets a child begin, and kills it so long after. What it said, with when it said it.
fn kill_after(mut child: Child, time: Duration) -> (Vec<(Instant, String)>, Instant) {
    let out = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        let lines = out.lines().map_while(Result::ok);
        lines.map(|line| (Instant::now(), line)).collect::<Vec<_>>()
    });
    std::thread::sleep(time);
    let killed = Instant::now();
    child.kill().unwrap();
    child.wait().unwrap();
    (reader.join().unwrap(), killed)
}

/// Not a test: what the children do.
#[test]
#[ignore = "run by other tests, and killed"]
fn child() {
    let Ok(task) = std::env::var(TASK) else {
        return;
    };
    let (task, folder) = task.split_once(':').unwrap();
    match task {
        "save" => save_for_ever(Path::new(folder), false),
        "write" => save_for_ever(Path::new(folder), true),
        "edit" => edit_for_ever(Path::new(folder)),
        "panic" => panic_after_an_edit(Path::new(folder)),
        _ => panic!("{task}"),
    }
}

// ---- saving ----

/// Five megabytes of this letter.
fn version(letter: u8) -> Vec<u8> {
    vec![letter; 5_000_000]
}

fn save_for_ever(folder: &Path, is_plain: bool) {
    let store = Store::system(Some(folder.join("data")));
    let file = folder.join("shared/case.json");
    let versions = [version(b'a'), version(b'b')];
    let hashes = [Version::of(&versions[0]), Version::of(&versions[1])];
    let mut now = usize::from(fs::read(&file).unwrap().first() == Some(&b'b'));
    println!("ready");
    loop {
        let next = 1 - now;
        if is_plain {
            fs::write(&file, &versions[next]).unwrap();
        } else {
            let seen = Some(hashes[now]);
            let saved = store.save(&file, &versions[next], seen, Keep::None);
            assert_eq!(saved.unwrap().conflict, None);
        }
        now = next;
    }
}

/// Kills a process that saves, again and again: how many files were torn, how many were left behind, how many conflict copies
/// there were.
fn kill_while_saving(task: &str, kills: usize) -> (usize, usize, usize) {
    let folder = tempfile::tempdir().unwrap();
    let shared = folder.path().join("shared");
    fs::create_dir(&shared).unwrap();
    let file = shared.join("case.json");
    let whole = [version(b'a'), version(b'b')];
    fs::write(&file, &whole[0]).unwrap();
    let store = Store::system(Some(folder.path().join("data")));
    let (mut torn, mut left, mut conflicts) = (0, 0, 0);
    for kill in 0..kills {
        let child = start(task, folder.path());
        kill_after(child, Duration::from_micros(20_000 + chance(kill, 60_000)));
        let now = fs::read(&file).unwrap_or_default();
        if !whole.contains(&now) {
            torn += 1;
            fs::write(&file, &whole[0]).unwrap();
        }
        left += fs::read_dir(&shared).unwrap().count() - 1;
        conflicts += store.sweep(&file).len();
        assert_eq!(fs::read_dir(&shared).unwrap().count(), 1 + conflicts);
    }
    (torn, left, conflicts)
}

#[test]
fn killed_while_saving_no_file_is_torn_or_lost() {
    let kills = kills(25);
    let (torn, left, conflicts) = kill_while_saving("save", kills);
    eprintln!(
        "kills: {kills} while saving: {torn} torn, {left} leftovers swept, {conflicts} conflict copies"
    );
    assert_eq!((torn, conflicts), (0, 0));
}

#[test]
fn a_plain_write_does_not_pass_that_test() {
    let kills = kills(25);
    let (torn, ..) = kill_while_saving("write", kills);
    eprintln!("kills: {kills} while writing plainly: {torn} torn");
    assert!(torn > 0);
}

// ---- editing ----

/// How long between two edits.
const PAUSE: Duration = Duration::from_millis(50);
const NOTE: &str =
    "A long note that is typed letter by letter while the program may be killed at any moment. ";

fn dataset(folder: &Path) -> PathBuf {
    let entity = Entity {
        id: "a".into(),
        name: "Alpha".into(),
        ..Entity::default()
    };
    let mut document = Document::default();
    let edit = Edit::Entity("a".into(), Some(Arc::new(entity)));
    linkwright::edit::apply(&mut document, edit).unwrap();
    let file = folder.join("case.json");
    fs::write(&file, write(&document)).unwrap();
    file
}

/// A window in which twenty times a second an entity comes in, or the next letters of a note; each is said when it is done.
fn edit_for_ever(folder: &Path) {
    let options = Options {
        file: Some(folder.join("case.json")),
        store: Store::system(Some(folder.join("data"))),
        native_dialogs: false,
    };
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1000.0, 700.0))
        .with_max_steps(50)
        .allow_missing_glyphs()
        .build_eframe(move |creation| Linkwright::new(creation, options));
    while harness.state().work.origin.file.is_none() {
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
    let is_note = folder.join("note").exists();
    if is_note {
        harness.state_mut().window.selection = Selection::entity(0);
        harness.run_ok();
        harness
            .get_by_role_and_label(egui::Role::MultilineTextInput, "Note")
            .click();
        harness.run_ok();
    }
    println!("ready");
    for number in 1.. {
        if is_note {
            let letters: String = NOTE
                .chars()
                .cycle()
                .skip((number - 1) * 3)
                .take(3)
                .collect();
            harness
                .get_by_role_and_label(egui::Role::MultilineTextInput, "Note")
                .type_text(&letters);
        } else {
            let id = format!("new-{number}");
            let entity = Entity {
                id: id.as_str().into(),
                name: id.as_str().into(),
                ..Entity::default()
            };
            let edit = Edit::Entity(id.as_str().into(), Some(Arc::new(entity)));
            let ctx = harness.ctx.clone();
            let command = command::Command::Commit(format!("Add {id}"), edit);
            harness.state_mut().run(&ctx, command);
        }
        harness.step();
        println!("{number}");
        std::thread::sleep(PAUSE);
    }
}

#[test]
fn killed_while_editing_at_most_the_last_second_is_lost() {
    let kills = kills(8);
    let (mut restored, mut lost) = (0, 0);
    for kill in 0..kills {
        let folder = tempfile::tempdir().unwrap();
        dataset(folder.path());
        let is_note = kill % 3 == 2;
        if is_note {
            fs::write(folder.path().join("note"), "").unwrap();
        }
        let child = start("edit", folder.path());
        let (said, killed) = kill_after(child, Duration::from_millis(700 + chance(kill, 1800)));
        let number = |line: &str| line.parse::<usize>().ok();
        let all = said.iter().filter_map(|(_, line)| number(line)).max();
        let (all, sure) = (all.unwrap_or(0), {
            let old = said
                .iter()
                .filter(|(at, _)| killed.duration_since(*at) > Duration::from_secs(1));
            old.filter_map(|(_, line)| number(line)).max().unwrap_or(0)
        });
        let store = Store::system(Some(folder.path().join("data")));
        let is_free = matches!(
            store.claim(&folder.path().join("case.json")),
            LockResult::Mine(_)
        );
        assert!(is_free, "a lock outlived its window");
        let left = store.left_journals();
        let found = match left.first() {
            None => 0,
            Some((_, replay)) if is_note => {
                let text = replay
                    .draft
                    .as_ref()
                    .map_or("", |draft| draft.text.as_str());
                let expected: String = NOTE.chars().cycle().take(text.chars().count()).collect();
                assert_eq!(text, expected);
                text.chars().count() / 3
            }
            Some((_, replay)) => {
                assert_eq!(replay.document.entities().len(), replay.edits + 1);
                replay.edits
            }
        };
        assert!(found >= sure, "kill {kill}: {found} of {sure}");
        restored += found;
        lost += all.saturating_sub(found);
    }
    eprintln!(
        "kills: {kills} while editing: {restored} edits restored, {lost} of the last second lost"
    );
    assert!(restored > 0, "nothing was ever edited");
}

/// A fault of the program's own in the middle of a frame, right after an edit.
fn panic_after_an_edit(folder: &Path) {
    install_panic_hook();
    let store = Store::system(Some(folder.join("data")));
    let journal = store.journal(Head::default(), Arc::default(), Arc::new(|| {}));
    let (mut document, mut history) = (Document::default(), History::saved());
    history.listen(journal.as_ref().map(|journal| journal.listener()));
    let entity = Entity {
        id: "secret".into(),
        ..Entity::default()
    };
    let edit = Edit::Entity("secret".into(), Some(Arc::new(entity)));
    history.commit(&mut document, "edit", edit).unwrap();
    let folder = fs::read_dir(folder.join("data/journal")).map_or(0, Iterator::count);
    panic!("about “secret”, {folder}");
}

#[test]
fn a_fault_of_its_own_loses_nothing_and_tells_no_names() {
    let folder = tempfile::tempdir().unwrap();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["kills::child", "--exact", "--ignored", "--nocapture"])
        .env(TASK, format!("panic:{}", folder.path().display()))
        .output()
        .unwrap();
    assert!(!child.status.success());
    let said = String::from_utf8_lossy(&child.stderr).into_owned();
    assert!(
        said.contains("internal error at tests/it/kills.rs"),
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");
    let left = Store::system(Some(folder.path().join("data"))).left_journals();
    assert!(left[0].1.document.entities().get("secret").is_some());
}
