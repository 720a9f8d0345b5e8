//! What lists show of the whole dataset: counts, orders, problems. In a large dataset they are made beside the window, so
//! that an edit need not wait for them; until then the lists of before are shown.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::formats::linkwright::RecordLines;
use crate::model::evidence::{Evidence, LinkEvidence, VoiceKey};
use crate::model::findings::{Findings, findings};
use crate::model::{
    Document, EntityKind, Problem, SourceTree, SourceWeight, Str, Support, UNUSABLE_RECORD, check,
    country_names, source_tree, source_weights,
};

use super::{FileState, Waker};

/// What lists show of the whole dataset.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Entity kinds in the order of the vocabulary, own ones after; each with its entities, most links first.
    pub entity_kinds: Vec<(Str, Vec<u32>)>,
    /// Link kinds, commonest first, each with its links.
    pub link_kinds: Vec<(Str, Vec<u32>)>,
    /// How many links have each look.
    pub looks: [usize; 5],
    /// What rests on each source, by slot.
    pub sources: Vec<SourceWeight>,
    /// Which source repeats which.
    pub tree: SourceTree,
    /// Tags, commonest first, each with how many entities and links bear it.
    pub tags: Vec<(Str, usize)>,
    /// Countries, commonest first, each with how many entities it has.
    pub countries: Vec<(Str, usize)>,
    /// Countries in words, where a state on the chart says more than its code.
    pub country_names: FxHashMap<Str, String>,
    /// Whose word the claims are.
    pub speakers: FxHashSet<VoiceKey>,
}

impl Summary {
    /// What they show of `document` and its evidence.
    pub fn of(document: &Document, evidence: &Evidence) -> Self {
        let mut summary = Self::first(document, evidence.links());
        summary.sources = source_weights(document, evidence);
        summary.tree = source_tree(document, evidence);
        summary.country_names = country_names(document, evidence.vocabulary());
        summary.count_words(document);
        summary.note_speakers(document, evidence);
        summary
    }

    /// What the first frame shows of it: kinds and looks. The rest follows at once, in a large dataset from its thread.
    pub fn first(document: &Document, found: &[LinkEvidence]) -> Self {
        let mut summary = Self::default();
        let mut degree = vec![0u32; document.entities().slot_count()];
        let mut link_kinds: BTreeMap<Str, Vec<u32>> = BTreeMap::new();
        for (slot, link) in document.links().iter_slots() {
            let support = found
                .get(slot as usize)
                .map_or(Support::Unsourced, |found| found.support);
            summary.looks[support as usize] += 1;
            for end in document.ends()[slot as usize] {
                if let Some(degree) = degree.get_mut(end as usize) {
                    *degree += 1;
                }
            }
            link_kinds
                .entry(link.kind_id().into())
                .or_default()
                .push(slot);
        }
        let mut entity_kinds: BTreeMap<(usize, Str), Vec<u32>> = BTreeMap::new();
        for (slot, entity) in document.entities().iter_slots() {
            let place = EntityKind::from_word(entity.kind_id());
            let place = place.map_or(EntityKind::ALL.len(), |kind| kind as usize);
            let key = (place, Str::from(entity.kind_id()));
            entity_kinds.entry(key).or_default().push(slot);
        }
        summary.entity_kinds = entity_kinds
            .into_iter()
            .map(|((_, id), slots)| (id, slots))
            .collect();
        for (_, slots) in &mut summary.entity_kinds {
            slots.sort_by_key(|slot| std::cmp::Reverse(degree[*slot as usize]));
        }
        summary.link_kinds = link_kinds.into_iter().collect();
        summary
            .link_kinds
            .sort_by_key(|(_, slots)| std::cmp::Reverse(slots.len()));
        summary
    }

    fn count_words(&mut self, document: &Document) {
        let mut tags: FxHashMap<&Str, usize> = FxHashMap::default();
        let mut countries: FxHashMap<&Str, usize> = FxHashMap::default();
        for entity in document.entities().iter() {
            if !entity.country.is_empty() {
                *countries.entry(&entity.country).or_default() += 1;
            }
            for tag in &entity.tags {
                *tags.entry(tag).or_default() += 1;
            }
        }
        for tag in document.links().iter().flat_map(|link| &link.tags) {
            *tags.entry(tag).or_default() += 1;
        }
        self.tags = commonest_first(tags);
        self.countries = commonest_first(countries);
    }

    fn note_speakers(&mut self, document: &Document, evidence: &Evidence) {
        let of_links = document.links().iter().flat_map(|link| &link.claims);
        let of_entities = document.entities().iter().flat_map(|entity| &entity.claims);
        for claim in of_links.chain(of_entities) {
            self.speakers
                .extend(evidence.keys(document, claim).iter().copied());
        }
        self.speakers.remove(&VoiceKey::Unknown);
    }
}

