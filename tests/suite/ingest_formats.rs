//! The formats as a user meets them: files in, texts and facts out.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;
use wenlan::heap::Heap;
use wenlan::ingest::{Adapter, Format, LoadError, Options, Origin, Raw, Source, load, samples};

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
    let xz = b"\xfd\x37\x7a\x58\x5a\x00\x00\x01\x69\x22\xde\x36\x02\x00\x21\x01\x16\x00\x00\x00\x74\x2f\xe5\xa3\x01\x00\x05\xe6\xad\xa3\xe6\x96\x87\x00\x00\x00\xfd\x23\x1e\x5f\x00\x01\x1a\x06\xc5\xea\xc8\x79\x90\x42\x99\x0d\x01\x00\x00\x00\x00\x01\x59\x5a";
    assert_eq!(texts(&read("b.txt.xz", xz)), [("b.txt.xz", "正文")]);
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

#[test]
fn each_row_of_a_table_is_a_document() {
    let table = "标题,日期,来源,正文\n河堤完工,2021-03-04,青石日报,\"昨天，河堤完工。\n沿河的村子不再怕汛期。\"\n新校开学,2021-09-01,青石日报,新学校今天开学，两百名学生走进教室。\n";
    let (gbk, ..) = encoding_rs::GBK.encode(table);
    for (bytes, encoding) in [(table.as_bytes(), "UTF-8"), (&*gbk, "GBK")] {
        let raws = read("news.csv", bytes);
        assert_eq!(
            texts(&raws),
            [
                ("news.csv#1", "昨天，河堤完工。\n沿河的村子不再怕汛期。"),
                ("news.csv#2", "新学校今天开学，两百名学生走进教室。"),
            ],
            "{encoding}"
        );
        assert_eq!(raws[0].meta.title.as_deref(), Some("河堤完工"));
        assert_eq!(raws[0].meta.source.as_deref(), Some("青石日报"));
        assert_eq!(raws[1].meta.published.map(|date| date.to_string()).as_deref(), Some("2021-09-01"));
    }
}

#[test]
fn a_table_of_figures_is_one_document() {
    let raws = read("fields.csv", "镇,亩数\n石门渡,1200\n青石,300\n".as_bytes());
    assert_eq!(texts(&raws), [("fields.csv", "镇\t亩数\n石门渡\t1200\n青石\t300\n")]);
}

