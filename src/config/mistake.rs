//! What can be wrong with settings, and saying it with the remedy.

use std::path::PathBuf;

use crate::keys::keymap::KeyError;
use crate::keys::program::TemplateError;
use crate::lang::Lang;

/// Something in the configuration file that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub file: PathBuf,
    /// 1-based; `None` where the file as a whole is meant.
    pub line: Option<usize>,
    pub mistake: Mistake,
}

impl Problem {
    /// File, line, what is wrong there and what would be right.
    pub fn describe(&self, lang: Lang) -> String {
        let (file, what) = (self.file.display(), self.mistake.describe(lang));
        match self.line {
            Some(line) => format!("{file}:{line}: {what}"),
            None => format!("{file}: {what}"),
        }
    }
}

/// What is wrong with a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// There is no such key; the one that may have been meant, if any looks like it.
    UnknownKey { key: String, near: Option<&'static str> },
    /// A value of another kind than the key takes, and what the key means in both languages.
    Value { key: String, value: String, zh: &'static str, en: &'static str },
    /// Keys are bound to no action, or are no keys.
    Binding(KeyError),
    /// A program to be run that could not be.
    Command(TemplateError),
    /// Not written as `KEY=VALUE`.
    NotKeyValue(String),
    /// The file is no TOML, as its parser says.
    Toml(String),
    /// The file could not be read, as the system says.
    Unreadable(String),
}

impl Mistake {
    /// What is wrong and what would be right.
    pub fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Mistake::UnknownKey { key, near: Some(near) }, Lang::Zh) => {
                format!("没有设置项“{key}”；是不是“{near}”？")
            }
            (Mistake::UnknownKey { key, near: Some(near) }, Lang::En) => {
                format!("no key is called “{key}”; did you mean “{near}”?")
            }
            (Mistake::UnknownKey { key, near: None }, Lang::Zh) => {
                format!("没有设置项“{key}”；`wenlan config --default` 列出全部")
            }
            (Mistake::UnknownKey { key, near: None }, Lang::En) => {
                format!("no key is called “{key}”; `wenlan config --default` lists them")
            }
            (Mistake::Value { key, value, zh, .. }, Lang::Zh) => format!("{key} 不能是 {value}。{zh}"),
            (Mistake::Value { key, value, en, .. }, Lang::En) => format!("{key} cannot be {value}. {en}"),
            (Mistake::Binding(error), lang) => error.describe(lang),
            (Mistake::Command(error), lang) => error.describe(lang),
            (Mistake::NotKeyValue(text), Lang::Zh) => format!("“{text}”应写作 设置项=值"),
            (Mistake::NotKeyValue(text), Lang::En) => format!("“{text}” is not KEY=VALUE"),
            (Mistake::Toml(message), Lang::Zh) => format!("不是正确的 TOML：{message}"),
            (Mistake::Toml(message), Lang::En) => format!("not TOML: {message}"),
            (Mistake::Unreadable(message), Lang::Zh) => format!("读不出：{message}"),
            (Mistake::Unreadable(message), Lang::En) => format!("cannot be read: {message}"),
        }
    }
}