fn commonest_first(counted: FxHashMap<&Str, usize>) -> Vec<(Str, usize)> {
    let mut all: Vec<(Str, usize)> = counted.into_iter().map(|(s, n)| (s.clone(), n)).collect();
    all.sort_unstable_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    all
}

/// All of them, and the edit after which they were made.
#[derive(Clone, Default)]
struct Made {
    edits: u64,
    summary: Arc<Summary>,
    problems: Arc<Vec<Problem>>,
    findings: Arc<Findings>,
}

/// The lists, and the thread that makes newer ones.
#[derive(Default)]
pub struct ListCache {
    made: Made,
    /// Filled by the thread.
    coming: Option<Arc<Mutex<Option<Made>>>>,
    /// The newest edit, and when it was noticed, in seconds of the window's clock.
    seen: (u64, f64),
    /// Whether problems have been looked for since the dataset was opened.
    checked: bool,
    /// Whether what was found first has been asked for.
    told: bool,
}

/// Datasets up to so many records have their lists made at once.
const SMALL: usize = 5_000;
/// How long edits must have paused before the lists of a large dataset are made anew, in seconds.
const PAUSE: f64 = 0.3;

impl ListCache {
    /// Lists of a dataset that has just been opened. Problems are not known yet: looking for them can wait for the first
    /// frame.
    pub fn new(summary: Summary) -> Self {
        Self {
            made: Made {
                summary: Arc::new(summary),
                ..Made::default()
            },
            ..Self::default()
        }
    }

    /// The problems that the dataset was opened with: once, as soon as they are known.
    pub fn first_problems(&mut self) -> Option<Arc<Vec<Problem>>> {
        (self.checked && !std::mem::replace(&mut self.told, self.checked))
            .then(|| Arc::clone(&self.made.problems))
    }

    /// Counts, and records by kind.
    pub fn summary(&self) -> Arc<Summary> {
        Arc::clone(&self.made.summary)
    }

    /// What is wrong.
    pub fn problems(&self) -> Arc<Vec<Problem>> {
        Arc::clone(&self.made.problems)
    }

    /// What the rules find.
    pub fn findings(&self) -> Arc<Findings> {
        Arc::clone(&self.made.findings)
    }

    /// Brings the lists up to `edits`, or begins to. Returns after how many seconds to ask again, if that is needed.
    pub fn refresh(
        &mut self,
        edits: u64,
        now: f64,
        document: &Document,
        evidence: &Evidence,
        origin: &FileState,
        wake: &Waker,
    ) -> Option<f64> {
        let ready = self
            .coming
            .as_ref()
            .and_then(|coming| coming.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(made) = ready {
            self.made = made;
            self.checked = true;
            self.coming = None;
        }
        if self.made.edits == edits && self.checked {
            return None;
        }
        if document.entities().len() + document.links().len() <= SMALL {
            let summary = Summary::of(document, evidence);
            let problems = problems(document, &origin.noticed, &origin.lines);
            self.made = Made {
                edits,
                summary: Arc::new(summary),
                problems: Arc::new(problems),
                findings: Arc::new(findings(document, evidence)),
            };
            self.checked = true;
            return None;
        }
        if self.seen.0 != edits {
            self.seen = (edits, now);
        }
        let waited = now - self.seen.1;
        if waited < PAUSE && self.checked {
            return Some(PAUSE - waited + 0.01);
        }
        if self.coming.is_none() {
            self.begin(edits, document, evidence, origin, wake);
        }
        None
    }

    fn begin(
        &mut self,
        edits: u64,
        document: &Document,
        evidence: &Evidence,
        origin: &FileState,
        wake: &Waker,
    ) {
        let coming = Arc::new(Mutex::new(None));
        self.coming = Some(Arc::clone(&coming));
        let (document, evidence) = (document.clone(), evidence.clone());
        let (noticed, lines) = (origin.noticed.clone(), Arc::clone(&origin.lines));
        let wake = Arc::clone(wake);
        std::thread::spawn(move || {
            let made = Made {
                edits,
                summary: Arc::new(Summary::of(&document, &evidence)),
                problems: Arc::new(problems(&document, &noticed, &lines)),
                findings: Arc::new(findings(&document, &evidence)),
            };
            *coming.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
            wake();
        });
    }
}

/// What is wrong with the dataset now: what `check` finds, with lines where the file still says so, and what only reading
/// showed; the worst first.
pub fn problems(document: &Document, noticed: &[Problem], lines: &RecordLines) -> Vec<Problem> {
    let mut found = noticed.to_vec();
    found.extend(check(document).into_iter().map(|mut problem| {
        if problem.rule != UNUSABLE_RECORD {
            problem.line = lines.of(document, &problem.record);
        }
        problem
    }));
    found.sort_by_key(|problem| problem.severity);
    found
}
