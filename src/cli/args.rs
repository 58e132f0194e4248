//! What may stand on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::color::Color;
use crate::ingest::Charset;
use crate::lang::Lang;
use crate::print::export;
use crate::print::passages;
use crate::search::{HELP, HelpLine};
use crate::stats;
use crate::text::width::{Ambiguous, width};
use crate::tui::snapshot;

const AFTER_HELP: &str = "\
Exit status: 0, or 1 where nothing was found, or 2 where the arguments were wrong or something that was
named could not be read. What cannot be read in a folder is said on standard error, and the rest goes on.";

/// A terminal browser for piles of Chinese documents: cleans, folds, searches, counts.
#[derive(Debug, Parser)]
#[command(name = "wenlan", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Files and folders to open (`-` for standard input); without any, the last heap or the samples.
    pub paths: Vec<PathBuf>,

    /// The interface's language; by default that of the locale.
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,

    /// When to use colours. `NO_COLOR` is honoured by `auto`.
    #[arg(long, global = true, value_name = "WHEN", default_value_t, value_enum)]
    pub color: Color,

    /// The field that holds the text of JSON records (`content`, `data.body`), where it is not found by itself.
    #[arg(long, global = true, value_name = "FIELD")]
    pub text_field: Option<String>,

    /// The encoding of all documents (`gbk`, `big5`, `utf-16le`), where it is not found by itself.
    #[arg(long, global = true, value_name = "NAME", value_parser = encoding)]
    pub encoding: Option<Charset>,

    /// The theme of the reader, over the one that `config.toml` names.
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,

    /// Read this file instead of `config.toml` in the configuration folder.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Keep nothing of the documents for the next time, and use nothing that was kept.
    #[arg(long, global = true)]
    pub no_cache: bool,

    /// Set a key of the configuration for this run. May be repeated.
    #[arg(long, global = true, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

