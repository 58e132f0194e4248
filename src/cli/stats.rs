//! `wenlan stats`

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::anyhow;

use super::Status;
use super::args::{Stats, TableFormat, Weight};
use super::open::{Problems, collect, read_all, say_notices};
use super::output::Output;
use super::progress::Counting;
use super::settings::Settings;
use crate::collection::{Collection, Selection};
use crate::lang::Lang;
use crate::print::stats::text as report_text;
use crate::print::table::{Form, Writer};
use crate::print::{Style, json};
use crate::stats::{
    self, Asked, Context, DEFAULT_STOP_WORDS, Entry, Flow, Missing, Node, Report, Sample, Scope, StopWords,
    Totals, View,
};

pub fn run(args: &Stats, settings: &Settings, mut output: Output) -> anyhow::Result<Status> {
    if args.list_stop_words {
        output.write(DEFAULT_STOP_WORDS)?;
        output.finish()?;
        return Ok(Status::Done);
    }
    let own_list = settings.stop_words(args.stop_words.as_deref())?;
    let stop_words = own_list.as_ref().unwrap_or(StopWords::builtin());
    let (table, asked) = (wanted_table(args), asked(args, settings.lang)?);
    let selection = selection(&args.scope, settings)?;
    let against = against(args, settings)?;
    let indexed = selection.needs_index() || against.scopes.iter().any(Selection::needs_index);
    let (collection, mut problems) = counted(&args.paths, indexed, settings);
    let excerpts = collection.select(&selection);
    if excerpts.is_empty() {
        if !selection.is_heap() {
            let said = settings.lang.pick("这个范围里没有文档", "no documents are in this scope");
            problems.hint(said, &format!("--scope {selection}"));
        }
        output.finish()?;
        return Ok(problems.status(&collection, Status::NothingFound));
    }
    let asked = Asked { against: against.totals(&collection, &mut problems, settings), ..asked };
    let counts = collection.counts();
    let scope = Scope {
        excerpts: &excerpts,
        is_heap: selection.is_heap(),
        counts: &counts,
        texts: &collection,
        stop_words,
    };
    let style = output.style;
    match table {
        None => output.write(&report(&scope, args.format, &style))?,
        Some(table) => {
            table_of(table, &scope, &asked, args, &mut output)?;
            say_undated(table, &scope, &problems, settings.lang);
        }
    }
    output.finish()?;
    Ok(problems.status(&collection, Status::Done))
}

/// The part of the documents that `--scope` names.
pub fn selection(text: &str, settings: &Settings) -> anyhow::Result<Selection> {
    Selection::parse(text, &settings.config.scopes)
        .map_err(|error| anyhow!("{}", error.describe(settings.lang)))
}

/// The documents under `paths` with their counts, and where they will be searched, their index.
fn counted(paths: &[PathBuf], indexed: bool, settings: &Settings) -> (Collection, Problems) {
    let (collection, mut problems) = collect(paths, settings);
    collection.learn();
    if indexed {
        read_all(&collection, &mut problems, settings);
    }
    count_all(&collection, &mut problems, settings);
    collection.save();
    (collection, problems)
}

/// Counts what has not been counted, shows how far it has come, and says what could not be read.
fn count_all(collection: &Collection, problems: &mut Problems, settings: &Settings) {
    let bar = Counting::new(settings.lang.pick("正在统计", "counting"));
    collection.count_for(Duration::MAX, &mut |left, read| match read {
        Ok(()) => bar.tick(left),
        Err(error) => problems.unread(&error),
    });
    bar.finish();
    say_notices(collection, settings);
}

/// What keyness compares with.
struct Reference {
    scopes: Vec<Selection>,
    paths: Vec<PathBuf>,
}

/// A reference is a scope where it looks like one or is called like one; a file of such a name is `./NAME`.
fn against(args: &Stats, settings: &Settings) -> anyhow::Result<Reference> {
    let names: &BTreeMap<String, String> = &settings.config.scopes;
    let (mut scopes, mut paths) = (Vec::new(), Vec::new());
    for text in &args.against {
        match Selection::parse(text, names) {
            Ok(selection) => scopes.push(selection),
            Err(error) if !PathBuf::from(text).exists() && text.contains('=') => {
                return Err(anyhow!("--against: {}", error.describe(settings.lang)));
            }
            Err(_) => paths.push(text.into()),
        }
    }
    Ok(Reference { scopes, paths })
}

impl Reference {
    /// `None` where the rest of the heap is meant.
    fn totals(
        &self,
        collection: &Collection,
        problems: &mut Problems,
        settings: &Settings,
    ) -> Option<Arc<Totals>> {
        let mut all: Option<Totals> = None;
        let mut add = |more: Totals| match &mut all {
            Some(all) => all.merge(more),
            None => all = Some(more),
        };
        for selection in &self.scopes {
            let excerpts = collection.select(selection);
            let scope = Scope {
                excerpts: &excerpts,
                is_heap: false,
                counts: &collection.counts(),
                texts: collection,
                stop_words: StopWords::builtin(),
            };
            add(Arc::unwrap_or_clone(scope.totals()));
        }
        if !self.paths.is_empty() {
            let (other, more) = counted(&self.paths, false, settings);
            problems.join(more);
            add(Arc::unwrap_or_clone(other.counts().totals()));
        }
        all.map(Arc::new)
    }
}

