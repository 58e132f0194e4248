//! Tables of what stands where: a word in its contexts, its company, figures, names. They read the texts.

use serde::{Serialize, Serializer};

use crate::stats::names::{NameCounts, listed, merge, names_of};
use crate::stats::scope::Flow;
use crate::stats::table::{Asked, Missing, TOP, Table, hand_over};
use crate::stats::{
    Association, Collocate, Name, Node, Order, Pairs, Piece, Scope, concordance, figures, sort_concordance,
};

fn node(asked: &Asked) -> Result<&Node, Missing> {
    asked.node.as_ref().ok_or(Missing::Word)
}

/// `kwic`
pub struct Kwic;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KwicRow {
    pub path: String,
    pub section: Option<String>,
    pub line: u32,
    pub left: String,
    pub node: String,
    pub right: String,
}

impl Table for Kwic {
    const NAME: &str = "kwic";
    const ABOUT: (&str, &str) = ("--word 的每处出现及上下文", "Every place of --word in its context.");
    const COLUMNS: &[&str] = &["path", "section", "line", "left", "node", "right"];
    type Row = KwicRow;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(KwicRow) -> Flow) -> Result<(), Missing> {
        let node = node(asked)?;
        let look =
            |piece: &Piece| concordance(piece.id, &piece.document, piece.blocks.clone(), node, asked.context);
        let mut write = |line: crate::stats::Line| {
            row(KwicRow {
                path: scope.texts.path(line.at.document),
                section: line.section,
                line: line.line,
                left: line.left,
                node: line.node,
                right: line.right,
            })
        };
        if asked.order == Order::Text {
            scope.each(Some(node.as_str()), look, &mut |_, lines| lines.into_iter().try_for_each(&mut write));
        } else {
            let mut all = Vec::new();
            scope.each(Some(node.as_str()), look, &mut |_, lines| {
                all.extend(lines);
                Flow::Continue(())
            });
            sort_concordance(&mut all, asked.order);
            let known = |line: &crate::stats::Line| scope.counts.document(line.at.document);
            match asked.order {
                Order::Date => all.sort_by_key(|line| {
                    let published = known(line).and_then(|counted| counted.published);
                    (published.is_none(), published)
                }),
                Order::Source => all.sort_by_key(|line| {
                    let source = known(line).and_then(|counted| counted.source.clone());
                    (source.is_none(), source)
                }),
                _ => {}
            }
            hand_over(all, &mut write);
        }
        Ok(())
    }
}

/// `collocates`
pub struct Collocates;

impl Table for Collocates {
    const NAME: &str = "collocates";
    const ABOUT: (&str, &str) = (
        "--word 的搭配词，按 logDice（Rychlý 2008）、MI、t 或 G²",
        "Words that stand near --word, by logDice (Rychly 2008), MI, t or G2.",
    );
    const COLUMNS: &[&str] = &["word", "freq", "node_freq", "joint", "window", "log_dice", "mi", "t", "g2"];
    const TOP: Option<usize> = Some(TOP);
    type Row = Collocate;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(Collocate) -> Flow) -> Result<(), Missing> {
        let node = node(asked)?;
        let mut all = Pairs::default();
        scope.each(Some(node.as_str()), |piece| Pairs::near(piece, node, asked.window), &mut |_, pairs| {
            all.merge(pairs);
            Flow::Continue(())
        });
        let mut found = all.collocates(&scope.totals(), asked.window, asked.min_freq);
        if asked.measure != Association::LogDice {
            found.sort_by(|a, b| asked.measure.of(b).total_cmp(&asked.measure.of(a)));
        }
        hand_over(found, row);
        Ok(())
    }
}

/// `figures`
pub struct Figures;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureRow {
    #[serde(serialize_with = "plain")]
    pub value: f64,
    pub unit: String,
    pub kind: &'static str,
    pub text: String,
    pub sentence: String,
    pub path: String,
    pub line: u32,
    /// Of a range the upper end, of which `value` is the lower.
    #[serde(serialize_with = "plain_end")]
    pub to: Option<f64>,
}

impl Table for Figures {
    const NAME: &str = "figures";
    const ABOUT: (&str, &str) = ("数量及其单位、所在句子", "Quantities with their units and sentences.");
    const COLUMNS: &[&str] = &["value", "unit", "kind", "text", "sentence", "path", "line", "to"];
    type Row = FigureRow;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(FigureRow) -> Flow) -> Result<(), Missing> {
        let look = |piece: &Piece| figures(piece.id, &piece.document, piece.blocks.clone());
        scope.each(None, look, &mut |id, found| {
            let path = scope.texts.path(id);
            let wanted = |figure: &crate::stats::Figure| asked.kind.is_none_or(|kind| kind == figure.kind);
            found.into_iter().filter(wanted).try_for_each(|figure| {
                row(FigureRow {
                    value: figure.value,
                    unit: figure.unit,
                    kind: figure.kind.name(),
                    text: figure.text,
                    sentence: figure.sentence,
                    path: path.clone(),
                    line: figure.line,
                    to: figure.to,
                })
            })
        });
        Ok(())
    }
}

/// Whole numbers without a decimal point.
fn plain<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2⁵³
    if value.fract() == 0.0 && value.abs() < EXACT {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

fn plain_end<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => plain(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// `names`
pub struct Names;

impl Table for Names {
    const NAME: &str = "names";
    const ABOUT: (&str, &str) = ("人名、地名、机构名", "Names of persons, places and organisations.");
    const COLUMNS: &[&str] = &["name", "kind", "freq", "certain", "docs", "alias", "context", "path", "line"];
    const TOP: Option<usize> = Some(TOP);
    type Row = NameRow;

    fn rows(scope: &Scope, asked: &Asked, row: &mut dyn FnMut(NameRow) -> Flow) -> Result<(), Missing> {
        let mut all = NameCounts::default();
        scope.each(None, names_of, &mut |_, found| {
            merge(&mut all, found);
            Flow::Continue(())
        });
        let wanted = |name: &Name| name.freq >= asked.min_freq || name.certain;
        let rows = listed(&all).into_iter().filter(wanted).map(|name| NameRow {
            path: name.first.as_ref().map(|first| scope.texts.path(first.at.document)),
            line: name.first.as_ref().map(|first| first.line),
            context: name.first.map(|first| first.context),
            kind: name.kind.name(),
            name: name.name,
            freq: name.freq,
            certain: name.certain,
            docs: name.docs,
            alias: name.alias,
        });
        hand_over(rows, row);
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NameRow {
    pub name: String,
    pub kind: &'static str,
    pub freq: usize,
    /// From a byline or a source line.
    pub certain: bool,
    pub docs: usize,
    pub alias: Option<String>,
    /// Where it stands first.
    pub context: Option<String>,
    pub path: Option<String>,
    pub line: Option<u32>,
}
