//! Makes a heap of any number of files, to see what so many cost. Its text is several times easier than what people
//! have (few words, paragraphs that recur): draw it from a real heap, and measure text on the real one.
//!
//! ```text
//! cargo run --release --example make_heap -- 100000 /tmp/heap ~/crawl     # a folder of 100,000 files
//! cargo run --release --example make_heap -- 10000x13000 /tmp/heap ~/crawl  # each of 13,000 bytes at least
//! cargo run --release --example make_heap -- 100000 /tmp/heap.jsonl       # one file of records, from the samples
//! ```
//!
//! Each document is one of those that it is drawn from, its paragraphs shuffled and mixed with those of others, and its
//! figures drawn anew, so that no two are alike and words keep their frequencies. The same arguments
//! give the same heap.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use wenlan::heap::Heap;
use wenlan::ingest::{Raw, load, samples};

/// Documents in one folder.
const IN_FOLDER: u64 = 1000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [count, target, own @ ..] = &arguments[..] else {
        bail!("usage: make_heap COUNT[xBYTES] FOLDER|FILE.jsonl [PATH…]")
    };
    let (count, bytes) = count.split_once('x').unwrap_or((count, "0"));
    let count: u64 = count.parse().context("COUNT is a number")?;
    let bytes: usize = bytes.parse().context("BYTES is a number")?;
    let texts: Vec<Raw> = if own.is_empty() {
        samples().iter().map(load).collect::<Result<_, _>>()?
    } else {
        let (heap, _) = Heap::open(&own.iter().map(PathBuf::from).collect::<Vec<_>>());
        heap.ids().filter_map(|id| heap.raw(id).ok()).collect()
    };
    let target = Path::new(target);
    if target.extension().is_some_and(|extension| extension == "jsonl") {
        let mut out = BufWriter::new(File::create(target)?);
        for number in 0..count {
            let (title, text) = document(&texts, number, bytes);
            let record = serde_json::json!({ "title": title, "text": text, "date": date(number) });
            writeln!(out, "{record}")?;
        }
        out.flush()?;
    } else {
        for number in 0..count {
            let folder = target.join(format!("{:03}", number / IN_FOLDER));
            if number % IN_FOLDER == 0 {
                fs::create_dir_all(&folder)?;
            }
            let (title, text) = document(&texts, number, bytes);
            fs::write(
                folder.join(format!("{number:06}.txt")),
                format!("{title}\n\n{}  来源:样例\n\n{text}", date(number)),
            )?;
        }
    }
    Ok(())
}

/// A title and a text of mixed paragraphs: as many as in a sample, and at least so many bytes of them.
fn document(texts: &[Raw], number: u64, bytes: usize) -> (String, String) {
    let mut random = Random(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let main = random.pick(texts);
    let title = main
        .meta
        .title
        .clone()
        .or_else(|| main.text.lines().find(|line| !line.trim().is_empty()).map(str::to_owned));
    let lines: Vec<&str> = main.text.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut text = String::new();
    let mut paragraphs = 0;
    while paragraphs < lines.len().max(12) || text.len() < bytes {
        paragraphs += 1;
        let others: Vec<&str> = random.pick(texts).text.lines().collect();
        let line = if random.below(3) > 0 { random.pick(&lines) } else { random.pick(&others) };
        text.extend(line.chars().map(|c| if c.is_ascii_digit() { random.digit() } else { c }));
        text.push_str("\n\n");
    }
    (format!("{}（之{}）", title.unwrap_or_default().trim(), number + 1), text)
}

fn date(number: u64) -> String {
    format!("{}-{:02}-{:02}", 2000 + number % 24, 1 + number / 24 % 12, 1 + number / 288 % 28)
}

/// xorshift64*: repeatable, and good enough to vary text.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn digit(&mut self) -> char {
        char::from(b'1' + self.below(9) as u8)
    }
}
