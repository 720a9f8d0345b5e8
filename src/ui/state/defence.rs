//! The lines of the list: made from what is on the chart, in a large dataset beside the window; sorted and searched when asked.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use rustc_hash::FxHashMap;

use crate::analysis::defence::{Column, Counts, Defence, Teller, Told};
use crate::work::Work;

/// What lines are made from: revisions of topology, looks and texts.
type Made = (u64, u64, u64);

/// What an order answers: the lines, the column, which way, and the words.
type Asked = (Made, Column, bool, String);

/// Charts up to so many lines have their list made at once.
const SMALL: usize = 20_000;

/// The defence list.
#[derive(Default)]
pub struct DefenceState {
    /// The words that lines must have.
    pub query: String,
    /// The column that it is sorted by.
    pub column: Column,
    /// Whether it is sorted the other way round.
    pub descending: bool,
    /// The link that was selected when the list last looked.
    pub followed: Option<u32>,
    /// How far it is scrolled.
    pub offset: f32,
    list: Option<(Made, Arc<Defence>)>,
    coming: Option<Receiver<(Made, Defence)>>,
    order: Option<(Asked, Arc<Vec<u32>>)>,
    /// What was told of lines that were seen.
    told: (Made, FxHashMap<u32, Arc<Told>>),
    /// A line that is to be seen.
    wanted: Option<u32>,
    /// A line that is to get the focus.
    focus: Option<u32>,
}

impl DefenceState {
    /// Forgets everything that belongs to the dataset that was open; the way it is sorted stays.
    pub fn forget(&mut self) {
        *self = Self {
            column: self.column,
            descending: self.descending,
            ..Self::default()
        };
    }

    /// Brings the lines up to date, or begins to.
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
            let list = Defence::of(&work.document, work.evidence.links(), &links);
            self.list = Some((now, Arc::new(list)));
        } else {
            let (send, receive) = channel();
            let (document, found) = (work.document.clone(), work.evidence.links().to_vec());
            let ctx = ctx.clone();
            std::thread::spawn(move || {
                // Nobody waits for it any more: the window has closed.
                let _ = send.send((now, Defence::of(&document, &found, &links)));
                ctx.request_repaint();
            });
            self.coming = Some(receive);
        }
        self.sort();
    }

    /// Sorts the lines if that was not done yet.
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

    /// The slots of the lines, in their order.
    pub fn order(&self) -> Arc<Vec<u32>> {
        self.order
            .as_ref()
            .map(|(_, order)| Arc::clone(order))
            .unwrap_or_default()
    }

    /// How many lines there are of each sort, whatever the list is searched for.
    pub fn counts(&self) -> Counts {
        self.list
            .as_ref()
            .map(|(_, list)| *list.counts())
            .unwrap_or_default()
    }

    /// The same in words; while the list is searched, how many were found.
    pub fn counts_in_words(&self) -> String {
        if self.list.is_none() {
            return "Being made…".to_owned();
        }
        let counts = self.counts();
        if self.query.trim().is_empty() {
            counts.to_string()
        } else {
            format!("{} found of {counts}", self.order().len())
        }
    }

    /// Sorts by a column; by the same once more, the other way round.
    pub fn sort_by(&mut self, column: Column) {
        self.descending = self.column == column && !self.descending;
        self.column = column;
        self.offset = 0.0;
        self.wanted = None;
        self.sort();
    }

    /// What is said of the line of a link.
    pub fn told(&mut self, work: &Work, slots: &[u32], slot: u32) -> Arc<Told> {
        if let Some(told) = self.told.1.get(&slot) {
            return Arc::clone(told);
        }
        // One teller for all that come into sight together.
        let teller = Teller::new(&work.document, &work.evidence);
        for slot in slots {
            let told = || Arc::new(teller.tell(*slot));
            self.told.1.entry(*slot).or_insert_with(told);
        }
        self.told.1.get(&slot).map(Arc::clone).unwrap_or_default()
    }

    /// Brings a link's line into view in the next frame.
    pub fn scroll_to(&mut self, slot: u32) {
        self.wanted = Some(slot);
    }

    /// Gives a link's line the focus, and brings it into view.
    pub fn focus_on(&mut self, slot: u32) {
        self.wanted = Some(slot);
        self.focus = Some(slot);
    }

    /// Whether this line is to get the focus now.
    pub fn takes_focus(&mut self, slot: u32) -> bool {
        self.focus.take_if(|wanted| *wanted == slot).is_some()
    }

    /// How far to scroll so that the wanted line is seen; `None` where it is already.
    pub fn take_scroll(&mut self, seen: f32, height: f32) -> Option<f32> {
        let wanted = self.wanted.take()?;
        let at = self.order().iter().position(|slot| *slot == wanted)?;
        let top = at as f32 * height;
        if top < self.offset {
            Some(top)
        } else if top + height > self.offset + seen {
            Some(top + height - seen)
        } else {
            None
        }
    }
}
