//! A value as text: strings as lines, arrays as paragraphs, talks as turns with their speakers, chapters under
//! their headings.

use serde_json::{Map, Value};

use super::names::{HEADING, SPEAKER, TEXT, among};
use super::roles::{is_numbered, weight};
use crate::document::Metadata;
use crate::ingest::{LineHint, Raw, Tag, characters, facts, html};

/// Text that grows line by line, with what is known of each line.
#[derive(Debug, Default)]
pub struct Text {
    text: String,
    hints: Vec<LineHint>,
    /// Lines are parted by the record, not by the text: each is a paragraph.
    parted: bool,
    turns: u32,
    level: u8,
    /// What is said first by whoever is no machine.
    pub opening: Option<String>,
    meta: Metadata,
    /// Some of it is a page's HTML.
    page: bool,
}

/// A text and what came with it.
pub struct Made {
    pub raw: Raw,
    pub meta: Metadata,
    pub page: bool,
}

impl Text {
    /// Whether the record says more of the text's lines than the text itself.
    pub fn is_parted(&self) -> bool {
        self.parted
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn into_raw(self) -> Made {
        let hints = if self.parted || self.page { self.hints } else { Vec::new() };
        let raw = Raw { text: self.text, hints, ..Raw::default() };
        Made { raw, meta: self.meta, page: self.page }
    }

    /// A whole value.
    pub fn value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.lines(text, Tag::Other, 0),
            Value::Array(values) => self.array(values),
            Value::Object(object) if is_numbered(value) => {
                object.values().for_each(|value| self.element(value))
            }
            Value::Object(object) => self.object(object),
            Value::Null => {}
            value => self.lines(&value.to_string(), Tag::Other, 0),
        }
    }

    /// What somebody says: a part of a talk, by the name of its field.
    pub fn said(&mut self, speaker: &str, value: &Value) {
        match value {
            Value::String(text) => self.turn(speaker, text),
            // Earlier turns, or several answers.
            Value::Array(values) if values.iter().all(Value::is_string) => {
                values.iter().filter_map(Value::as_str).for_each(|text| self.turn(speaker, text));
            }
            value => self.value(value),
        }
    }

    fn turn(&mut self, speaker: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.parted = true;
        self.turns += 1;
        if self.opening.is_none() && !among(&["system", "context", "history"], speaker) {
            self.opening = text.trim().lines().next().map(str::to_owned);
        }
        let said =
            if speaker.is_empty() { text.trim().to_owned() } else { format!("{speaker}：{}", text.trim()) };
        self.lines(&said, Tag::Paragraph, self.turns);
    }

    fn array(&mut self, values: &[Value]) {
        let strings = values.iter().filter(|value| value.is_string()).count();
        // ["见", {"type": "link", "text": "…"}]: pieces of one line.
        let pieces = strings > 0 && strings < values.len();
        if pieces && values.iter().all(|value| piece(value).is_some()) {
            let line: String = values.iter().filter_map(piece).collect();
            return self.lines(&line, Tag::Paragraph, 0);
        }
        // ["问", "答"]: one exchange of a history.
        self.parted |= values.len() > 1;
        values.iter().for_each(|value| self.element(value));
    }

    fn element(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.lines(text, Tag::Paragraph, 0),
            Value::Array(pair) if pair.len() == 2 && pair.iter().all(Value::is_string) => {
                pair.iter().filter_map(Value::as_str).for_each(|text| self.turn("", text));
            }
            value => self.value(value),
        }
    }

    /// A turn with its speaker, a chapter under its heading, or whatever an object has to say.
    fn object(&mut self, object: &Map<String, Value>) {
        let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
        let field = |names: &[&str]| {
            names.iter().find_map(|wanted| object.iter().find(|(name, _)| name.to_lowercase() == *wanted))
        };
        let text = field(TEXT).or_else(|| field(&["value", "utterance", "output_text"]));
        let text = text.filter(|(_, value)| weight(value) > 0 || value.is_string());
        let short =
            |value: &Value| value.as_str().filter(|text| text.chars().count() <= 40).map(str::to_owned);
        let is_heading = kind.contains("heading") || kind.contains("title");
        if let Some(text) = text.and_then(|(_, value)| value.as_str()).filter(|_| is_heading) {
            self.parted = true;
            return self.lines(text, Tag::Heading(2), 0);
        }
        let speaker = field(SPEAKER).and_then(|(name, value)| Some((name, speaker(value)?)));
        if let Some((text_name, text)) = text {
            let speaker = speaker.filter(|(name, _)| *name != text_name);
            let heading = field(HEADING).filter(|(name, _)| *name != text_name).and_then(|(_, v)| short(v));
            match (speaker, heading) {
                (Some((name, speaker)), None) if name != "id" => return self.speech(&speaker, text),
                (Some((name, speaker)), Some(_)) if among(&["from", "role", "speaker", "sender"], name) => {
                    return self.speech(&speaker, text);
                }
                (_, Some(heading)) if weight(text) > 0 => {
                    self.heading(&heading);
                    self.level += 1;
                    self.value(text);
                    self.rest(object, text_name);
                    self.level -= 1;
                    return;
                }
                _ => {}
            }
            if text.is_string()
                && (object.contains_key("attrs") || text_name == "message" || text_name == "msg")
            {
                return self.speech("", text);
            }
            self.parted = true;
            match text {
                Value::String(text) => self.lines(text, Tag::Paragraph, 0),
                text => self.value(text),
            }
            return self.rest(object, text_name);
        }
        // {"Human": "…", "MOSS": "…"}, {"system": …, "input": …, "output": …}: each says its part.
        let heading = field(HEADING).and_then(|(name, value)| Some((name.clone(), short(value)?)));
        let said: Vec<_> = object.iter().filter(|(_, value)| weight(value) > 0).collect();
        let heading =
            heading.filter(|(name, _)| said.iter().any(|(other, value)| *other != name && value.is_array()));
        if let Some((_, heading)) = &heading {
            self.heading(heading);
        }
        for (name, value) in said {
            if heading.as_ref().is_some_and(|(heading, _)| heading == name) {
                continue;
            }
            match value {
                Value::String(text) => self.turn(name, text),
                value => self.value(value),
            }
        }
    }

    /// Arrays beside the text of an object: questions about a passage, sections of a chapter.
    fn rest(&mut self, object: &Map<String, Value>, text: &str) {
        let arrays = object.iter().filter(|(name, value)| {
            *name != text
                && value.as_array().is_some_and(|v| v.iter().any(Value::is_object))
                && weight(value) > 0
        });
        arrays
            .filter(|(name, _)| !among(&["attrs", "entities", "tags"], name))
            .for_each(|(_, value)| self.value(value));
    }

    fn speech(&mut self, speaker: &str, text: &Value) {
        match text {
            Value::String(text) => self.turn(speaker, text),
            Value::Array(values) => {
                let text: Vec<_> = values.iter().filter_map(piece).collect();
                let strings = values.iter().any(Value::is_string);
                self.turn(speaker, &text.join(if strings { "" } else { "\n" }));
            }
            value => self.value(value),
        }
    }

    fn heading(&mut self, text: &str) {
        self.parted = true;
        self.lines(text, Tag::Heading(self.level + 2), 0);
    }

    fn lines(&mut self, text: &str, tag: Tag, turn: u32) {
        if html::is_fragment(text) {
            let page = html::parse(text).shown();
            self.text.push_str(&page.text);
            if !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push('\n');
            }
            self.hints.extend(page.hints);
            self.meta = facts::merge(std::mem::take(&mut self.meta), page.meta);
            self.page = true;
            return;
        }
        let text = characters::settle(&unescaped(text), false).text;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let hint = LineHint { tag, main: true, turn, ..LineHint::default() };
        self.hints.resize(self.text.matches('\n').count(), LineHint::default());
        self.text.push_str(&text);
        self.hints.extend(text.split('\n').map(|_| hint));
    }
}

/// A piece of a line: a text, or an object that has one.
fn piece(value: &Value) -> Option<String> {
    let text = TEXT.iter().find_map(|name| value.get(name)).unwrap_or(value);
    text.as_str().map(str::to_owned)
}

/// A speaker's name: a short text, or an object with a name.
fn speaker(value: &Value) -> Option<String> {
    let value = ["name", "nickname", "screen_name", "nick_name"]
        .iter()
        .find_map(|key| value.get(key))
        .unwrap_or(value);
    let name = value.as_str()?.trim();
    (!name.is_empty() && name.chars().count() <= 24 && !name.contains('\n')).then(|| name.to_owned())
}

/// A text whose line breaks were escaped twice, with the breaks that they mean.
fn unescaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    match text.contains('\n') || text.matches("\\n").count() < 2 {
        true => text,
        false => text.replace("\\r", "").replace("\\n", "\n"),
    }
}
