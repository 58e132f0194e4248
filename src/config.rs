//! What the user sets: `config.toml` in the configuration folder, and the command line over it.
//!
//! [`Config`] gives each key its type and default, [`KEYS`] its words. The documented default file, the
//! check for unknown keys and the README are made from these two. A mistake in the file costs only the key
//! that it is in: it is reported and the program starts.

mod mistake;
mod sort;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml::{Spanned, Table, Value};

use crate::keys::keymap::{KeyError, Keymap};
use crate::keys::program::Template;
use crate::lang::Lang;
use crate::remote::Profile;
use crate::state::View;
use crate::text::likeness::nearest;
use crate::text::width::Ambiguous;
use crate::theme::{self, Depth};
pub use mistake::{Mistake, Problem};
pub use sort::Sort;

/// All settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    pub lang: Auto<Lang>,
    pub theme: String,
    pub colors: Auto<Depth>,
    pub ambiguous: Auto<Ambiguous>,
    pub measure: usize,
    pub full_width: bool,
    pub spacing: bool,
    pub hanging: bool,
    pub side: u16,
    pub sort: Sort,
    pub folded: bool,
    pub mouse: bool,
    pub remember: bool,
    pub cache: bool,
    /// A file of stop words; empty for wenlan's own list.
    pub stop_words: PathBuf,
    /// Parts of the heap by what the user calls them.
    pub scopes: BTreeMap<String, String>,
    /// Actions by the keys that are bound to them, over the default ones.
    pub keys: BTreeMap<String, String>,
    /// Search engines by the names that they are opened by.
    pub remotes: BTreeMap<String, Profile>,
    /// Programs to be run, by the keys that are bound to them.
    pub commands: BTreeMap<String, String>,
    /// Programs by the names of the files whose text they print.
    pub adapters: BTreeMap<String, String>,
}

/// A choice that may be left to the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Auto<T> {
    #[default]
    Auto,
    #[serde(untagged)]
    Set(T),
}

impl<T> Auto<T> {
    pub fn unwrap_or_else(self, find: impl FnOnce() -> T) -> T {
        match self {
            Auto::Auto => find(),
            Auto::Set(value) => value,
        }
    }
}

impl Default for Config {
    fn default() -> Config {
        Config {
            lang: Auto::Auto,
            theme: theme::DEFAULT.into(),
            colors: Auto::Auto,
            ambiguous: Auto::Auto,
            measure: 40,
            full_width: true,
            spacing: false,
            hanging: true,
            side: 0,
            sort: Sort::Path,
            folded: true,
            mouse: true,
            remember: true,
            cache: true,
            stop_words: PathBuf::new(),
            scopes: BTreeMap::new(),
            keys: BTreeMap::new(),
            remotes: BTreeMap::new(),
            commands: BTreeMap::new(),
            adapters: BTreeMap::new(),
        }
    }
}

/// Bounds of the measure, in Han: fewer cannot be read, more cannot be followed from row to row.
pub const NARROWEST: usize = 10;
pub const WIDEST: usize = 120;

