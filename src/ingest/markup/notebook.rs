//! Jupyter notebooks: Markdown cells as text, code cells as code with what they print.

use serde_json::Value;

use crate::ingest::{Format, Problem, Raw, record};

/// Reads a notebook as Markdown, which its text cells are.
pub fn read(text: &str) -> Result<Raw, Problem> {
    let value = record::json::parse(text)?;
    let cells = value.get("cells").or_else(|| value.pointer("/worksheets/0/cells")).and_then(Value::as_array);
    let language = value.pointer("/metadata/kernelspec/language").and_then(Value::as_str).unwrap_or("");
    let mut out = String::new();
    for cell in cells.ok_or(Problem::NoText)? {
        let source = joined(cell.get("source").or_else(|| cell.get("input")));
        if source.trim().is_empty() {
            continue;
        }
        match cell.get("cell_type").and_then(Value::as_str) {
            Some("code") => {
                fenced(&mut out, language, &source);
                for output in cell.get("outputs").and_then(Value::as_array).into_iter().flatten() {
                    let printed = output.get("text").or_else(|| output.pointer("/data/text~1plain"));
                    let printed = joined(printed);
                    if !printed.trim().is_empty() {
                        fenced(&mut out, "", &printed);
                    }
                }
            }
            Some("heading") => {
                let level = cell.get("level").and_then(Value::as_u64).unwrap_or(1).clamp(1, 6) as usize;
                out.push_str(&format!("{} {}\n\n", "#".repeat(level), source.trim()));
            }
            _ => {
                out.push_str(source.trim_end());
                out.push_str("\n\n");
            }
        }
    }
    Ok(Raw { text: out, format: Format::Notebook, whole: true, ..Raw::default() })
}

fn joined(source: Option<&Value>) -> String {
    match source {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(lines)) => lines.iter().filter_map(Value::as_str).collect(),
        _ => String::new(),
    }
}

/// A fence is longer than any in what it holds.
fn fenced(out: &mut String, language: &str, code: &str) {
    let mut fence = String::from("```");
    while code.contains(&fence) {
        fence.push('`');
    }
    out.push_str(&format!("{fence}{language}\n{}\n{fence}\n\n", code.trim_end()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_in_order() {
        let raw = read(
            r##"{"cells": [{"cell_type": "markdown", "source": ["# 水位\n", "先看数据。"]},
            {"cell_type": "code", "source": "print(1)", "outputs": [{"text": ["1\n"]}]}],
            "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4}"##,
        );
        let text = raw.expect("a notebook").text;
        assert_eq!(text, "# 水位\n先看数据。\n\n```python\nprint(1)\n```\n\n```\n1\n```\n\n");
        assert!(read("{\"a\": 1}").is_err());
    }
}
