//! `wenlan export`: documents as other programs take them, cleaned.
//!
//! Rendered on all cores, written in order, never all of them in memory. What is written goes into `FILE.part`,
//! which becomes `FILE` in the end; beside it stands how far it has come, so that the same command goes on where
//! another was stopped.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::Status;
use super::args::Export;
use super::open::{collect, collect_indexed, found, name, say_notices};
use super::ordered::ordered;
use super::progress::Counting;
use super::settings::Settings;
use crate::document::DocId;
use crate::heap::Heap;
use crate::ingest::LoadError;
use crate::lang::Lang;
use crate::print::export::{Book, Format};
use crate::search::{Query, Scope};

/// Documents that are rendered in one go.
const BATCH: usize = 16;

/// What is written is noted down after so many documents.
const NOTE: usize = 512;

/// How far an export has come.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Progress {
    /// What is exported, and how: another export does not go on with this one.
    what: u64,
    documents: usize,
    bytes: u64,
}

pub fn run(args: &Export, settings: &Settings) -> anyhow::Result<Status> {
    let format = args.format.or_else(|| Format::of_name(&args.output)).with_context(|| {
        let said =
            settings.lang.pick("认不出格式，请用 --format 指明", "no known format; name one with --format");
        format!("{}: {said}", args.output.display())
    })?;
    let (collection, mut problems) = match &args.query {
        Some(_) => collect_indexed(&args.paths, settings),
        None => {
            let (collection, problems) = collect(&args.paths, settings);
            collection.learn();
            (collection, problems)
        }
    };
    let heap = collection.heap();
    let mut ids: Vec<DocId> = match &args.query {
        None => heap.ids().collect(),
        Some(query) => {
            let index = collection.index();
            let query = Query::parse(query);
            let hits: std::collections::HashSet<DocId> =
                index.search_documents(&query, &Scope::Heap, index.len()).into_iter().collect();
            heap.ids().filter(|id| hits.contains(id)).collect()
        }
    };
    if let Some(size) = args.sample {
        ids = sampled(ids, size, args.seed, heap);
    }
    if ids.is_empty() {
        return Ok(problems.status(&collection, Status::NothingFound));
    }
    let per_file = args.split.unwrap_or(usize::MAX).max(1);
    let counting = Counting::new(settings.lang.pick("正在导出", "exporting"));
    let mut left = ids.len();
    let mut unread = Vec::new();
    for (number, ids) in (1..).zip(ids.chunks(per_file)) {
        let file = if args.split.is_some() { numbered(&args.output, number) } else { args.output.clone() };
        let writing = Writing { heap, format, lang: settings.lang };
        writing
            .write(&file, ids, &mut |error| {
                unread.extend(error);
                left -= 1;
                counting.tick(left);
            })
            .with_context(|| file.display().to_string())?;
    }
    counting.finish();
    unread.iter().for_each(|error| problems.unread(error));
    collection.save();
    say_notices(&collection, settings);
    Ok(problems.status(&collection, found(heap)))
}

/// So many of the documents, in their order; the same for the same seed and names.
fn sampled(ids: Vec<DocId>, size: usize, seed: u64, heap: &Heap) -> Vec<DocId> {
    let rank = |id: DocId| {
        let label = heap.source(id).map(|source| heap.label(&source)).unwrap_or_default();
        hash(seed, label.as_bytes())
    };
    let mut ranked: Vec<(u64, usize, DocId)> =
        ids.into_iter().enumerate().map(|(at, id)| (rank(id), at, id)).collect();
    ranked.sort_unstable();
    ranked.truncate(size);
    ranked.sort_unstable_by_key(|&(_, at, _)| at);
    ranked.into_iter().map(|(_, _, id)| id).collect()
}

/// FNV-1a with a last mix: near names are far apart.
fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for &byte in bytes {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    sum ^= sum >> 32;
    sum = sum.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    sum ^ sum >> 29
}

/// `out.jsonl` as `out-003.jsonl`.
fn numbered(file: &Path, number: usize) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let extension = file.extension().map(|own| format!(".{}", own.to_string_lossy())).unwrap_or_default();
    file.with_file_name(format!("{stem}-{number:03}{extension}"))
}

