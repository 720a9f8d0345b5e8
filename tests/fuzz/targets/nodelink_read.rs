//! Node-link JSON: whatever is read can be written in both formats and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ::linkwright::formats::{Judged, linkwright, nodelink};
use ::linkwright::model::evidence::{Basis, Evidence};

fuzz_target!(|bytes: &[u8]| {
    let Ok(Some(opened)) = nodelink::read(bytes) else { return };
    let own = linkwright::write(&opened.document);
    let again = linkwright::read(&own).expect("what was written is read");
    assert!(again.document == opened.document, "it is another dataset");
    let evidence = Evidence::of(&opened.document, Basis::default());
    let graph = nodelink::write(&Judged::whole(&opened.document, "main", &evidence));
    assert!(matches!(nodelink::read(&graph.bytes), Ok(Some(_)) | Ok(None)));
});
