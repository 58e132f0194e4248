//! A cleaned document as an index keeps it, there and back.
//!
//! Texts stand as texts, one block a line, so that everybody can search and read them; what wenlan knows beyond
//! that (kinds of blocks, where in the raw text they come from, why something was left out) stands beside them
//! in the same order.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::tokens::Tokens;
use crate::document::{Block, BlockKind, Document, Metadata, Nature, Reason, Removed, Repair, Span};
use crate::heap::Summary;
use crate::ingest::Raw;
use crate::text::class::is_ideograph;
use crate::text::variant::fold;

/// The id of a document: the first half of the SHA-256 of its raw text, in hexadecimal. The same text has the
/// same id wherever it lies.
pub fn content_id(raw: &Raw) -> String {
    let digest = Sha256::digest(raw.text.as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A document in an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub id: String,
    /// What it was called in the heap that it was pushed from.
    pub address: String,
    pub document: Document,
    pub summary: Summary,
    pub raw: Option<String>,
}

/// What is known of a block beside its text.
#[derive(Debug, Serialize, Deserialize)]
struct Shape {
    kind: BlockKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    repair: Option<Repair>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    doubt: Option<Reason>,
    /// Line, start and end of each span, one after another.
    spans: Vec<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Removal {
    reason: Reason,
    span: [u32; 3],
}

impl Entry {
    /// The fields of the document, ready to be sent.
    pub fn fields(&self) -> Value {
        let Entry { document, summary, .. } = self;
        let meta = &document.meta;
        let names: Vec<&str> = meta.authors.iter().map(|person| person.name.as_str()).collect();
        let headings: Vec<String> = document
            .blocks
            .iter()
            .filter(|block| matches!(block.kind, BlockKind::Heading { .. }))
            .map(|block| one_line(&block.text))
            .collect();
        let text = lines(document.blocks.iter().map(|block| block.text.as_str()));
        let authors = names.join(" ");
        let fields = [&meta.title, &meta.subtitle, &meta.source].into_iter().flatten().map(String::as_str);
        let blocks = document.blocks.iter().map(|block| block.text.as_str());
        let tokens = Tokens::of(fields.chain([authors.as_str()]).chain(blocks));
        let mut folded = json!({
            "title": fold_all(&[meta.title.as_deref(), meta.subtitle.as_deref()].map(Option::unwrap_or_default).join("\n")),
            "headings": headings.iter().map(|heading| fold_all(heading)).collect::<Vec<_>>(),
            "source": fold_all(meta.source.as_deref().unwrap_or_default()),
            "authors": fold_all(&authors),
            "address": fold_all(&self.address),
        });
        // The engine's analyzer folds widths and letters itself.
        let differs = |line: &&str| line.chars().any(|c| is_ideograph(c) && fold(c) != c);
        let folded_lines: Vec<String> = text.lines().filter(differs).map(fold_all).collect();
        if !folded_lines.is_empty() {
            folded["text"] = folded_lines.join("\n").into();
        }
        let shapes: Vec<Shape> = document.blocks.iter().map(Shape::of).collect();
        let removals: Vec<Removal> = document
            .removed
            .iter()
            .map(|piece| Removal {
                reason: piece.reason,
                span: [piece.span.line, piece.span.start, piece.span.end],
            })
            .collect();
        let mut fields = json!({
            "hash": self.id,
            "address": self.address,
            "title": meta.title,
            "subtitle": meta.subtitle,
            "headings": headings,
            "text": text,
            "removed": lines(document.removed.iter().map(|piece| piece.text.as_str())),
            "source": meta.source,
            "date": meta.published.map(|published| published.date.to_string()),
            "published": meta.published.map(|published| published.to_string()),
            "authors": names,
            "url": meta.url,
            "format": summary.format.name(),
            "encoding": summary.encoding,
            "chars": summary.chars,
            "sections": summary.sections,
            "bad_bytes": summary.bad_bytes,
            "rules": crate::RULES,
            "meta": meta,
            "summary": summary,
            "nature": document.nature,
            "nature_from": document.nature_from,
            "blocks": shapes,
            "removals": removals,
            "folded": folded,
            "tokens": tokens.tokens,
            "pinyin": tokens.pinyin,
            "initials": tokens.initials,
        });
        if let Some(raw) = &self.raw {
            fields["raw"] = raw.as_str().into();
        }
        if let Some(fields) = fields.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        fields
    }

    /// The document of a hit (`_id`, `_source`) that was pushed by wenlan; what was not asked for stays empty.
    /// `None` where it is no such hit.
    pub fn of_hit(hit: &Value) -> Option<Entry> {
        let source = &hit["_source"];
        let text = |key: &str| source[key].as_str().unwrap_or_default();
        let id = hit["_id"].as_str().or(source["hash"].as_str())?.to_owned();
        let shapes: Vec<Shape> = Vec::deserialize(&source["blocks"]).unwrap_or_default();
        let body = text("text");
        let mut blocks = Vec::with_capacity(shapes.len());
        if !body.is_empty() {
            let mut shapes = shapes.into_iter();
            blocks.extend(body.split('\n').map(|text| shapes.next().unwrap_or(Shape::plain()).block(text)));
        }
        let removals: Vec<Removal> = Vec::deserialize(&source["removals"]).unwrap_or_default();
        let removed = text("removed").split('\n').zip(removals).map(|(text, removal)| {
            let [line, start, end] = removal.span;
            Removed { span: Span { line, start, end }, text: text.to_owned(), reason: removal.reason }
        });
        let meta = over_default::<Metadata>(&source["meta"]);
        let mut summary = over_default::<Summary>(&source["summary"]);
        let address = text("address").to_owned();
        if summary.title.is_empty() {
            summary.title = meta.title.clone().unwrap_or_else(|| address.clone());
        }
        let raw = source["raw"].as_str().map(str::to_owned);
        let nature = Nature::deserialize(&source["nature"]).unwrap_or_default();
        let nature_from = Vec::deserialize(&source["nature_from"]).unwrap_or_default();
        let document = Document { meta, nature, nature_from, blocks, removed: removed.collect() };
        Some(Entry { id, address, document, summary, raw })
    }
}

impl Shape {
    fn of(block: &Block) -> Shape {
        let spans = block.spans.iter().flat_map(|span| [span.line, span.start, span.end]).collect();
        Shape { kind: block.kind, repair: block.repair, doubt: block.doubt, spans }
    }

    /// Of a text about which nothing is known.
    fn plain() -> Shape {
        Shape { kind: BlockKind::Paragraph, repair: None, doubt: None, spans: Vec::new() }
    }

    fn block(self, text: &str) -> Block {
        let spans = self.spans.as_chunks::<3>().0.iter();
        let spans = spans.map(|&[line, start, end]| Span { line, start, end }).collect();
        Block { kind: self.kind, text: text.to_owned(), spans, repair: self.repair, doubt: self.doubt }
    }
}

/// A value of which some fields may not have been known when it was written down.
fn over_default<T: Default + Serialize + for<'de> Deserialize<'de>>(written: &Value) -> T {
    let mut fields = match serde_json::to_value(T::default()) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    for (key, value) in written.as_object().into_iter().flatten() {
        fields.insert(key.clone(), value.clone());
    }
    T::deserialize(Value::Object(fields)).unwrap_or_default()
}

fn lines<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(one_line).collect::<Vec<_>>().join("\n")
}

/// A line break inside a text would shift all that follow.
fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

fn fold_all(text: &str) -> String {
    text.chars().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::clean;

    #[test]
    fn a_document_comes_back_as_it_was_sent() {
        let text = "河堤巡查记\n2019-03-04 来源：临江晚报\n\n一、清晨\n沿着堤岸走了三里。\n二、黄昏\n又走了回来，灯都亮了。\n";
        let raw = Raw { path: "a/b.txt".into(), text: text.into(), encoding: "UTF-8", ..Raw::default() };
        let document = clean(&raw, None);
        let summary =
            Summary { title: "河堤巡查记".into(), chars: 9, encoding: "UTF-8", ..Summary::default() };
        let entry = Entry { id: content_id(&raw), address: "b.txt".into(), document, summary, raw: None };
        let hit = json!({"_id": entry.id, "_source": entry.fields()});
        assert_eq!(Entry::of_hit(&hit), Some(entry));
    }

    #[test]
    fn traditional_texts_are_folded_beside_and_others_are_not() {
        let entry = |text: &str| {
            let raw = Raw { text: text.into(), encoding: "UTF-8", ..Raw::default() };
            Entry {
                id: content_id(&raw),
                address: String::new(),
                document: clean(&raw, None),
                summary: Summary::default(),
                raw: None,
            }
            .fields()
        };
        assert_eq!(entry("河長走過了大橋，看見了雲。")["folded"]["text"], "河长走过了大桥,看见了云。");
        assert!(entry("河长走过了大桥，看见了云。")["folded"]["text"].is_null());
    }

    #[test]
    fn ids_come_from_the_content_alone() {
        let raw = |path: &str, text: &str| Raw { path: path.into(), text: text.into(), ..Raw::default() };
        assert_eq!(content_id(&raw("a", "文")), content_id(&raw("b", "文")));
        assert_ne!(content_id(&raw("a", "文")), content_id(&raw("a", "字")));
        assert_eq!(content_id(&raw("a", "")).len(), 32);
    }
}
