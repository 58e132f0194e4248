//! No exact match is ever missed: search against a plain scan, while the heap changes.

use std::collections::BTreeMap;

use proptest::prelude::*;
use wenlan::document::{Block, BlockKind, DocId, Document, Metadata, Person};
use wenlan::search::{Builder, Index, MatchKind, Place, Query, Record, Scope, place_text};
use wenlan::text::variant::fold;

/// What happens to an index.
#[derive(Debug, Clone)]
enum Step {
    Put(u32, Box<Document>),
    /// Documents that make a segment together.
    Add(Vec<(u32, Document)>),
    Remove(u32),
    /// It is written, and opened again.
    Reopen,
}

/// Few characters, so that strings meet by chance: among them two forms of one, letters, a wide letter, a
/// character beyond the Basic Multilingual Plane, and a line's punctuation.
fn text() -> impl Strategy<Value = String> {
    "[山水田車车aAＡ𠮷，]{0,9}"
}

fn document() -> impl Strategy<Value = Document> {
    let kind = prop::sample::select(vec![
        BlockKind::Paragraph,
        BlockKind::Caption,
        BlockKind::Heading { level: 1 },
        BlockKind::ListItem,
    ]);
    let blocks = prop::collection::vec((kind, text()), 0..5);
    (text(), text(), text(), text(), blocks).prop_map(|(title, subtitle, source, author, blocks)| {
        let block = |(kind, text)| Block { kind, text, spans: Vec::new(), repair: None, doubt: None };
        let meta = Metadata {
            title: Some(title),
            subtitle: Some(subtitle),
            source: Some(source),
            authors: vec![Person { name: author, role: String::new() }],
            ..Metadata::default()
        };
        Document { meta, blocks: blocks.into_iter().map(block).collect(), ..Document::default() }
    })
}

fn step() -> impl Strategy<Value = Step> {
    let numbered = || (0u32..12, document());
    prop_oneof![
        6 => numbered().prop_map(|(id, document)| Step::Put(id, Box::new(document))),
        2 => prop::collection::vec(numbered(), 1..6).prop_map(Step::Add),
        2 => (0u32..12).prop_map(Step::Remove),
        1 => Just(Step::Reopen),
    ]
}

fn places(document: &Document) -> impl Iterator<Item = Place> {
    let fields = [Place::Title, Place::Subtitle, Place::Source, Place::Author];
    fields.into_iter().chain((0..document.blocks.len() as u32).map(Place::Block))
}

/// How often `term` stands in a document.
fn scan(document: &Document, term: &str) -> usize {
    let folded = |text: &str| text.chars().map(fold).collect::<String>();
    let term = folded(term);
    places(document).map(|place| folded(&place_text(document, place)).matches(&term).count()).sum()
}

proptest! {
    #[test]
    fn what_stands_in_the_heap_is_found(
        steps in prop::collection::vec(step(), 1..24),
        term in "[山水田車车aAＡ𠮷]{1,4}",
    ) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut index = Index::create(folder.path()).expect("a new index");
        let mut heap: BTreeMap<u32, Document> = BTreeMap::new();
        for step in steps {
            match step {
                Step::Put(id, document) => {
                    index.put(DocId(id), "heap/a.txt", &document);
                    heap.insert(id, *document);
                }
                Step::Add(documents) => {
                    // A batch has each document once.
                    let documents: BTreeMap<u32, Document> = documents.into_iter().collect();
                    let mut builder = Builder::default();
                    for (id, document) in &documents {
                        builder.push(DocId(*id), &Record::new("heap/a.txt", document));
                    }
                    index.add(builder);
                    heap.extend(documents);
                }
                Step::Remove(id) => {
                    index.remove(DocId(id));
                    heap.remove(&id);
                }
                Step::Reopen => {
                    index.commit().expect("a commit");
                    index = Index::open(folder.path()).expect("what was committed");
                }
            }
        }
        let scanned = heap.iter().map(|(&id, document)| (id, scan(document, &term)));
        let scanned: BTreeMap<u32, usize> = scanned.filter(|&(_, count)| count > 0).collect();

        let exact = index.search(&Query::parse(&format!("'{term}")), &Scope::Heap, heap.len());
        let found: BTreeMap<u32, usize> =
            exact.documents.iter().map(|found| (found.document.0, found.hits.len())).collect();
        prop_assert_eq!(&found, &scanned);
        for found in &exact.documents {
            let document = &heap[&found.document.0];
            for hit in &found.hits {
                let place = place_text(document, hit.place);
                let word: String = place[hit.bytes.clone()].chars().map(fold).collect();
                prop_assert_eq!(word, term.chars().map(fold).collect::<String>());
            }
        }

        // As typed without a mark: the same documents, before all that may have been meant.
        let typed = index.search(&Query::parse(&term), &Scope::Heap, heap.len());
        let first = typed.documents.iter().take(scanned.len());
        let first: Vec<u32> = first.filter(|it| it.why[0].kind <= MatchKind::Variant).map(|it| it.document.0).collect();
        let mut first_sorted = first.clone();
        first_sorted.sort_unstable();
        prop_assert_eq!(first_sorted, scanned.into_keys().collect::<Vec<_>>());
    }
}

/// More texts than are read for one answer have all parts of a string; one has the string.
#[test]
fn no_number_of_promising_documents_hides_the_one_that_has_it() {
    let paragraph = |text: String| Block {
        kind: BlockKind::Paragraph,
        text,
        spans: Vec::new(),
        repair: None,
        doubt: None,
    };
    let document = |text: String| Document { blocks: vec![paragraph(text)], ..Document::default() };
    let index = Index::default();
    let mut builder = Builder::default();
    for id in 0..60 {
        let text = match id {
            // The longest promises least.
            47 => format!("临江渡口{}", "一二三四五六七八九十".repeat(3200)),
            _ => format!("临江渡头，江渡口岸，{}", "一二三四五六七八九十".repeat(3000)),
        };
        builder.push(DocId(id), &Record::new("heap/a.txt", &document(text)));
    }
    index.add(builder);
    let results = index.search(&Query::parse("临江渡口"), &Scope::Heap, 1);
    let found: Vec<u32> = results.documents.iter().map(|found| found.document.0).collect();
    assert_eq!(found, [47]);
}
