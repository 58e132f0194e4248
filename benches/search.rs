//! How well search finds what is meant, and how fast: known-item queries made from the documents
//! themselves, each with one slip or abbreviation, and the rank at which the document comes back.
//!
//! `cargo bench --bench search -- PATH…`; without paths the sample library, and where `WENLAN_CORPORA`
//! names a folder with one, its `heap`.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use wenlan::document::{BlockKind, DocId, Document};
use wenlan::heap::Heap;
use wenlan::search::{Builder, Index, Query, Record, Scope};
use wenlan::text::pinyin::{homophones, living_readings, near_homophones, readings};
use wenlan::text::segment::{is_loaded, jieba};

/// Queries of each kind at most.
const QUERIES: usize = 200;
/// Bytes of text in a segment when an index is built in one go.
const SEGMENT: usize = 8 << 20;

fn main() {
    let paths: Vec<PathBuf> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).map(PathBuf::from).collect();
    if !paths.is_empty() {
        return report("given", &Heap::open(&paths).0);
    }
    report("samples", &Heap::samples());
    match std::env::var_os("WENLAN_CORPORA") {
        Some(corpora) => report("shared heap", &Heap::open(&[PathBuf::from(corpora).join("heap")]).0),
        None => println!("WENLAN_CORPORA is not set: no heap besides the samples"),
    }
}

fn report(name: &str, heap: &Heap) {
    let documents: Vec<(DocId, Arc<Document>)> =
        heap.ids().filter_map(|id| Some((id, heap.document(id).ok()?.0))).collect();
    let texts: Vec<String> = documents.iter().map(|(_, document)| Record::new("", document).text).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let rate = |took: Duration| bytes as f64 / 1e6 / took.as_secs_f64();
    // The dictionary is there from the first report on.
    let start = Instant::now();
    let alone = (!is_loaded()).then(|| build(&Index::default(), &documents)).map(|()| start.elapsed());
    jieba();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = Index::create(folder.path()).expect("a new index");
    let start = Instant::now();
    build(&index, &documents);
    let with_words = start.elapsed();
    index.commit().expect("a commit");
    let with_commit = start.elapsed();
    let index = Index::open(folder.path()).expect("the index that was committed");
    println!(
        "\n{name}: {} documents, {:.1} MB of text; index {:.2} × the text; built at {} MB/s alone, \
         {:.1} with words, {:.1} until on the disk",
        documents.len(),
        bytes as f64 / 1e6,
        index.bytes() as f64 / bytes as f64,
        alone.map_or("?".into(), |took| format!("{:.1}", rate(took))),
        rate(with_words),
        rate(with_commit),
    );
    println!(
        "{:<34} {:>7} {:>6} {:>6} {:>8} {:>8} {:>8}",
        "queries", "number", "MRR", "in 10", "median", "p99", "most"
    );
    let mut makers = Makers::new(&documents, &texts);
    let mut all = Tally::default();
    for kind in Kind::ALL {
        let mut tally = Tally::default();
        for (query, wanted) in makers.queries(kind) {
            let start = Instant::now();
            let results = index.search(&Query::parse(&query), &Scope::Heap, 50);
            let took = start.elapsed();
            let rank = results.documents.iter().position(|found| found.document == wanted);
            if std::env::var_os("WENLAN_MISSES").is_some() && rank != Some(0) {
                let first = results.documents.first();
                println!(
                    "  {query} → {wanted:?}: {rank:?} of {}; {:?}",
                    results.total_documents,
                    first.map(|found| &found.why)
                );
            }
            tally.add(rank, took);
            all.add(rank, took);
        }
        tally.print(kind.name());
    }
    all.print("all");
    let mut keys = Tally::default();
    let mut slowest = (Duration::ZERO, String::new());
    for query in makers.typed() {
        for end in query.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let start = Instant::now();
            index.search(&Query::parse(&query[..end]), &Scope::Heap, 50);
            let took = start.elapsed();
            keys.add(None, took);
            slowest = slowest.max((took, query[..end].to_owned()));
            if std::env::var_os("WENLAN_SLOW").is_some() && took > Duration::from_millis(20) {
                println!("  {took:?} {}", &query[..end]);
            }
        }
    }
    keys.print(&format!("every key (slowest: {})", slowest.1));
}

