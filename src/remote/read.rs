//! Reading: windows of documents in their order, one of them, and those that match a query.

use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::Remote;
use super::entry::{Entry, content_id};
use super::fault::{Fault, Kind};
use super::fields::Fields;
use super::translate::candidates;
use crate::clean::clean;
use crate::document::DocId;
use crate::heap::summarise;
use crate::ingest::{self, Format, Origin, Raw, Source};
use crate::search::{Builder, Index, Query, Record, Results, Scope};

/// Documents that are asked for at once where their texts come with them.
const TEXTS: usize = 100;
/// Bytes of text that are searched at once: what makes the best of all candidates the best.
const BATCH: usize = 32 << 20;
/// Documents that are looked at for what may have been meant.
const MEANT: usize = 200;
/// Documents that have what was typed, from which on nothing else need be meant.
const ENOUGH: usize = 3;
/// Sources that are counted one by one.
const SOURCES: usize = 1000;
/// Pages that are counted off end here in every engine.
const WINDOW: usize = 10_000;

/// Where the next documents of a list begin.
#[derive(Debug, Clone, PartialEq)]
pub enum Cursor {
    /// Behind the document with these sort values.
    After(Value),
    From(usize),
}

/// Some documents of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    pub entries: Vec<Entry>,
    /// Where the rest begins, if there is any.
    pub next: Option<Cursor>,
    /// Documents of the whole list.
    pub total: usize,
}

/// A document with the raw text that it was cleaned from, where that is there.
#[derive(Debug)]
pub struct Opened {
    pub entry: Entry,
    pub raw: Option<Raw>,
}

/// What was found among some of the candidates for a query.
#[derive(Debug)]
pub struct Found {
    /// The documents that were looked at; [`DocId`]s of the results count them.
    pub entries: Vec<Entry>,
    pub records: Vec<Record>,
    pub results: Results,
    /// Documents that may match, also those that were not looked at.
    pub candidates: usize,
    pub next: Option<Cursor>,
}

/// What an engine counts over all documents of an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets {
    pub documents: usize,
    /// Documents by source, most first; those of which none is known.
    pub sources: Vec<(String, usize)>,
    pub unknown: usize,
    /// Documents by day, in order; those without one.
    pub days: Vec<(Date, usize)>,
    pub undated: usize,
}

impl Remote {
    /// What the fields of the index are for.
    ///
    /// # Errors
    ///
    /// Where the index is not there or the engine does not answer.
    pub fn fields(&self) -> Result<&Fields, Fault> {
        if let Some(fields) = self.fields.get() {
            return Ok(fields);
        }
        let fault = |kind| Fault::new(self.name(), kind);
        if self.index().is_empty() {
            return Err(fault(Kind::Unnamed { there: self.indexes().unwrap_or_default() }));
        }
        let mapping = self.mapping()?.ok_or_else(|| {
            fault(Kind::NoIndex { index: self.index().to_owned(), there: self.indexes().unwrap_or_default() })
        })?;
        Ok(self.fields.get_or_init(|| Fields::of(&mapping)))
    }

    /// The next `size` documents in the order of the list, without their texts where they were pushed by us.
    ///
    /// # Errors
    ///
    /// Where the engine does not answer, or can list no more.
    pub fn window(&self, from: Option<&Cursor>, size: usize) -> Result<Window, Fault> {
        let pushed = *self.fields()? == Fields::Pushed;
        let source = if pushed { json!(["hash", "address", "meta", "summary"]) } else { json!(true) };
        let sort = match self.fields()? {
            Fields::Pushed => json!([{"address": "asc"}, {"hash": "asc"}]),
            Fields::Foreign(_) => json!([{"_id": "asc"}]),
        };
        let size = if pushed { size } else { size.min(TEXTS) };
        self.page(&json!({"match_all": {}}), &sort, &source, from, size)
    }

