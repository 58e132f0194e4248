//! What is wanted of a table's rows: those that meet some conditions, in the order of a column, or a sample of
//! them. It is the same for every table.

use std::cmp::Ordering;
use std::str::FromStr;

use serde_json::Value;

use crate::lang::Lang;

/// Which rows of a table, and in which order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// All must hold.
    pub conditions: Vec<Condition>,
    /// As many rows as this by chance, always the same for a seed.
    pub sample: Option<Sample>,
    /// A column, and whether the largest come first; the table's own order without.
    pub by: Option<(String, bool)>,
}

/// So many rows by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    pub rows: usize,
    pub seed: u64,
}

/// A condition on a column: `chars<200`, `script=traditional`, `path~news`.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    pub column: String,
    relation: Relation,
    value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Unequal,
    /// Has it in it.
    Holds,
}

/// The signs, those that begin like another first.
const SIGNS: [(&str, Relation); 7] = [
    ("<=", Relation::AtMost),
    (">=", Relation::AtLeast),
    ("!=", Relation::Unequal),
    ("<", Relation::Less),
    (">", Relation::More),
    ("=", Relation::Equal),
    ("~", Relation::Holds),
];

impl FromStr for Condition {
    type Err = String;

    /// # Errors
    ///
    /// Where there is no sign in it, or nothing before it; the error says what could be written.
    fn from_str(text: &str) -> Result<Condition, String> {
        let first = |(sign, relation): &(&'static str, Relation)| Some((text.find(sign)?, *sign, *relation));
        let found =
            SIGNS.iter().filter_map(first).min_by_key(|&(at, sign, _)| (at, std::cmp::Reverse(sign.len())));
        match found {
            Some((at, sign, relation)) if at > 0 => Ok(Condition {
                column: text[..at].trim().to_owned(),
                relation,
                value: text[at + sign.len()..].trim().to_owned(),
            }),
            _ => Err("COLUMN<VALUE, COLUMN>=VALUE, COLUMN=VALUE, COLUMN!=VALUE or COLUMN~TEXT".into()),
        }
    }
}

impl Condition {
    fn holds(&self, cell: &Value) -> bool {
        let text = plain(cell);
        if self.relation == Relation::Holds {
            return text.contains(&self.value);
        }
        let order = match (cell.as_f64(), self.value.parse::<f64>()) {
            (Some(cell), Ok(value)) => cell.partial_cmp(&value),
            // A column of numbers has no others than numbers in an order.
            (Some(_), Err(_)) => None,
            _ if cell.is_null() && !matches!(self.relation, Relation::Equal | Relation::Unequal) => None,
            _ => Some(text.as_str().cmp(&self.value)),
        };
        match (self.relation, order) {
            (Relation::Unequal, order) => order != Some(Ordering::Equal),
            (_, None) => false,
            (Relation::Less, Some(order)) => order.is_lt(),
            (Relation::AtMost, Some(order)) => order.is_le(),
            (Relation::More, Some(order)) => order.is_gt(),
            (Relation::AtLeast, Some(order)) => order.is_ge(),
            (_, Some(order)) => order.is_eq(),
        }
    }
}

fn plain(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl View {
    /// Whether all rows are wanted as they come.
    pub fn is_plain(&self) -> bool {
        *self == View::default()
    }

    /// Whether rows have to wait for those behind them.
    pub fn waits(&self) -> bool {
        self.sample.is_some() || self.by.is_some()
    }

    /// # Errors
    ///
    /// Where it is about a column that the table does not have: the column and what there is.
    pub fn check(&self, columns: &[&str], lang: Lang) -> Result<(), String> {
        let named = self.conditions.iter().map(|condition| &condition.column);
        let unknown = |name: &&String| !columns.contains(&name.as_str());
        match named.chain(self.by.iter().map(|(name, _)| name)).find(unknown) {
            None => Ok(()),
            Some(name) => Err(match lang {
                Lang::Zh => format!("表中没有“{name}”列；有 {}", columns.join("、")),
                Lang::En => format!("the table has no column “{name}”; there are {}", columns.join(", ")),
            }),
        }
    }

    pub fn wants(&self, columns: &[&str], row: &[Value]) -> bool {
        let cell = |name: &str| columns.iter().position(|column| *column == name).and_then(|at| row.get(at));
        self.conditions
            .iter()
            .all(|condition| cell(&condition.column).is_some_and(|cell| condition.holds(cell)))
    }

    /// The rows that are wanted of all that came, in their order.
    pub fn arranged(&self, columns: &[&str], rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
        let mut rows = match self.sample {
            Some(sample) => sampled(rows, sample),
            None => rows,
        };
        if let Some((name, descending)) = &self.by
            && let Some(at) = columns.iter().position(|column| column == name)
        {
            rows.sort_by(|a, b| {
                let order = compare(&a[at], &b[at]);
                if *descending { order.reverse() } else { order }
            });
        }
        rows
    }
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => plain(a).cmp(&plain(b)),
    }
}

/// Rows by chance, in their order (J. S. Vitter, “Random sampling with a reservoir”, ACM TOMS 11, 1985).
fn sampled(rows: Vec<Vec<Value>>, sample: Sample) -> Vec<Vec<Value>> {
    let mut kept: Vec<usize> = (0..rows.len().min(sample.rows)).collect();
    let mut state = sample.seed;
    for at in kept.len()..rows.len() {
        let place = (random(&mut state) % (at as u64 + 1)) as usize;
        if let Some(slot) = kept.get_mut(place) {
            *slot = at;
        }
    }
    kept.sort_unstable();
    let mut wanted = kept.into_iter().peekable();
    let numbered = rows.into_iter().enumerate();
    numbered.filter(|(at, _)| wanted.next_if(|next| next == at).is_some()).map(|(_, row)| row).collect()
}

/// SplitMix64 (G. L. Steele and others, “Fast splittable pseudorandom number generators”, OOPSLA 2014).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const COLUMNS: [&str; 2] = ["path", "chars"];

