//! The faces that text is set in: Inter in three weights from the program itself, and for every other script one face of
//! the system, chosen by the same rule for screen and file.

use crate::model::cut;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use fontdb::Database;
use harfrust::{ShaperData, UnicodeBuffer};
use skrifa::{FontRef, MetadataProvider};

/// The weights that are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// 400: text.
    Regular,
    /// 500: labels, buttons, chips.
    Medium,
    /// 600: headings, hubs, speakers.
    SemiBold,
}

impl Weight {
    /// Every weight.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Medium, Self::SemiBold];

    /// The weight with this name in the tokens.
    pub fn from_name(name: &str) -> Self {
        match name {
            "medium" => Self::Medium,
            "semibold" => Self::SemiBold,
            _ => Self::Regular,
        }
    }

    /// Its number in CSS and SVG.
    pub const fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Medium => 500,
            Self::SemiBold => 600,
        }
    }

    /// Its file of Inter (SIL Open Font License 1.1).
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../assets/fonts/Inter-Regular.otf"),
            Self::Medium => include_bytes!("../../assets/fonts/Inter-Medium.otf"),
            Self::SemiBold => include_bytes!("../../assets/fonts/Inter-SemiBold.otf"),
        }
    }
}

/// One face: a font file and the place of the face in it.
pub struct FontFace {
    /// A name that no other face has.
    pub name: String,
    /// The file.
    pub data: Cow<'static, [u8]>,
    /// The face's place in it.
    pub index: u32,
    shaper: OnceLock<Option<ShaperData>>,
}

impl FontFace {
    fn new(name: String, data: Cow<'static, [u8]>, index: u32) -> Self {
        Self {
            name,
            data,
            index,
            shaper: OnceLock::new(),
        }
    }

    fn font(&self) -> Option<FontRef<'_>> {
        FontRef::from_index(&self.data, self.index).ok()
    }

    /// Whether it has a glyph for `c`.
    pub fn has(&self, c: char) -> bool {
        self.font()
            .and_then(|font| font.charmap().map(c))
            .is_some_and(|glyph| glyph.to_u32() != 0)
    }

    /// The advance of `text`, shaped as one run, in parts of the size.
    fn advance(&self, text: &str) -> f32 {
        let Some(font) = self.font() else { return 0.0 };
        let data = self.shaper.get_or_init(|| Some(ShaperData::new(&font)));
        let Some(data) = data else { return 0.0 };
        let shaper = data.shaper(&font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = shaper.shape(buffer, harfrust::ShapeOptions::new());
        let units: i32 = shaped.glyph_positions().iter().map(|p| p.x_advance).sum();
        units as f32 / shaper.units_per_em().max(1) as f32
    }
}

/// The faces in use. One for the whole program: [`FontBook::shared`].
pub struct FontBook {
    inter: [Arc<FontFace>; 3],
    system: OnceLock<Database>,
    fallbacks: Mutex<Fallbacks>,
    widths: Mutex<HashMap<(String, Weight), f32>>,
}

#[derive(Default)]
struct Fallbacks {
    /// Faces of the system that are in use, in the order found.
    faces: Vec<Arc<FontFace>>,
    /// For each character that Inter lacks: its face's place in `faces`.
    of: HashMap<char, Option<usize>>,
    /// Characters that no face has.
    missing: BTreeSet<char>,
}

/// Families to look in first, for all scripts: the same everywhere, so that the same machine type draws the same picture.
const PREFERRED: &[&str] = &[
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Segoe UI",
    "DejaVu Sans",
    "Droid Sans Fallback",
    "Arial Unicode MS",
];

