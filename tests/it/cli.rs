//! The commands as a shell runs them: exit codes, one clear line for each error, and nothing written that should not be.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub(crate) const SAMPLE: &str = "datasets/uk-cyber-sanctions.json";

pub(crate) fn run(arguments: &[&str]) -> Output {
    with_input(arguments, b"")
}

pub(crate) fn with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_linkwright"))
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments closes its input.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("ended by a signal")
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Runs what must fail with code 2, nothing on standard output, and one line on standard error. Returns the line.
pub(crate) fn refused(arguments: &[&str], input: &[u8]) -> String {
    let output = with_input(arguments, input);
    let error = text(&output.stderr);
    assert_eq!(code(&output), 2, "{arguments:?}: {error}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed something");
    assert_eq!(error.lines().count(), 1, "{arguments:?}: {error}");
    assert!(error.starts_with("linkwright: "), "{error}");
    error.to_owned()
}

/// The rules of the problems that `check --json` finds in a text, with its exit code.
fn rules(input: &[u8]) -> (i32, Vec<String>) {
    let output = with_input(&["check", "--json", "-"], input);
    let found: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)));
    let mut rules = Vec::new();
    collect(&found, &mut rules);
    (code(&output), rules)
}

fn collect(value: &Value, rules: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            rules.extend(
                object
                    .get("rule")
                    .and_then(Value::as_str)
                    .map(str::to_owned),
            );
            object.values().for_each(|value| collect(value, rules));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, rules)),
        _ => {}
    }
}

