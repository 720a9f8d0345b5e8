//! What a file that is not read seems to be: for the sentence that refuses it.

use std::borrow::Cow;

use super::Beginning;
use super::beginning::{elements, member, text};
use super::json::{self, skip_value};
use crate::model;

/// What `file` seems to be, with its article; `None` if there is nothing in it. Never more than a short phrase on one line, whatever
/// the file holds.
pub(super) fn seems(file: &Beginning<'_>) -> Option<String> {
    let first = file.first();
    if first.is_empty() {
        return None;
    }
    let by_signature = || signature(file.bytes()).map(str::to_owned);
    let by_text = || match first[0] {
        b'<' if is_like_xml(first) => xml(first),
        b'{' if first.starts_with(b"{\\rtf") => "an RTF document".into(),
        b'{' | b'[' if is_like_json(first) => json_of_another_kind(file),
        _ => plain(file),
    };
    Some(by_signature().unwrap_or_else(by_text))
}

// ---- by the first bytes ----

/// Where a signature is, its bytes, and what has it.
const SIGNATURES: &[(usize, &[u8], &str)] = &[
    (0, b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (0, b"\xff\xd8\xff", "a JPEG image"),
    (0, b"GIF8", "a GIF image"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (8, b"WEBP", "a WebP image"),
    (4, b"ftyp", "a video or a HEIC image"),
    (0, b"%PDF-", "a PDF document"),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "a document of an older Microsoft Office",
    ),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xfd7zXZ\0", "an XZ archive"),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"PAR1", "a Parquet table"),
    (0, b"\x7fELF", "a program"),
];

/// What a part's name inside a ZIP archive says about it; the first that fits.
const IN_ZIP: &[(&[u8], &str)] = &[
    (b"xl/", "an Excel workbook"),
    (b"word/", "a Word document"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"opendocument.", "an OpenDocument file"),
    (b"CytoscapeSession", "a Cytoscape session"),
    (b"Graphs/Graph", "a Maltego graph"),
    (b"maltego", "a Maltego graph"),
    (b"epub+zip", "an e-book"),
];

fn signature(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        // Names are in the first bytes, and again at the end.
        const NEAR: usize = 64 * 1024;
        let near = [
            &bytes[..bytes.len().min(NEAR)],
            &bytes[bytes.len().saturating_sub(NEAR)..],
        ];
        let holds = |name: &[u8]| {
            let mut near = near.iter();
            near.any(|part| memchr::memmem::find(part, name).is_some())
        };
        let known = IN_ZIP.iter().find(|(name, _)| holds(name));
        return Some(known.map_or("a ZIP archive", |(_, what)| what));
    }
    let fits = |(at, sign, _): &&(usize, &[u8], &str)| {
        bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign))
    };
    SIGNATURES.iter().find(fits).map(|(_, _, what)| *what)
}

// ---- XML ----

/// The root element, without its prefix, and what has it.
const ROOTS: &[(&str, &str)] = &[
    ("graphml", "a GraphML file"),
    ("gexf", "a GEXF file"),
    ("Chart", "an i2 Analyst's Notebook chart"),
    ("STIX_Package", "a STIX 1 package"),
    ("mxfile", "a draw.io diagram"),
    ("kml", "a KML map"),
    ("RDF", "RDF in XML"),
    ("html", "an HTML page"),
    ("svg", "an SVG picture"),
];

/// Whether what begins with `<` goes on as an element, a comment or a declaration does.
fn is_like_xml(first: &[u8]) -> bool {
    let next = first.get(1);
    next.is_none_or(|b| b.is_ascii_alphabetic() || !b.is_ascii() || matches!(b, b'!' | b'?' | b'_'))
}

