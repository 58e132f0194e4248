//! How fast documents are decoded and cleaned, in bytes of raw text a second on one core: each shape of page
//! among the samples, pages put together into long ones, 50 MB without a line break, and a whole heap.
//!
//! `cargo bench --bench clean`; with `WENLAN_CORPORA` set, on the folders there too.

mod common;

use std::borrow::Cow;
use std::sync::LazyLock;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8};
use wenlan::clean::{Repeats, clean};
use wenlan::ingest::{Met, Options, Raw, Source, decode, load, samples, scan};

fn main() {
    divan::main();
}

const MEGABYTE: usize = 1 << 20;
/// What the names of the samples begin with.
const FOLDER: &str = "samples/";

/// The samples by name.
static SAMPLES: LazyLock<Vec<Raw>> =
    LazyLock::new(|| samples().iter().map(|source| load(source).expect("the samples can be read")).collect());

fn names() -> impl Iterator<Item = &'static str> {
    SAMPLES.iter().map(|raw| raw.path.trim_start_matches(FOLDER))
}

fn sample(name: &str) -> &'static Raw {
    SAMPLES.iter().find(|raw| raw.path.trim_start_matches(FOLDER) == name).expect("a name that `names` gave")
}

/// A page, cleaned as it stands.
#[divan::bench(args = names())]
fn page(bencher: Bencher, name: &str) {
    let raw = sample(name);
    bencher.counter(BytesCount::of_str(&raw.text)).bench(|| clean(black_box(raw), None));
}

/// The same page on and on, up to a megabyte: what grows faster than the text shows here.
#[divan::bench(args = names(), sample_count = 3)]
fn megabyte(bencher: Bencher, name: &str) {
    let raw = sample(name);
    let times = MEGABYTE / (raw.text.len() + 1);
    let text = format!("{}\n", raw.text).repeat(times);
    let raw = Raw { text, hints: raw.hints.repeat(times), ..raw.clone() };
    bencher.counter(BytesCount::of_str(&raw.text)).bench(|| clean(black_box(&raw), None));
}

/// 50 MB on one line, without spaces, and with them behind its stops, where it is cut, or behind its commas.
#[divan::bench(args = ["", "。", "，"], sample_count = 1)]
fn one_line(bencher: Bencher, mark: &str) {
    let sentence = sample("one-line.txt").text.replace(char::is_whitespace, "");
    let sentence = if mark.is_empty() { sentence } else { sentence.replace(mark, &format!("{mark} ")) };
    let raw = Raw { text: sentence.repeat(50 * MEGABYTE / sentence.len()), ..Raw::default() };
    bencher.counter(BytesCount::of_str(&raw.text)).bench(|| clean(black_box(&raw), None));
}

/// All samples, thirty times over as files are read: decoded, parsed, their lines counted, cleaned.
#[divan::bench(sample_count = 10)]
fn heap_of_samples(bencher: Bencher) {
    let sources: Vec<Source> = std::iter::repeat_with(samples).take(30).flatten().collect();
    heap(bencher, &sources);
}

/// The documents of the corpora.
#[divan::bench(args = ["corpus", "pages", "heap/laws", "heap/news", "heap/wild"], sample_count = 3)]
fn heap_of_corpora(bencher: Bencher, folder: &str) {
    let mut sources = Vec::new();
    if let Some(folder) = common::corpus(folder) {
        scan(&[folder], &Options::default(), &mut |met| {
            if let Met::Document(source) = met {
                sources.push(source);
            }
        });
    }
    heap(bencher, &sources);
}

fn heap(bencher: Bencher, sources: &[Source]) {
    let bytes: u64 = sources.iter().map(|source| source.bytes).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        let mut repeats = Repeats::default();
        let raws: Vec<Raw> = sources.iter().filter_map(|source| load(source).ok()).collect();
        raws.iter().for_each(|raw| repeats.observe(raw));
        repeats.shrink();
        raws.iter().map(|raw| clean(raw, Some(&repeats)).blocks.len()).sum::<usize>()
    });
}

/// Pages of HTML, read into lines with what their tags say.
#[divan::bench(sample_count = 10)]
fn html(bencher: Bencher) {
    let page =
        samples().into_iter().find(|source| source.name().ends_with("kiln.html")).expect("it is embedded");
    let sources = vec![page; 200];
    let bytes: u64 = sources.iter().map(|source| source.bytes).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        sources.iter().filter_map(|source| load(source).ok()).map(|raw| raw.hints.len()).sum::<usize>()
    });
}

/// Sixteen megabytes in each encoding.
#[divan::bench(args = ["UTF-8", "UTF-8 damaged", "GB18030", "GB18030 damaged", "Big5"], sample_count = 3)]
fn decoding(bencher: Bencher, how: &str) {
    let (encoding, text): (&Encoding, &str) = match how.split(' ').next() {
        Some("GB18030") => (GB18030, &sample("portal.txt").text),
        Some("Big5") => (BIG5, &sample("railway.html").text),
        _ => (UTF_8, &sample("portal.txt").text),
    };
    let (bytes, ..) = encoding.encode(text);
    let mut bytes = bytes.repeat(16 * MEGABYTE / bytes.len());
    if how.ends_with("damaged") {
        bytes.splice(MEGABYTE..MEGABYTE, *b"\xff\xff");
    }
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench(|| decode(Cow::Borrowed(black_box(&bytes)), |_| None));
}
