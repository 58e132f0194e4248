//! Bytes in, document out: encodings, line ends, control characters, entities, and what a page hides.

use std::sync::Arc;

use encoding_rs::{BIG5, GB18030};
use wenlan::clean::clean;
use wenlan::document::{Document, Reason};
use wenlan::ingest::{Charset, Format, Origin, Raw, Source, load, load_as};

const LINES: [&str; 4] = [
    "渡口停航三天",
    "2021-03-05 09:12 来源：河湾晚报",
    "　　渡口从明天起停航三天，请乘客改走大桥，船票可以在窗口退款。",
    "　　竹篾编的缆绳要换成钢的，老邱说，他撑了三十九年的船，头一回歇这么久。",
];

fn source(bytes: &[u8], format: Format) -> Source {
    Source { origin: Origin::Stdin(Arc::from(bytes)), format, bytes: 0, modified: None, inode: 0, only: None }
}

fn read(bytes: &[u8]) -> Raw {
    load(&source(bytes, Format::Text)).expect("a text")
}

fn page(html: &str) -> (Raw, Document) {
    let raw = load(&source(html.as_bytes(), Format::Html)).expect("a page");
    let document = clean(&raw, None);
    (raw, document)
}

fn gb(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

#[test]
fn a_file_of_two_encodings_is_read_line_by_line() {
    let text = LINES.join("\n");
    let parts: Vec<Vec<u8>> = LINES
        .iter()
        .enumerate()
        .map(|(at, line)| if at == 2 { gb(line) } else { line.as_bytes().to_vec() })
        .collect();
    let raw = read(&parts.join(&b'\n'));
    assert_eq!((raw.text.as_str(), raw.encoding, raw.bad_bytes), (text.as_str(), "UTF-8", 0));
    assert_eq!(raw.mixed, ["gb18030"]);
    let halves = [gb(&text), b"\n".to_vec(), text.as_bytes().to_vec()].concat();
    assert_eq!(read(&halves).text, format!("{text}\n{text}"));
}

#[test]
fn lines_of_big5_in_a_file_of_gbk_are_known() {
    let traditional = "　　渡口從明天起停航三天，請乘客改走大橋，船票可以在窗口退款。";
    let bytes = [gb(&LINES.join("\n")), b"\n".to_vec(), BIG5.encode(traditional).0.into_owned()].concat();
    assert_eq!(read(&bytes).text, format!("{}\n{traditional}", LINES.join("\n")));
}

#[test]
fn the_shortest_texts_are_read_as_written() {
    for text in ["测试", "你好", "谢谢", "联通", "中国", "河堤", "今天下雨", "渡口"] {
        assert_eq!(read(&gb(text)).text, text);
    }
    for text in ["謝謝", "中國", "河堤", "今天下雨"] {
        assert_eq!(read(&BIG5.encode(text).0).text, text);
    }
    for text in ["café", "25°C · ±3%", "Привет, мир", "naïve façade"] {
        assert_eq!(read(text.as_bytes()).text, text);
    }
}

#[test]
fn wide_characters_are_known_with_and_without_a_mark() {
    let text = LINES.join("\n");
    for (le, name) in [(true, "UTF-32LE"), (false, "UTF-32BE")] {
        let unit = |c: char| if le { (c as u32).to_le_bytes() } else { (c as u32).to_be_bytes() };
        for mark in ["", "\u{feff}"] {
            let bytes: Vec<u8> = mark.chars().chain(text.chars()).flat_map(unit).collect();
            let raw = read(&bytes);
            assert_eq!((raw.text.as_str(), raw.encoding), (text.as_str(), name), "{mark:?}");
        }
    }
    let hz = read(b"~{6I?Z~}\n\n~{4SCwLlFpM#:=H}Ll~}\n");
    assert_eq!((hz.text.as_str(), hz.encoding), ("渡口\n\n从明天起停航三天\n", "HZ-GB-2312"));
}

#[test]
fn what_was_misread_before_it_was_stored_is_mended_and_said() {
    let misread = GB18030.decode(LINES[2].as_bytes()).0.into_owned();
    let raw = read(format!("{}\n{misread}\n", LINES[0]).as_bytes());
    assert!(raw.text.contains("请乘客改走大桥"), "{}", raw.text);
    assert_eq!(raw.repaired, ["utf-8 read as gbk"]);
    let field = serde_json::json!({"title": "渡口", "content": format!("{misread}{misread}")}).to_string();
    let raw = load(&source(field.as_bytes(), Format::Json)).expect("a record");
    assert!(raw.text.contains("请乘客改走大桥"), "{}", raw.text);
}

#[test]
fn control_characters_are_no_reason_to_refuse_a_text() {
    let padded = [LINES.join("\n").as_bytes(), &[0; 4096]].concat();
    assert!(read(&padded).text.starts_with(LINES[0]));
    let fielded = LINES.join("\u{1}\u{2}\0");
    assert_eq!(read(fielded.as_bytes()).text, fielded);
    assert!(load(&source(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0", Format::Text)).is_err());
}

#[test]
fn every_end_of_a_line_ends_one() {
    for end in ["\r", "\r\n", "\r\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\u{c}"] {
        let document = clean(&read(LINES.join(end).as_bytes()), None);
        assert_eq!(document.meta.title.as_deref(), Some(LINES[0]), "{end:?}");
        assert_eq!(document.blocks.len(), 2, "{end:?} {:?}", document.blocks);
        assert_eq!(document.blocks[0].spans[0].line, 3, "{end:?}");
    }
}

#[test]
fn entities_of_a_text_are_read_and_its_lines_stay() {
    let text = "渡口停航&mdash;&mdash;三天\n\n&nbsp;&nbsp;&ldquo;到对岸要多久？&rdquo;她问。\n";
    let raw = read(text.as_bytes());
    assert_eq!(raw.text, "渡口停航——三天\n\n\u{a0}\u{a0}“到对岸要多久？”她问。\n");
    assert_eq!(raw.repaired, ["html entities"]);
}

#[test]
fn somebody_s_word_goes_before_the_guess() {
    let bytes = gb(&LINES.join("\n"));
    let raw = load_as(&source(&bytes, Format::Text), Some(Charset::Big5)).expect("a text");
    assert_eq!(raw.encoding, "Big5");
    assert!(!raw.text.contains("渡口"));
}

#[test]
fn what_a_page_hides_is_removed_and_not_lost() {
    let body = LINES[2..].iter().map(|line| format!("<p>{line}</p>")).collect::<String>();
    let hidden = body.replace("乘客", "<span style='display:none'>u9x@f#8k</span>乘客");
    let (raw, document) = page(&format!(
        "<!DOCTYPE html><title>{0}</title><h1>{0}</h1><p>{1}</p>{hidden}<div hidden><p>藏起来的一段</p></div>\
         <noscript>请打开脚本</noscript>",
        LINES[0], LINES[1]
    ));
    assert!(
        document.blocks.iter().any(|block| block.text.contains("请乘客改走大桥")),
        "{:?}",
        document.blocks
    );
    let found: Vec<&str> = document
        .removed
        .iter()
        .filter(|removed| removed.reason == Reason::Hidden)
        .map(|removed| removed.text.as_str())
        .collect();
    assert_eq!(found, ["u9x@f#8k", "藏起来的一段", "请打开脚本"]);
    // Kept and removed are the whole text of the page.
    let kept = document.blocks.iter().flat_map(|block| block.spans.iter().map(|span| span.bytes()));
    let mut spans: Vec<_> = kept.chain(document.removed.iter().map(|removed| removed.span.bytes())).collect();
    spans.sort_by_key(|span| span.start);
    let mut end = 0;
    for span in spans {
        assert!(raw.text[end..span.start].trim().is_empty(), "{:?}", &raw.text[end..span.start]);
        end = span.end;
    }
    assert!(raw.text[end..].trim().is_empty());
}
