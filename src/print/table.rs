//! Tables of rows as text, JSON and CSV, written row by row: what has been written is not kept.

use std::io;

use serde_json::Value;

use super::Style;
use crate::text::sanitize::sanitize;
use crate::text::width::{Ambiguous, fit, pad, width};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Aligned columns by display width, numbers to the right; rows are cut at the terminal's width.
    Text,
    /// One JSON object a row, one row a line.
    Json,
    /// RFC 4180 with a header; with a mark before it by which Excel knows UTF-8.
    Csv { mark: bool },
}

/// Rows of text by which the widths of the columns are told; those after them keep to it.
const SEEN: usize = 500;
/// Columns on the screen that one column of text takes at most, where others follow it.
const WIDEST: usize = 32;
/// The byte order mark of UTF-8.
const MARK: &str = "\u{feff}";

/// Writes one table.
pub struct Writer<'a, W> {
    form: Form,
    columns: &'a [&'a str],
    style: &'a Style,
    out: W,
    /// Rows of text that wait for the widths.
    waiting: Vec<Vec<String>>,
    layout: Option<Layout>,
    started: bool,
}

impl<'a, W: FnMut(&str) -> io::Result<()>> Writer<'a, W> {
    pub fn new(form: Form, columns: &'a [&'a str], style: &'a Style, out: W) -> Writer<'a, W> {
        Writer { form, columns, style, out, waiting: Vec::new(), layout: None, started: false }
    }

    /// Writes a row of as many values as there are columns.
    ///
    /// # Errors
    ///
    /// What writing itself meets with.
    pub fn row(&mut self, values: &[Value]) -> io::Result<()> {
        match self.form {
            Form::Json => {
                let fields = self.columns.iter().zip(values);
                let fields: Vec<String> =
                    fields.map(|(name, value)| format!("{}:{value}", Value::from(*name))).collect();
                (self.out)(&format!("{{{}}}\n", fields.join(",")))
            }
            Form::Csv { .. } => {
                self.start()?;
                let record: Vec<String> = values.iter().map(plain).collect();
                (self.out)(&csv_line(&record)?)
            }
            Form::Text => {
                self.waiting.push(values.iter().map(|value| cell(&plain(value))).collect());
                if self.layout.is_some() || self.waiting.len() >= SEEN {
                    self.write_waiting()
                } else {
                    Ok(())
                }
            }
        }
    }

    /// Must be called in the end: what waits is written, and the header where no row was.
    ///
    /// # Errors
    ///
    /// What writing itself meets with.
    pub fn finish(mut self) -> io::Result<()> {
        match self.form {
            Form::Json => Ok(()),
            Form::Csv { .. } => self.start(),
            Form::Text => self.write_waiting(),
        }
    }

    /// The header of CSV.
    fn start(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.started, true) {
            return Ok(());
        }
        let mark = if self.form == (Form::Csv { mark: true }) { MARK } else { "" };
        let header: Vec<String> = self.columns.iter().map(|&name| name.to_owned()).collect();
        (self.out)(&format!("{mark}{}", csv_line(&header)?))
    }

    fn write_waiting(&mut self) -> io::Result<()> {
        let rows = std::mem::take(&mut self.waiting);
        if self.layout.is_none() {
            let layout = Layout::of(self.columns, &rows);
            let header: Vec<String> = self.columns.iter().map(|&name| name.to_owned()).collect();
            let header = layout.line(&header, self.style);
            self.layout = Some(layout);
            (self.out)(&format!("{}\n", self.style.heading(&header)))?;
        }
        let Some(layout) = &self.layout else { return Ok(()) };
        rows.iter().try_for_each(|row| (self.out)(&format!("{}\n", layout.line(row, self.style))))
    }
}

/// Rows as CSV (RFC 4180) with a header: the names of their fields.
pub fn records<T: serde::Serialize>(rows: &[T]) -> io::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.serialize(row)).map_err(io::Error::other)?;
    let bytes = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

fn csv_line(record: &[String]) -> io::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(record)?;
    let line = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    String::from_utf8(line).map_err(io::Error::other)
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// How wide each column is and on which side its cells stand.
struct Layout {
    columns: Vec<(usize, bool)>,
}