pub(crate) fn dataset(tables: &str) -> Vec<u8> {
    format!(r#"{{"format":"linkwright","version":1,{tables}}}"#).into_bytes()
}

const TWO: &str =
    r#""entities":[{"id":"a","kind":"company","name":"A"},{"id":"b","kind":"person","name":"B"}]"#;

#[test]
fn help_and_version_are_worth_reading() {
    let help = run(&["--help"]);
    assert_eq!(code(&help), 0);
    for word in [
        "add",
        "check",
        "fmt",
        "layout",
        "render",
        "convert",
        "stats",
        "Exit codes",
    ] {
        assert!(text(&help.stdout).contains(word), "{word}");
    }
    assert!(text(&run(&["--version"]).stdout).contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn without_a_display_it_says_so_in_one_line() {
    let line = refused(&[], b"");
    assert!(line.contains("no display"), "{line}");
}

#[test]
fn a_mistyped_command_or_file_is_said_before_a_window_opens() {
    let folder = tempfile::tempdir().unwrap();
    for (argument, part) in [
        (
            "chekc",
            "chekc: no such file or command; did you mean check?",
        ),
        (
            "frobnicate",
            "no such file or command; commands are add, check, ",
        ),
        (
            "no/such/case.json",
            "no/such/case.json: no such file; check the path",
        ),
        (folder.path().to_str().unwrap(), "a folder"),
    ] {
        let line = refused(&[argument], b"");
        assert!(line.contains(part), "{line}");
    }
    let line = refused(&["chekc", SAMPLE], b"");
    assert!(line.contains("did you mean check?"), "{line}");
    let line = refused(&[SAMPLE], b"");
    assert!(line.contains("no display"), "{line}");
}

#[test]
fn check_and_fmt_of_the_sample_find_nothing() {
    let check = run(&["check", SAMPLE]);
    assert_eq!(code(&check), 0, "{}", text(&check.stdout));
    assert_eq!(code(&run(&["fmt", "--check", SAMPLE])), 0);
}

#[test]
fn fmt_writes_canonical_text_and_says_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    std::fs::write(&file, dataset(TWO)).unwrap();
    let path = file.to_str().unwrap();
    assert_eq!(code(&run(&["fmt", "--check", path])), 1);
    assert_eq!(
        std::fs::read(&file).unwrap(),
        dataset(TWO),
        "--check writes nothing"
    );
    assert_eq!(code(&run(&["fmt", path])), 0);
    assert_eq!(code(&run(&["fmt", "--check", path])), 0);
    let piped = with_input(&["fmt", "-"], &dataset(TWO));
    assert_eq!(piped.stdout, std::fs::read(&file).unwrap());
}

#[test]
fn what_is_no_dataset_is_refused_in_one_line() {
    let wide = |text: &str| {
        let units = std::iter::once(0xfeffu16).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deeper = format!(
        r#"{{"format":"linkwright","x":{}"#,
        r#"{"a":"#.repeat(100_000)
    );
    for (input, word) in [
        (b"".to_vec(), "empty"),
        (b" \n\t".to_vec(), "empty"),
        (b"\xef\xbb\xbf".to_vec(), "empty"),
        (b"[1, 2".to_vec(), "line 1"),
        (
            b"{\n  \"format\": \"linkwright\",\n  oops\n}".to_vec(),
            "line 3",
        ),
        (b"{\"a\": \"\xff\"}".to_vec(), "not UTF-8"),
        (wide("{"), "line 1"),
        (b"{}".to_vec(), "seems to be JSON without"),
        (b"null".to_vec(), "seems to be JSON with nothing but"),
        (deep.into_bytes(), "seems to be a JSON list"),
        (deeper.into_bytes(), "line 1"),
    ] {
        for command in [&["check", "-"][..], &["stats", "-"], &["fmt", "-"]] {
            let line = refused(command, &input);
            assert!(line.contains(word), "{command:?}: {line}");
        }
    }
}

#[test]
fn a_folder_and_a_file_that_is_not_there_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let line = refused(&["check", path], b"");
    assert!(line.contains("folder"), "{line}");
    let line = refused(&["stats", &format!("{path}/none.json")], b"");
    assert!(line.contains("none.json"), "{line}");
    let out = format!("{path}/no/such/out.svg");
    let line = refused(&["render", SAMPLE, "-o", &out], b"");
    assert!(line.contains("no/such"), "{line}");
}

#[test]
fn a_byte_order_mark_and_utf_16_are_read_and_noted() {
    let text = String::from_utf8(dataset(TWO)).unwrap();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let units = || std::iter::once(0xfeffu16).chain(text.encode_utf16());
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    for bytes in [marked, little, big] {
        assert_eq!(rules(&bytes), (0, vec!["encoding".to_owned()]));
    }
}

#[test]
fn each_mistake_has_its_severity() {
    for (tables, is_error, rule) in [
        (r#""entities":[{"id":"a","kind":"company","name":"A"},{"id":"a","kind":"person","name":"B"}]"#.to_owned(), true, "unusable-record"),
        (format!(r#"{TWO},"links":[{{"id":"l","kind":"owns","from":"a","to":"gone"}}]"#), false, "pending"),
        (r#""entities":[{"id":"a","kind":"company","name":"A","since":"in spring"}]"#.to_owned(), true, "unreadable"),
        (r#""entities":[{"id":"a","kind":"starship","name":"A"}]"#.to_owned(), false, "unknown-kind"),
        (format!(r#"{TWO},"views":[{{"id":"main","positions":{{"a":[1e300,0]}}}}]"#), true, "unreadable"),
        (r#""title":"A","title":"B""#.to_owned(), true, "repeated-key"),
    ] {
        let (code, rules) = rules(&dataset(&tables));
        assert_eq!(code, i32::from(is_error), "{tables}: {rules:?}");
        assert!(rules.iter().any(|found| found.contains(rule)), "{tables}: {rules:?}");
    }
}

#[test]
fn a_newer_version_is_shown_and_never_written() {
    let newer = br#"{"format":"linkwright","version":7,"entities":[{"id":"a","kind":"company","name":"A"}]}"#;
    assert_eq!(code(&with_input(&["stats", "-"], newer)), 0);
    for command in [
        &["fmt", "-"][..],
        &["layout", "-", "-o", "-"],
        &["convert", "-", "-o", "-"],
    ] {
        let line = refused(command, newer);
        assert!(line.contains("version 7"), "{line}");
    }
}

#[test]
fn layout_places_everything_once_and_tells_its_times() {
    let links = r#""links":[{"id":"l","kind":"owns","from":"a","to":"b"}]"#;
    let input = dataset(&format!("{TWO},{links}"));
    let first = with_input(&["layout", "-", "-o", "-", "--stats"], &input);
    assert_eq!(code(&first), 0, "{}", text(&first.stderr));
    let stats: Value = serde_json::from_slice(&first.stderr).unwrap();
    for key in ["entities", "links", "read_ms", "layout_ms", "write_ms"] {
        assert!(stats[key].is_number(), "{key}");
    }
    let placed: Value = serde_json::from_slice(&first.stdout).unwrap();
    let positions = placed["views"][0]["positions"].as_object().unwrap();
    assert_eq!(positions.len(), 2);
    let second = with_input(&["layout", "-", "-o", "-"], &input);
    assert_eq!(
        first.stdout, second.stdout,
        "the same seed, the same picture"
    );
    let other = with_input(&["layout", "-", "-o", "-", "--seed", "9"], &input);
    assert_eq!(code(&other), 0);
}

/// Where the main view has each entity.
fn places(output: &Output) -> std::collections::BTreeMap<String, (i64, i64)> {
    assert_eq!(code(output), 0, "{}", text(&output.stderr));
    let placed: Value = serde_json::from_slice(&output.stdout).unwrap();
    let positions = placed["views"][0]["positions"].as_object().unwrap();
    let whole = |at: &Value| (at[0].as_i64().unwrap(), at[1].as_i64().unwrap());
    positions
        .iter()
        .map(|(id, at)| (id.clone(), whole(at)))
        .collect()
}

#[test]
fn layout_arranges_by_shape_too() {
    let links = r#""links":[{"id":"l","kind":"owns","from":"a","to":"b"},{"id":"m","kind":"owns","from":"b","to":"c"}]"#;
    let entities = r#""entities":[{"id":"a","kind":"company","name":"A"},{"id":"b","kind":"state","name":"B"},
        {"id":"c","kind":"company","name":"C"},{"id":"d","kind":"person","name":"D"}]"#;
    let input = dataset(&format!("{entities},{links}"));
    let arranged = |more: &[&str]| {
        let arguments = [&["layout", "-", "-o", "-", "--arrangement"], more].concat();
        let output = with_input(&arguments, &input);
        assert_eq!(
            output.stdout,
            with_input(&arguments, &input).stdout,
            "{more:?}"
        );
        places(&output)
    };
    let at = arranged(&["layered"]);
    assert!(
        at["a"].1 < at["b"].1 && at["b"].1 < at["c"].1 && at["c"].1 < at["d"].1,
        "{at:?}"
    );
    let at = arranged(&["columns"]);
    assert!(
        at["b"].0 < at["a"].0 && at["a"].0 == at["c"].0 && at["c"].0 < at["d"].0,
        "{at:?}"
    );
    let at = arranged(&["radial", "--from", "b"]);
    assert!(at["d"].1 > at["b"].1, "{at:?}");
    assert_eq!(arranged(&["circle"]).len(), 4);
    assert_eq!(
        arranged(&["clusters"]),
        places(&with_input(&["layout", "-", "-o", "-"], &input))
    );
}

#[test]
fn layout_by_shape_leaves_pinned_entities_where_they_are() {
    let views =
        r#""views":[{"id":"main","title":"Main","pinned":["b"],"positions":{"b":[700,-300]}}]"#;
    let input = dataset(&format!("{TWO},{views}"));
    for arrangement in ["layered", "columns", "circle"] {
        let at = places(&with_input(
            &["layout", "-", "-o", "-", "--arrangement", arrangement],
            &input,
        ));
        assert_eq!((at["b"], at.len()), ((700, -300), 2), "{arrangement}");
    }
}

#[test]
fn layout_says_what_a_radial_arrangement_needs() {
    let input = dataset(TWO);
    let radial = &["layout", "-", "-o", "-", "--arrangement", "radial"][..];
    assert!(refused(radial, &input).contains("--from"));
    let line = refused(&[radial, &["--from", "nobody"]].concat(), &input);
    assert!(line.contains("no entity with ID “nobody”"), "{line}");
    let line = refused(&["layout", "-", "-o", "-", "--from", "a"], &input);
    assert!(line.contains("--arrangement radial"), "{line}");
    let help = run(&["layout", "--help"]);
    for word in [
        "clusters", "radial", "layered", "columns", "circle", "--from",
    ] {
        assert!(text(&help.stdout).contains(word), "{word}");
    }
}

#[test]
fn a_picture_is_the_same_from_run_to_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, theme) in [("a.svg", "light"), ("b.svg", "dark"), ("c.png", "light")] {
        let draw = |to: &str| {
            let output = run(&[
                "render", SAMPLE, "-o", to, "--theme", theme, "--size", "900x600",
            ]);
            assert_eq!(code(&output), 0, "{}", text(&output.stderr));
            std::fs::read(to).unwrap()
        };
        assert!(
            draw(&path(name)) == draw(&path(&format!("again-{name}"))),
            "{name}"
        );
    }
}

#[test]
fn convert_goes_there_and_back() {
    let there = run(&["convert", SAMPLE, "-o", "-", "--to", "node-link"]);
    assert_eq!(code(&there), 0, "{}", text(&there.stderr));
    let back = with_input(&["convert", "-", "-o", "-"], &there.stdout);
    let counts = |bytes: &[u8]| {
        let value: Value = serde_json::from_slice(bytes).unwrap();
        let count = |key: &str| value[key].as_array().unwrap().len();
        (count("entities"), count("links"))
    };
    assert_eq!(counts(&back.stdout), (76, 119));
    let line = refused(&["convert", SAMPLE, "-o", "-", "--from", "node-link"], b"");
    assert!(line.contains("node-link"), "{line}");
}

#[test]
fn a_file_is_never_replaced_by_less_than_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    let file = path.to_str().unwrap();
    let around = folder.path().join(".").join("a.json");
    let graph = run(&["convert", SAMPLE, "-o", "-", "--to", "node-link"]).stdout;
    for content in [std::fs::read(SAMPLE).unwrap(), graph] {
        std::fs::write(&path, &content).unwrap();
        let around = around.to_str().unwrap();
        for out in [file, around] {
            for to in ["node-link", "linkwright"] {
                let line = refused(&["convert", file, "-o", out, "--to", to], b"");
                assert!(line.contains("is the file that is read"), "{line}");
            }
        }
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }
    let line = refused(&["layout", file, "-o", file], b"");
    assert!(line.contains("is the file that is read"), "{line}");
}

#[test]
fn the_ending_of_what_is_written_says_its_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let line = refused(&["convert", SAMPLE, "-o", &path("o.gexf")], b"");
    assert!(
        line.contains(
            "no format that can be written ends in .gexf; choose one with --to: linkwright"
        ),
        "{line}"
    );
    assert!(!folder.path().join("o.gexf").exists());
    for name in ["o.json", "o.JSON", "plain"] {
        assert_eq!(
            code(&run(&["convert", SAMPLE, "-o", &path(name)])),
            0,
            "{name}"
        );
        assert_eq!(
            std::fs::read(path(name)).unwrap(),
            std::fs::read(SAMPLE).unwrap()
        );
    }
    let out = path("x.bak");
    assert_eq!(
        code(&run(&["convert", SAMPLE, "-o", &out, "--to", "linkwright"])),
        0
    );
}

#[test]
fn wrong_arguments_are_said_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("no").join("x.svg");
    for (arguments, part) in [
        (
            &["stats", SAMPLE, "--without", "zz"][..],
            "missing: --evidence",
        ),
        (&["stats", SAMPLE, "--as-of", "2021"], "missing: --evidence"),
        (
            &["render", SAMPLE, "-o", "x.png", "--scale", "-1"],
            "pixels per point as a number",
        ),
        (
            &["render", SAMPLE, "-o", "x.png", "--size", "-1x5"],
            "width and height",
        ),
        (
            &["render", SAMPLE, "-o", nowhere.to_str().unwrap()],
            "no: no such folder; create it",
        ),
        (
            &["convert", SAMPLE, "-o", "x.json", "--from", "gexf"],
            "invalid value “gexf” for “--from",
        ),
    ] {
        let line = refused(arguments, b"");
        assert!(line.contains(part), "{line}");
    }
}

#[test]
fn check_counts_what_was_set_aside() {
    let output = run(&["check", SAMPLE]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.ends_with(" notes; 1 claim and 1 link set aside\n"),
        "{text}"
    );
    let bare = r#"{"format":"linkwright","version":1}"#;
    let output = with_input(&["check", "-"], bare.as_bytes());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.ends_with("no problems\n"), "{text}");
    let output = run(&["check", "--json", SAMPLE]);
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        rows.iter().all(|row| row["severity"] == "note"),
        "findings and nothing else"
    );
}

#[test]
fn evidence_has_a_row_for_each_link() {
    let output = run(&["stats", SAMPLE, "--json", "--evidence"]);
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(rows.len(), 119);
    for row in rows {
        assert!(row["id"].is_string() && row["look"].is_string() && row["sentence"].is_string());
        assert!(row["voices"].is_u64() && row["disputed"].is_boolean());
    }
}

#[test]
fn nothing_is_left_beside_a_file_that_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.json");
    std::fs::copy(Path::new(SAMPLE), &file).unwrap();
    run(&["fmt", file.to_str().unwrap()]);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1);
}