fn xml(first: &[u8]) -> String {
    let name = root(first);
    let name = String::from_utf8_lossy(name);
    let local = name.rsplit(':').next().unwrap_or_default();
    if let Some((_, what)) = ROOTS
        .iter()
        .find(|(root, _)| root.eq_ignore_ascii_case(local))
    {
        return (*what).to_owned();
    }
    if memchr::memmem::find(first, b"cs.rpi.edu/XGMML").is_some() {
        return "an XGMML file".into();
    }
    match local.is_empty() {
        true => "XML or HTML without a root element".into(),
        false => format!("an XML file of “{}”", cut(local)),
    }
}

/// The name of the first element that is no declaration and no comment.
fn root(mut text: &[u8]) -> &[u8] {
    loop {
        let Some(at) = memchr::memchr(b'<', text) else {
            return b"";
        };
        text = &text[at + 1..];
        if let Some(comment) = text.strip_prefix(b"!--") {
            let end = memchr::memmem::find(comment, b"-->");
            text = end.map_or(&b""[..], |end| &comment[end..]);
        } else if !text.starts_with(b"?") && !text.starts_with(b"!") {
            let is_name =
                |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-' | b'.');
            let end = text.iter().position(|b| !is_name(b));
            return &text[..end.unwrap_or(text.len())];
        }
    }
}

// ---- JSON ----

/// The object that says most about a JSON file: the whole, the first in a list, or the first line.
struct Object<'t>(&'t [u8]);

impl Object<'_> {
    fn has(&self, key: &str) -> bool {
        member(self.0, key).is_some()
    }

    /// The text of a key; empty if it has none.
    fn text(&self, key: &str) -> Cow<'_, str> {
        member(self.0, key).and_then(text).unwrap_or_default()
    }

    /// The first element of the list of a key.
    fn first_of(&self, key: &str) -> Object<'_> {
        let list = member(self.0, key).unwrap_or_default();
        Object(elements(list).next().unwrap_or_default())
    }

    fn of(&self, key: &str) -> Object<'_> {
        Object(member(self.0, key).unwrap_or_default())
    }
}

/// A kind of JSON, and the sign of it; the first that fits.
type Family = (&'static str, fn(&Object<'_>) -> bool);

const FAMILIES: &[Family] = &[
    ("a STIX bundle", |o| {
        o.text("type") == "bundle" || o.text("id").starts_with("bundle--")
    }),
    ("a STIX object", |o| {
        o.has("spec_version") && o.text("id").contains("--")
    }),
    ("a MISP event", |o| o.has("Event")),
    ("a MISP galaxy", |o| {
        o.has("uuid") && (o.has("values") || o.has("namespace"))
    }),
    ("GeoJSON", |o| {
        matches!(
            &*o.text("type"),
            "FeatureCollection" | "Feature" | "GeometryCollection"
        )
    }),
    ("TopoJSON", |o| o.text("type") == "Topology"),
    ("an Offshore Leaks graph of Linkurious", |o| {
        o.first_of("nodes").has("nodelink")
    }),
    ("Cytoscape JSON", |o| {
        o.has("elements") || o.has("data") || o.first_of("nodes").has("data")
    }),
    ("a Cytoscape style", |o| o.has("selector") && o.has("style")),
    ("FollowTheMoney data", |o| {
        o.has("schema") && o.has("properties")
    }),
    ("a FollowTheMoney diagram", |o| {
        o.of("layout").has("entities")
    }),
    ("Beneficial Ownership Data", |o| {
        o.has("statementId") || o.has("statementID")
    }),
    ("a JSON Canvas of Obsidian", |o| {
        o.first_of("edges").has("fromNode") || (o.has("edges") && o.first_of("nodes").has("width"))
    }),
    ("JSON Graph Format", |o| {
        o.of("graph").0.starts_with(b"{") || o.has("graphs")
    }),
    ("GraphSON", |o| {
        o.has("@type") || o.has("outE") || o.has("inE") || o.of("id").has("@type")
    }),
    ("a Neo4j export", |o| {
        matches!(&*o.text("type"), "node" | "relationship") && (o.has("labels") || o.has("start"))
    }),
    ("an Attack Flow", |o| {
        o.text("schema").starts_with("attack_flow")
    }),
    ("a Vega chart", |o| o.text("$schema").contains("vega")),
    ("a JSON Schema", |o| {
        o.text("$schema").contains("json-schema")
    }),
    ("JSON-LD", |o| o.has("@context")),
    ("an Excalidraw drawing", |o| o.text("type") == "excalidraw"),
    ("a Jupyter notebook", |o| {
        o.has("cells") && o.has("nbformat")
    }),
];

