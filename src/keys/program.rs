//! Programs of the user's own that keys run: words with placeholders, never by a shell.

use crate::lang::Lang;

/// What a placeholder stands for.
pub const PLACEHOLDERS: &[&str] = &["path", "line", "url", "title", "source", "date", "selection", "paths"];

/// A program of the user's own: words, in which placeholders stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    words: Vec<String>,
}

/// Why a program cannot be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateError {
    Empty,
    /// A quotation mark has no other half.
    Quotes(String),
    Placeholder(String),
    /// The document has nothing to put there.
    Missing(&'static str),
}

impl TemplateError {
    /// What is wrong and what would be right.
    pub fn describe(&self, lang: Lang) -> String {
        let known = || PLACEHOLDERS.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ");
        match (self, lang) {
            (TemplateError::Empty, Lang::Zh) => "没有写要运行的程序".to_owned(),
            (TemplateError::Empty, Lang::En) => "no program is named".to_owned(),
            (TemplateError::Quotes(text), Lang::Zh) => format!("`{text}` 的引号不成对"),
            (TemplateError::Quotes(text), Lang::En) => {
                format!("`{text}` has a quotation mark without its other half")
            }
            (TemplateError::Placeholder(name), Lang::Zh) => format!("没有 {{{name}}}；可用 {}", known()),
            (TemplateError::Placeholder(name), Lang::En) => {
                format!("there is no {{{name}}}; there are {}", known())
            }
            (TemplateError::Missing(name), Lang::Zh) => format!("这里没有 {{{name}}}"),
            (TemplateError::Missing(name), Lang::En) => format!("there is no {{{name}}} here"),
        }
    }
}

impl Template {
    /// Reads the words of a line as shells part them, with quotation marks; nothing else of a shell counts.
    ///
    /// # Errors
    ///
    /// Where there are no words, a quotation mark is not closed, or a placeholder is unknown.
    pub fn parse(line: &str) -> Result<Template, TemplateError> {
        let words = shlex::split(line).ok_or_else(|| TemplateError::Quotes(line.to_owned()))?;
        if words.is_empty() {
            return Err(TemplateError::Empty);
        }
        let template = Template { words };
        let unknown = template.placeholders().find(|name| !PLACEHOLDERS.contains(name)).map(str::to_owned);
        match unknown {
            Some(unknown) => Err(TemplateError::Placeholder(unknown)),
            None => Ok(template),
        }
    }

    fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.words.iter().flat_map(|word| {
            word.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
        })
    }

    /// The program and its arguments. A placeholder is replaced inside its word, whatever stands in it, so
    /// that nothing of a document becomes a word or a command of its own; only `{paths}` alone becomes a word
    /// for each path.
    ///
    /// # Errors
    ///
    /// Where there is nothing to put in a placeholder's place.
    pub fn fill(
        &self,
        value: impl Fn(&str) -> Option<String>,
        paths: &[String],
    ) -> Result<Vec<String>, TemplateError> {
        let mut filled = Vec::new();
        for word in &self.words {
            if word == "{paths}" {
                filled.extend(paths.iter().cloned());
                continue;
            }
            let mut parts = word.split('{');
            let mut out = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let Some((name, rest)) = part.split_once('}') else {
                    out.push('{');
                    out.push_str(part);
                    continue;
                };
                let known = PLACEHOLDERS.iter().find(|known| **known == name).copied().unwrap_or("path");
                let joined = || if known == "paths" { Some(paths.join("\n")) } else { value(known) };
                out.push_str(
                    &joined().filter(|value| !value.is_empty()).ok_or(TemplateError::Missing(known))?,
                );
                out.push_str(rest);
            }
            filled.push(out);
        }
        Ok(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_document_becomes_a_word_of_its_own() {
        let template = Template::parse("open -t '{title} x' {url} {paths}").unwrap();
        let value = |name: &str| {
            Some(match name {
                "title" => "a; rm -rf \"$HOME\"".to_owned(),
                _ => "https://a.cn/?q=1&b=2".to_owned(),
            })
        };
        let words = template.fill(value, &["/a b".into(), "/c".into()]).unwrap();
        assert_eq!(words, ["open", "-t", "a; rm -rf \"$HOME\" x", "https://a.cn/?q=1&b=2", "/a b", "/c"]);
        assert_eq!(template.fill(|_| None, &[]), Err(TemplateError::Missing("title")));
    }

    #[test]
    fn a_wrong_program_is_said() {
        assert_eq!(Template::parse("open 'x"), Err(TemplateError::Quotes("open 'x".into())));
        assert_eq!(Template::parse(" "), Err(TemplateError::Empty));
        let unknown = Template::parse("open {file}").unwrap_err();
        assert!(unknown.describe(Lang::En).contains("{file}; there are {path} {line}"), "{unknown:?}");
    }
}