fn build(index: &Index, documents: &[(DocId, Arc<Document>)]) {
    let mut builder = Builder::default();
    for (id, document) in documents {
        builder.push(*id, &Record::new("", document));
        if builder.bytes() >= SEGMENT {
            index.add(std::mem::take(&mut builder));
        }
    }
    index.add(builder);
}

#[derive(Default)]
struct Tally {
    reciprocal: f64,
    in_ten: usize,
    times: Vec<Duration>,
}

impl Tally {
    fn add(&mut self, rank: Option<usize>, took: Duration) {
        self.reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
        self.in_ten += usize::from(rank.is_some_and(|rank| rank < 10));
        self.times.push(took);
    }

    fn print(mut self, name: &str) {
        let count = self.times.len();
        if count == 0 {
            return println!("{name:<34} {count:>7}");
        }
        self.times.sort();
        let at = |share: f64| self.times[((count - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!(
            "{name:<34} {count:>7} {:>6.3} {:>6.3} {:>5.1} ms {:>5.1} ms {:>5.1} ms",
            self.reciprocal / count as f64,
            self.in_ten as f64 / count as f64,
            at(0.5),
            at(0.99),
            at(1.0),
        );
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    ExactTitle,
    ExactBody,
    TwoWords,
    Pinyin,
    PinyinBody,
    Initials,
    Mixed,
    Polyphone,
    Homophone,
    NearHomophone,
    Wrong,
    Missing,
    Swapped,
    Subsequence,
    Numerals,
    Traditional,
}

impl Kind {
    const ALL: [Kind; 16] = [
        Kind::ExactTitle,
        Kind::ExactBody,
        Kind::TwoWords,
        Kind::Pinyin,
        Kind::PinyinBody,
        Kind::Initials,
        Kind::Mixed,
        Kind::Polyphone,
        Kind::Homophone,
        Kind::NearHomophone,
        Kind::Wrong,
        Kind::Missing,
        Kind::Swapped,
        Kind::Subsequence,
        Kind::Numerals,
        Kind::Traditional,
    ];

    fn name(self) -> &'static str {
        match self {
            Kind::ExactTitle => "words of a title or heading",
            Kind::ExactBody => "words of the body",
            Kind::TwoWords => "two words",
            Kind::Pinyin => "full pinyin, title or heading",
            Kind::PinyinBody => "full pinyin, body",
            Kind::Initials => "initials, five or more",
            Kind::Mixed => "pinyin and characters mixed",
            Kind::Polyphone => "pinyin with second readings",
            Kind::Homophone => "one homophone",
            Kind::NearHomophone => "one near homophone",
            Kind::Wrong => "one wrong character",
            Kind::Missing => "one missing character",
            Kind::Swapped => "two characters swapped",
            Kind::Subsequence => "every other character",
            Kind::Numerals => "numerals for digits",
            Kind::Traditional => "traditional",
        }
    }
}

/// Makes queries from the documents, the same on every run.
struct Makers<'a> {
    documents: &'a [(DocId, Arc<Document>)],
    texts: &'a [String],
    /// In how many documents each word is.
    frequency: HashMap<&'a str, usize>,
    traditional: OpenCC,
    seed: u64,
}

impl<'a> Makers<'a> {
    fn new(documents: &'a [(DocId, Arc<Document>)], texts: &'a [String]) -> Self {
        let mut frequency: HashMap<&str, usize> = HashMap::new();
        for text in texts {
            let mut words: Vec<&str> =
                text.lines().flat_map(|line| jieba().cut(line, false)).map(|token| token.word).collect();
            words.sort_unstable();
            words.dedup();
            words.into_iter().for_each(|word| *frequency.entry(word).or_default() += 1);
        }
        let traditional = OpenCC::from_config(BuiltinConfig::S2t).expect("the tables are built in");
        Makers { documents, texts, frequency, traditional, seed: 7 }
    }

    /// A number below `bound` (xorshift).
    fn below(&mut self, bound: usize) -> usize {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        (self.seed % bound.max(1) as u64) as usize
    }

    fn queries(&mut self, kind: Kind) -> Vec<(String, DocId)> {
        let mut queries = Vec::new();
        for _ in 0..QUERIES * 5 {
            let document = self.below(self.documents.len());
            if queries.len() < QUERIES
                && let Some(query) = self.query(kind, document)
            {
                queries.push((query, self.documents[document].0));
            }
        }
        queries
    }

    fn query(&mut self, kind: Kind, document: usize) -> Option<String> {
        match kind {
            Kind::ExactTitle => self.phrase(document, true, 3..=8),
            Kind::ExactBody => self.phrase(document, false, 4..=8),
            Kind::TwoWords => self.two_words(document),
            Kind::Pinyin => self.phrase(document, true, 3..=6).map(|phrase| spell(&phrase)),
            Kind::PinyinBody => self.phrase(document, false, 3..=6).map(|phrase| spell(&phrase)),
            Kind::Initials => {
                let phrase = self.phrase(document, true, 5..=8)?;
                Some(phrase.chars().filter_map(|c| readings(c).next()?.chars().next()).collect())
            }
            Kind::Mixed => {
                let phrase: Vec<char> = self.phrase(document, true, 4..=6)?.chars().collect();
                let (spelt, kept) = phrase.split_at(phrase.len() / 2);
                Some(format!("{}{}", spell(&String::from_iter(spelt)), String::from_iter(kept)))
            }
            Kind::Polyphone => {
                let phrase = self.phrase(document, true, 3..=6)?;
                let second = |c| living_readings(c).nth(1);
                phrase.chars().any(|c| second(c).is_some()).then(|| {
                    phrase.chars().filter_map(|c| second(c).or_else(|| readings(c).next())).collect()
                })
            }
            Kind::Homophone | Kind::NearHomophone | Kind::Wrong | Kind::Missing | Kind::Swapped => {
                let mut chars: Vec<char> = self.phrase(document, true, 4..=8)?.chars().collect();
                let at = self.below(chars.len());
                match kind {
                    Kind::Missing => drop(chars.remove(at)),
                    Kind::Wrong => chars[at] = self.common_char(),
                    Kind::Swapped => chars.swap(at, at.checked_sub(1)?),
                    Kind::Homophone => chars[at] = self.like(chars[at], homophones)?,
                    _ => {
                        let near = |a, b| near_homophones(a, b) && !homophones(a, b);
                        chars[at] = self.like(chars[at], near)?;
                    }
                }
                Some(chars.into_iter().collect())
            }
            Kind::Subsequence => {
                let phrase = self.phrase(document, true, 5..=8)?;
                Some(phrase.chars().step_by(2).collect())
            }
            Kind::Numerals => self.numerals(document),
            Kind::Traditional => {
                let phrase = self.phrase(document, true, 3..=8)?;
                Some(self.traditional.convert(&phrase)).filter(|traditional| *traditional != phrase)
            }
        }
    }

    /// Queries as they are typed, whether or not they single out a document.
    fn typed(&mut self) -> Vec<String> {
        let mut queries = Vec::new();
        for _ in 0..QUERIES {
            let document = self.below(self.documents.len());
            let text: Vec<char> = self.texts[document].chars().filter(|&c| c == '\n' || is_han(c)).collect();
            let from = self.below(text.len());
            let phrase: String = text[from..].iter().take(6).take_while(|&&c| c != '\n').collect();
            let mut wrong: Vec<char> = phrase.chars().collect();
            let Some(at) = wrong.len().checked_sub(2) else { continue };
            wrong[at] = self.common_char();
            queries.extend([spell(&phrase), phrase, wrong.into_iter().collect()]);
        }
        queries
    }

    fn common_char(&mut self) -> char {
        const COMMON: &str = "的一是在了人有中大上为个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面方";
        let at = self.below(COMMON.chars().count());
        COMMON.chars().nth(at).unwrap_or('的')
    }

    /// Another character of the first document's that is `like` this one.
    fn like(&mut self, c: char, like: impl Fn(char, char) -> bool) -> Option<char> {
        let others: Vec<char> =
            self.texts[0].chars().filter(|&other| other != c && is_han(other) && like(other, c)).collect();
        (!others.is_empty()).then(|| others[self.below(others.len())])
    }

    /// A year and what follows it, or an ordinal, where only this document has it; written the other way.
    fn numerals(&mut self, document: usize) -> Option<String> {
        const DIGITS: &str = "〇一二三四五六七八九";
        let line = self.texts[document].lines().find(|line| line.contains("年") && line.contains("20"))?;
        let chars: Vec<char> = line.chars().collect();
        let at = chars.windows(5).position(|window| {
            window[4] == '年' && window[0] == '2' && window[..4].iter().all(char::is_ascii_digit)
        })?;
        let typed: String = chars[at..].iter().take(9).collect();
        let elsewhere =
            (0..self.texts.len()).any(|other| other != document && self.texts[other].contains(&typed));
        let spelt = chars[at..].iter().take(9).enumerate().map(|(at, &c)| match c.to_digit(10) {
            Some(digit) if at < 4 => DIGITS.chars().nth(digit as usize).unwrap_or(c),
            _ => c,
        });
        (!elsewhere && chars[at + 5..].len() >= 4).then(|| spelt.collect())
    }

    /// A run of whole words, Chinese throughout, that stands in this document's title or headings (or
    /// in its body) and in no other document's title or headings (or in no other document).
    fn phrase(
        &mut self,
        document: usize,
        heading: bool,
        chars: std::ops::RangeInclusive<usize>,
    ) -> Option<String> {
        let lines: Vec<String> =
            if heading { headings(&self.documents[document].1) } else { body(&self.documents[document].1) };
        if lines.is_empty() {
            return None;
        }
        let line = &lines[self.below(lines.len())];
        let words: Vec<&str> = jieba().cut(line, false).iter().map(|token| token.word).collect();
        let start = self.below(words.len());
        let mut phrase = String::new();
        for word in &words[start..] {
            let longer = phrase.chars().count() + word.chars().count();
            if !word.chars().all(is_han) || longer > *chars.end() {
                break;
            }
            phrase.push_str(word);
        }
        if !chars.contains(&phrase.chars().count()) {
            return None;
        }
        let elsewhere = (0..self.documents.len()).filter(|&other| other != document).any(|other| {
            if heading {
                headings(&self.documents[other].1).iter().any(|line| line.contains(&phrase))
            } else {
                self.texts[other].contains(&phrase)
            }
        });
        (!elsewhere).then_some(phrase)
    }

    /// Two words of one paragraph that no other document has together.
    fn two_words(&mut self, document: usize) -> Option<String> {
        let lines = body(&self.documents[document].1);
        if lines.is_empty() {
            return None;
        }
        let line = &lines[self.below(lines.len())];
        let mut words: Vec<&str> = jieba().cut(line, false).iter().map(|token| token.word).collect();
        words.retain(|word| word.chars().count() > 1 && word.chars().all(is_han));
        words.sort_by_key(|word| self.frequency.get(word).copied().unwrap_or(0));
        words.dedup();
        let [a, b, ..] = words.as_slice() else { return None };
        let elsewhere = (0..self.texts.len())
            .any(|other| other != document && self.texts[other].contains(a) && self.texts[other].contains(b));
        (!elsewhere).then(|| format!("{a} {b}"))
    }
}

fn spell(phrase: &str) -> String {
    phrase.chars().filter_map(|c| readings(c).next()).collect()
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn headings(document: &Document) -> Vec<String> {
    let headings = document.blocks.iter().filter(|block| matches!(block.kind, BlockKind::Heading { .. }));
    document.meta.title.iter().chain(headings.map(|block| &block.text)).cloned().collect()
}

fn body(document: &Document) -> Vec<String> {
    let paragraphs = document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
    paragraphs.map(|block| block.text.clone()).collect()
}