    /// A page of the answer to a question.
    fn page(
        &self,
        query: &Value,
        sort: &Value,
        source: &Value,
        from: Option<&Cursor>,
        size: usize,
    ) -> Result<Window, Fault> {
        let mut question = json!({"query": query, "size": size, "_source": source, "track_total_hits": true});
        let mut start = 0;
        match from {
            Some(Cursor::After(values)) => {
                question["sort"] = sort.clone();
                question["search_after"] = values.clone();
            }
            Some(Cursor::From(at)) => {
                start = *at;
                if start + size > WINDOW {
                    return Err(Fault::new(self.name(), Kind::Window(WINDOW)));
                }
                question["from"] = start.into();
            }
            None if self.abilities.search_after => question["sort"] = sort.clone(),
            None => {}
        }
        let answer = self.post(&format!("/{}/_search", self.address.path()), &question);
        let answer = match answer {
            // Where documents may not be sorted by their ids, pages are counted off.
            Err(Fault { kind: Kind::Refused { status: 400, .. }, .. })
                if from.is_none() && sort[0].get("_id").is_some() =>
            {
                return self.page(query, &json!(["_score"]), source, Some(&Cursor::From(0)), size);
            }
            answer => answer?,
        };
        let broken = answer["_shards"]["failed"].as_u64().unwrap_or(0);
        if broken > 0 {
            let reason = answer["_shards"]["failures"][0]["reason"]["reason"].as_str().unwrap_or_default();
            return Err(Fault::new(self.client.place(), Kind::Red(format!("{broken} {reason}"))));
        }
        let total = &answer["hits"]["total"];
        let total = total["value"].as_u64().or(total.as_u64()).unwrap_or(0) as usize;
        let hits = answer["hits"]["hits"].as_array().map(Vec::as_slice).unwrap_or_default();
        let entries = hits.iter().filter_map(|hit| Some(self.opened(hit)?.entry)).collect();
        let more = hits.len() == size && size > 0 && start + hits.len() < total;
        let next = more.then(|| match hits.last().map(|hit| &hit["sort"]) {
            Some(values) if values.is_array() && self.abilities.search_after => Cursor::After(values.clone()),
            _ => Cursor::From(start + hits.len()),
        });
        Ok(Window { entries, next, total })
    }

    /// The document of a hit: as it was pushed, or cleaned now.
    fn opened(&self, hit: &Value) -> Option<Opened> {
        if self.fields.get() == Some(&Fields::Pushed) {
            let entry = Entry::of_hit(hit)?;
            let raw = entry.raw.as_ref().map(|text| Raw {
                path: entry.address.clone(),
                text: text.clone(),
                format: entry.summary.format,
                encoding: entry.summary.encoding,
                bad_bytes: entry.summary.bad_bytes,
                ..Raw::default()
            });
            return Some(Opened { entry, raw });
        }
        let id = hit["_id"].as_str().map(str::to_owned).or_else(|| Some(hit["_id"].as_u64()?.to_string()));
        let bytes: Arc<[u8]> = hit["_source"].to_string().into_bytes().into();
        let size = bytes.len() as u64;
        let source = Source {
            origin: Origin::Stdin(bytes),
            format: Format::Json,
            bytes: size,
            modified: None,
            inode: 0,
            only: None,
        };
        // What has no text is shown as a document without one.
        let mut raw = ingest::load(&source).unwrap_or_default();
        let address = id.clone().unwrap_or_else(|| content_id(&raw));
        raw.path.clone_from(&address);
        let document = clean(&raw, None);
        let summary = summarise(&document, &raw);
        let entry = Entry { id: id.unwrap_or_default(), address, document, summary, raw: None };
        Some(Opened { entry, raw: Some(raw) })
    }

    /// The document that is called so: by its address in the heap that was pushed, or its id.
    ///
    /// # Errors
    ///
    /// Where there is none, or the engine does not answer.
    pub fn read(&self, name: &str) -> Result<Opened, Fault> {
        let query = match self.fields()? {
            Fields::Pushed => json!({"bool": {"should": [
                {"term": {"address": name}}, {"term": {"hash": name}},
            ], "minimum_should_match": 1}}),
            Fields::Foreign(_) => json!({"terms": {"_id": [name]}}),
        };
        let question = json!({"query": query, "size": 1});
        let answer = self.post(&format!("/{}/_search", self.address.path()), &question)?;
        let opened = answer["hits"]["hits"].get(0).and_then(|hit| self.opened(hit));
        opened.ok_or_else(|| Fault::new(self.name(), Kind::NoDocument(name.to_owned())))
    }

