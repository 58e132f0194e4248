//! Passages that were kept from documents (摘抄): quotation, place, source, a note and tags.
//!
//! They lie in one text file of JSON lines, to which every program only appends, a whole line in one write: so
//! several at once add to it, and what a crash cuts off is one line. A later line with the number of an earlier
//! one changes or drops it. A passage knows its place by number and by its words, so that it is found again
//! when the document has changed around it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::document::{Document, line_ranges};
use crate::lang::Lang;

/// A passage of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Passage {
    /// The document by its full path, and as it was called.
    pub document: String,
    pub name: String,
    pub title: String,
    pub authors: Vec<String>,
    pub source: String,
    /// `2017-10-16`, or empty.
    pub date: String,
    pub url: String,
    /// Raw lines, 1-based, the first and the last.
    pub lines: Option<[u32; 2]>,
    /// The block in which it begins, and the byte of the block's text.
    pub block: u32,
    pub byte: u32,
    /// The words, a paragraph a line, as the document has them.
    pub quote: String,
    pub note: String,
    pub tags: Vec<String>,
}

/// A passage with its number, and when it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: String,
    pub at: String,
    pub passage: Passage,
}

/// A line of the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Line {
    Keep {
        id: String,
        at: String,
        passage: Box<Passage>,
    },
    /// Another note and other tags for a passage.
    Note {
        id: String,
        note: String,
        tags: Vec<String>,
    },
    Drop {
        id: String,
    },
}

/// What is to be done to the passages.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    Keep(Box<Passage>),
    Note { id: String, note: String, tags: Vec<String> },
    Drop(String),
}

/// Where the file is by the customs of the system; `None` where there is no home folder.
pub fn default_path() -> Option<PathBuf> {
    Some(directories::ProjectDirs::from("", "", "wenlan")?.data_local_dir().join("passages.jsonl"))
}

/// The passages in the file, the oldest first, and how many of its lines could not be read.
///
/// # Errors
///
/// Where the file is there and cannot be read.
pub fn load(file: &Path) -> io::Result<(Vec<Kept>, usize)> {
    let text = match fs::read(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Default::default()),
        Err(error) => return Err(error),
    };
    let (mut kept, mut broken): (BTreeMap<String, Kept>, usize) = Default::default();
    for line in text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
        match serde_json::from_slice(line) {
            Ok(Line::Keep { id, at, passage }) => {
                kept.insert(id.clone(), Kept { id, at, passage: *passage });
            }
            Ok(Line::Note { id, note, tags }) => {
                if let Some(known) = kept.get_mut(&id) {
                    (known.passage.note, known.passage.tags) = (note, tags);
                }
            }
            Ok(Line::Drop { id }) => drop(kept.remove(&id)),
            // Cut off by a crash, or of a newer program: the others stand.
            Err(_) => broken += 1,
        }
    }
    let mut kept: Vec<Kept> = kept.into_values().collect();
    kept.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.id.cmp(&b.id)));
    Ok((kept, broken))
}

/// Appends what was done.
///
/// # Errors
///
/// Where the file cannot be written.
pub fn append(file: &Path, edit: Edit) -> io::Result<()> {
    let now = Timestamp::now();
    let line = match edit {
        Edit::Keep(passage) => {
            let id = format!("{}-{}", now.as_nanosecond(), std::process::id());
            Line::Keep { id, at: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), passage }
        }
        Edit::Note { id, note, tags } => Line::Note { id, note, tags },
        Edit::Drop(id) => Line::Drop { id },
    };
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut out = File::options().create(true).append(true).read(true).open(file)?;
    let mut text = serde_json::to_vec(&line)?;
    text.push(b'\n');
    if !ends_a_line(file)? {
        // What came before was cut off.
        text.insert(0, b'\n');
    }
    out.write_all(&text)?;
    out.sync_data()
}