impl Cli {
    /// The arguments that hold for every command, as they would be typed again.
    pub fn everywhere(&self) -> Vec<OsString> {
        let Cli { command: _, paths: _, lang, color, text_field, encoding, theme, config, no_cache, set } =
            self;
        let named =
            |value: Option<clap::builder::PossibleValue>| value.map(|value| value.get_name().to_owned());
        let mut arguments: Vec<OsString> = Vec::new();
        let mut add = |name: &str, value: Option<OsString>| {
            arguments.extend(value.into_iter().flat_map(|value| [OsString::from(name), value]));
        };
        add("--lang", lang.and_then(|lang| named(lang.to_possible_value())).map(Into::into));
        add("--color", named(color.to_possible_value()).map(Into::into));
        add("--text-field", text_field.clone().map(Into::into));
        add("--encoding", encoding.map(|charset| charset.name().into()));
        add("--theme", theme.clone().map(Into::into));
        add("--config", config.clone().map(Into::into));
        set.iter().for_each(|set| add("--set", Some(set.into())));
        arguments.extend(no_cache.then(|| "--no-cache".into()));
        arguments
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List documents: date, length, title, source, path.
    List(List),
    /// Print documents as cleaned text.
    Show(Show),
    /// Search documents, the best first.
    Search(Search),
    /// Count and weigh what is in documents.
    Stats(Stats),
    /// Write documents into a file that other programs take.
    Export(Export),
    /// Show what the fields of a file's records were taken for: text, title, author, date…
    Schema(Schema),
    /// Read documents once, so that lists and searches of them are there at once.
    Index(Index),
    /// Clean documents and index them in a search engine: OpenSearch, Elasticsearch.
    Push(Push),
    /// Draw a screen of the reader without a terminal.
    Snapshot(Snapshot),
    /// Play a script of captions and keys on documents of one's own, or record it.
    Play(Play),
    /// Play a guided tour on the samples; any key takes over.
    Tour,
    /// Write the passages kept in the reader: Markdown, CSV, JSON, BibTeX or references after GB/T 7714.
    Notes(Notes),
    /// List what keys can do, with the names that `config.toml` binds keys to.
    Keys(Keys),
    /// Print the configuration in effect, documented.
    Config(Config),
    /// Print a completion script for a shell.
    Completions { shell: Shell },
    /// Print the manual page (roff), or write it and one for each command into a folder.
    Man {
        /// An existing folder.
        folder: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct Schema {
    /// Files of records: JSON, tables.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// How to write it; JSON is one object a field.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Export {
    /// Files, folders and addresses of documents.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The file to write. An export that was stopped goes on where it was when it is run again.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// How to write it; by default as the name of the file says.
    #[arg(long, value_enum)]
    pub format: Option<export::Format>,
    /// Only the documents that a search finds.
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Only so many documents, taken by chance.
    #[arg(long, value_name = "N")]
    pub sample: Option<usize>,
    /// Which chance: the same number takes the same documents.
    #[arg(long, value_name = "S", default_value_t = 0, requires = "sample")]
    pub seed: u64,
    /// Write files of so many documents each: FILE-001, FILE-002…
    #[arg(long, value_name = "N")]
    pub split: Option<usize>,
}

#[derive(Debug, Args)]
pub struct Index {
    /// Files and folders; without any, those opened last in the reader. With --status and --clear, all that
    /// are indexed.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub what: IndexWhat,
}

/// What to do with the index; by default it is brought up to date.
#[derive(Debug, Default, Args)]
#[group(multiple = false)]
pub struct IndexWhat {
    /// Read everything anew.
    #[arg(long)]
    pub rebuild: bool,
    /// Say what is indexed, how large it is and where it lies.
    #[arg(long)]
    pub status: bool,
    /// Forget what is indexed.
    #[arg(long)]
    pub clear: bool,
}

#[derive(Debug, Args)]
pub struct Push {
    /// Files and folders.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The index: `https://host:9200/INDEX`, or `remote:NAME` with `[remotes.NAME]` in `config.toml`.
    #[arg(value_name = "URL/INDEX")]
    pub target: String,
    /// Push only this part of the documents, as one of N workers that push the same paths.
    #[arg(long, value_name = "K/N", default_value_t)]
    pub shard: crate::remote::Shard,
    /// Write documents anew that are there; by default they are left alone.
    #[arg(long)]
    pub replace: bool,
    /// Keep the raw text beside the cleaned one.
    #[arg(long)]
    pub raw: bool,
    /// Clean and measure, ask the engine, and send nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Print what a new index would be made with, and do nothing else.
    #[arg(long)]
    pub mapping: bool,
    /// Shards of an index that is made for this push; by default the engine decides.
    #[arg(long, value_name = "N")]
    pub index_shards: Option<u32>,
    /// Copies of each shard of an index that is made for this push; by default the engine decides.
    #[arg(long, value_name = "N")]
    pub replicas: Option<u32>,
    /// Threads that clean; by default one a core.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub threads: Option<u16>,
    /// Seconds that the engine may be busy or away before the push ends.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub patience: u64,
}

#[derive(Debug, Args)]
pub struct Snapshot {
    /// Files and folders; without any, the samples.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Columns and rows.
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "100x30", value_parser = size)]
    pub size: (u16, u16),
    /// Keys to press first, as in `config.toml`: `jj<enter>/河堤<enter>`.
    #[arg(long, default_value_t)]
    pub keys: String,
    /// Plain text, text with colours for a terminal, or a picture.
    #[arg(long, value_enum, default_value_t)]
    pub format: snapshot::Format,
}

/// `gbk`
fn encoding(name: &str) -> Result<Charset, String> {
    let known = || Charset::CHINESE.map(Charset::name).join(", ");
    Charset::of_name(name).ok_or_else(|| format!("write one of {}, or another by its usual name", known()))
}

/// `100x30`
fn size(text: &str) -> Result<(u16, u16), String> {
    let parsed = text.split_once('x').and_then(|(columns, rows)| {
        Some((columns.parse().ok()?, rows.parse().ok()?))
            .filter(|(columns, rows)| (1..=1000).contains(columns) && (1..=1000).contains(rows))
    });
    parsed.ok_or_else(|| "write columns, x, rows, each 1 to 1000: 100x30".into())
}

#[derive(Debug, Args)]
pub struct Play {
    /// A text file: a caption a line after `#`, keys as in `config.toml` below it, `@wait SECONDS`.
    pub script: PathBuf,
    /// Files and folders; without any, the samples.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write a recording for asciinema to a new file instead of playing.
    #[arg(long, value_name = "FILE")]
    pub cast: Option<PathBuf>,
    /// Columns and rows of the recording.
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "100x30", value_parser = size)]
    pub size: (u16, u16),
    /// How fast: 2 is twice as fast.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0)]
    pub speed: f64,
}