/// Whether what begins with `{` or `[` is meant as JSON: an object, or a list that goes on with a value or nothing. `[` and
/// `[[` also begin links in notes.
fn is_like_json(first: &[u8]) -> bool {
    let is_before = |b: &u8| *b == b'[' || b.is_ascii_whitespace();
    let at = first.iter().position(|b| !is_before(b));
    let rest = &first[at.unwrap_or(first.len())..];
    let words = [&b"true"[..], b"false", b"null"];
    let is_word = words.iter().any(|word| rest.starts_with(word));
    let begins =
        |b: &u8| b.is_ascii_digit() || matches!(b, b'{' | b'"' | b'\'' | b'-' | b']' | b'/');
    is_word || rest.first().is_none_or(begins)
}

/// Whether a text of the key `format` only says how dates are written: `YYYY-MM-DD HHmm`.
fn is_date_pattern(text: &str) -> bool {
    let mut chars = text.chars();
    chars.all(|c| !c.is_alphabetic() || "YyMmDdHhSsAaWwQqZzTt".contains(c))
}

fn json_of_another_kind(file: &Beginning<'_>) -> String {
    let first = file.first();
    let object = match first[0] {
        b'[' => elements(first).next().unwrap_or_default(),
        _ => first,
    };
    let object = Object(object);
    let family = FAMILIES.iter().find(|(_, fits)| fits(&object));
    // One value follows another.
    let text = file.text();
    let rest = text[skip_value(text, 0)..].trim_ascii_start();
    let is_lines = first[0] == b'{' && rest.starts_with(b"{");
    match (family, is_lines) {
        (Some((what, _)), false) => return (*what).to_owned(),
        (Some((what, _)), true) => return format!("{what}, one record per line"),
        (None, true) => return "JSON Lines, one value per line".into(),
        (None, false) => {}
    }
    if let Err(why) = whole_json(file) {
        return why;
    }
    let format = object.text("format");
    if !format.is_empty() && !is_date_pattern(&format) && first[0] == b'{' {
        return format!("JSON of the format “{}”", cut(&format));
    }
    let (nodes, links) = (
        object.has("nodes"),
        object.has("links") || object.has("edges"),
    );
    match first[0] {
        b'[' => "a JSON list without a graph in it",
        _ if nodes && links => "a graph whose links name no “source” and “target”",
        _ if nodes => "a graph without “links” or “edges”",
        _ => "JSON without \"format\": \"linkwright\", and without “nodes” and “links”",
    }
    .to_owned()
}

/// Why the whole file is no JSON text, as what it seems to be.
fn whole_json(file: &Beginning<'_>) -> Result<(), String> {
    let with_error = |error: json::JsonError| match error {
        json::JsonError::Encoding { .. } => format!("JSON, but {error}"),
        _ => format!("JSON with an error: {error}"),
    };
    let decoded = json::decode(file.bytes()).map_err(with_error)?;
    json::validate(&decoded.text).map_err(with_error)?;
    Ok(())
}

// ---- plain text ----

/// What a text of a kind begins with, in lower case and with single spaces, and what that is.
const OPENINGS: &[(&str, &str)] = &[
    ("digraph", "a Graphviz graph"),
    ("strict ", "a Graphviz graph"),
    ("graph [", "a GML graph"),
    ("creator ", "a GML graph"),
    ("graph", "a Graphviz graph"),
    ("*vertices", "a Pajek network"),
    ("*network", "a Pajek network"),
    ("dl ", "a UCINET network"),
    ("begin:vcard", "a contact card"),
    ("begin:vcalendar", "a calendar"),
    ("from nobody", "a mailbox"),
];

