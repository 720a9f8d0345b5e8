//! The sentence of a link, for every combination of stance, voices, relay, dispute, dates and endings. Each case reads as a
//! person would say it.

use linkwright::formats::linkwright::read;
use linkwright::model::history::{history, is_set_aside};
use linkwright::model::{Document, Support};
use proptest::prelude::*;

use crate::samples::dataset;
use linkwright::model::evidence::{Basis, Evidence};
use linkwright::model::sentence::Narrator;

const ENTITIES: &str = r#"
    {"id":"uk","kind":"state","name":"United Kingdom","country":"GB"},
    {"id":"fcdo","kind":"agency","name":"FCDO","country":"GB"},
    {"id":"ncsc","kind":"agency","name":"NCSC (GCHQ)","country":"GB"},
    {"id":"bka","kind":"agency","name":"BKA","country":"DE"},
    {"id":"france","kind":"state","name":"France","country":"FR"},
    {"id":"china","kind":"state","name":"China","country":"CN"},
    {"id":"mfa","kind":"agency","name":"Foreign Ministry","country":"CN"},
    {"id":"lumen","kind":"company","name":"Lumen"},
    {"id":"acme","kind":"company","name":"Acme (Holdings)"},
    {"id":"wu","kind":"person","name":"Wu Haibo"},
    {"id":"eu","kind":"organization","name":"Council of the EU"},
    {"id":"rec","kind":"document","name":"Record"}"#;

const SOURCES: &str = r#"
    {"id":"uk-dec","role":"own","authors":["fcdo"],"published":"2025-12-09"},
    {"id":"uk-jan","role":"own","authors":["fcdo"],"published":"2026-01"},
    {"id":"uk-mar","role":"own","authors":["fcdo"],"published":"2026-03"},
    {"id":"uk-later","role":"own","authors":["fcdo"],"published":"2026-02"},
    {"id":"uk-undated","role":"own","authors":["fcdo"]},
    {"id":"ncsc-2024","role":"own","authors":["ncsc"],"published":"2024"},
    {"id":"joint","role":"own","authors":["ncsc","bka","france","lumen","eu"],"published":"2025-08-27"},
    {"id":"lumen","role":"own","authors":["lumen"],"published":"2024-09-18"},
    {"id":"mfa","role":"own","authors":["mfa"],"published":"2025-12-10"},
    {"id":"before","role":"own","authors":["mfa"],"published":"2024-02-22"},
    {"id":"bka","role":"own","authors":["bka"],"published":"2021~"},
    {"id":"eu","role":"own","authors":["eu"],"published":"2026-03-16"},
    {"id":"rusi","role":"own","publisher":"RUSI","published":"2025"},
    {"id":"titled","role":"own","title":"Annual report","published":"2023"},
    {"id":"bare","role":"own"},
    {"id":"house","role":"register","publisher":"Companies House","published":"2023-05-04"},
    {"id":"pt","role":"relay","publisher":"Parliament Today","published":"2025-12-11","derived_from":["uk-dec"]},
    {"id":"fmt","role":"relay","publisher":"Free Malaysia Today","published":"2025-12-12","derived_from":["uk-dec"]},
    {"id":"p3","role":"relay","publisher":"Third Paper","derived_from":["uk-dec"]},
    {"id":"p4","role":"relay","publisher":"Fourth Paper","derived_from":["uk-dec"]},
    {"id":"p5","role":"relay","publisher":"Fifth Paper","derived_from":["uk-dec"]},
    {"id":"of-undated","role":"relay","publisher":"Parliament Today","published":"2025-12-11","derived_from":["uk-undated"]},
    {"id":"of-two","role":"relay","publisher":"The Record","published":"2025-12-11","derived_from":["uk-dec","mfa"]},
    {"id":"of-mixed","role":"relay","publisher":"The Record","published":"2025-12-11","derived_from":["uk-dec","blog"]},
    {"id":"of-house","role":"relay","publisher":"OpenCorporates","published":"2024","derived_from":["house"]},
    {"id":"of-blog","role":"relay","publisher":"The Record","published":"2025-12-11","derived_from":["blog"]},
    {"id":"blog","publisher":"A Blog","published":"2025-12-01"},
    {"id":"paper","role":"relay","publisher":"Daily Paper","published":"2024-02-27"},
    {"id":"nothing"},
    {"id":"bad","role":"own","publisher":"Rumour Mill","reliability":"E"}"#;

