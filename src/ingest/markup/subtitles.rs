//! Subtitles: SubRip, WebVTT, SubStation Alpha and SBV. Cues become sentences; the time of the first cue of each
//! stays as a field of the line's own.

use super::paragraph::{Paragraph, join, replaced};
use crate::document::Metadata;
use crate::ingest::lines::Lines;
use crate::ingest::{Format, Raw, Tag};

/// A pause of so many seconds parts what is said.
const PAUSE: f64 = 3.0;

/// Cues that end without a stop are joined up to so many characters.
const LONGEST: usize = 120;

/// What is said at a time.
#[derive(Debug, PartialEq)]
struct Cue {
    /// In seconds.
    from: f64,
    to: f64,
    text: String,
}

/// Reads subtitles.
pub fn read(text: &str) -> Raw {
    let cues = if text.lines().any(|line| line.trim_start().starts_with("Dialogue:")) {
        dialogues(text)
    } else {
        cues(text)
    };
    let mut lines = Lines::default();
    let mut paragraph = Paragraph::default();
    let mut chars = 0;
    let mut until = None;
    let mut last = String::new();
    for Cue { from, to, text } in cues {
        // The same words stand in two cues where one rolls up.
        if text == last || text.is_empty() {
            until = Some(to);
            continue;
        }
        if until.is_some_and(|until| from - until >= PAUSE) || chars >= LONGEST {
            paragraph.end(&mut lines);
            chars = 0;
        }
        if paragraph.is_empty() {
            lines.part();
        }
        paragraph.add(Tag::Paragraph, &text);
        chars += text.chars().count();
        if text.ends_with(['。', '！', '？', '.', '!', '?', '…', '”', '"', '」']) {
            paragraph.end(&mut lines);
            chars = 0;
        }
        until = Some(to);
        last = text;
    }
    paragraph.end(&mut lines);
    lines.into_raw(Format::Subtitles, Metadata::default())
}

/// Cues that stand under a line with their times.
fn cues(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if let Some((from, to)) = times(line) {
            // The number of a cue stands before its times.
            cues.push(Cue { from, to, text: String::new() });
            open = true;
        } else if line.is_empty() {
            open = false;
        } else if open && let Some(cue) = cues.last_mut() {
            join(&mut cue.text, &plain(line));
        }
    }
    cues
}

/// `00:00:01,500 --> 00:00:03,000` or `0:00:01.500,0:00:03.000`.
fn times(line: &str) -> Option<(f64, f64)> {
    let (from, to) = line.split_once("-->").or_else(|| line.split_once(','))?;
    Some((seconds(from)?, seconds(to.split_whitespace().next()?)?))
}

fn seconds(time: &str) -> Option<f64> {
    let time = time.trim().replace(',', ".");
    if !time.contains(':') || !time.contains('.') {
        return None;
    }
    time.split(':').try_fold(0.0, |sum, part| Some(sum * 60.0 + part.parse::<f64>().ok()?))
}

/// The lines of SubStation Alpha that are spoken, in the order of their times.
fn dialogues(text: &str) -> Vec<Cue> {
    let mut cues: Vec<Cue> = text
        .lines()
        .filter_map(|line| {
            let fields: Vec<&str> = line.trim_start().strip_prefix("Dialogue:")?.splitn(10, ',').collect();
            let text = replaced(fields.get(9)?, "{", "}", |_| String::new());
            let mut said = String::new();
            for line in text.replace("\\n", "\\N").replace("\\h", " ").split("\\N") {
                join(&mut said, &plain(line.trim()));
            }
            Some(Cue { from: seconds(fields[1])?, to: seconds(fields[2])?, text: said })
        })
        .collect();
    cues.sort_by(|a, b| a.from.total_cmp(&b.from));
    cues
}

/// Words without the tags that colour them.
fn plain(text: &str) -> String {
    let text = if text.contains('<') { replaced(text, "<", ">", |_| String::new()) } else { text.to_owned() };
    replaced(&text, "{\\", "}", |_| String::new()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        read(text).text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    #[test]
    fn cues_are_joined_to_sentences_in_every_format() {
        let said = ["今天去河边看一看水位。", "堤上有人"];
        let srt = "1\n00:00:01,000 --> 00:00:02,000\n今天去河边\n\n2\n00:00:02,100 --> 00:00:03,000\n<i>看一看水位。</i>\n\n3\n00:00:09,000 --> 00:00:10,000\n堤上有人\n";
        assert_eq!(texts(srt), said);
        let vtt = "WEBVTT\n\n00:01.000 --> 00:02.000 align:start\n今天去河边\n\n00:02.100 --> 00:03.000\n看一看水位。\n\n00:09.000 --> 00:10.000\n堤上有人\n";
        assert_eq!(texts(vtt), said);
        let sbv = "0:00:01.000,0:00:02.000\n今天去河边\n\n0:00:02.100,0:00:03.000\n看一看水位。\n\n0:00:09.000,0:00:10.000\n堤上有人\n";
        assert_eq!(texts(sbv), said);
        let ass = "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\nDialogue: 0,0:00:02.10,0:00:03.00,Default,,0,0,0,,{\\i1}看一看\\N水位。\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,今天去河边\nDialogue: 0,0:00:09.00,0:00:10.00,Default,,0,0,0,,堤上有人\n";
        assert_eq!(texts(ass), said);
    }
}
