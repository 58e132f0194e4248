//! Tables of rows as text, JSON and CSV. The rows' field names are the columns of all three.

use serde::Serialize;

use super::Style;
use super::json::line;
use crate::text::sanitize::sanitize;
use crate::text::width::{Ambiguous, fit, pad, width};

/// One JSON object a row, one row a line.
pub fn json<T: Serialize>(rows: &[T]) -> String {
    rows.iter().map(line).collect()
}

/// RFC 4180 with a header, which is there also where no row is if `columns` names it.
pub fn csv<T: Serialize>(rows: &[T], columns: &[&str]) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if rows.is_empty() {
        writer.write_record(columns)?;
    }
    for row in rows {
        writer.serialize(row)?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// Aligned columns by display width, numbers to the right; rows are cut at the terminal's width.
pub fn text<T: Serialize>(rows: &[T], columns: &[&str], style: &Style) -> anyhow::Result<String> {
    let table = csv(rows, columns)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    let records: Vec<Vec<String>> = reader
        .records()
        .map(|record| Ok(record?.iter().map(cell).collect()))
        .collect::<Result<_, csv::Error>>()?;
    let count = records.first().map_or(0, Vec::len);
    let column = |at: usize| records.iter().filter_map(move |record| record.get(at));
    let widths: Vec<usize> = (0..count)
        .map(|at| column(at).map(|cell| width(cell, Ambiguous::Narrow)).max().unwrap_or(0))
        .collect();
    // The left context of a concordance leans on its node.
    let right: Vec<bool> = (0..count)
        .map(|at| {
            let named_left = column(at).next().is_some_and(|name| name == "left");
            named_left || (records.len() > 1 && column(at).skip(1).all(|cell| is_number(cell)))
        })
        .collect();
    let mut out = String::new();
    for (number, record) in records.iter().enumerate() {
        let mut row = String::new();
        for (at, cell) in record.iter().enumerate() {
            if at > 0 {
                row.push_str("  ");
            }
            if right[at] {
                row.push_str(&" ".repeat(widths[at].saturating_sub(width(cell, Ambiguous::Narrow))));
                row.push_str(cell);
            } else {
                row.push_str(&pad(cell, widths[at], Ambiguous::Narrow));
            }
        }
        let row = row.trim_end();
        let row = style.columns.map_or(row, |columns| fit(row, columns, Ambiguous::Narrow).0);
        out.push_str(&if number == 0 { style.heading(row) } else { row.to_owned() });
        out.push('\n');
    }
    Ok(out)
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
    use super::*;
    use crate::lang::Lang;

    #[derive(Serialize)]
    struct Row {
        left: &'static str,
        word: &'static str,
        weight: f64,
    }

    const ROWS: [Row; 2] = [
        Row { left: "在渔港", word: "码头, \"新\"", weight: 12.5 },
        Row { left: "a", word: "船", weight: 0.25 },
    ];
    const COLUMNS: [&str; 3] = ["left", "word", "weight"];

    #[test]
    fn csv_quotes_what_needs_it_and_an_empty_table_keeps_its_header() {
        assert_eq!(
            csv(&ROWS, &COLUMNS).unwrap(),
            "left,word,weight\n在渔港,\"码头, \"\"新\"\"\",12.5\na,船,0.25\n"
        );
        assert_eq!(csv::<Row>(&[], &COLUMNS).unwrap(), "left,word,weight\n");
    }

    #[test]
    fn text_is_aligned_by_width() {
        let style = Style { lang: Lang::En, color: false, full_width: true, columns: None };
        assert_eq!(
            text(&ROWS, &COLUMNS, &style).unwrap(),
            "  left  word         weight\n在渔港  码头, \"新\"  12.5000\n     a  船           0.2500\n"
        );
        let narrow = Style { columns: Some(5), ..style };
        assert!(
            text(&ROWS, &COLUMNS, &narrow).unwrap().lines().all(|line| width(line, Ambiguous::Narrow) <= 5)
        );
    }
}
