//! The links of the list: made from what is on the chart, for a large dataset on another thread; sorted and searched when
//! asked.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use rustc_hash::FxHashMap;

use crate::analysis::evidence_list::{EvidenceList, LinkText, SortColumn, SupportCounts, Teller};
use crate::work::Work;

/// What the list is built from: revisions of topology, looks and texts.
type BuiltFrom = (u64, u64, u64);

/// What an order answers: the lines, the column, which way, and the words.
type Asked = (BuiltFrom, SortColumn, bool, String);

/// Maximum number of links whose list is made at once.
const SMALL: usize = 20_000;

/// The evidence list.
#[derive(Default)]
pub struct EvidenceListState {
    /// The words that links must have.
    pub query: String,
    /// The column that it is sorted by.
    pub column: SortColumn,
    /// Whether it is sorted in descending order.
    pub descending: bool,
    /// The widths that its columns begin with, once they were measured.
    pub widths: Option<Vec<f32>>,
    /// How many datasets it was of before this one.
    pub before: u32,
    /// The link that was selected when the list last looked.
    pub followed: Option<u32>,
    list: Option<(BuiltFrom, Arc<EvidenceList>)>,
    coming: Option<Receiver<(BuiltFrom, EvidenceList)>>,
    order: Option<(Asked, Arc<Vec<u32>>)>,
    /// The texts of links that were seen.
    told: (BuiltFrom, FxHashMap<u32, Arc<LinkText>>),
    /// A link that is to be seen.
    wanted: Option<u32>,
    /// A link whose row is to get the focus.
    focus: Option<u32>,
}

impl EvidenceListState {
    /// Forgets everything that belongs to the dataset that was open; the way it is sorted stays.
    pub fn forget(&mut self) {
        *self = Self {
            column: self.column,
            descending: self.descending,
            before: self.before + 1,
            ..Self::default()
        };
    }

    /// Brings the list up to date, or begins to.
    pub fn refresh(&mut self, ctx: &egui::Context, work: &Work) {
        if let Some(made) = self
            .coming
            .as_ref()
            .and_then(|coming| coming.try_recv().ok())
        {
            self.list = Some((made.0, Arc::new(made.1)));
            self.coming = None;
        }
        let revisions = &work.revisions;
        let now = (revisions.topology, revisions.looks, revisions.text);
        if self.told.0 != now {
            self.told = (now, FxHashMap::default());
        }
        if self.list.as_ref().is_some_and(|(made, _)| *made == now) || self.coming.is_some() {
            self.sort();
            return;
        }
        let links: Vec<u32> = work.net.links.iter().map(|link| link.slot).collect();
        if links.len() <= SMALL {
            let list = EvidenceList::of(&work.document, work.evidence.links(), &links);
            self.list = Some((now, Arc::new(list)));
        } else {
            let (send, receive) = channel();
            let (document, found) = (work.document.clone(), work.evidence.links().to_vec());
            let ctx = ctx.clone();
            std::thread::spawn(move || {
                // No one waits for it any longer: the window has closed.
                let _ = send.send((now, EvidenceList::of(&document, &found, &links)));
                ctx.request_repaint();
            });
            self.coming = Some(receive);
        }
        self.sort();
    }

    /// Sorts the list if that was not done yet.
    fn sort(&mut self) {
        let Some((made, list)) = &self.list else {
            return;
        };
        let asked = (
            *made,
            self.column,
            self.descending,
            self.query.trim().to_owned(),
        );
        if self
            .order
            .as_ref()
            .is_none_or(|(answered, _)| *answered != asked)
        {
            let order = list.order(self.column, self.descending, &self.query);
            self.order = Some((asked, Arc::new(order)));
        }
    }

    /// The slots of the links, in their order.
    pub fn order(&self) -> Arc<Vec<u32>> {
        self.order
            .as_ref()
            .map(|(_, order)| Arc::clone(order))
            .unwrap_or_default()
    }

    /// The number of links with each support, whatever the list is searched for.
    pub fn counts(&self) -> SupportCounts {
        self.list
            .as_ref()
            .map(|(_, list)| *list.counts())
            .unwrap_or_default()
    }

    /// The same in words; while the list is searched, with how many match.
    pub fn counts_text(&self) -> String {
        if self.list.is_none() {
            return "Loading…".to_owned();
        }
        let counts = self.counts();
        if self.query.trim().is_empty() {
            counts.to_string()
        } else {
            match self.order().len() {
                1 => format!("1 match in {counts}"),
                n => format!("{n} matches in {counts}"),
            }
        }
    }

    /// Sorts by a column; by the same once more, in descending order.
    pub fn sort_by(&mut self, column: SortColumn) {
        self.descending = self.column == column && !self.descending;
        self.column = column;
        self.sort();
        self.wanted = self.order().first().copied();
    }

    /// Makes the texts of these links, which are coming into view.
    pub fn prepare(&mut self, work: &Work, slots: &[u32]) {
        if slots.iter().all(|slot| self.told.1.contains_key(slot)) {
            return;
        }
        let teller = Teller::new(&work.document, &work.evidence);
        for slot in slots {
            let told = || Arc::new(teller.tell(*slot));
            self.told.1.entry(*slot).or_insert_with(told);
        }
    }

    /// The texts of the first links of the list as the dataset has them, whatever it is sorted by.
    pub fn first_texts(&mut self, work: &Work) -> Vec<Arc<LinkText>> {
        const FIRST: usize = 200;
        let links = work.net.links.iter().take(FIRST);
        let slots: Vec<u32> = links.map(|link| link.slot).collect();
        self.prepare(work, &slots);
        slots.iter().map(|slot| self.text(*slot)).collect()
    }

    /// The texts of a link that was prepared.
    pub fn text(&self, slot: u32) -> Arc<LinkText> {
        self.told.1.get(&slot).map(Arc::clone).unwrap_or_default()
    }

    /// Brings a link's row into view in the next frame.
    pub fn scroll_to(&mut self, slot: u32) {
        self.wanted = Some(slot);
    }

    /// Gives a link's row the focus, and brings it into view.
    pub fn focus_on(&mut self, slot: u32) {
        self.wanted = Some(slot);
        self.focus = Some(slot);
    }

    /// Whether the row of this link is to get the focus now.
    pub fn takes_focus(&mut self, slot: u32) -> bool {
        self.focus.take_if(|wanted| *wanted == slot).is_some()
    }

    /// The place of the link that is to be brought into view, once.
    pub fn take_scroll(&mut self) -> Option<usize> {
        let wanted = self.wanted.take()?;
        self.order().iter().position(|slot| *slot == wanted)
    }
}
