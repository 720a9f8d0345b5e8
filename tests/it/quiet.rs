//! Nothing leaves the machine, and nothing of the machine leaves with a file: every command, and the window with all it writes,
//! under a trace of system calls.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use egui_kittest::kittest::Queryable as _;
use linkwright::store::today;

use crate::window::Desk;

/// Words that must not be in any file that is exported: who, where, on which machine.
const USER: &str = "marker-user-7391";
const HOME: &str = "marker-home-7391";
const HOST: &str = "marker-host-7391";
const FOLDER: &str = "marker-folder-7391";
/// The name of an entity, which must not be in any message of the window's process.
const NAME: &str = "Marker Entity Name";
/// Tells the hidden test which folder to work in.
const INSIDE: &str = "LINKWRIGHT_TEST_INSIDE";

fn is_there(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths).any(|folder| folder.join(program).exists());
    if !found {
        println!("skipped: {program} is not installed");
    }
    found
}

fn dataset() -> String {
    format!(
        r#"{{"format":"linkwright","version":1,"title":"A case","entities":[
        {{"id":"a","kind":"company","name":"{NAME}","note":"[x](https://example.org)"}},{{"id":"b","kind":"person","name":"B"}}],
        "links":[{{"id":"l","from":"a","to":"b","kind":"owns","claims":[{{"id":"c","source":"s"}}]}}],
        "sources":[{{"id":"s","title":"S","url":"https://example.org/s"}}]}}"#
    )
}

/// A command with marked names around it, under a trace that is written to `trace`.
fn traced(trace: &Path, home: &Path, program: &Path) -> Command {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-e", "trace=%network,openat,open,execve", "-o"])
        .arg(trace)
        .arg(program)
        .env("USER", USER)
        .env("LOGNAME", USER)
        .env("HOME", home)
        .env("HOSTNAME", HOST)
        .env("RUST_LOG", "trace")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("XDG_DATA_HOME")
        .env_remove("XDG_CONFIG_HOME")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// No socket but one on this machine, no look at what names of hosts are read from.
fn assert_local(what: &str, trace: &Path) {
    let trace = std::fs::read_to_string(trace).unwrap();
    assert!(trace.contains("openat("), "{what}: nothing was traced");
    for line in trace.lines() {
        let is_socket = line.contains("socket(") || line.contains("socketpair(");
        assert!(!is_socket || line.contains("(AF_UNIX,"), "{what}: {line}");
        for family in [
            "AF_INET",
            "AF_NETLINK",
            "AF_PACKET",
            "AF_VSOCK",
            "AF_BLUETOOTH",
        ] {
            assert!(!line.contains(family), "{what}: {line}");
        }
        for file in ["/etc/resolv.conf", "/etc/hosts\"", "/etc/ssl/"] {
            assert!(!line.contains(file), "{what}: {line}");
        }
    }
}

/// Nothing of the user, the machine, the place or the day is in a file.
fn assert_silent(what: &str, bytes: &[u8]) {
    let own = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let day = today().unwrap().to_string();
    let short = day.replace('-', "");
    let mut words = vec![
        USER, HOME, HOST, FOLDER, "7391", &day, &short, "/tmp/", "/home/",
    ];
    // Short names of hosts would be found by chance.
    words.extend(Some(own.trim()).filter(|own| own.len() > 5));
    for word in words {
        let found = bytes
            .windows(word.len())
            .any(|part| part == word.as_bytes());
        assert!(!found, "{what} holds {word:?}");
    }
    if bytes.starts_with(b"\x89PNG") {
        assert_eq!(chunks(bytes), ["IDAT", "IEND", "IHDR"], "{what}");
    }
}

/// The kinds of chunks of a PNG, each once.
fn chunks(png: &[u8]) -> Vec<String> {
    let mut kinds = std::collections::BTreeSet::new();
    let mut at = 8;
    while let (Some(length), Some(kind)) = (png.get(at..at + 4), png.get(at + 4..at + 8)) {
        kinds.insert(String::from_utf8_lossy(kind).into_owned());
        at += 12 + u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
    }
    kinds.into_iter().collect()
}

/// A folder with marks in its path, and a dataset in it.
fn marked() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join(HOME);
    let work = folder.path().join(FOLDER);
    std::fs::create_dir_all(&home).unwrap();
    std::fs::create_dir_all(&work).unwrap();
    std::fs::write(work.join("case.json"), dataset()).unwrap();
    (folder, home, work)
}