    fn rows() -> Vec<Vec<Value>> {
        (0..50).map(|n| vec![json!(format!("{n}.txt")), json!(n * 10)]).collect()
    }

    fn wanted(condition: &str) -> usize {
        let view = View { conditions: vec![condition.parse().unwrap()], ..View::default() };
        rows().iter().filter(|row| view.wants(&COLUMNS, row)).count()
    }

    #[test]
    fn conditions_compare_numbers_as_numbers_and_texts_as_texts() {
        for (condition, count) in [
            ("chars<100", 10),
            ("chars<=100", 11),
            ("chars>=480", 2),
            ("chars=90", 1),
            ("path~1", 14),
            ("path=7.txt", 1),
            ("path!=7.txt", 49),
        ] {
            assert_eq!(wanted(condition), count, "{condition}");
        }
        assert!("chars".parse::<Condition>().is_err() && "<3".parse::<Condition>().is_err());
        let view = View { conditions: vec!["length>1".parse().unwrap()], ..View::default() };
        assert!(view.check(&COLUMNS, Lang::En).unwrap_err().contains("path, chars"));
    }

    #[test]
    fn a_sample_is_the_same_for_a_seed_and_another_for_another() {
        let sample = |seed| {
            let view = View { sample: Some(Sample { rows: 5, seed }), ..View::default() };
            view.arranged(&COLUMNS, rows())
        };
        assert_eq!(sample(1).len(), 5);
        assert_eq!(sample(1), sample(1));
        assert_ne!(sample(1), sample(2));
        assert!(sample(3).windows(2).all(|pair| pair[0][1].as_i64() < pair[1][1].as_i64()), "in their order");
    }

    #[test]
    fn a_column_gives_the_order() {
        let view = View { by: Some(("chars".into(), true)), ..View::default() };
        assert_eq!(view.arranged(&COLUMNS, rows())[0][1], json!(490));
    }
}