/// The keys in the order of the documented file, each with what it means.
const KEYS: [(&str, &str, &str); 19] = [
    (
        "lang",
        "界面语言：auto（按系统区域设置）、zh、en",
        "Language of the interface: auto (by the locale), zh, en",
    ),
    (
        "theme",
        "主题：内置的，或配置文件夹中 themes/ 下的文件名",
        "Theme: a built-in one, or the name of a file in themes/ of the configuration folder",
    ),
    (
        "colors",
        "终端的色数：auto、truecolor、256、16、mono",
        "Colours of the terminal: auto, truecolor, 256, 16, mono",
    ),
    (
        "ambiguous",
        "终端把“ ” — … 等字符画成几列：1、2、auto（问终端；不答则作 1）",
        "Columns in which the terminal draws “ ” — … and the like: 1, 2, auto (asked; 1 without an answer)",
    ),
    ("measure", "正文行宽，以汉字计（10–120）", "Width of the text in Han characters (10 to 120)"),
    (
        "full_width",
        "汉字旁被转成半角的标点（, : ; ! ? ( )）显示为全角",
        "Show punctuation folded to ASCII (, : ; ! ? ( )) full-width beside Chinese",
    ),
    (
        "spacing",
        "在汉字与西文、数字之间留一列空",
        "Leave a column between Chinese and Latin letters or digits",
    ),
    (
        "hanging",
        "行末的，。、等标点可伸出版心，悬于页边",
        "Let ，。、 and the like hang in the margin at a row's end",
    ),
    (
        "side",
        "文档列表的列数；0 表示随窗口而定",
        "Columns of the list of documents; 0 leaves them to the window",
    ),
    (
        "sort",
        "文档列表的次序：path（路径）、title（标题）、date（日期）、source（来源）、length（长度）",
        "Order of the list of documents: path, title, date, source, length",
    ),
    (
        "folded",
        "打开文档时折叠各节，只展开第一节",
        "Open documents with their sections folded, except the first",
    ),
    (
        "mouse",
        "响应鼠标；关闭后可用终端自己的选择功能",
        "Use the mouse; without it the terminal's own selection works",
    ),
    ("remember", "下次打开时恢复阅读位置、折叠和标记", "Remember places, folds and marks between runs"),
    (
        "cache",
        "把文档目录和索引留在缓存文件夹，下次立即打开",
        "Keep the list and the index of documents in the cache folder, to be there at once the next time",
    ),
    (
        "stop_words",
        "停用词表的文件，不作关键词的词以空白分开；空则用自带的（`wenlan stats --list-stop-words` 列出）",
        "File of stop words, never keywords, parted by white space; empty for wenlan's own list, which \
         `wenlan stats --list-stop-words` shows",
    ),
    (
        "scopes",
        "统计范围的名字：\"震后\" = \"search=地震 & date=2024..\"；写法见 `wenlan stats --help` 的 --scope",
        "Names of scopes: \"quake\" = \"search=地震 & date=2024..\"; `wenlan stats --help` tells of --scope",
    ),
    (
        "keys",
        "按键，改在默认值之上：\"按键\" = \"动作\"；`wenlan keys` 列出动作，none 取消按键，@ 后面是要代按的键",
        "Keys over the default ones: \"keys\" = \"action\"; `wenlan keys` lists the actions, none unbinds, \
         and what follows an @ are keys to be pressed",
    ),
    (
        "commands",
        "按键运行的程序：\"按键\" = \"程序 参数\"，可用 {path} {line} {url} {title} {source} {date} {selection} {paths}；不经 shell，首次运行先问",
        "Programs run by keys: \"keys\" = \"program arguments\", with {path} {line} {url} {title} {source} {date} \
         {selection} {paths}; without a shell, and asked before the first run",
    ),
    (
        "adapters",
        "用其他程序读的格式：\"文件名样式\" = \"命令\"，{} 为文件，命令输出其文字；如 \"*.pdf\" = \"pdftotext -layout {} -\"",
        "Formats that other programs read: \"file names\" = \"command\", {} is the file, and the command prints \
         its text; for instance \"*.pdf\" = \"pdftotext -layout {} -\"",
    ),
];

/// The last one, whose tables have names of the user's own.
const REMOTES: (&str, &str, &str) = (
    "remotes",
    "搜索引擎，以 remote:名称 打开。[remotes.名称] 下可写 url（一个或一列）、index、user、password-command、\
     api-key-command、ca（证书文件）、proxy、connect-timeout、timeout（秒）",
    "Search engines, opened as remote:NAME. [remotes.NAME] takes url (one or a list), index, user, \
     password-command, api-key-command, ca (file of certificates), proxy, connect-timeout, timeout (seconds)",
);

fn all_keys() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    KEYS.into_iter().chain([REMOTES])
}

