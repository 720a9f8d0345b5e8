//! Linkwright: a relationship chart that an investigator can defend.
//!
//! Data goes one way; each arrow is a function that a test can call:
//!
//! ```text
//! bytes ─formats→ Document ─net→ Net ─layout→ positions ┐
//!                    │                                   ├─scene→ Scene ─→ canvas (GPU)   screen
//!                    └───────────── look ────────────────┘          └──→ svg → png        file
//! gesture → Command → Edit ─apply→ Document   (and its inverse → history)
//! ```
//!
//! A module imports only from floors below it, and on one floor only from the left of an arrow. `tests/it/floors.rs`
//! holds us to it.
//!
//! | floor | modules |
//! |---|---|
//! | 0 | [`geom`] |
//! | 1 | [`model`]: records, vocabulary, evidence, sentences, problems, findings |
//! | 2 | [`edit`]: one change and its inverse; edits built of many (delete, merge, import, set a claim aside); differences; undo; [`net`]: what is shown, by slot |
//! | 3 | [`formats`]: bytes ↔ document; [`capture`]: a typed line ↔ edits; [`layout`]: plain numbers → positions, by forces or by shape; [`analysis`]: questions to a dataset, one a file: search, the evidence list |
//! | 4 | [`view`]: camera and selection → [`look`]: record → appearance → [`scene`]: the finished picture as rows, and what layouts are told of it |
//! | 5 | [`export`]: scene → svg, png; [`store`]: the disk; also today's date and chance |
//! | 5½ | [`work`]: an open dataset: its chart, derived in one place; the one owner of places; lists made in the background; commit and undo; the feed of changes |
//! | 6 | [`ui`]: a frame is a function of state that returns commands; panels, dialogs, the list of actions; the canvas painter |
//! | 7 | [`app`]: commands carried out, opening and saving, the system's file dialogs, the window; [`cli`]: the same work without a window |

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod analysis;
pub mod app;
pub mod capture;
pub mod cli;
pub mod edit;
pub mod export;
pub mod formats;
pub mod geom;
pub mod layout;
pub mod look;
pub mod model;
pub mod net;
pub mod scene;
pub mod store;
pub mod ui;
pub mod view;
pub mod work;
