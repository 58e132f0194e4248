//! Lyrics with times (LRC): a line of the song a line, without its times.

use serde_json::Value;

use crate::ingest::facts::Facts;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Raw, Tag};

/// Reads lyrics.
pub fn read(text: &str) -> Raw {
    let mut facts = Facts::default();
    let mut fields = Vec::new();
    let mut sung: Vec<(f64, String)> = Vec::new();
    for line in text.lines() {
        let mut rest = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let mut times = Vec::new();
        while let Some((tag, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            match tag.split_once(':') {
                Some((minutes, seconds)) if minutes.trim().parse::<f64>().is_ok() => {
                    let number = |text: &str| text.trim().replace(':', ".").parse::<f64>().unwrap_or(0.0);
                    times.push(number(minutes) * 60.0 + number(seconds));
                }
                Some((name, value)) if !value.trim().is_empty() => {
                    let known = match name.trim().to_ascii_lowercase().as_str() {
                        "ti" => "title",
                        "ar" => "author",
                        "al" => "source",
                        _ => "",
                    };
                    facts.put(known, Value::String(value.trim().to_owned()));
                    fields.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                _ => {}
            }
            rest = after.trim_start();
        }
        // A refrain is written once, with the time of each.
        sung.extend(times.into_iter().map(|time| (time, rest.to_owned())));
    }
    sung.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lines = Lines::default();
    for (_, line) in sung {
        match line.is_empty() {
            true => lines.part(),
            false => lines.push(Tag::Paragraph, &line),
        }
    }
    Raw { fields, ..lines.into_raw(Format::Lyrics, facts.metadata()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_song_reads_in_the_order_in_which_it_is_sung() {
        let raw = read("[ti:渡口]\n[ar:沈怀瑜]\n[00:01.00][00:09.50]渡口没有人\n[00:05.20]灯还亮着\n");
        assert_eq!(raw.text, "渡口没有人\n灯还亮着\n渡口没有人\n");
        assert_eq!(raw.meta.title.as_deref(), Some("渡口"));
        assert_eq!(raw.meta.authors[0].name, "沈怀瑜");
    }
}
