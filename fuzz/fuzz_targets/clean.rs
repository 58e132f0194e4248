//! Whatever the text, what is kept and what is removed are the raw text, each piece once and on its line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wenlan::clean::clean;
use wenlan::ingest::{Format, Raw};

fuzz_target!(|text: &str| {
    for format in [Format::Text, Format::Markdown] {
        let document = clean(&Raw { text: text.into(), format, ..Raw::default() }, None);
        let kept = document.blocks.iter().flat_map(|block| &block.spans);
        let removed = document.removed.iter().map(|removed| &removed.span);
        let mut spans: Vec<_> = kept.chain(removed).collect();
        spans.sort_by_key(|span| span.start);
        let mut end = 0;
        for span in spans {
            let between = &text[end..span.start as usize];
            assert!(between.chars().all(char::is_whitespace), "lost {between:?}");
            assert_eq!(span.line as usize, text[..span.start as usize].matches('\n').count() + 1);
            end = span.end as usize;
        }
        assert!(text[end..].chars().all(char::is_whitespace), "lost the end");
        for block in &document.blocks {
            let spans = block.spans.iter().flat_map(|span| text[span.bytes()].chars());
            let said = block.text.chars().filter(|c| !c.is_whitespace());
            assert!(said.eq(spans.filter(|c| !c.is_whitespace())), "{:?} is not its spans", block.text);
        }
    }
});
