//! Commands that are typed after `:` with arguments, and programs of the user's own with placeholders.

use std::path::PathBuf;

use crate::config;
use crate::lang::Lang;

/// What a line after `:` asks for, besides the actions, which have their own table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Open(PathBuf),
    /// To a paragraph of the text, a line of the raw text, a row of the list.
    Go(usize),
    GoPercent(usize),
    Theme(String),
    /// A setting, as `KEY=VALUE`.
    Set(String),
    /// The list or the results, to a file; its ending says how.
    Export(PathBuf),
    /// All passages, to a file.
    Passages(PathBuf),
    Filter(String),
    Search(String),
    Tag(String),
    Untag(String),
    Reload,
    Tour,
    Help,
}

/// A row of the table of commands.
#[derive(Debug, Clone, Copy)]
pub struct CommandInfo {
    pub name: &'static str,
    /// What stands after the name; empty where nothing does.
    pub argument: &'static str,
    zh: &'static str,
    en: &'static str,
    make: fn(&str) -> Option<Command>,
}

impl CommandInfo {
    pub fn doc(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

const fn row(
    name: &'static str,
    argument: &'static str,
    zh: &'static str,
    en: &'static str,
    make: fn(&str) -> Option<Command>,
) -> CommandInfo {
    CommandInfo { name, argument, zh, en, make }
}

/// All commands, in the order in which help lists them.
pub const COMMANDS: &[CommandInfo] = &[
    row("open", "PATH", "打开另一堆文档", "Open another heap", |text| Some(Command::Open(home(text)))),
    row(
        "go",
        "N | N%",
        "到第几段（列表中：第几篇；只写数字也行）",
        "To a paragraph, or a row of the list; the number alone does too",
        go,
    ),
    row("filter", "WORDS", "筛选列表", "Filter the list", |text| Some(Command::Filter(text.to_owned()))),
    row("search", "QUERY", "搜索", "Search", |text| Some(Command::Search(text.to_owned()))),
    row(
        "export",
        "FILE.csv | .json | .md",
        "把列表、结果或选中的文档写成文件",
        "Write the list, the results or the selected documents to a file",
        |text| Some(Command::Export(home(text))),
    ),
    row(
        "passages",
        "FILE.md | .csv | .json | .bib | .txt",
        "把全部摘抄写成文件（.txt 为 GB/T 7714 参考文献）",
        "Write all passages to a file (.txt: references after GB/T 7714)",
        |text| Some(Command::Passages(home(text))),
    ),
    row(
        "tag",
        "NAME",
        "给选中的或当前的文档加标签",
        "Tag the selected documents, or this one",
        |text| word(text).map(Command::Tag),
    ),
    row("untag", "NAME", "去掉标签", "Take a tag away", |text| word(text).map(Command::Untag)),
    row("theme", "NAME", "换主题", "Change the theme", |text| word(text).map(Command::Theme)),
    row("set", "KEY=VALUE", "改一个设置项，只在这次运行", "Change a setting for this run", setting),
    row("reload", "", "重新读取 config.toml", "Read config.toml anew", |_| Some(Command::Reload)),
    row("tour", "", "自动演示（接替这次运行）", "The guided tour, in place of this run", |_| {
        Some(Command::Tour)
    }),
    row("help", "", "帮助", "Help", |_| Some(Command::Help)),
];

fn word(text: &str) -> Option<String> {
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|word| !word.is_empty())
}

fn go(text: &str) -> Option<Command> {
    match text.strip_suffix('%') {
        Some(percent) => percent.trim().parse().ok().map(Command::GoPercent),
        None => text.trim().parse().ok().map(Command::Go),
    }
}

fn setting(text: &str) -> Option<Command> {
    let text = text.trim();
    let written = match text.split_once([' ', '=']) {
        Some((key, value)) => format!("{}={}", key.trim(), value.trim_start_matches(['=', ' '])),
        None => return None,
    };
    Some(Command::Set(written))
}

/// A path as shells read it: `~` is the home folder.
fn home(text: &str) -> PathBuf {
    let rest = text.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/'));
    match (rest, directories::BaseDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest.trim_start_matches('/')),
        _ => PathBuf::from(text),
    }
}

/// The command that a line begins with, and the argument that has been typed so far.
pub fn begun(line: &str) -> Option<(&'static CommandInfo, &str)> {
    let (name, rest) = line.split_once(' ')?;
    let info = COMMANDS.iter().find(|info| info.name == name && !info.argument.is_empty())?;
    Some((info, rest.trim_start()))
}

/// Reads a line that has been typed to its end. `None`: it names no command.
///
/// # Errors
///
/// What the command needs and does not have.
pub fn read(line: &str, lang: Lang) -> Option<Result<Command, String>> {
    let line = line.trim();
    if let Some(command) = go(line) {
        return Some(Ok(command));
    }
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let info = COMMANDS.iter().find(|info| info.name == name)?;
    let rest = rest.trim();
    let made = (info.argument.is_empty() == rest.is_empty()).then(|| (info.make)(rest)).flatten();
    Some(made.ok_or_else(|| match lang {
        Lang::Zh => format!("写作 :{} {}", info.name, info.argument),
        Lang::En => format!("write :{} {}", info.name, info.argument),
    }))
}

/// What may complete the argument of a command, as far as it can be told without looking at files.
pub fn values(info: &CommandInfo, themes: &[String], tags: &[String]) -> Vec<String> {
    match info.name {
        "theme" => themes.to_vec(),
        "set" => config::names().map(|name| format!("{name}=")).collect(),
        "tag" | "untag" => tags.to_vec(),
        "filter" => {
            super::shelf::criteria::EXAMPLES.iter().map(|(example, ..)| example.to_string()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_with_their_arguments() {
        let read = |line| read(line, Lang::En);
        assert_eq!(read("30"), Some(Ok(Command::Go(30))));
        assert_eq!(read("go 40%"), Some(Ok(Command::GoPercent(40))));
        assert_eq!(read("set measure 50"), Some(Ok(Command::Set("measure=50".into()))));
        assert_eq!(read("set measure = 50"), Some(Ok(Command::Set("measure=50".into()))));
        assert_eq!(read("theme"), Some(Err("write :theme NAME".into())));
        assert_eq!(read("raw"), None);
        assert_eq!(begun("theme no").map(|(info, rest)| (info.name, rest)), Some(("theme", "no")));
    }
}
