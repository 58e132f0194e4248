//! Real pages with annotated structure: titles, headings, paragraphs, captions and metadata, as text, as HTML and as a
//! crawler's Markdown.
//!
//! A gold file names units of the text (line numbers from 1, lines ending with `\n`; or `LINE.TOKEN` where a line is
//! split at single spaces, tokens from 0) instead of repeating it. `blocks` are `p`, `h` or `c` and a chain of units
//! joined by `+`; `optional` are units that may be kept or not; `noise` are units, or `"rest"`: every other line.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use wenlan::ingest::decode;

use super::corpora::Place;
use super::files::{files, stem};
use super::report::{Corpus, Report, Scores, Worst};
use super::rules::{self, Lines, Rules, Wanted};
use super::score::{Gold, Kind, Score, Tally};
use super::squeeze::squeeze;
use super::{Half, read};

#[derive(Deserialize)]
struct GoldFile {
    file: String,
    html: Option<String>,
    kind: Option<String>,
    #[serde(default)]
    title: Option<Vec<String>>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    source: Option<Vec<String>>,
    #[serde(default)]
    authors: Vec<String>,
    blocks: Vec<String>,
    optional: Vec<String>,
    noise: Noise,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Noise {
    Units(Vec<String>),
    /// Every line that nothing else names.
    Rest(String),
}

/// An annotated page.
pub struct Page {
    pub name: String,
    pub kind: Option<String>,
    pub gold: Gold,
    pub lines: Lines,
    pub text: PathBuf,
    pub html: Option<PathBuf>,
}

/// Measures the pages of a folder, annotated in its folder `gold`.
pub fn measure(name: &str, place: &Place, report: &mut Report) -> Result<()> {
    let pages: Vec<Page> = files(&place.folder.join("gold"), "json")?
        .iter()
        .map(|path| page(path, &place.folder).with_context(|| path.display().to_string()))
        .collect::<Result<_>>()?;
    let mut corpus = Corpus { name: name.into(), digest: Some(place.digest.clone()), ..Corpus::default() };
    let texts = pages.iter().map(|page| (page.text.clone(), page)).collect();
    score("text", texts, &mut corpus, &mut report.rules)?;
    let html: Vec<(PathBuf, &Page)> =
        pages.iter().filter_map(|page| Some((page.html.clone()?, page))).collect();
    if !html.is_empty() {
        let rendered = tempfile::tempdir()?;
        let markdown = html
            .iter()
            .map(|(path, page)| Ok((render(path, rendered.path())?, *page)))
            .collect::<Result<_>>()?;
        score("html", html, &mut corpus, &mut report.rules)?;
        score("markdown", markdown, &mut corpus, &mut report.rules)?;
    }
    corpus.sort_worst();
    report.corpora.push(corpus);
    Ok(())
}

/// Writes a page as crawlers that make Markdown do: all of it, chrome included.
fn render(html: &Path, folder: &Path) -> Result<PathBuf> {
    let bytes = fs::read(html)?;
    let decoded = decode(bytes.into(), |_| None).with_context(|| format!("{} is binary", html.display()))?;
    let converter =
        htmd::HtmlToMarkdown::builder().skip_tags(vec!["script", "style", "noscript", "head"]).build();
    let name = html.file_name().unwrap_or_default().display().to_string();
    let path = folder.join(format!("{}.md", stem(&name)));
    fs::write(&path, converter.convert(&decoded.text).with_context(|| html.display().to_string())?)?;
    Ok(path)
}

/// Cleans one form of the pages, as one heap.
fn score(
    form: &'static str,
    forms: Vec<(PathBuf, &Page)>,
    corpus: &mut Corpus,
    rules: &mut Rules,
) -> Result<()> {
    let paths: Vec<PathBuf> = forms.iter().map(|(path, _)| path.clone()).collect();
    let pages: HashMap<String, &Page> =
        forms.into_iter().map(|(_, page)| (page.name.clone(), page)).collect();
    let (scores, errors) = read(
        &paths,
        |_| true,
        |reading| {
            let page = pages.get(stem(&reading.name))?;
            let gold = (form == "text").then(|| (&page.lines, Half::of(&page.name)));
            Some((*page, Score::of(&reading.document, &page.gold), rules::count(&reading, gold)))
        },
    );
    if let Some(error) = errors.first() {
        bail!("{error}");
    }
    let mut tallies: BTreeMap<(Half, Option<String>), Tally> = BTreeMap::new();
    for (page, score, counted) in scores.into_iter().flatten() {
        let half = Half::of(&page.name);
        for half in [half, Half::Both] {
            tallies.entry((half, None)).or_default().add(&score);
            if let Some(kind) = &page.kind {
                tallies.entry((half, Some(kind.clone()))).or_default().add(&score);
            }
        }
        if half == Half::Look {
            corpus.worst.push(Worst {
                name: format!("{} ({form})", page.name),
                badness: 1.0 - score.text_f1(),
                said: format!("text F1 {:.3}", score.text_f1()),
            });
        }
        rules::merge(rules, counted);
    }
    for ((half, part), tally) in tallies {
        corpus.scores.push(Scores {
            form,
            pinned: part.is_none() && half != Half::Both,
            part,
            half,
            pages: tally.documents(),
            figures: tally.figures(),
        });
    }
    Ok(())
}

fn page(path: &Path, folder: &Path) -> Result<Page> {
    let file: GoldFile = serde_json::from_slice(&fs::read(path)?)?;
    let text = folder.join(&file.file);
    let raw = fs::read_to_string(&text).with_context(|| text.display().to_string())?;
    let raw: Vec<&str> = raw.split('\n').collect();
    let unit = |name: &str| -> Result<(u32, &str)> {
        let (line, token) = name.split_once('.').map_or((name, None), |(line, token)| (line, Some(token)));
        let number: u32 = line.parse().with_context(|| format!("unit {name}"))?;
        let line = (number as usize).checked_sub(1).and_then(|at| raw.get(at));
        let line = line.with_context(|| format!("there is no line {number}"))?;
        let Some(token) = token else { return Ok((number, line)) };
        let token = line.split(' ').nth(token.parse().with_context(|| format!("unit {name}"))?);
        Ok((number, token.with_context(|| format!("there is no token {name}"))?))
    };
    let mut lines = Lines::new();
    let mut blocks = Vec::new();
    for block in &file.blocks {
        let (kind, chain) = block.split_once(' ').with_context(|| format!("block {block}"))?;
        let kind = match kind {
            "p" => Kind::Paragraph,
            "h" => Kind::Heading,
            "c" => Kind::Caption,
            _ => bail!("block {block}"),
        };
        let mut text = String::new();
        for name in chain.split('+') {
            let (line, part) = unit(name)?;
            text.push_str(&squeeze(part));
            lines.entry(line).or_default().push(Wanted::Block(kind));
        }
        blocks.push((kind, text));
    }
    let mut optional = HashSet::new();
    for name in &file.optional {
        let (line, part) = unit(name)?;
        optional.insert(squeeze(part));
        lines.entry(line).or_default().push(Wanted::Optional);
    }
    let noise = match &file.noise {
        Noise::Units(units) => {
            units.iter().map(|name| Ok(squeeze(unit(name)?.1))).collect::<Result<Vec<String>>>()?
        }
        Noise::Rest(rest) if rest == "rest" => {
            let blank = |c: char| c.is_whitespace() || matches!(c, '\x1c'..='\x1f');
            let rest = raw
                .iter()
                .zip(1..)
                .filter(|(line, number)| !line.trim_matches(blank).is_empty() && !lines.contains_key(number));
            rest.map(|(line, _)| squeeze(line)).collect()
        }
        Noise::Rest(other) => bail!("noise {other:?} is neither a list of units nor \"rest\""),
    };
    let all = |texts: Option<Vec<String>>| texts.unwrap_or_default();
    let titles = all(file.title).iter().map(|title| squeeze(title)).collect();
    let (published, authors) = (file.published, file.authors);
    Ok(Page {
        name: stem(&file.file).to_owned(),
        kind: file.kind,
        gold: Gold { title: titles, published, source: all(file.source), authors, blocks, optional, noise },
        lines,
        text,
        html: file.html.map(|html| folder.join(html)),
    })
}
