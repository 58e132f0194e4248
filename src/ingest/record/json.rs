//! One JSON value, as lenient as the programs that write such files are: what Python and jq read is read.

use serde_json::Value;

use crate::ingest::Problem;

/// Reads a value; where it is no strict JSON, a mended copy of it.
pub fn parse(json: &str) -> Result<Value, Problem> {
    let json = json.trim_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let error = match serde_json::from_str(json) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // What is said is about the text as it stands.
    serde_json::from_str(&mend(json)).map_err(|_| Problem::BrokenRecord(error.to_string()))
}

/// The same text with what writers of JSON do though it is none: `NaN`, `Infinity`, Python's words and quotes,
/// trailing commas, halves of surrogate pairs, line breaks inside strings.
fn mend(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    let mut chars = json.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' => {
                let len = string(&json[at + 1..], c, &mut out);
                while chars.next_if(|(next, _)| *next < at + 1 + len).is_some() {}
            }
            ',' if matches!(json[at + 1..].trim_start().chars().next(), Some(']' | '}') | None) => {}
            c if c.is_alphabetic() => {
                let rest = &json[at..];
                let word = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
                while chars.next_if(|(next, _)| *next < at + word.len()).is_some() {}
                match word {
                    "NaN" | "nan" | "Infinity" | "inf" | "None" | "undefined" => {
                        if out.ends_with('-') {
                            out.pop();
                        }
                        out.push_str("null");
                    }
                    "True" => out.push_str("true"),
                    "False" => out.push_str("false"),
                    word => out.push_str(word),
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// Writes the string that `rest` begins with, up to its closing `quote`; returns how much of `rest` it is.
fn string(rest: &str, quote: char, out: &mut String) -> usize {
    out.push('"');
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => {
                out.push('"');
                return at + 1;
            }
            '"' => out.push_str("\\\""),
            '\\' => {
                let Some((escaped_at, escaped)) = chars.next() else { break };
                match escaped {
                    'u' => match unit(&rest[escaped_at + 1..]) {
                        Some(high @ 0xd800..=0xdbff) => {
                            let low = rest.get(escaped_at + 5..escaped_at + 7).filter(|mark| *mark == "\\u");
                            let low = low.and_then(|_| unit(&rest[escaped_at + 7..]));
                            match low.filter(|low| (0xdc00..=0xdfff).contains(low)) {
                                Some(low) => {
                                    out.push_str(&format!("\\u{high:04x}\\u{low:04x}"));
                                    chars.by_ref().take(10).for_each(drop);
                                }
                                None => {
                                    out.push('\u{fffd}');
                                    chars.by_ref().take(4).for_each(drop);
                                }
                            }
                        }
                        Some(0xdc00..=0xdfff) => {
                            out.push('\u{fffd}');
                            chars.by_ref().take(4).for_each(drop);
                        }
                        _ => out.push_str("\\u"),
                    },
                    '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => out.extend(['\\', escaped]),
                    // Python escapes the quote that it uses; others escape what needs none.
                    escaped => out.push(escaped),
                }
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    // Without an end it stays without one, so that the record is broken.
    rest.len()
}

/// The code unit of an escape: four hexadecimal digits.
fn unit(rest: &str) -> Option<u16> {
    u16::from_str_radix(rest.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_python_and_jq_read_is_read() {
        for (text, value) in [
            (r#"{"a": NaN, "b": -Infinity, "c": [1, 2,],}"#, json!({"a": null, "b": null, "c": [1, 2]})),
            (r#"{'a': '它说"好"', 'b': None, 'c': True}"#, json!({"a": "它说\"好\"", "b": null, "c": true})),
            ("{\"a\": \"一\n二\t三\"}", json!({"a": "一\n二\t三"})),
            (r#"{"a": "\ud83d 半个", "b": "\ud83d\ude00"}"#, json!({"a": "\u{fffd} 半个", "b": "😀"})),
            (r#"{"a": "x\' y", "n": NaN}"#, json!({"a": "x' y", "n": null})),
        ] {
            assert_eq!(parse(text).expect(text), value);
        }
    }

    #[test]
    fn what_is_broken_stays_broken() {
        for text in ["{\"a\": \"没有结束", "{\"a\" 1}", "{\"a\": 1", "", "\\"] {
            assert!(parse(text).is_err(), "{text}");
        }
        // Nesting without end is an error and no overflow.
        assert!(parse(&"[".repeat(1_000_000)).is_err());
    }
}