impl Layout {
    fn of(names: &[&str], rows: &[Vec<String>]) -> Layout {
        let column = |at: usize| {
            let cells = || rows.iter().filter_map(|row| row.get(at));
            // The left context of a concordance leans on its node.
            let right = names[at] == "left" || (!rows.is_empty() && cells().all(|cell| is_number(cell)));
            let name = width(names[at], Ambiguous::Narrow);
            let widest = cells().map(|cell| width(cell, Ambiguous::Narrow)).max().unwrap_or(0);
            let context = matches!(names[at], "left" | "node" | "right");
            (if context { widest } else { widest.min(WIDEST) }.max(name), right)
        };
        Layout { columns: (0..names.len()).map(column).collect() }
    }

    fn line(&self, row: &[String], style: &Style) -> String {
        let mut line = String::new();
        let last = self.columns.len().saturating_sub(1);
        for (at, (cell, &(wide, right))) in row.iter().zip(&self.columns).enumerate() {
            if at > 0 {
                line.push_str("  ");
            }
            let shown = if at == last { cell.as_str() } else { fit(cell, wide, Ambiguous::Narrow).0 };
            // Who has to see all of it takes JSON or CSV.
            let cut = shown.len() < cell.len();
            let shown = match cut {
                true => format!("{}…", fit(cell, wide.saturating_sub(1), Ambiguous::Narrow).0),
                false => shown.to_owned(),
            };
            if right {
                line.push_str(&" ".repeat(wide.saturating_sub(width(&shown, Ambiguous::Narrow))));
                line.push_str(&shown);
            } else {
                line.push_str(&pad(&shown, wide, Ambiguous::Narrow));
            }
        }
        let line = line.trim_end();
        style.columns.map_or(line, |columns| fit(line, columns, Ambiguous::Narrow).0).to_owned()
    }
}

/// A value as a reader wants it: decimals cut to four places, tiny ones in powers of ten.
fn cell(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(number) if value.contains(['.', 'e']) && number != 0.0 && number.abs() < 0.000_1 => {
            format!("{number:.1e}")
        }
        Ok(number) if value.contains('.') => format!("{number:.4}"),
        _ => sanitize(value).into_owned(),
    }
}

fn is_number(cell: &str) -> bool {
    cell.is_empty() || cell.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::lang::Lang;

    const COLUMNS: [&str; 3] = ["left", "word", "weight"];
    const STYLE: Style = Style { lang: Lang::En, color: false, full_width: true, columns: None };

    fn table(form: Form, style: &Style, rows: &[Vec<Value>]) -> String {
        let mut text = String::new();
        let mut writer = Writer::new(form, &COLUMNS, style, |more: &str| {
            text.push_str(more);
            Ok(())
        });
        rows.iter().for_each(|row| writer.row(row).unwrap());
        writer.finish().unwrap();
        text
    }

    fn rows() -> Vec<Vec<Value>> {
        vec![
            vec![json!("在渔港"), json!("码头, \"新\""), json!(12.5)],
            vec![json!("a"), json!("船"), json!(0.25)],
        ]
    }

    #[test]
    fn csv_quotes_what_needs_it_and_an_empty_table_keeps_its_header() {
        let csv = Form::Csv { mark: false };
        assert_eq!(
            table(csv, &STYLE, &rows()),
            "left,word,weight\n在渔港,\"码头, \"\"新\"\"\",12.5\na,船,0.25\n"
        );
        assert_eq!(table(csv, &STYLE, &[]), "left,word,weight\n");
        assert!(table(Form::Csv { mark: true }, &STYLE, &[]).starts_with("\u{feff}left,"));
    }

    #[test]
    fn json_has_the_columns_in_their_order() {
        let row = vec![json!(null), json!("船"), json!(3)];
        assert_eq!(table(Form::Json, &STYLE, &[row]), "{\"left\":null,\"word\":\"船\",\"weight\":3}\n");
    }

    #[test]
    fn text_is_aligned_by_width() {
        assert_eq!(
            table(Form::Text, &STYLE, &rows()),
            "  left  word         weight\n在渔港  码头, \"新\"  12.5000\n     a  船           0.2500\n"
        );
        let narrow = Style { columns: Some(5), ..STYLE };
        let text = table(Form::Text, &narrow, &rows());
        assert!(text.lines().all(|line| width(line, Ambiguous::Narrow) <= 5));
    }

    #[test]
    fn one_long_cell_does_not_push_the_others_off_the_screen() {
        let long = vec![json!("左"), json!("长".repeat(90)), json!(1)];
        let text = table(Form::Text, &STYLE, &[long]);
        assert!(text.lines().all(|line| width(line, Ambiguous::Narrow) <= 48), "{text}");
        assert!(text.contains('…'));
    }
}