fn document(link: &str) -> Document {
    let text = format!(
        r#"{{"format":"linkwright","version":1,"entities":[{ENTITIES}],"sources":[{SOURCES}],"links":[{link}]}}"#
    );
    read(text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
        .document
}

fn sentence_of(link: &str) -> String {
    let document = document(link);
    let evidence = Evidence::of(&document, Basis::default());
    Narrator::new(&document, &evidence).sentence(0)
}

/// A company supplies another: only what is claimed decides.
fn told(claims: &str) -> String {
    sentence_of(&format!(
        r#"{{"id":"l","kind":"supplies","from":"acme","to":"china","claims":[{claims}]}}"#
    ))
}

#[test]
fn each_reads_like_english() {
    let cases: &[(&str, &str)] = &[
        // Stances.
        (
            r#"{"stance":"asserts","source":"uk-dec"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"uk-dec"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"assesses","source":"uk-dec"}"#,
            "Assessed by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"source":"uk-dec"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"swears","source":"uk-dec"}"#,
            "Supported by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"denies","source":"mfa"}"#,
            "No source; denied by China (Foreign Ministry) on 10 December 2025.",
        ),
        (
            r#"{"stance":"assesses","likelihood":"icd-203:likely","source":"uk-dec"}"#,
            "Assessed as likely by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"assesses","likelihood":"phia:realistic-possibility","confidence":"low","source":"uk-dec"}"#,
            "Assessed as a realistic possibility, with low confidence, by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"assesses","likelihood":"icd-203:almost-no-chance","source":"uk-dec"}"#,
            "Assessed as having almost no chance by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"assesses","confidence":"high","source":"lumen"}"#,
            "Assessed with high confidence by Lumen on 18 September 2024; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec"},{"stance":"alleges","source":"lumen"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; alleged by Lumen on 18 September 2024; two independent voices, one asserting; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"uk-dec"},{"stance":"asserts","source":"uk-later"}"#,
            "Asserted by the United Kingdom (FCDO) in February 2026; alleged by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        // Voices.
        (
            r#"{"stance":"asserts","source":"uk-dec"},{"stance":"asserts","source":"lumen"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025 and by Lumen on 18 September 2024; two independent voices; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"uk-dec"},{"stance":"alleges","source":"ncsc-2024"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025 and by the United Kingdom (NCSC, GCHQ) in 2024; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"uk-dec"},{"stance":"alleges","source":"lumen"},{"stance":"alleges","source":"rusi"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, by Lumen on 18 September 2024 and by RUSI in 2025; three independent voices; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"joint"}"#,
            "Asserted jointly by the United Kingdom (NCSC, GCHQ) and four others on 27 August 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec"},{"stance":"asserts","source":"uk-later"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025 and in February 2026; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec"},{"stance":"asserts","source":"uk-dec"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec"},{"stance":"asserts","source":"uk-undated"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"bka"},{"stance":"asserts","source":"blog"},{"stance":"alleges","source":"lumen"}"#,
            "Asserted in A Blog on 1 December 2025 (origin unknown); alleged by BKA around 2021 and by Lumen on 18 September 2024; two independent voices; no denial on file.",
        ),
        (
            r#"{"source":"uk-dec"},{"source":"uk-later"},{"source":"ncsc-2024","speakers":["fcdo"]},{"source":"uk-jan"}"#,
            "Asserted by the United Kingdom (FCDO) in 2024, on 9 December 2025, in January 2026 and on one other occasion; one voice; no denial on file.",
        ),
        (
            r#"{"source":"uk-dec"},{"source":"uk-later"},{"source":"ncsc-2024","speakers":["fcdo"]},{"source":"uk-jan"},{"source":"uk-mar"},{"source":"bka","speakers":["fcdo"]}"#,
            "Asserted by the United Kingdom (FCDO) in 2024, on 9 December 2025, in January 2026 and on three other occasions; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"assesses","likelihood":"icd-203:likely","confidence":"high","source":"joint"}"#,
            "Assessed jointly as likely, with high confidence, by the United Kingdom (NCSC, GCHQ) and four others on 27 August 2025; one voice; no denial on file.",
        ),
        // Relays.
        (
            r#"{"stance":"alleges","source":"pt"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"pt"},{"stance":"alleges","source":"fmt"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today and Free Malaysia Today; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"uk-dec"},{"stance":"alleges","source":"pt"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, directly and via Parliament Today; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"pt"},{"stance":"alleges","source":"fmt"},{"stance":"alleges","source":"p3"},{"stance":"alleges","source":"p4"},{"stance":"alleges","source":"p5"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today and four others; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"of-undated"}"#,
            "Alleged by the United Kingdom (FCDO), via Parliament Today on 11 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"of-two"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025 and China (Foreign Ministry) on 10 December 2025, via The Record; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"of-mixed"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025 and others of unknown origin, via The Record; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"of-house"}"#,
            "Asserted by Companies House on 4 May 2023, via OpenCorporates; on record; one voice; no denial on file.",
        ),
        // Origin not known.
        (
            r#"{"stance":"asserts","source":"paper"}"#,
            "Asserted in Daily Paper on 27 February 2024 (origin unknown); one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"paper"},{"stance":"asserts","source":"blog"}"#,
            "Asserted in Daily Paper on 27 February 2024 and in A Blog on 1 December 2025 (both of unknown origin); one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"of-blog"}"#,
            "Asserted in A Blog on 1 December 2025, via The Record (origin unknown); one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"nothing"}"#,
            "Asserted in an untitled source (nothing), origin unknown; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"paper"},{"stance":"asserts","source":"uk-dec"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025, and in Daily Paper on 27 February 2024 (origin unknown); one voice; no denial on file.",
        ),
        // Who speaks.
        (
            r#"{"stance":"asserts","source":"house"}"#,
            "Asserted by Companies House on 4 May 2023; on record; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"titled"}"#,
            "Asserted in “Annual report” in 2023; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"bare"}"#,
            "Asserted in an untitled source (bare); one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"rusi"}"#,
            "Asserted by RUSI in 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"bka"}"#,
            "Asserted by BKA around 2021; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"eu"}"#,
            "Asserted by the Council of the EU on 16 March 2026; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"uk-dec","speakers":["uk"]}"#,
            "Alleged by the United Kingdom on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"lumen","speakers":["mfa"]}"#,
            "Alleged by China (Foreign Ministry), via an untitled source (lumen) on 18 September 2024; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"of-two","speakers":["fcdo"]}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via The Record; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"paper","speaker_name":"a former employee"}"#,
            "Alleged by a former employee, via Daily Paper on 27 February 2024; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"paper","speakers":["wu"],"speaker_name":"a former employee"}"#,
            "Alleged jointly by Wu Haibo and a former employee, via Daily Paper on 27 February 2024; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"joint","speakers":["ncsc","bka","france","lumen"]}"#,
            "Alleged jointly by the United Kingdom (NCSC, GCHQ) and three others on 27 August 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"uk-dec","speakers":["ncsc"]}"#,
            "Alleged by the United Kingdom (NCSC, GCHQ) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"paper","speakers":["nobody"]}"#,
            "Alleged by a speaker not in this dataset (nobody), via Daily Paper on 27 February 2024; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"lumen","speakers":["acme"]}"#,
            "Alleged by Acme (Holdings), via an untitled source (lumen) on 18 September 2024; one voice; no denial on file.",
        ),
        // Disputes.
        (
            r#"{"stance":"alleges","source":"pt"},{"stance":"denies","source":"mfa"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; one voice; denied by China (Foreign Ministry) on 10 December 2025.",
        ),
        (
            r#"{"stance":"alleges","source":"pt"},{"stance":"denies","source":"before"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; one voice; denied earlier by China (Foreign Ministry) on 22 February 2024.",
        ),
        (
            r#"{"stance":"alleges","source":"pt"},{"stance":"denies","source":"mfa"},{"stance":"denies","source":"paper","speakers":["acme"]}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; one voice; denied by China (Foreign Ministry) on 10 December 2025; denied earlier by Acme (Holdings), via Daily Paper on 27 February 2024.",
        ),
        (
            r#"{"stance":"alleges","source":"pt"},{"stance":"denies","source":"paper"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; one voice; denied earlier in Daily Paper on 27 February 2024 (origin unknown).",
        ),
        (
            r#"{"stance":"alleges","source":"pt"},{"stance":"denies","source":"bad"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; one voice; no denial that counts.",
        ),
        (
            r#"{"stance":"alleges","source":"pt"},{"stance":"denies","source":"mfa","ended":{"how":"withdrawn"}}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; one voice; no denial that counts.",
        ),
        (
            r#"{"stance":"alleges","source":"bka"},{"stance":"denies","source":"mfa","speaker_name":"Acme"}"#,
            "Alleged by BKA around 2021; one voice; denied by Acme, via an untitled source (mfa) on 10 December 2025.",
        ),
        (
            r#"{"stance":"alleges","source":"pt"},{"stance":"denies","about":"since","source":"mfa"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; one voice; no denial of the link itself; start denied by China (Foreign Ministry) on 10 December 2025.",
        ),
        // Fields and stakes.
        (
            r#"{"stance":"asserts","about":"since","source":"uk-dec","since":"2020"}"#,
            "Start asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; since 2020; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec"},{"stance":"asserts","about":"since","source":"uk-dec","since":"2020"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; since 2020; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"house","share":{"min":25,"max":50,"direct":true}}"#,
            "Direct stake of 25–50% asserted by Companies House on 4 May 2023; on record; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"house","share":{"min":10.9,"max":10.9}},{"stance":"asserts","source":"lumen","share":{"max":10.9,"direct":false}}"#,
            "Stake of 10.9% asserted by Companies House on 4 May 2023; indirect stake of at most 10.9% asserted by Lumen on 18 September 2024; on record; two independent voices; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"uk-dec"},{"stance":"denies","source":"mfa","share":{"min":25}}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025; one voice; stake of at least 25% denied by China (Foreign Ministry) on 10 December 2025.",
        ),
        // Dates.
        (
            r#"{"stance":"asserts","source":"uk-dec","since":"2021-05-03"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; since 3 May 2021; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec","since":"2021-05"},{"stance":"asserts","source":"lumen","since":"2010~","until":"2023"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025 and by Lumen on 18 September 2024; two independent voices; from around 2010 to 2023; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec","since":"2021","until":".."}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; since 2021, ongoing; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec","until":".."}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; ongoing; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec","until":"2023-01-31"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; until 31 January 2023; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec","since":"2021-05-03","until":"2021-05-03"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; dated 3 May 2021; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec","since":"2021","until":"2021"}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; dated 2021; no denial on file.",
        ),
        // What does not count.
        (r#""#, "No source; no denial on file."),
        (r#"{"stance":"asserts"}"#, "No source; no denial on file."),
        (
            r#"{"stance":"asserts","source":"gone"}"#,
            "No source that counts: source “gone” is not in this dataset; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"bad"}"#,
            "No source that counts: Rumour Mill is graded unreliable; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"uk-dec","credibility":5}"#,
            "No source that counts: the allegation by the United Kingdom (FCDO) on 9 December 2025 is graded improbable; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"bad"},{"stance":"asserts","source":"gone"}"#,
            "No source that counts: Rumour Mill is graded unreliable and source “gone” is not in this dataset; no denial on file.",
        ),
        (
            r#"{"stance":"asserts","source":"bad"},{"stance":"alleges","source":"uk-dec"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"joint","credibility":5}"#,
            "No source that counts: the joint allegation by the United Kingdom (NCSC, GCHQ) and four others on 27 August 2025 is graded improbable; no denial on file.",
        ),
        (
            r#"{"source":"pt","credibility":5}"#,
            "No source that counts: the assertion by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today, is graded improbable; no denial on file.",
        ),
        (
            r#"{"about":"since","source":"uk-dec","credibility":5}"#,
            "No source that counts: the start asserted by the United Kingdom (FCDO) on 9 December 2025 is graded improbable; no denial on file.",
        ),
        // Endings.
        (
            r#"{"stance":"asserts","source":"uk-dec","ended":{"how":"withdrawn"}}"#,
            "Set aside: withdrawn; previously asserted by the United Kingdom (FCDO) on 9 December 2025.",
        ),
        (
            r#"{"stance":"asserts","source":"uk-dec","ended":{"on":"2026-01-05","how":"rejected","why":"No such Act; see S.I. 2020/597."}}"#,
            "Set aside: found to be wrong on 5 January 2026 (No such Act; see S.I. 2020/597); previously asserted by the United Kingdom (FCDO) on 9 December 2025.",
        ),
        (
            r#"{"stance":"alleges","source":"pt","ended":{"how":"superseded"}}"#,
            "Set aside: superseded; previously alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today.",
        ),
        (
            r#"{"stance":"alleges","source":"pt","ended":{}}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; one voice; no denial on file.",
        ),
        (
            r#"{"stance":"alleges","source":"pt","ended":{"why":"entered twice"}}"#,
            "Set aside (entered twice); previously alleged by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today.",
        ),
        (
            r#"{"source":"uk-dec","ended":{"on":"2026","how":"withdrawn"}},{"stance":"alleges","source":"lumen","ended":{"how":"rejected","why":"another company"}}"#,
            "Set aside: withdrawn in 2026; found to be wrong (another company); previously asserted by the United Kingdom (FCDO) on 9 December 2025 and alleged by Lumen on 18 September 2024.",
        ),
        (
            r#"{"source":"uk-dec","ended":{"how":"withdrawn"}},{"stance":"denies","source":"mfa"}"#,
            "Set aside: withdrawn; previously asserted by the United Kingdom (FCDO) on 9 December 2025; denied by China (Foreign Ministry) on 10 December 2025.",
        ),
        (
            r#"{"ended":{"how":"rejected","why":"entered by mistake"}}"#,
            "Set aside: found to be wrong (entered by mistake).",
        ),
        (
            r#"{"source":"uk-dec","ended":{"on":"2026-01-05","how":"withdrawn","why":"it had the wrong company"}},{"stance":"alleges","source":"lumen"}"#,
            "Alleged by Lumen on 18 September 2024; one voice; no denial on file; another claim was withdrawn on 5 January 2026 (it had the wrong company).",
        ),
        (
            r#"{"source":"uk-dec","ended":{"how":"withdrawn"}},{"source":"rusi","ended":{"how":"rejected"}},{"stance":"alleges","source":"lumen"}"#,
            "Alleged by Lumen on 18 September 2024; one voice; no denial on file; two other claims were set aside.",
        ),
        (
            r#"{"id":"a","source":"uk-dec","ended":{"how":"superseded","by":"b"}},{"id":"b","stance":"alleges","source":"uk-dec"}"#,
            "Alleged by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file.",
        ),
        (
            r#"{"source":"uk-dec","ended":{"how":"withdrawn"}},{"source":"bad"}"#,
            "No source that counts: Rumour Mill is graded unreliable; no denial on file; another claim was withdrawn.",
        ),
    ];
    for (claims, expected) in cases {
        assert_eq!(told(claims), *expected, "{claims}");
    }
    assert!(cases.len() >= 80, "{} cases", cases.len());
}

#[test]
fn kinds_ends_and_own_times() {
    let cases: &[(&str, &str)] = &[
        (
            r#"{"id":"l","kind":"sanctions","from":"uk","to":"acme","claims":[{"source":"pt"}]}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025, via Parliament Today; on record; one voice; no denial on file.",
        ),
        (
            r#"{"id":"l","kind":"published","from":"uk","to":"rec","claims":[{"source":"uk-dec","since":"2025-12-09"}]}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; on record; one voice; dated 9 December 2025; no denial on file.",
        ),
        (
            r#"{"id":"l","kind":"sanctions","from":"uk","to":"acme","claims":[{"source":"uk-dec","since":"2025-12-09"}]}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; on record; one voice; since 9 December 2025; no denial on file.",
        ),
        (
            r#"{"id":"l","kind":"supplies","from":"acme","to":"china","since":"2020","claims":[]}"#,
            "No source; dates as entered: since 2020; no denial on file.",
        ),
        (
            r#"{"id":"l","kind":"supplies","from":"acme","to":"china","since":"2020","until":"2022","claims":[]}"#,
            "No source; dates as entered: 2020 to 2022; no denial on file.",
        ),
        (
            r#"{"id":"l","kind":"supplies","from":"acme","to":"china","since":"2020","until":"2022","claims":[{"source":"uk-dec","since":"2019"}]}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; from 2020 to 2022; no denial on file.",
        ),
        (
            r#"{"id":"l","kind":"supplies","from":"acme","to":"nobody","claims":[{"source":"uk-dec"}]}"#,
            "Asserted by the United Kingdom (FCDO) on 9 December 2025; one voice; no denial on file; not drawn: one end is missing.",
        ),
        (
            r#"{"id":"l","kind":"supplies","from":"acme","to":"china","since":"2020","claims":[{"source":"uk-dec","ended":{"how":"withdrawn"}}]}"#,
            "Set aside: withdrawn; previously asserted by the United Kingdom (FCDO) on 9 December 2025.",
        ),
    ];
    for (link, expected) in cases {
        assert_eq!(sentence_of(link), *expected, "{link}");
    }
}

/// Some claims, read as of a day or without a source.
fn told_on(basis: impl Fn(&Document) -> Basis, claims: &str) -> String {
    let document = document(&format!(
        r#"{{"id":"l","kind":"supplies","from":"acme","to":"china","claims":[{claims}]}}"#
    ));
    let evidence = Evidence::of(&document, basis(&document));
    Narrator::new(&document, &evidence).sentence(0)
}

#[test]
fn what_was_published_later_or_is_left_out_is_not_told() {
    let as_of = |day: &'static str| {
        move |_: &Document| Basis {
            as_of: Some(day.parse().unwrap()),
            ..Basis::default()
        }
    };
    let what_if = |id: &'static str| {
        move |document: &Document| Basis {
            left_out: vec![document.sources().slot_of(id).unwrap()],
            ..Basis::default()
        }
    };
    let two = r#"{"source":"lumen"},{"source":"uk-later"}"#;
    assert_eq!(
        told_on(as_of("2025-01-01"), two),
        "Asserted by Lumen on 18 September 2024; one voice; no denial on file."
    );
    let published = r#"{"source":"rusi"},{"source":"titled"}"#;
    assert_eq!(
        told_on(as_of("2020"), published),
        "No source that counts: RUSI was published after the as-of date and “Annual report” was published after the as-of date; no denial on file."
    );
    assert_eq!(
        told_on(what_if("lumen"), two),
        "Asserted by the United Kingdom (FCDO) in February 2026; one voice; no denial on file."
    );
    let ended = r#"{"source":"lumen","ended":{"how":"withdrawn"}},{"source":"uk-later","ended":{"how":"rejected"}}"#;
    assert_eq!(
        told_on(what_if("lumen"), ended),
        "Set aside: found to be wrong; previously asserted by the United Kingdom (FCDO) in February 2026."
    );
    let denied = r#"{"source":"lumen"},{"stance":"denies","source":"mfa"}"#;
    assert_eq!(
        told_on(what_if("mfa"), denied),
        "Asserted by Lumen on 18 September 2024; one voice; no denial on file."
    );
    assert_eq!(
        told_on(what_if("lumen"), denied),
        "No source; denied by China (Foreign Ministry) on 10 December 2025."
    );
}