#[test]
fn a_repeated_key_names_its_record_and_a_field_of_the_dataset_its_line() {
    let text = "{\"format\":\"linkwright\",\"version\":1,\n\"title\":5,\n\"entities\":[\n{\"id\":\"a\",\"kind\":\"company\",\"name\":\"A\",\n\"note\":\"x\",\"note\":\"y\"}],\n\"views\":[{\"id\":\"main\",\"positions\":{\"a\":\"x\",\"a\":[1,2]}}]}";
    let output = with_input(&["check", "--json", "-"], text.as_bytes());
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let has = |rule: &str, table: &str, line: u64| {
        found.iter().any(|problem| {
            problem["rule"] == rule && problem["table"] == table && problem["line"] == line
        })
    };
    assert!(has("unreadable", "dataset", 2), "{found:?}");
    assert!(has("repeated-key", "entities", 5), "{found:?}");
    assert!(has("repeated-key", "views", 6), "{found:?}");
}

#[test]
fn wrong_arguments_are_one_line() {
    for wrong in [
        &["check"][..],
        &["stats", SAMPLE, "--evidence", "--as-of", "spring"],
        &["render", SAMPLE, "-o", "a.svg", "--scale", "0"],
        &["render", SAMPLE, "-o", "a.svg", "--size", "100000x9"],
        &["render", SAMPLE, "-o", "a.gif"],
        &["layout", SAMPLE, "-o", "-", "--seed", "x"],
        &["fmt", "--frob"],
    ] {
        refused(wrong, b"");
    }
}