fn plain(file: &Beginning<'_>) -> String {
    let text = match as_text(file) {
        Ok(text) => text,
        Err(what) => return what,
    };
    if is_json_scalar(&text) {
        return "JSON with nothing but a single value".into();
    }
    let words: Vec<&str> = without_comments(&text).split_whitespace().take(4).collect();
    let start = words.join(" ").to_lowercase();
    if let Some((_, what)) = OPENINGS
        .iter()
        .find(|(opening, _)| start.starts_with(opening))
    {
        return (*what).to_owned();
    }
    let is_pajek = |line: &str| line.to_lowercase().starts_with("*vertices");
    if text.lines().take(20).any(is_pajek) {
        return "a Pajek network".into();
    }
    match delimiter(&text) {
        Some(b'\t') => "a tab-separated table".into(),
        Some(_) => "a CSV table".into(),
        None => "plain text".into(),
    }
}

/// The first text, if it is text.
fn as_text<'t>(file: &'t Beginning<'_>) -> Result<Cow<'t, str>, String> {
    let first = file.first();
    let is_odd = |b: &&u8| matches!(b, 0..=8 | 14..=31 | 127);
    if first.iter().filter(is_odd).count() * 50 > first.len() {
        return Err("a binary file".into());
    }
    match std::str::from_utf8(first) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        // A character that the end cuts in two.
        Err(error) if first.len() - error.valid_up_to() < 4 && first.len() < file.text().len() => {
            Ok(String::from_utf8_lossy(first))
        }
        Err(_) => match json::decode(file.bytes()) {
            Err(error) => Err(format!("text, but {error}")),
            Ok(_) => Ok(String::from_utf8_lossy(first)),
        },
    }
}