#[derive(Debug, Args)]
pub struct Notes {
    /// How to write them.
    #[arg(long, value_enum, default_value_t)]
    pub format: passages::Format,
    /// Only those with this tag.
    #[arg(long, value_name = "TAG")]
    pub tag: Option<String>,
    /// Only those with these words in the quotation, the note or the title.
    #[arg(long, value_name = "WORDS")]
    pub containing: Option<String>,
    /// Read this file of passages instead of the user's own.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Keys {
    /// How to write the table; Markdown is what the README has.
    #[arg(long, value_enum, default_value_t)]
    pub format: KeysFormat,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum KeysFormat {
    #[default]
    Text,
    Markdown,
}

#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct Config {
    /// Every key with its default, ready to be saved as `config.toml`.
    #[arg(long)]
    pub default: bool,
    /// Where `config.toml` is looked for.
    #[arg(long)]
    pub path: bool,
}

/// How results are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Args)]
pub struct List {
    /// Files and folders (`-` for standard input).
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Instead of the documents, the files that are none or could not be read: their kind, or what is wrong
    /// with them, and their path.
    #[arg(long)]
    pub skipped: bool,
    /// How to write the list; JSON is one object a line.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Show {
    /// Files and folders (`-` for standard input).
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub view: ShowView,
    /// How to write the documents; JSON is one object a line.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl Show {
    /// The whole cleaned text of `paths`.
    pub fn of(paths: Vec<PathBuf>) -> Show {
        Show { paths, view: ShowView::default(), format: Format::Text }
    }
}

/// What of a document to show; by default its cleaned text.
#[derive(Debug, Default, Args)]
#[group(multiple = false)]
pub struct ShowView {
    /// Only the headings, each with the length of its section.
    #[arg(long)]
    pub outline: bool,
    /// The decoded raw text as it stands.
    #[arg(long)]
    pub raw: bool,
    /// Only what was left out, with its raw lines and the reason.
    #[arg(long)]
    pub removed: bool,
    /// Every raw line with what became of it.
    #[arg(long)]
    pub explain: bool,
    /// Only what its format says besides: the other fields of a record, the keys of front matter, headers.
    #[arg(long)]
    pub fields: bool,
}