#[test]
fn very_long_names_are_drawn_at_once() {
    for word in ["word ", "漢"] {
        let name = word.repeat(20_000);
        let text = dataset(&format!(
            r#""entities":[{{"id":"a","kind":"company","name":"{name}"}}]"#
        ));
        assert_eq!(code(&with_input(&["render", "-", "-o", "-"], &text)), 0);
    }
}

#[cfg(unix)]
#[test]
fn what_is_written_to_a_pipe_by_name_arrives() {
    let output = run(&["convert", SAMPLE, "-o", "/dev/stdout"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    assert_eq!(output.stdout, std::fs::read(SAMPLE).unwrap());
}

/// A dataset with two views, the second of one entity.
const TWO_VIEWS: &str = r#"{"format": "linkwright", "version": 1,
    "entities": [{"id": "a", "kind": "company", "name": "Alpha"}, {"id": "b", "kind": "company", "name": "Beta"}],
    "views": [{"id": "main", "title": "Main", "positions": {"a": [1, 2], "b": [300, 2]}},
              {"id": "x", "title": "Money: ../in & out", "filter": {"only": ["b"]}},
              {"id": "y", "title": "money in out"}]}"#;

#[test]
fn each_view_is_drawn_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("case.json");
    std::fs::write(&file, TWO_VIEWS).unwrap();
    let out = folder.path().join("picture.svg");
    let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
    let output = run(&["render", file, "-o", out, "--all-views"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let names = [
        "picture-main",
        "picture-money-in-out",
        "picture-money-in-out-2",
    ];
    let files = names.map(|name| folder.path().join(format!("{name}.svg")));
    let said: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(said.len(), 3);
    for (line, file) in said.iter().zip(&files) {
        assert!(
            line.ends_with(file.file_name().unwrap().to_str().unwrap()),
            "{line}"
        );
    }
    let [main, money, _] = files.map(|file| std::fs::read_to_string(file).unwrap());
    assert!(main.contains("Alpha") && main.contains("Beta"));
    assert!(!money.contains("Alpha") && money.contains("Beta"));
    let one = with_input(
        &["render", "-", "-o", "-", "--view", "x"],
        TWO_VIEWS.as_bytes(),
    );
    assert_eq!(text(&one.stdout), money, "each is what --view draws");
    assert!(!std::path::Path::new(out).exists());
    let line = refused(&["render", file, "-o", "-", "--all-views"], b"");
    assert!(line.contains("--all-views"), "{line}");
}

#[test]
fn a_view_is_arranged_by_itself() {
    let input = TWO_VIEWS.as_bytes();
    let output = with_input(&["layout", "-", "-o", "-", "--view", "x"], input);
    let now: Value = serde_json::from_slice(&output.stdout).unwrap();
    let before: Value = serde_json::from_str(TWO_VIEWS).unwrap();
    assert_eq!(now["views"][0], before["views"][0]);
    let places = now["views"][1]["positions"].as_object().unwrap();
    assert_eq!(places.keys().collect::<Vec<_>>(), ["b"]);
    let line = refused(&["layout", "-", "-o", "-", "--view", "z"], input);
    assert!(
        line.contains("no view “z”; available: main, x, y"),
        "{line}"
    );
}