/// A ZIP archive with these files; names are given as bytes.
fn zip(files: &[(&[u8], &[u8])]) -> Vec<u8> {
    // Written by hand: writers of archives take names in UTF-8 only.
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let crc = crc32fast::hash(bytes);
        let at = out.len() as u32;
        let mut head = Vec::new();
        head.extend([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        head.extend(crc.to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((bytes.len() as u32).to_le_bytes());
        head.extend((name.len() as u16).to_le_bytes());
        head.extend([0, 0]);
        out.extend(b"PK\x03\x04");
        out.extend(&head);
        out.extend(*name);
        out.extend(*bytes);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(*name);
    }
    let (start, count) = (out.len() as u32, files.len() as u16);
    let size = directory.len() as u32;
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append_data(&mut header, name, *bytes).expect("memory");
    }
    tar.into_inner().expect("memory")
}

#[test]
fn members_of_archives_are_documents_by_their_names() {
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let names =
        [gbk("红楼/第一回.txt"), gbk("红楼/第二回.txt"), gbk("红楼/封面.jpg"), gbk("数据/短讯.jsonl")];
    let inner = zip(&[("里/三.md".as_bytes(), "# 三".as_bytes())]);
    let nested = gbk("套/里.zip");
    let bytes = zip(&[
        (&names[0], "第一回的正文".as_bytes()),
        (&names[1], &gbk("第二回的正文，说的是另外一件事情。")),
        (&names[2], b"\xff\xd8"),
        (&names[3], LINES.as_bytes()),
        (&nested, &inner),
    ]);
    assert_eq!(
        texts(&read("书.zip", &bytes)),
        [
            ("书.zip!红楼/第一回.txt", "第一回的正文"),
            ("书.zip!红楼/第二回.txt", "第二回的正文，说的是另外一件事情。"),
            ("书.zip!数据/短讯.jsonl#1", "第一篇\n第二段"),
            ("书.zip!数据/短讯.jsonl#3", "第二篇"),
            ("书.zip!套/里.zip!里/三.md", "# 三"),
        ]
    );
    let files = [("a/一.txt", "一".as_bytes()), (".hidden", b"x"), ("b.html", "<p>甲<p>乙".as_bytes())];
    let packed = gz(&tar(&files));
    let mut bz2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz2.write_all(&tar(&files)).expect("memory");
    let bz2 = bz2.finish().expect("memory");
    for (name, bytes) in
        [("a.tar", tar(&files)), ("a.tgz", packed.clone()), ("a.tar.gz", packed), ("a.tar.bz2", bz2)]
    {
        let raws = read(name, &bytes);
        assert_eq!(
            raws.iter().map(|raw| raw.text.as_str()).collect::<Vec<_>>(),
            ["一", "甲\n乙\n"],
            "{name}"
        );
        assert_eq!(raws[0].path, format!("{name}!a/一.txt"));
    }
}

#[test]
fn archives_that_lie_are_bounded_errors() {
    // An archive that says it holds more than there is, one that is cut, and one that holds too much.
    let whole = zip(&[(b"a.txt", "文".as_bytes())]);
    let cut = &whole[..whole.len() / 2];
    let said = |name: &str, bytes: &[u8]| {
        let errors: Vec<_> =
            read_with(name, bytes, &Options::default()).into_iter().map(|raw| raw.map(|_| ())).collect();
        assert!(matches!(errors[..], [Err(_)]), "{name}: {errors:?}");
        errors[0].as_ref().expect_err("an error").to_string()
    };
    assert!(said("a.zip", cut).starts_with(|_: char| true));
    assert!(said("a.zip", b"not an archive").contains("a.zip"));
    assert!(said("a.epub", &whole).contains("a.epub"));
    assert!(said("a.docx", &whole).contains("incomplete"));
    assert!(said("a.xml", b"<a><b></a>").contains("XML"));
    let mut bomb = whole.clone();
    let directory = bomb.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    bomb[directory + 24..directory + 28].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    assert!(said("a.zip", &bomb).contains("256 MB"));
}

const CRAWL: &[(&str, &str, &str)] = &[
    ("warcinfo", "application/warc-fields", "software: x\r\n"),
    ("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
    (
        "response",
        "application/http; msgtype=response",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n1b\r\n<html><body><p>\u{6cb3}\u{5824}</p><p\r\n1c\r\n>\u{5b8c}\u{5de5}</p></body></html>\n\n\n\r\n0\r\n\r\n",
    ),
    (
        "response",
        "application/http; msgtype=response",
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>no",
    ),
    ("conversion", "text/plain", "抽出的正文"),
];

fn warc(pack: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let record = |(kind, content, block): &(&str, &str, &str)| {
        let uri = "WARC-Target-URI: https://a.example/1.html\r\n";
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\n{uri}Content-Type: {content}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        pack(format!("{head}{block}\r\n\r\n").as_bytes())
    };
    CRAWL.iter().flat_map(record).collect()
}

#[test]
fn a_crawl_reads_as_its_pages() {
    let plain = warc(|record| record.to_vec());
    for (name, bytes) in [
        ("a.warc", plain.clone()),
        ("a.warc.gz", warc(gz)),
        ("b.warc.gz", gz(&plain)),
        ("c.wet.gz", warc(gz)),
    ] {
        let raws = read(name, &bytes);
        assert_eq!(
            texts(&raws),
            [(format!("{name}#3").as_str(), "河堤\n完工\n"), (format!("{name}#5").as_str(), "抽出的正文")],
        );
        assert_eq!(raws[0].meta.url.as_deref(), Some("https://a.example/1.html"));
        assert!(raws[0].fields.contains(&("WARC-Type".into(), "response".into())));
    }
}

#[test]
fn messages_read_with_their_headers_and_attachments() {
    use base64::Engine;
    let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let gb = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let subject = encode(&gb("河堤的事"));
    let (text, note) = (encode(&gb("昨天去看了河堤。")), encode("附上的话".as_bytes()));
    let message = format!(
        "From: =?gb2312?B?{}?= <s@a.example>\r\nTo: l@a.example\r\nSubject: =?gb2312?B?{subject}?=\r\nDate: Wed, 05 Apr 2023 10:11:12 +0800\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\n{text}\r\n--b\r\nContent-Type: text/plain; name=\"note.txt\"\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{note}\r\n--b--\r\n",
        encode(&gb("沈怀瑜")),
    );
    let raws = read("a.eml", message.as_bytes());
    assert_eq!(texts(&raws), [("a.eml", "昨天去看了河堤。"), ("a.eml!note.txt", "附上的话")]);
    assert_eq!(raws[0].meta.title.as_deref(), Some("河堤的事"));
    assert_eq!(raws[0].meta.authors[0].name, "沈怀瑜");
    assert_eq!(raws[0].meta.published.map(|date| date.to_string()).as_deref(), Some("2023-04-05T10:11"));
    let folder = format!(
        "From s@a.example Wed Apr  5 10:11:12 2023\n{}\nFrom l@a.example Wed Apr  5 10:11:12 2023\nSubject: b\n\n二\n",
        message.replace("\r\n", "\n")
    );
    let raws = read("list.mbox", folder.as_bytes());
    assert_eq!(
        texts(&raws).iter().map(|(path, text)| (*path, text.trim())).collect::<Vec<_>>(),
        [("list.mbox#1", "昨天去看了河堤。"), ("list.mbox#2", "二")]
    );
    let page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/1.html\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=b\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><head><title>=E6=B2=B3=E5=A0=A4</title></head><body><p>=E5=AE=8C=E5=B7=A5=E3=80=82</p></body></html>\r\n--b--\r\n";
    let saved = &read("a.mht", page.as_bytes())[0];
    assert_eq!(
        (saved.text.as_str(), saved.meta.url.as_deref()),
        ("河堤\n完工。\n", Some("https://a.example/1.html"))
    );
    assert_eq!(saved.format, Format::Mail);
}

#[test]
fn each_page_of_a_wiki_dump_is_a_document() {
    let dump = "<mediawiki>\n  <siteinfo/>\n  <page>\n    <title>渡口</title>\n    <ns>0</ns>\n    <id>3</id>\n    <revision><text xml:space=\"preserve\">'''渡口'''在[[河]]边。\n== 历史 ==\n很久。</text></revision>\n  </page>\n  <page><title>河</title><revision><text>水&lt;br&gt;长。</text></revision></page>\n</mediawiki>\n";
    let raws = read("dump.xml", dump.as_bytes());
    assert_eq!(texts(&raws), [("dump.xml#1", "渡口在河边。\n历史\n很久。\n"), ("dump.xml#2", "水长。\n")]);
    assert_eq!(raws[0].meta.title.as_deref(), Some("渡口"));
    assert_eq!(texts(&read("a.xml", "<文><行>一</行></文>".as_bytes())), [("a.xml", "一\n")]);
}

#[test]
fn code_that_is_named_opens_as_code() {
    let raws = read("dyke.py", b"def dyke():\n    return 3\n");
    assert_eq!((raws[0].format, raws[0].text.as_str()), (Format::Code, "def dyke():\n    return 3\n"));
}

proptest! {
    /// Marks in any order, whole or cut: every format makes lines of them, or says what is wrong.
    #[test]
    fn no_text_upsets_a_format(text in "([-=*#.:|_`~+<>{}\\[\\]()\"'!$%&@^/,;]{1,4}|\\\\|\\\\begin\\{|\\.\\. |\\.TH |#\\+|Dialogue:|\\[\\[|[ \t\u{3000}]|\n|文|a1|é){0,60}") {
        let formats = wenlan::ingest::kind::KINDS.iter().map(|kind| kind.format());
        for format in formats.chain([Format::Xml, Format::Code, Format::Json]) {
            let origin = Origin::Stdin(text.as_bytes().into());
            let source = Source { origin, format, bytes: 0, modified: None, inode: 0, only: None };
            if let Ok(raw) = load(&source) {
                let lines = raw.text.split('\n').count();
                prop_assert!(raw.hints.len() <= lines, "{format:?}: {} hints, {lines} lines", raw.hints.len());
                prop_assert!(raw.text.len() <= text.len() * 3 + 64, "{format:?}");
            }
        }
    }
}

#[test]
fn a_label_and_a_text_a_line_are_documents() {
    let lines = "体育\t球队昨天赢了一场比赛，全城的人都到街上庆祝到深夜。\n财经\t股市昨天跌了一点，专家说这没有什么好担心的，过几天就好。\n";
    let raws = read("cnews.txt", lines.as_bytes());
    assert_eq!(raws[1].path, "cnews.txt#2");
    assert!(raws[1].text.starts_with("股市昨天"), "{}", raws[1].text);
    assert!(raws[1].fields.contains(&("1".into(), "财经".into())));
    let docs = "<doc id=\"53\" url=\"https://a.example/53\" title=\"渡口\">\n渡口\n\n渡口在河边。\n\n</doc>\n<doc id=\"54\" title=\"河\">\n河\n\n水长。\n</doc>\n";
    let raws = read("wiki_00.txt", docs.as_bytes());
    assert_eq!(texts(&raws), [("wiki_00.txt#1", "渡口在河边。"), ("wiki_00.txt#2", "水长。")]);
    assert_eq!(raws[0].meta.title.as_deref(), Some("渡口"));
    assert_eq!(raws[0].meta.url.as_deref(), Some("https://a.example/53"));
}

#[cfg(unix)]
#[test]
fn a_program_that_the_user_names_reads_other_formats() {
    let options = Options { adapters: vec![Adapter::new("*.pdf", "sed s/^.// {}")], ..Options::default() };
    let raws = read_with("a.pdf", "%河堤完工。\n".as_bytes(), &options);
    let raw = raws[0].as_ref().expect("a document");
    assert_eq!((raw.path.as_str(), raw.text.as_str()), ("a.pdf", "河堤完工。\n"));
    let broken =
        Options { adapters: vec![Adapter::new("*.pdf", "no-such-program {}")], ..Options::default() };
    let error = read_with("a.pdf", b"%", &broken)[0].as_ref().expect_err("no program").to_string();
    assert!(error.contains("a.pdf") && error.contains("[adapters]"), "{error}");
}