#[derive(Debug, Args)]
#[command(after_help = query_help(Lang::En))]
pub struct Search {
    /// What to look for; the language is described below.
    pub query: String,
    /// Files and folders (`-` for standard input).
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Documents to print, the best ones; 0 for all.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub limit: usize,
    /// Print whole paragraphs, with N others before and after, instead of extracts.
    #[arg(long, value_name = "N")]
    pub context: Option<usize>,
    #[command(flatten)]
    pub only: SearchOnly,
    /// How to write the results; JSON is one object a document.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// What to print of the results instead of their hits.
#[derive(Debug, Default, Args)]
#[group(multiple = false, conflicts_with_all = ["context", "format"])]
pub struct SearchOnly {
    /// Only the paths of the files.
    #[arg(long)]
    pub files_only: bool,
    /// The paths of the files, each ended by a NUL byte: for `xargs -0`.
    #[arg(long)]
    pub null: bool,
    /// Only the number of hits of each document.
    #[arg(long)]
    pub count: bool,
}

/// The query language on one screen.
pub fn query_help(lang: Lang) -> String {
    let wide = HELP.iter().map(|line| text_width(line.example)).max().unwrap_or(0);
    let row = |line: &HelpLine| {
        let gap = wide - text_width(line.example) + 2;
        format!("  {}{}{}\n", line.example, " ".repeat(gap), lang.pick(line.chinese, line.english))
    };
    let rows: String = HELP.iter().map(row).collect();
    let queries = lang.pick("查询写法：", "Queries:");
    let quoting = lang.pick(
        "在 shell 里，整个查询放在一对引号中：wenlan search '河长 -水库' .",
        "Words go inside one pair of quotes for the shell: wenlan search '河长 -水库' .",
    );
    format!("{queries}\n{rows}\n{quoting}")
}

fn text_width(text: &str) -> usize {
    width(text, Ambiguous::default())
}

#[derive(Debug, Args)]
pub struct Stats {
    /// Files and folders (`-` for standard input).
    #[arg(required_unless_present = "list_stop_words", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Which table to write; without it, a report.
    #[arg(long, value_parser = tables())]
    pub table: Option<&'static stats::Entry>,
    /// How to write it; JSON is one object a row, CSV has a header.
    #[arg(long, value_enum, default_value_t)]
    pub format: TableFormat,
    /// Begin CSV with a byte order mark, by which Excel knows UTF-8.
    #[arg(long)]
    pub bom: bool,
    /// What to count: `heap` (all documents), `search=QUERY` (what a search finds), `title=QUERY` (in titles), `date=2024` or
    /// `date=2020..2024-06` or `date=none`, `source=NAME`, `folder=PATH`, `section=WORDS` (the sections with
    /// these words in their heading), or a name under [scopes] in config.toml. Several joined by ` & ` must all
    /// hold.
    #[arg(long, value_name = "SCOPE", default_value = "heap")]
    pub scope: String,
    /// The word or text that kwic, collocates, dispersion, trend and documents are about.
    #[arg(long, value_name = "WORD")]
    pub word: Option<String>,
    /// Take --word only where the segmenter cuts it as a word, not inside longer ones.
    #[arg(long, requires = "word")]
    pub whole_word: bool,
    /// What keyness compares with: a scope as of --scope, or the path of other documents; without it, what
    /// the scope leaves of the heap.
    #[arg(long, value_name = "SCOPE|PATH")]
    pub against: Vec<String>,
    /// The step of a trend; by default as suits the span of the dates.
    #[arg(long, value_name = "STEP", value_parser = periods())]
    pub by: Option<stats::Period>,
    /// Only figures of this kind.
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub kind: Option<stats::Kind>,
    /// Rows to write; 0 for all. By default 100 for lists of words, all for the others.
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Least frequency of a word (of a pair, for collocates).
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_freq: usize,
    /// Words on either side of a collocation's node.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub window: usize,
    /// Characters of context on either side in kwic.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub context: usize,
    /// What kwic is sorted by: `text`, `left`, `right`, `date`, `source`, or up to three words beside the node, the
    /// first of these first (`1R,2R,1L`).
    #[arg(long, value_name = "ORDER", default_value = "text", value_parser = order)]
    pub sort: stats::Order,
    /// The measure that collocates are sorted by.
    #[arg(long, default_value = "log_dice", value_parser = measures())]
    pub measure: stats::Association,
    /// Only rows that meet a condition on a column: `chars<200`, `script=traditional`, `doubts~copy`. May be
    /// repeated; all must hold.
    #[arg(long = "where", value_name = "CONDITION")]
    pub conditions: Vec<stats::RowCondition>,
    /// Sort the rows by a column, from the least on; with `-` before it from the most on.
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub order_by: Option<String>,
    /// So many rows by chance, the same ones for the same --seed.
    #[arg(long, value_name = "N")]
    pub sample: Option<usize>,
    /// What --sample draws by.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How keywords are weighed.
    #[arg(long, value_enum, default_value_t)]
    pub weight: Weight,
    /// A list of stop words of your own instead of wenlan's.
    #[arg(long, value_name = "FILE")]
    pub stop_words: Option<PathBuf>,
    /// Write wenlan's own stop words, to be changed and given back.
    #[arg(long, exclusive = true)]
    pub list_stop_words: bool,
}

/// How tables are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    #[default]
    Text,
    Json,
    Csv,
}

/// The tables by name, as completions and help list them.
fn tables() -> impl TypedValueParser<Value = &'static stats::Entry> {
    let names = stats::TABLES.iter().map(|table| PossibleValue::new(table.name).help(table.about(Lang::En)));
    PossibleValuesParser::new(names).try_map(|name| stats::Entry::named(&name).ok_or("no such table"))
}

fn periods() -> impl TypedValueParser<Value = stats::Period> {
    let of = |name: String| stats::Period::ALL.into_iter().find(|period| period.name(Lang::En) == name);
    let names = stats::Period::ALL.map(|period| period.name(Lang::En));
    PossibleValuesParser::new(names).try_map(move |name| of(name).ok_or("no such step"))
}

fn kinds() -> impl TypedValueParser<Value = stats::Kind> {
    let of = |name: String| stats::Kind::ALL.into_iter().find(|kind| kind.name() == name);
    let names = stats::Kind::ALL.map(stats::Kind::name);
    PossibleValuesParser::new(names).try_map(move |name| of(name).ok_or("no such kind"))
}

fn order(text: &str) -> Result<stats::Order, String> {
    stats::Order::parse(text)
        .ok_or_else(|| "text, left, right, date, source, or words such as 1R,2R,1L".into())
}

fn measures() -> impl TypedValueParser<Value = stats::Association> {
    let of = |name: String| stats::Association::ALL.into_iter().find(|measure| measure.name() == name);
    let names = stats::Association::ALL.map(stats::Association::name);
    PossibleValuesParser::new(names).try_map(move |name| of(name).ok_or("no such measure"))
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Weight {
    #[default]
    TfIdf,
    #[value(name = "textrank")]
    TextRank,
}