impl FontBook {
    /// The program's book of faces.
    pub fn shared() -> &'static Self {
        static BOOK: OnceLock<FontBook> = OnceLock::new();
        BOOK.get_or_init(Self::new)
    }

    fn new() -> Self {
        let inter = |weight: Weight| {
            let name = format!("inter-{}", weight.number());
            Arc::new(FontFace::new(name, Cow::Borrowed(weight.bytes()), 0))
        };
        Self {
            inter: Weight::ALL.map(inter),
            system: OnceLock::new(),
            fallbacks: Mutex::default(),
            widths: Mutex::default(),
        }
    }

    /// Inter in a weight.
    pub fn inter(&self, weight: Weight) -> &Arc<FontFace> {
        &self.inter[weight as usize]
    }

    /// The face of the system for a character that Inter lacks; `None` where there is none.
    pub fn fallback(&self, c: char) -> Option<Arc<FontFace>> {
        let mut fallbacks = self
            .fallbacks
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = fallbacks.of.get(&c) {
            return found.map(|at| Arc::clone(&fallbacks.faces[at]));
        }
        // A face that is in use already keeps a text in one hand.
        let known = fallbacks.faces.iter().position(|face| face.has(c));
        let found = known.or_else(|| {
            let face = self.search_system(c)?;
            fallbacks.faces.push(Arc::new(face));
            Some(fallbacks.faces.len() - 1)
        });
        fallbacks.of.insert(c, found);
        if found.is_none() && !c.is_control() && !c.is_whitespace() {
            fallbacks.missing.insert(c);
        }
        found.map(|at| Arc::clone(&fallbacks.faces[at]))
    }

    fn search_system(&self, c: char) -> Option<FontFace> {
        let system = self.system.get_or_init(|| {
            let mut database = Database::new();
            database.load_system_fonts();
            database
        });
        let mut candidates: Vec<(usize, String, u32, fontdb::ID)> = system
            .faces()
            .filter(|face| face.style == fontdb::Style::Normal)
            .map(|face| {
                let family = face.families.first().map_or("", |(name, _)| name.as_str());
                let rank = PREFERRED.iter().position(|name| *name == family);
                let rank = rank.unwrap_or(if family.starts_with("Noto Sans") {
                    90
                } else {
                    100
                });
                let heaviness = u32::from(face.weight.0.abs_diff(400));
                (
                    rank,
                    format!("{heaviness:04} {family} {}", face.post_script_name),
                    face.index,
                    face.id,
                )
            })
            .collect();
        candidates.sort_by(|a, b| (a.0, &a.1, a.2).cmp(&(b.0, &b.1, b.2)));
        candidates.into_iter().find_map(|(_, name, _, id)| {
            let has = system.with_face_data(id, |data, index| {
                let font = FontRef::from_index(data, index).ok()?;
                let glyph = font.charmap().map(c)?;
                (glyph.to_u32() != 0).then_some(index)
            });
            let index = has.flatten()?;
            let data = system.with_face_data(id, |data, _| data.to_vec())?;
            Some(FontFace::new(
                format!("system {name}"),
                Cow::Owned(data),
                index,
            ))
        })
    }

    /// Characters asked for so far that no face has, in order: they are drawn as empty boxes.
    pub fn missing(&self) -> String {
        let fallbacks = self
            .fallbacks
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        fallbacks.missing.iter().collect()
    }

    /// What to say where characters are missing; `None` where none are.
    pub fn complaint(&self) -> Option<String> {
        const SHOWN: usize = 8;
        let missing = self.missing();
        let some = cut(&missing, SHOWN);
        (!missing.is_empty()).then(|| {
            format!(
                "no font here has {some}, so boxes are shown; on Debian or Ubuntu: apt install \
                 fonts-noto-core fonts-noto-cjk"
            )
        })
    }

    /// Faces of the system that are in use so far, in the order found.
    pub fn fallbacks_in_use(&self) -> Vec<Arc<FontFace>> {
        let fallbacks = self
            .fallbacks
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        fallbacks.faces.clone()
    }

    /// The width of one line of `text` at `size`, in the units of `size`.
    pub fn width(&self, text: &str, size: f32, weight: Weight) -> f32 {
        let key = (text.to_owned(), weight);
        let mut widths = self.widths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(width) = widths.get(&key) {
            return width * size;
        }
        drop(widths);
        let width = self.shape(text, weight);
        widths = self.widths.lock().unwrap_or_else(PoisonError::into_inner);
        // Names come and go while a dataset is edited; a full table is cheaper to rebuild than to tend.
        if widths.len() > 200_000 {
            widths.clear();
        }
        widths.insert(key, width);
        width * size
    }

    /// The advance of `text` in parts of the size: runs of one face each, shaped.
    fn shape(&self, text: &str, weight: Weight) -> f32 {
        let inter = self.inter(weight);
        let mut width = 0.0;
        let mut run = String::new();
        let mut face: Arc<FontFace> = Arc::clone(inter);
        for c in text.chars() {
            let next = if is_joining(c) {
                Arc::clone(&face)
            } else if inter.has(c) {
                Arc::clone(inter)
            } else {
                self.fallback(c).unwrap_or_else(|| Arc::clone(inter))
            };
            if next.name != face.name && !run.is_empty() {
                width += face.advance(&run);
                run.clear();
            }
            face = next;
            run.push(c);
        }
        if !run.is_empty() {
            width += face.advance(&run);
        }
        width
    }
}

/// Marks, joiners and marks of direction belong to the character before them.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inter_has_latin_greek_and_cyrillic() {
        let book = FontBook::shared();
        for weight in Weight::ALL {
            for c in "Aéßж Ωő–…’0‹›".chars() {
                assert!(book.inter(weight).has(c), "{c}");
            }
            assert!(!book.inter(weight).has('四'));
        }
    }

    #[test]
    fn figures_are_of_one_width() {
        let book = FontBook::shared();
        for weight in Weight::ALL {
            let one = book.width("1111", 10.0, weight);
            assert_eq!(one, book.width("8888", 10.0, weight));
            assert!(one > 20.0 && one < 32.0);
        }
    }

    #[test]
    fn widths_add_up_and_grow_with_size() {
        let book = FontBook::shared();
        let width = |text: &str, size| book.width(text, size, Weight::Regular);
        assert!((width("Integrity Tech", 20.0) - 2.0 * width("Integrity Tech", 10.0)).abs() < 1e-3);
        assert!(width("Integrity", 10.0) < width("Integrity Tech", 10.0));
        assert_eq!(width("", 10.0), 0.0);
    }

    #[test]
    fn own_faces_have_every_sign_of_our_texts() {
        for weight in Weight::ALL {
            let face = FontBook::shared().inter(weight);
            let signs = "·×–’“”•…‹›→−≤≥";
            let missing: String = signs.chars().filter(|c| !face.has(*c)).collect();
            assert_eq!(missing, "", "{weight:?}");
        }
    }
}