/// The table that is written; `None` for the report, which CSV has none of.
pub fn wanted_table(args: &Stats) -> Option<&'static Entry> {
    args.table.or_else(|| Entry::named("counts").filter(|_| args.format == TableFormat::Csv))
}

/// What the table is asked for, but for what it is compared with.
///
/// # Errors
///
/// Where the table has no column of a name that is given.
pub fn asked(args: &Stats, lang: Lang) -> anyhow::Result<Asked> {
    let asked = asked_of(args);
    if let Some(table) = wanted_table(args) {
        let checked = asked.view.check(table.columns, lang);
        checked.map_err(|error| anyhow!("{}: {error}", table.name))?;
    }
    Ok(asked)
}

fn asked_of(args: &Stats) -> Asked {
    let node = |word: &String| if args.whole_word { Node::word(word) } else { Node::text(word) };
    Asked {
        node: args.word.as_ref().map(node),
        min_freq: args.min_freq,
        top: args.top,
        window: args.window,
        context: args.context,
        order: args.sort,
        measure: args.measure,
        view: View {
            conditions: args.conditions.clone(),
            sample: args.sample.map(|rows| Sample { rows, seed: args.seed }),
            by: args.order_by.as_deref().map(|column| match column.strip_prefix('-') {
                Some(column) => (column.to_owned(), true),
                None => (column.to_owned(), false),
            }),
        },
        text_rank: matches!(args.weight, Weight::TextRank),
        period: args.by,
        kind: args.kind,
        ..Asked::default()
    }
}

/// Writes a table in the format that was asked for.
pub fn table_of(
    table: &Entry,
    scope: &Scope,
    asked: &Asked,
    args: &Stats,
    output: &mut Output,
) -> anyhow::Result<()> {
    let style = output.style;
    let form = match args.format {
        TableFormat::Text => Form::Text,
        TableFormat::Json => Form::Json,
        TableFormat::Csv => Form::Csv { mark: args.bom },
    };
    let mut writer = Writer::new(form, table.columns, &style, |text: &str| match args.format {
        TableFormat::Csv => output.write_data(text),
        TableFormat::Text | TableFormat::Json => output.write(text),
    });
    let mut failed: io::Result<()> = Ok(());
    let made = table.rows(scope, asked, &mut |row| match writer.row(row) {
        Ok(()) => Flow::Continue(()),
        Err(error) => {
            failed = Err(error);
            Flow::Break(())
        }
    });
    failed?;
    made.map_err(|missing| anyhow!("{}", lacks(table.name, missing, style.lang)))?;
    Ok(writer.finish()?)
}

fn lacks(table: &str, missing: Missing, lang: Lang) -> String {
    match (missing, lang) {
        (Missing::Word, Lang::Zh) => format!("{table} 表要用 --word 说明是哪个词"),
        (Missing::Word, Lang::En) => format!("the table {table} is about a word: name it with --word"),
        (Missing::Reference, Lang::Zh) => {
            format!("{table} 表要有比较对象：用 --against 指明，或用 --scope 只取一部分与其余比较")
        }
        (Missing::Reference, Lang::En) => {
            format!("{table} compares two texts: name the other with --against, or take a part with --scope")
        }
    }
}

/// A trend says nothing of documents without a date, so that is said.
fn say_undated(table: &Entry, scope: &Scope, problems: &Problems, lang: Lang) {
    let of = scope.excerpts.len();
    let dated = |id| scope.counts.document(id).is_some_and(|counted| counted.published.is_some());
    let undated = scope.ids().into_iter().filter(|&id| !dated(id)).count();
    if table.name == "trend" && undated > 0 {
        let said = match lang {
            Lang::Zh => format!("{of} 篇中有 {undated} 篇没有日期，不在其内"),
            Lang::En => format!("{undated} of {of} documents have no date and are not in it"),
        };
        problems.hint(&said, table.name);
    }
}

fn report(scope: &Scope, format: TableFormat, style: &Style) -> String {
    let report = make_report(scope);
    match format {
        TableFormat::Json => json::line(&json::Report::new(&report)),
        TableFormat::Text | TableFormat::Csv => report_text(&report, style),
    }
}

fn make_report(scope: &Scope) -> Report {
    let (totals, heap) = (scope.totals(), scope.heap());
    let context = Context { heap: Some(&heap), stop_words: scope.stop_words };
    match scope.only() {
        Some(piece) => stats::piece_report(&piece, &totals, context),
        None => stats::totals_report(&totals, context),
    }
}