fn ends_a_line(file: &Path) -> io::Result<bool> {
    use std::io::{Read, Seek, SeekFrom};
    let mut file = File::open(file)?;
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// A note as it is typed: words that begin with `#` are tags.
pub fn note_and_tags(typed: &str) -> (String, Vec<String>) {
    let (tags, words): (Vec<&str>, Vec<&str>) = typed
        .split_whitespace()
        .partition(|word| word.strip_prefix(['#', '＃']).is_some_and(|tag| !tag.is_empty()));
    let mut tags: Vec<String> =
        tags.iter().map(|tag| tag.trim_start_matches(['#', '＃']).to_owned()).collect();
    tags.dedup();
    (words.join(" "), tags)
}

impl Passage {
    /// The part of a document from a byte of one block to a byte of another one.
    pub fn of(document: &Document, (block, byte): (usize, usize), (last, end): (usize, usize)) -> Passage {
        let meta = &document.meta;
        let text = |at: usize| document.blocks.get(at).map_or("", |block| block.text.as_str());
        let quote: Vec<&str> = (block..=last)
            .map(|at| {
                let from = if at == block { byte } else { 0 };
                let to = if at == last { end } else { text(at).len() };
                text(at).get(from..to).unwrap_or_default()
            })
            .collect();
        let blocks = document.blocks.get(block..=last).unwrap_or_default();
        let lines = blocks
            .iter()
            .flat_map(|block| line_ranges(&block.spans))
            .reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
        Passage {
            title: meta.title.clone().unwrap_or_default(),
            authors: meta.authors.iter().map(|person| person.name.clone()).collect(),
            source: meta.source.clone().unwrap_or_default(),
            date: meta.published.map_or(String::new(), |at| at.date.to_string()),
            url: meta.url.clone().unwrap_or_default(),
            lines,
            block: block as u32,
            byte: byte as u32,
            quote: quote.join("\n"),
            ..Passage::default()
        }
    }

    /// Where the passage stands in the document as it is now: for each of its paragraphs the block and the
    /// bytes. The place where it was is looked at first, then the nearest one that has the words; none where
    /// the document has them no more.
    pub fn places(&self, document: &Document) -> Vec<(usize, Range<usize>)> {
        let mut lines = self.quote.lines();
        let Some(first) = lines.next().filter(|line| !line.is_empty()) else { return Vec::new() };
        let was = self.block as usize;
        let find = |block: usize| -> Option<usize> {
            let text = &document.blocks.get(block)?.text;
            let near = text.match_indices(first).min_by_key(|(at, _)| at.abs_diff(self.byte as usize));
            near.map(|(at, _)| at)
        };
        let nearest = (0..document.blocks.len())
            .filter_map(|block| Some((block, find(block)?)))
            .min_by_key(|(block, _)| block.abs_diff(was));
        let Some((block, byte)) = find(was).map(|byte| (was, byte)).or(nearest) else { return Vec::new() };
        let mut places = vec![(block, byte..byte + first.len())];
        for (line, block) in lines.zip(block + 1..) {
            let text = document.blocks.get(block).map_or("", |block| block.text.as_str());
            if !text.starts_with(line) {
                break;
            }
            places.push((block, 0..line.len()));
        }
        places
    }

    /// The source as GB/T 7714—2015 writes it: authors, title with the kind of the source, where and when it
    /// appeared, address. (8.4, newspapers, and 8.9, electronic resources; parts that are not known are left
    /// out.)
    pub fn gbt7714(&self, accessed: &str) -> String {
        let mut out = String::new();
        match self.authors.as_slice() {
            [] => {}
            few @ [..] if few.len() <= 3 => out.push_str(&format!("{}. ", few.join(", "))),
            many => out.push_str(&format!("{}, 等. ", many[..3].join(", "))),
        }
        let kind = match (self.source.is_empty(), self.url.is_empty()) {
            (false, true) => "[N]",
            (false, false) => "[N/OL]",
            (true, false) => "[EB/OL]",
            (true, true) => "[Z]",
        };
        out.push_str(&format!("{}{kind}.", if self.title.is_empty() { &self.name } else { &self.title }));
        let when: Vec<&str> =
            [self.source.as_str(), &self.date].into_iter().filter(|part| !part.is_empty()).collect();
        if !when.is_empty() {
            out.push_str(&format!(" {}", when.join(", ")));
        }
        if !self.url.is_empty() {
            let day = accessed.get(..10).unwrap_or_default();
            out.push_str(&format!("[{day}]. {}", self.url));
        }
        if !out.ends_with('.') {
            out.push('.');
        }
        out
    }

    /// One line for people: `《题》，来源，2017-10-16，path:3-5`.
    pub fn citation(&self, lang: Lang) -> String {
        let mut facts = Vec::new();
        if !self.title.is_empty() {
            facts.push(lang.pick("《{}》", "“{}”").replace("{}", &self.title));
        }
        facts.extend([&self.source, &self.date].into_iter().filter(|fact| !fact.is_empty()).cloned());
        facts.push(match self.lines {
            Some([a, b]) if a == b => format!("{}:{a}", self.name),
            Some([a, b]) => format!("{}:{a}-{b}", self.name),
            None => self.name.clone(),
        });
        facts.join(lang.pick("，", ", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind};

    fn document(paragraphs: &[&str]) -> Document {
        let block = |text: &&str| Block {
            kind: BlockKind::Paragraph,
            text: text.to_string(),
            spans: Vec::new(),
            repair: None,
            doubt: None,
        };
        Document { blocks: paragraphs.iter().map(block).collect(), ..Document::default() }
    }

    #[test]
    fn what_is_kept_changed_and_dropped_by_two_programs_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/passages.jsonl");
        assert_eq!(load(&file).unwrap(), (Vec::new(), 0));
        for quote in ["堤", "渠"] {
            append(&file, Edit::Keep(Box::new(Passage { quote: quote.into(), ..Passage::default() })))
                .unwrap();
        }
        let ids: Vec<String> = load(&file).unwrap().0.into_iter().map(|kept| kept.id).collect();
        append(&file, Edit::Note { id: ids[1].clone(), note: "水".into(), tags: vec!["要".into()] }).unwrap();
        append(&file, Edit::Drop(ids[0].clone())).unwrap();
        let (kept, broken) = load(&file).unwrap();
        assert_eq!((kept.len(), broken), (1, 0));
        assert_eq!((kept[0].passage.quote.as_str(), kept[0].passage.note.as_str()), ("渠", "水"));
    }

    #[test]
    fn a_line_that_was_cut_off_costs_itself_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("passages.jsonl");
        append(&file, Edit::Keep(Box::default())).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}{{\"keep\":{{\"id\":\"x")).unwrap();
        append(&file, Edit::Keep(Box::default())).unwrap();
        let (kept, broken) = load(&file).unwrap();
        assert_eq!((kept.len(), broken), (2, 1));
    }

    #[test]
    fn a_passage_is_found_again_when_the_document_has_changed_around_it() {
        let before = document(&["引子。", "老堤修好了。今年水小。", "人都回来。"]);
        let passage = Passage::of(&before, (1, "老堤".len()), (2, "人都".len()));
        assert_eq!(passage.quote, "修好了。今年水小。\n人都");
        let after = document(&["新加的一段。", "引子。", "那道老堤修好了。今年水小。", "人都回来。"]);
        assert_eq!(passage.places(&after), [(2, 12..39), (3, 0..6)]);
        assert_eq!(passage.places(&document(&["别的"])), []);
    }

    #[test]
    fn sources_are_written_as_the_standard_has_it() {
        let passage = Passage {
            title: "河湾镇修堤记".into(),
            authors: ["甲", "乙", "丙", "丁"].map(String::from).into(),
            source: "河湾周报".into(),
            date: "2021-03-04".into(),
            url: "https://a.cn/1".into(),
            ..Passage::default()
        };
        let cited = passage.gbt7714("2024-05-06T00:00:00Z");
        assert_eq!(
            cited,
            "甲, 乙, 丙, 等. 河湾镇修堤记[N/OL]. 河湾周报, 2021-03-04[2024-05-06]. https://a.cn/1."
        );
        let bare = Passage { name: "a.txt".into(), ..Passage::default() };
        assert_eq!(bare.gbt7714(""), "a.txt[Z].");
    }

    #[test]
    fn tags_are_told_from_the_note() {
        assert_eq!(
            note_and_tags("水利 #要闻 有用 ＃堤"),
            ("水利 有用".into(), vec!["要闻".into(), "堤".into()])
        );
        assert_eq!(note_and_tags("# "), ("#".into(), Vec::new()));
    }
}