#[test]
fn the_order_of_what_stands_apart_changes_no_sentence() {
    let [a, b, c] = [
        r#"{"stance":"asserts","source":"uk-dec"}"#,
        r#"{"stance":"alleges","source":"lumen"}"#,
        r#"{"stance":"denies","source":"mfa"}"#,
    ];
    assert_eq!(told(&[a, b, c].join(",")), told(&[c, b, a].join(",")));
}

proptest! {
    /// What the sentence says of denials and endings is what the rule found, and a history forgets no claim.
    #[test]
    fn a_sentence_says_what_the_rule_found(text in dataset()) {
        let document = read(text.as_bytes()).unwrap().document;
        let evidence = Evidence::of(&document, Basis::default());
        let narrator = Narrator::new(&document, &evidence);
        for (slot, link) in document.links().iter_slots() {
            let found = evidence.link(slot);
            let sentence = narrator.sentence(slot);
            let set_aside = found.support == Support::SetAside;
            prop_assert_eq!(sentence.starts_with("Set aside"), set_aside, "{}", sentence);
            prop_assert_eq!(set_aside, is_set_aside(link));
            let unsourced = found.support == Support::Unsourced;
            prop_assert_eq!(sentence.starts_with("No source"), unsourced, "{}", sentence);
            let undenied = ["no denial on file", "no denial that counts", "no denial of the link itself"]
                .iter()
                .any(|words| sentence.contains(words));
            prop_assert_eq!(undenied, !found.disputed && !set_aside, "{}", sentence);
            prop_assert_eq!(sentence.contains("; on record; "), found.on_record && !set_aside, "{}", sentence);
            let ended = link.claims.iter().filter(|claim| claim.ended.is_some()).count();
            let events = history(&narrator, &link.claims);
            prop_assert_eq!(events.len(), link.claims.len() + ended);
            let dates: Vec<_> = events.iter().map_while(|event| event.on).map(|on| on.first_day()).collect();
            prop_assert!(dates.is_sorted());
            prop_assert!(events[dates.len()..].iter().all(|event| event.on.is_none()));
        }
    }
}