impl Config {
    /// Settings from a file; the defaults where there is none.
    pub fn read(file: &Path) -> (Config, Vec<Problem>) {
        match std::fs::read_to_string(file) {
            Ok(text) => Config::parse(&text, file),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Config::default(), Vec::new()),
            Err(error) => {
                let mistake = Mistake::Unreadable(error.to_string());
                (Config::default(), vec![Problem { file: file.into(), line: None, mistake }])
            }
        }
    }

    /// The keys in force, and what is wrong in their bindings.
    pub fn keymap(&self) -> (Keymap, Vec<KeyError>) {
        Keymap::of(&self.keys, &self.commands)
    }

    /// Settings from the text of a file. What is wrong in it keeps its default.
    pub fn parse(text: &str, file: &Path) -> (Config, Vec<Problem>) {
        let (mut config, mut problems) = (Config::default(), Vec::new());
        let mut wrong = |at: usize, mistake: Mistake| {
            let line = text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
            problems.push(Problem { file: file.into(), line: Some(line), mistake });
        };
        match toml::from_str::<BTreeMap<Spanned<String>, Value>>(text) {
            Ok(table) => {
                for (key, value) in table {
                    if let Err(mistake) = config.set(key.get_ref(), value) {
                        wrong(key.span().start, mistake);
                    }
                }
            }
            Err(error) => {
                wrong(error.span().map_or(0, |span| span.start), Mistake::Toml(error.message().to_owned()));
            }
        }
        let places = BindingPlaces::of(text);
        for keys in places.keys.keys() {
            let Some(action) = config.keys.get(keys.get_ref()) else { continue };
            if let Err(error) = Keymap::default().bind(keys.get_ref(), action) {
                wrong(keys.span().start, Mistake::Binding(error));
                config.keys.remove(keys.get_ref());
            }
        }
        for keys in places.commands.keys() {
            let Some(command) = config.commands.get(keys.get_ref()) else { continue };
            let bound = Keymap::default().bind_command(keys.get_ref(), command).map_err(Mistake::Binding);
            let read = || Template::parse(command).map(drop).map_err(Mistake::Command);
            if let Err(mistake) = bound.and_then(|()| read()) {
                wrong(keys.span().start, mistake);
                config.commands.remove(keys.get_ref());
            }
        }
        problems.sort_by_key(|problem| problem.line);
        (config, problems)
    }

    /// Sets one key.
    ///
    /// # Errors
    ///
    /// Where there is no such key, or the value is not one that it takes.
    pub fn set(&mut self, key: &str, value: Value) -> Result<(), Mistake> {
        let near = nearest(key, all_keys().map(|(name, ..)| name));
        let Some((_, zh, en)) = all_keys().find(|(name, ..)| *name == key) else {
            return Err(Mistake::UnknownKey { key: key.to_owned(), near });
        };
        let mut table = self.table();
        table.insert(key.into(), value.clone());
        // What stands in a table may be a secret that was put in the wrong place.
        let shown = if value.is_table() { "{…}".to_owned() } else { value.to_string() };
        let wrong = || Mistake::Value { key: key.to_owned(), value: shown.clone(), zh, en };
        let changed: Config = table.try_into().map_err(|_| wrong())?;
        if !(NARROWEST..=WIDEST).contains(&changed.measure) {
            return Err(wrong());
        }
        *self = changed;
        Ok(())
    }

    /// Sets one key as the command line does: `KEY=VALUE`, quotes around the value not needed.
    ///
    /// # Errors
    ///
    /// As [`Config::set`], and where there is no `=`.
    pub fn set_argument(&mut self, argument: &str) -> Result<(), Mistake> {
        let (key, value) =
            argument.split_once('=').ok_or_else(|| Mistake::NotKeyValue(argument.to_owned()))?;
        let (key, value) = (key.trim(), value.trim());
        let literal = format!("value = {value}").parse::<Table>().ok().and_then(|mut t| t.remove("value"));
        match literal {
            Some(literal) if self.set(key, literal.clone()).is_ok() => Ok(()),
            _ => self.set(key, Value::String(value.to_owned())),
        }
    }

    /// Takes over how things were arranged last, except where these settings say otherwise; and keeps the
    /// measure within what can be read.
    pub fn take_view(&mut self, view: &View) {
        let default = Config::default();
        if self.measure == default.measure {
            self.measure = view.measure.unwrap_or(self.measure);
        }
        if self.side == default.side {
            self.side = view.side.unwrap_or(self.side);
        }
        if self.sort == default.sort {
            self.sort = view.sort.as_deref().and_then(Sort::by_name).unwrap_or(self.sort);
        }
        self.measure = self.measure.clamp(NARROWEST, WIDEST);
    }

    /// These settings as a documented file.
    pub fn document(&self, lang: Lang) -> String {
        let table = self.table();
        let mut out = String::new();
        for (key, zh, en) in all_keys() {
            if key == REMOTES.0 && !out.ends_with("\n\n") {
                out.push('\n');
            }
            out.push_str(&format!("# {}\n", lang.pick(zh, en)));
            if key == REMOTES.0 {
                out.push_str(&self.document_remotes());
                continue;
            }
            match table.get(key) {
                Some(Value::Table(names)) => out.push_str(&format!("[{key}]\n{names}\n")),
                Some(value) => out.push_str(&format!("{key} = {value}\n\n")),
                None => {}
            }
        }
        out.truncate(out.trim_end().len() + 1);
        out
    }

    /// A table in a table for each engine.
    fn document_remotes(&self) -> String {
        let mut out = format!("[{}]\n\n", REMOTES.0);
        for (name, profile) in &self.remotes {
            let head = Value::String(name.clone());
            let table = Table::try_from(profile).unwrap_or_default();
            out.push_str(&format!("[{}.{head}]\n{table}\n", REMOTES.0));
        }
        out
    }

    fn table(&self) -> Table {
        Table::try_from(self).expect("strings, numbers, switches and maps of strings are all TOML")
    }
}

