//! Raw text in, document out: what the cleaner must keep whatever the text is.

use proptest::prelude::*;
use wenlan::clean::{clean, clean_explained};
use wenlan::document::{Document, Span};
use wenlan::ingest::Raw;

fn raw(text: &str) -> Raw {
    Raw { path: "test.txt".into(), text: text.into(), encoding: "UTF-8", ..Raw::default() }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn spans(document: &Document) -> Vec<Span> {
    let kept = document.blocks.iter().flat_map(|block| block.spans.iter());
    let removed = document.removed.iter().map(|removed| &removed.span);
    let mut spans: Vec<Span> = kept.chain(removed).copied().collect();
    spans.sort_by_key(|span| span.start);
    spans
}

/// A sentence that a gap may follow, or a line break may cut.
const SENTENCE: &str = "[天地山水云风花木]{30,40}，[江河湖海桥路]{10,16}。[春夏秋冬村镇]{18,24}[。？！]”?";

/// What stands over an article.
const HEAD: &str = "桥边的四季\n来源：河畔日报 2019-03-04 10:20\n\n";

/// Paragraphs on one line, behind gaps, perhaps with their heading.
fn crowded_line() -> impl Strategy<Value = String> {
    let gap = prop_oneof![Just(" "), Just("   "), Just("　　"), Just("\u{a0}\u{a0}　")];
    let head = prop_oneof![Just(""), Just("一、桥边的人 "), Just("第一章 总则 "), Just("【河畔】 ")];
    (head, gap, prop::collection::vec(SENTENCE, 2..12))
        .prop_map(|(head, gap, sentences)| format!("{head}{}", sentences.join(gap)))
}

/// A paragraph cut at a fixed width, its lines indented or apart.
fn wrapped_lines() -> impl Strategy<Value = String> {
    let end = prop_oneof![Just("\n"), Just("\n\n"), Just("\n　　"), Just(" \r\n")];
    (prop::collection::vec(SENTENCE, 1..6), 8..40usize, end).prop_map(|(sentences, width, end)| {
        let text: Vec<char> = sentences.concat().chars().collect();
        text.chunks(width).map(|line| line.iter().collect()).collect::<Vec<String>>().join(end)
    })
}

/// Pieces that pages are made of, mixed with arbitrary characters.
fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("　　河边的柳树绿了，孩子们放学后常来这里放风筝，一直玩到太阳落山。".to_owned()),
        Just("首页 > 新闻 > 正文".to_owned()),
        Just("来源：河畔日报 2019-03-04 10:20".to_owned()),
        Just("一、春天的计划".to_owned()),
        Just("▲ 河边的柳树".to_owned()),
        Just("查看: 12|回复: 3".to_owned()),
        Just("本报记者 王小河 文/图".to_owned()),
        Just("上一篇：旧文章\n下一篇：新文章".to_owned()),
        Just("他走到桥头，看见水面上漂着一只纸船，船上写着三个".to_owned()),
        Just(String::new()),
        "\\PC{0,40}",
        crowded_line(),
        wrapped_lines(),
        "[ \t|\u{3000}\u{a0}\u{feff}\u{200b}\u{7}。，“”()（）0-9a-z一二三第章条]{0,30}",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.join("\n"))
}

proptest! {
    #[test]
    fn kept_and_removed_are_the_raw_text(text in prop_oneof![page(), any::<String>()]) {
        let document = clean(&raw(&text), None);
        let mut rebuilt = String::new();
        let mut end = 0;
        for span in spans(&document) {
            prop_assert!(span.start >= end, "spans overlap at byte {}", span.start);
            let line = text[..span.start as usize].matches('\n').count() as u32 + 1;
            prop_assert_eq!(span.line, line);
            rebuilt.push_str(&text[span.bytes()]);
            end = span.end;
        }
        prop_assert_eq!(squeeze(&rebuilt), squeeze(&text));
    }

    #[test]
    fn a_crowded_line_is_taken_apart(sentences in prop::collection::vec(SENTENCE, 8..16)) {
        let document = clean(&raw(&format!("{HEAD}{}", sentences.join(" "))), None);
        let paragraphs: Vec<String> = document.blocks.into_iter().map(|block| block.text).collect();
        prop_assert_eq!(paragraphs, sentences);
    }

    #[test]
    fn a_block_says_what_its_spans_say(text in page()) {
        for block in clean(&raw(&text), None).blocks {
            let spans: String = block.spans.iter().map(|span| &text[span.bytes()]).collect();
            prop_assert_eq!(squeeze(&block.text), squeeze(&spans));
            prop_assert!(!block.text.contains('\n'));
        }
    }

    #[test]
    fn the_same_text_gives_the_same_document(text in page()) {
        let (document, verdicts) = clean_explained(&raw(&text), None);
        prop_assert_eq!(&document, &clean(&raw(&text), None));
        prop_assert!(verdicts.iter().all(|verdict| !verdict.rule.is_empty()));
    }
}