fn is_json_scalar(text: &str) -> bool {
    let text = text.trim_end();
    let begins = matches!(
        text.as_bytes().first(),
        Some(b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
    );
    begins && json::validate(text).is_ok()
}

/// A text without the comments that it begins with: `/* … */`, and lines of `#`, `//` or `%`.
fn without_comments(text: &str) -> &str {
    let mut text = text.trim_start();
    loop {
        let end = match text.strip_prefix("/*") {
            Some(comment) => comment.find("*/").map(|at| at + 4),
            None if text.starts_with(['#', '%']) || text.starts_with("//") => text.find('\n'),
            None => return text,
        };
        let Some(end) = end else { return text };
        text = text[end..].trim_start();
    }
}

/// What separates the columns of a table: with it nearly all of the first rows have equally many cells, more than one.
fn delimiter(text: &str) -> Option<u8> {
    const ROWS: usize = 20;
    b"\t,;|".iter().copied().find(|delimiter| {
        let rows = csv::ReaderBuilder::new()
            .delimiter(*delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes())
            .into_byte_records();
        let cells: Vec<usize> = rows.take(ROWS).flatten().map(|row| row.len()).collect();
        let alike = cells.iter().filter(|count| **count == cells[0]).count();
        cells.len() > 1 && cells[0] > 1 && alike * 5 >= cells.len() * 4
    })
}

/// Something from the file in a message, cut short.
fn cut(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    model::cut(&text, 40).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], what: &str) {
        let found = seems(&Beginning::of(bytes)).unwrap_or_default();
        assert!(found.starts_with(what), "{what}: {found}");
    }

    #[test]
    fn files_are_known_by_their_first_bytes() {
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image");
        check(b"%PDF-1.7\n%\xe2\xe3", "a PDF document");
        check(b"\x1f\x8b\x08\0", "a gzip archive");
        check(b"PK\x03\x04\x14\0\0\0a.txt", "a ZIP archive");
        check(
            b"PK\x03\x04\x14\0\0\0docProps/app.xml PK xl/workbook.xml",
            "an Excel",
        );
        check(
            b"PK\x03\x04\x14\0\0\0[Content_Types].xml word/document.xml",
            "a Word",
        );
        check(b"\x7fELF\x02\x01", "a program");
        check(&[0, 1, 2, 3, 4, 5, 6, 7], "a binary file");
    }

    #[test]
    fn xml_is_known_by_its_root() {
        check(
            b"<?xml version='1.0'?>\n<!-- <gexf> -->\n<graphml xmlns='x'>",
            "a GraphML file",
        );
        check(b"<Chart IdReferenceLinking='true'>", "an i2");
        check(b"<!DOCTYPE html>\n<html><body>", "an HTML page");
        check(b"<HTML>", "an HTML page");
        check(b"<stix:STIX_Package x='y'>", "a STIX 1 package");
        check(
            b"<a:entity_list/>",
            "an XML file of \u{201c}entity_list\u{201d}",
        );
        check(b"<!-- never ended", "XML or HTML without a root");
        check(b"<{\n\"a\": 1\n}>", "plain text");
        let wide: Vec<u8> = "\u{feff}<gexf>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&wide, "a GEXF file");
    }

    #[test]
    fn json_is_known_by_its_keys() {
        check(br#"{"objects":[],"type":"bundle"}"#, "a STIX bundle");
        check(br#"{"type":"bundle","objects":[{"type":"#, "a STIX bundle");
        check(br#"{"Event":{"info":"x"}}"#, "a MISP event");
        check(br#"{"type":"FeatureCollection","features":[]}"#, "GeoJSON");
        check(br#"{"elements":{"nodes":[]}}"#, "Cytoscape JSON");
        check(br#"[{"data":{"id":"a"}}]"#, "Cytoscape JSON");
        check(
            b"{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n{\"id\":\"b\"}\n",
            "FollowTheMoney data, one record per line",
        );
        check(b"{\"a\":1}\n{\"a\":2}", "JSON Lines");
        check(br#"{"format":"gexf"}"#, "JSON of the format");
        check(b"[1, 2", "JSON with an error: line 1");
        check(b"[1, 2]", "a JSON list");
        check(b"[[1, 2], [", "JSON with an error");
        check(b"{\n  oops", "JSON with an error: line 2");
        check(b"[A report](https://x.example) says", "plain text");
        check(b"[[Person Alpha]] met\n[[Person Beta]]", "plain text");
        check(br#"{"format":"YYYY-MM-DD HHmm"}"#, "JSON without");
        check(b"null", "JSON with nothing but a single value");
        check(b"{}", "JSON without");
        check(b"{\"a\": \"\xff\"}", "JSON, but not UTF-8");
        check(
            br#"{"nodes":[1],"links":[{"a":1}]}"#,
            "a graph whose links name no",
        );
    }

    #[test]
    fn text_is_known_by_its_lines() {
        check(b"source,target\na,b\nb,c\n", "a CSV table");
        check(b"a\tb\nc\td\n", "a tab-separated table");
        check(b"/* a */ digraph g { a -> b }", "a Graphviz graph");
        check(b"Creator\t\"x\"\ngraph\n[\n", "a GML graph");
        check(b"% a\n*Vertices 3\n", "a Pajek network");
        check(b"As said\n*vertices 3\n", "a Pajek network");
        check(b"a,b\n\"one,\ntwo\",c\nd,e\n", "a CSV table");
        check("Dear colleague, Müller called.".as_bytes(), "plain text");
        check(b"M\xfcller rang", "text, but not UTF-8");
    }

    proptest! {
        #[test]
        fn any_bytes_seem_to_be_something_short_on_one_line(bytes in prop::collection::vec(any::<u8>(), 0..60), start in 0usize..6) {
            let start: &[u8] = [&b""[..], b"<", b"{", b"[{", b"PK\x03\x04", b"<?xml ?><"][start];
            let bytes = [start, &bytes].concat();
            let file = Beginning::of(&bytes);
            if let Some(what) = seems(&file) {
                prop_assert!(!what.is_empty() && what.len() < 300 && !what.contains('\n'), "{}", what);
            }
        }
    }
}