/// The keys that `[keys]` and `[commands]` bind, and where they stand.
#[derive(Deserialize, Default)]
#[serde(default)]
struct BindingPlaces {
    keys: BTreeMap<Spanned<String>, Value>,
    commands: BTreeMap<Spanned<String>, Value>,
}

impl BindingPlaces {
    /// None in a text that is no TOML, which is said elsewhere.
    fn of(text: &str) -> BindingPlaces {
        toml::from_str(text).unwrap_or_default()
    }
}

/// The names of all settings.
pub fn names() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(name, ..)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Config, Vec<String>) {
        let (config, problems) = Config::parse(text, Path::new("config.toml"));
        (config, problems.iter().map(|problem| problem.describe(Lang::En)).collect())
    }

    #[test]
    fn the_documented_file_gives_the_defaults_back() {
        for lang in [Lang::Zh, Lang::En] {
            assert_eq!(parse(&Config::default().document(lang)), (Config::default(), Vec::new()));
        }
    }

    #[test]
    fn every_key_is_documented() {
        let mut documented: Vec<_> = all_keys().map(|(name, ..)| name.to_string()).collect();
        documented.sort();
        let mut keys: Vec<_> = Config::default().table().keys().cloned().collect();
        keys.sort();
        assert_eq!(documented, keys);
    }

    #[test]
    fn settings_are_read() {
        let (config, problems) =
            parse("lang = \"en\"\ncolors = \"256\"\nmeasure = 36\n[keys]\nx = \"quit\"\n");
        assert_eq!(problems, [""; 0]);
        assert_eq!((config.lang, config.colors), (Auto::Set(Lang::En), Auto::Set(Depth::Indexed)));
        assert_eq!((config.measure, config.keys["x"].as_str()), (36, "quit"));
    }

    #[test]
    fn a_mistake_costs_one_key_and_is_said_with_its_line() {
        let (config, problems) =
            parse("mouse = false\nmeasur = 30\nside = \"wide\"\nzzz = 1\nmeasure = 500\n");
        assert_eq!(config, Config { mouse: false, ..Config::default() });
        assert_eq!(problems.len(), 4);
        assert!(problems[3].starts_with("config.toml:5: measure cannot be 500. Width of the text"));
        assert_eq!(problems[0], "config.toml:2: no key is called “measur”; did you mean “measure”?");
        assert!(problems[1].starts_with("config.toml:3: side cannot be \"wide\". Columns of the list"));
        assert!(problems[2].contains(":4: no key is called “zzz”; `wenlan config --default` lists them"));
    }

    #[test]
    fn mistakes_are_said_in_the_language_of_the_interface() {
        let (_, problems) =
            Config::parse("measur = 30\nside = \"wide\"\n[keys]\ny = \"fly\"\n", Path::new("c.toml"));
        let said: Vec<_> = problems.iter().map(|problem| problem.describe(Lang::Zh)).collect();
        assert_eq!(said[0], "c.toml:1: 没有设置项“measur”；是不是“measure”？");
        assert!(said[1].starts_with("c.toml:2: side 不能是 \"wide\"。文档列表的列数"), "{}", said[1]);
        assert!(said[2].starts_with("c.toml:4: 没有动作 `fly`"), "{}", said[2]);
    }

    #[test]
    fn a_wrong_binding_is_said_with_its_line_and_the_others_hold() {
        let (config, problems) =
            parse("[keys]\n\"x\" = \"quit\"\n\"<c-\" = \"down\"\ny = \"fly\"\nz = \"dwon\"\n");
        assert_eq!(config.keys, BTreeMap::from([("x".into(), "quit".into())]));
        assert!(problems[0].starts_with("config.toml:3: `<c-` is not a key"), "{problems:?}");
        assert!(problems[1].starts_with("config.toml:4: `fly` is not an action; `wenlan"), "{problems:?}");
        assert!(problems[2].contains("`dwon` is not an action; did you mean `down`?"), "{problems:?}");
    }

    #[test]
    fn engines_are_read_by_name_and_written_back() {
        let text = "[remotes.papers]\nurl = \"https://a:9200/news\"\nuser = \"me\"\npassword-command = \"pass es\"\n";
        let (config, problems) = parse(text);
        assert_eq!(problems, [""; 0]);
        assert_eq!((config.remotes["papers"].user.as_str(), config.remotes["papers"].timeout), ("me", None));
        assert_eq!(parse(&config.document(Lang::En)), (config, Vec::new()));
        let (_, problems) = parse("[remotes.papers]\npassword = \"geheim\"\n");
        assert!(problems[0].starts_with("config.toml:1: remotes cannot be"), "{problems:?}");
        assert!(!problems[0].contains("geheim"), "{problems:?}");
    }

    #[test]
    fn broken_toml_is_said_with_its_line() {
        let (config, problems) = parse("mouse = false\n= 3\n");
        assert_eq!(config, Config::default());
        assert!(problems[0].starts_with("config.toml:2: "), "{problems:?}");
    }

    #[test]
    fn arguments_need_no_quotes() {
        let mut config = Config::default();
        for argument in ["theme=nord", "measure = 30", "colors=256", "mouse=false"] {
            config.set_argument(argument).unwrap();
        }
        assert_eq!((config.theme.as_str(), config.measure, config.mouse), ("nord", 30, false));
        assert_eq!(config.colors, Auto::Set(Depth::Indexed));
        assert_eq!(config.set_argument("measure"), Err(Mistake::NotKeyValue("measure".into())));
        assert!(config.set_argument("measure=wide").is_err());
        config.set_argument("ambiguous=2").unwrap();
        assert_eq!(config.ambiguous, Auto::Set(Ambiguous::Wide));
        assert!(config.set_argument("ambiguous=3").is_err());
    }
}