#[test]
fn no_command_opens_a_socket_or_writes_who_where_or_when() {
    if !is_there("strace") {
        return;
    }
    let (folder, home, work) = marked();
    let program = Path::new(env!("CARGO_BIN_EXE_linkwright"));
    let run = |arguments: &[&str]| -> Output {
        let trace = folder.path().join("trace");
        let mut command = traced(&trace, &home, program);
        let output = command.args(arguments).current_dir(&work).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() < Some(2), "{arguments:?}: {told}");
        assert_local(&format!("{arguments:?}"), &trace);
        assert_silent(&format!("{arguments:?}"), &output.stdout);
        output
    };
    run(&["fmt", "case.json"]);
    run(&["check", "case.json"]);
    run(&["check", "--json", "case.json"]);
    run(&["stats", "case.json"]);
    run(&["stats", "--evidence", "case.json"]);
    run(&["add", "case.json", "--source", "s"]);
    for out in ["a.svg", "b.png", "c.json", "d.json"] {
        match out {
            "c.json" => run(&["layout", "case.json", "-o", out]),
            "d.json" => run(&["convert", "case.json", "-o", out, "--to", "node-link"]),
            _ => run(&["render", "case.json", "-o", out]),
        };
        assert_silent(out, &std::fs::read(work.join(out)).unwrap());
    }
    assert_silent("case.json", &std::fs::read(work.join("case.json")).unwrap());
}

#[test]
fn the_window_opens_no_socket_writes_no_who_where_or_when_and_logs_no_name() {
    if !is_there("strace") {
        return;
    }
    let (folder, home, work) = marked();
    let trace = folder.path().join("trace");
    let mut command = traced(&trace, &home, &std::env::current_exe().unwrap());
    let output = command
        .args([
            "--exact",
            "quiet::inside_the_trace",
            "--ignored",
            "--nocapture",
        ])
        .env(INSIDE, &work)
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{out}\n{err}");
    assert!(out.contains("1 passed"), "{out}");
    assert_local("the window", &trace);
    for (name, text) in [("output", &out), ("errors", &err)] {
        assert!(
            !text.contains(NAME) && !text.contains("Typed Name"),
            "{name}: {text}"
        );
    }
    for file in ["a.svg", "b.png", "c.json", "d.json", "e.json", "case.json"] {
        assert_silent(file, &std::fs::read(work.join(file)).unwrap());
    }
}

/// The window's whole life, run under a trace by the test above: start, open, edit, save, every export.
#[test]
#[ignore = "run by another test, under a trace"]
fn inside_the_trace() {
    let work = PathBuf::from(std::env::var_os(INSIDE).expect("run by another test"));
    let mut desk = Desk::with(Some(&work.join("case.json")));
    desk.until("opened", |app| app.window.busy.is_none());
    desk.select(NAME);
    desk.type_over("Name", "Typed Name");
    desk.command(egui::Key::S);
    desk.until("saved", |app| {
        !app.is_unsaved() && app.window.busy.is_none()
    });
    let picture = "Export picture…";
    for (entry, file) in [
        (picture, "a.svg"),
        (picture, "b.png"),
        ("Export selection…", "c.json"),
        ("Export dataset…", "d.json"),
        ("Export node-link JSON…", "e.json"),
    ] {
        desk.by_path("File", entry, &work.join(file));
        assert!(work.join(file).exists(), "{file}");
    }
    assert!(desk.harness.query_by_label("File path").is_none());
}

#[test]
fn a_real_window_opens_no_socket_but_the_displays_and_logs_no_name() {
    if !is_there("strace") || !is_there("xvfb-run") {
        return;
    }
    let (folder, home, work) = marked();
    let trace = folder.path().join("trace");
    let program = Path::new(env!("CARGO_BIN_EXE_linkwright"));
    let inner = traced(&trace, &home, program);
    let mut command = Command::new("timeout");
    command.args(["-s", "TERM", "8", "xvfb-run", "-a"]);
    command.arg(inner.get_program()).args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    let output = command
        .arg(work.join("case.json"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    if output.status.code() != Some(124) {
        println!("skipped: no window could be opened here: {told}");
        return;
    }
    assert_local("a real window", &trace);
    assert!(!told.contains(NAME), "{told}");
}
