//! The formats as a user meets them: files in, texts and facts out.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use tempfile::TempDir;
use wenlan::heap::Heap;
use wenlan::ingest::{Format, LoadError, Options, Raw, load, samples};

/// Writes one file and loads all documents in it.
fn read_with(name: &str, bytes: &[u8], options: &Options) -> Vec<Result<Raw, LoadError>> {
    let dir = TempDir::new().expect("a temporary folder");
    let path: PathBuf = dir.path().join(name);
    fs::write(&path, bytes).expect("a file");
    let (heap, errors) = Heap::open_with(&[path], options);
    let mut found: Vec<_> = heap.ids().map(|id| heap.raw(id)).chain(errors.into_iter().map(Err)).collect();
    for raw in found.iter_mut().flatten() {
        raw.path = raw.path.replace(&format!("{}/", dir.path().display()), "");
    }
    found
}

fn read(name: &str, bytes: &[u8]) -> Vec<Raw> {
    read_with(name, bytes, &Options::default()).into_iter().map(|raw| raw.expect("a document")).collect()
}

fn texts(raws: &[Raw]) -> Vec<(&str, &str)> {
    raws.iter().map(|raw| (raw.path.as_str(), raw.text.as_str())).collect()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

const LINES: &str = "{\"title\": \"甲\", \"content\": \"第一篇\\n第二段\", \"date\": \"2023-10-12\"}\n\n{\"content\": \"第二篇\"}\n";

#[test]
fn each_json_line_is_a_document() {
    let raws = read("a.jsonl", LINES.as_bytes());
    assert_eq!(texts(&raws), [("a.jsonl#1", "第一篇\n第二段"), ("a.jsonl#3", "第二篇")]);
    assert_eq!(raws[0].meta.title.as_deref(), Some("甲"));
    assert_eq!(raws[0].meta.published.map(|date| date.to_string()).as_deref(), Some("2023-10-12"));
    assert_eq!(raws[0].format, Format::Json);
}

#[test]
fn compressed_files_read_as_what_is_in_them() {
    let plain = read("a.jsonl", LINES.as_bytes());
    let zst = zstd::encode_all(LINES.as_bytes(), 1).expect("memory");
    for (name, bytes) in [("a.jsonl.gz", gz(LINES.as_bytes())), ("a.jsonl.zst", zst)] {
        let raws = read(name, &bytes);
        assert_eq!(raws.len(), plain.len(), "{name}");
        assert_eq!(raws[1].text, plain[1].text, "{name}");
        assert_eq!(raws[1].path, format!("{name}#3"));
    }
    assert_eq!(texts(&read("b.txt.gz", &gz("正文".as_bytes()))), [("b.txt.gz", "正文")]);
    assert_eq!(read("b.html.gz", &gz("<p>甲<p>乙".as_bytes()))[0].text, "甲\n乙\n");
}

#[test]
fn a_damaged_archive_is_reported_with_its_name() {
    let mut damaged = gz(LINES.as_bytes());
    damaged.truncate(damaged.len() / 2);
    let errors: Vec<String> = read_with("a.jsonl.gz", &damaged, &Options::default())
        .into_iter()
        .map(|raw| raw.expect_err("damaged").to_string())
        .collect();
    assert_eq!(errors.len(), 1);
    assert!(errors[0].contains("a.jsonl.gz: "), "{errors:?}");
}

#[test]
fn arrays_and_single_objects_are_read_too() {
    let array = format!("[{},\n{}]", r#"{"text": "一"}"#, r#"{"text": "二"}"#);
    assert_eq!(texts(&read("a.json", array.as_bytes())), [("a.json#1", "一"), ("a.json#2", "二")]);
    assert_eq!(texts(&read("b.json", b"{\n \"text\": \"only\"\n}")), [("b.json", "only")]);
}

#[test]
fn a_broken_record_is_reported_with_its_line_and_the_rest_goes_on() {
    let text = "{\"text\": \"一\"}\n{\"text\": \"二\n{\"text\": \"三\"}\n{\"n\": 4}\n";
    let found = read_with("a.jsonl", text.as_bytes(), &Options::default());
    assert_eq!(found.len(), 4);
    assert_eq!(found[0].as_ref().expect("a document").text, "一");
    assert_eq!(found[2].as_ref().expect("a document").text, "三");
    let said: Vec<String> =
        found.iter().filter_map(|raw| raw.as_ref().err()).map(ToString::to_string).collect();
    assert!(said[0].contains("a.jsonl#2: no valid JSON record"), "{said:?}");
    assert!(said[1].contains("a.jsonl#4: the record has no text field"), "{said:?}");
}

#[test]
fn the_text_field_can_be_named() {
    let options = Options { text_field: Some("story.full".into()), ..Options::default() };
    let json = r#"{"text": "摘要", "story": {"full": "全文"}}"#;
    for name in ["a.jsonl", "b.json"] {
        let found = read_with(name, format!("{json}\n").as_bytes(), &options);
        assert_eq!(found[0].as_ref().expect("a document").text, "全文");
    }
}

#[test]
fn a_record_may_hold_a_page() {
    let json = r#"{"title": "记录的标题", "content": "<div><p>甲</p><p>乙</p><p>丙</p><p>丁</p></div>"}"#;
    let raws = read("a.jsonl", json.as_bytes());
    assert_eq!(raws[0].text, "甲\n乙\n丙\n丁\n");
    assert_eq!(raws[0].hints.len(), 4);
    assert_eq!(raws[0].meta.title.as_deref(), Some("记录的标题"));
}

#[test]
fn the_content_decides_between_page_and_text() {
    assert_eq!(
        read("page.txt", "<!DOCTYPE html><title>题</title><p>甲<p>乙".as_bytes())[0].format,
        Format::Html
    );
    let text = read("text.html", "没有标签的正文\n第二行".as_bytes());
    assert_eq!((text[0].format, text[0].text.as_str()), (Format::Text, "没有标签的正文\n第二行"));
}

#[test]
fn a_page_in_a_declared_encoding_is_read() {
    let html = "<html><head><meta charset=big5><title>短</title></head><body><p>裡面很短</p></body></html>";
    let (bytes, ..) = encoding_rs::BIG5.encode(html);
    let raws = read("a.html", &bytes);
    assert_eq!((raws[0].encoding, raws[0].text.as_str()), ("Big5", "短\n裡面很短\n"));
}

#[test]
fn every_sample_reads_without_loss_and_in_its_encoding() {
    let raws: Vec<Raw> = samples().iter().map(|source| load(source).expect("a sample")).collect();
    assert!(raws.len() >= 15, "{}", raws.len());
    for raw in &raws {
        assert_eq!(raw.bad_bytes, 0, "{}", raw.path);
        assert!(raw.text.chars().count() > 200, "{}", raw.path);
    }
    let encoding = |name: &str| raws.iter().find(|raw| raw.path.ends_with(name)).map(|raw| raw.encoding);
    assert_eq!(encoding("kiln.html"), Some("gb18030"));
    assert_eq!(encoding("railway.html"), Some("Big5"));
    assert_eq!(encoding("newspaper.txt"), Some("UTF-8"));
}