    /// Looks for what matches a query among its candidates from `from` on, the likeliest first, until at least
    /// `enough` documents were looked at or there are many bytes of them.
    ///
    /// # Errors
    ///
    /// Where the engine does not answer or refuses.
    pub fn search(&self, query: &Query, from: Option<&Cursor>, enough: usize) -> Result<Found, Fault> {
        let nothing = Found {
            entries: Vec::new(),
            records: Vec::new(),
            results: Results::default(),
            candidates: 0,
            next: None,
        };
        if query.is_empty() {
            return Ok(nothing);
        }
        let fields = self.fields()?;
        let asked = candidates(query, fields, false);
        let found = self.gather(&asked, from, enough)?;
        let found = if from.is_none() && found.total < ENOUGH && *fields == Fields::Pushed {
            self.gather(&candidates(query, fields, true), None, MEANT)?
        } else {
            found
        };
        let Window { entries, next, total } = found;
        let records: Vec<Record> =
            entries.iter().map(|entry| Record::new(&entry.address, &entry.document)).collect();
        let index = Index::default();
        let mut builder = Builder::default();
        for (at, record) in records.iter().enumerate() {
            builder.push(DocId(at as u32), record);
        }
        index.add(builder);
        let results = index.search(query, &Scope::Heap, entries.len());
        Ok(Found { entries, records, results, candidates: total, next })
    }

    /// About `enough` documents with their texts, and how many there are.
    ///
    /// # Errors
    ///
    /// Where the engine does not answer or refuses.
    pub fn some(&self, enough: usize) -> Result<(Vec<Entry>, usize), Fault> {
        let window = self.gather(&json!({"match_all": {}}), None, enough)?;
        Ok((window.entries, window.total))
    }

    /// Sources and days of all documents, counted by the engine; `None` on indexes of others, whose fields may
    /// mean anything.
    ///
    /// # Errors
    ///
    /// Where the engine does not answer or refuses.
    pub fn facets(&self) -> Result<Option<Facets>, Fault> {
        if *self.fields()? != Fields::Pushed {
            return Ok(None);
        }
        let question = json!({"size": 0, "track_total_hits": true, "aggs": {
            "sources": {"terms": {"field": "source", "size": SOURCES}},
            "days": {"date_histogram": {
                "field": "date", "calendar_interval": "day", "min_doc_count": 1, "format": "yyyy-MM-dd",
            }},
        }});
        let answer = self.post(&format!("/{}/_search", self.address.path()), &question)?;
        let count = |value: &Value| value.as_u64().unwrap_or(0) as usize;
        let buckets = |name: &str, key: &str| -> Vec<(String, usize)> {
            let buckets = answer["aggregations"][name]["buckets"].as_array().into_iter().flatten();
            buckets.filter_map(|it| Some((it[key].as_str()?.to_owned(), count(&it["doc_count"])))).collect()
        };
        let documents = count(&answer["hits"]["total"]["value"]);
        let sources = buckets("sources", "key");
        let others = count(&answer["aggregations"]["sources"]["sum_other_doc_count"]);
        let days: Vec<(Date, usize)> = buckets("days", "key_as_string")
            .into_iter()
            .filter_map(|(day, count)| Some((day.parse().ok()?, count)))
            .collect();
        let of = |counts: usize| documents.saturating_sub(counts);
        Ok(Some(Facets {
            unknown: of(sources.iter().map(|(_, count)| count).sum::<usize>() + others),
            undated: of(days.iter().map(|(_, count)| count).sum()),
            documents,
            sources,
            days,
        }))
    }

    /// Candidates with their texts.
    fn gather(&self, query: &Value, from: Option<&Cursor>, enough: usize) -> Result<Window, Fault> {
        let pushed = *self.fields()? == Fields::Pushed;
        let (sort, source) = match pushed {
            true => (
                json!([{"_score": "desc"}, {"hash": "asc"}]),
                json!(["hash", "address", "meta", "summary", "text", "blocks"]),
            ),
            false => (json!([{"_score": "desc"}, {"_id": "asc"}]), json!(true)),
        };
        let mut window = self.page(query, &sort, &source, from, TEXTS.min(enough))?;
        let mut bytes: usize = window.entries.iter().map(size).sum();
        while let Some(next) = window.next.clone().filter(|_| window.entries.len() < enough && bytes < BATCH)
        {
            let more = self.page(query, &sort, &source, Some(&next), TEXTS)?;
            bytes += more.entries.iter().map(size).sum::<usize>();
            window.entries.extend(more.entries);
            window.next = more.next;
        }
        Ok(window)
    }
}

fn size(entry: &Entry) -> usize {
    entry.document.blocks.iter().map(|block| block.text.len()).sum()
}