struct Writing<'a> {
    heap: &'a Heap,
    format: Format,
    lang: Lang,
}

impl Writing<'_> {
    /// Writes the documents into a file. `on` hears of each, and of why one could not be read.
    fn write(&self, file: &Path, ids: &[DocId], on: &mut dyn FnMut(Option<LoadError>)) -> anyhow::Result<()> {
        let what = self.what(ids);
        let (part, note) = (beside(file, ".part"), beside(file, ".part.note"));
        let done = fs::read(&note).ok().and_then(|json| serde_json::from_slice::<Progress>(&json).ok());
        let done = done.filter(|done| done.what == what && self.format.goes_on());
        let mut out = match &done {
            // What was written after the last note is written again.
            Some(done) => {
                let mut out = File::options().write(true).open(&part)?;
                out.set_len(done.bytes)?;
                out.seek(io::SeekFrom::End(0))?;
                out
            }
            None => File::create(&part)?,
        };
        let mut progress = done.unwrap_or(Progress { what, ..Progress::default() });
        (0..progress.documents).for_each(|_| on(None));
        if self.format == Format::Epub {
            self.book(BufWriter::new(&mut out), ids, on)?;
        } else {
            let mut writer = BufWriter::new(&mut out);
            if progress.documents == 0 {
                progress.bytes += put(&mut writer, self.format.head().as_bytes())?;
            }
            let left = &ids[progress.documents..];
            let mut noted = progress.documents;
            ordered(
                left.chunks(BATCH),
                |ids| self.rendered(ids),
                |batch| -> io::Result<()> {
                    for text in batch {
                        match text {
                            Ok(text) => {
                                progress.bytes += put(&mut writer, text.as_bytes())?;
                                on(None);
                            }
                            Err(error) => on(Some(error)),
                        }
                        progress.documents += 1;
                    }
                    if progress.documents - noted >= NOTE {
                        writer.flush()?;
                        noted = progress.documents;
                        fs::write(&note, serde_json::to_vec(&progress).map_err(io::Error::other)?)?;
                    }
                    Ok(())
                },
            )?;
            writer.flush()?;
        }
        out.sync_all()?;
        fs::rename(&part, file)?;
        match fs::remove_file(&note) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn rendered(&self, ids: &[DocId]) -> Vec<Result<String, LoadError>> {
        let one = |&id: &DocId| {
            let (document, _) = self.heap.document(id)?;
            Ok(self.format.document(&name(self.heap, id), &document, self.lang))
        };
        ids.iter().map(one).collect()
    }

    fn book(
        &self,
        out: impl Write + Seek,
        ids: &[DocId],
        on: &mut dyn FnMut(Option<LoadError>),
    ) -> anyhow::Result<()> {
        let mut book = Book::new(out)?;
        ordered(
            ids.chunks(BATCH),
            |ids| {
                let read = |&id: &DocId| self.heap.document(id).map(|(document, _)| document);
                ids.iter().map(read).collect::<Vec<_>>()
            },
            |batch| -> io::Result<()> {
                for document in batch {
                    match document {
                        Ok(document) => {
                            book.add(&document)?;
                            on(None);
                        }
                        Err(error) => on(Some(error)),
                    }
                }
                Ok(())
            },
        )?;
        Ok(book.finish(self.lang)?)
    }

    /// A number for what is written: other documents, changed ones or another format have another.
    fn what(&self, ids: &[DocId]) -> u64 {
        let seed = hash(self.format as u64, crate::RULES.as_bytes());
        ids.iter().fold(seed, |sum, &id| {
            let sum = hash(sum, name(self.heap, id).as_bytes());
            hash(sum, &self.heap.version(id).unwrap_or_default().to_le_bytes())
        })
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    file.with_file_name(name)
}

fn put(out: &mut impl Write, bytes: &[u8]) -> io::Result<u64> {
    out.write_all(bytes)?;
    Ok(bytes.len() as u64)
}
