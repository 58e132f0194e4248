//! The command line in Chinese: clap's definition speaks English, and this puts Chinese words over it.
//!
//! The tables name every command, argument and documented value; a test holds them to the definition. What
//! clap itself says (headings, defaults, choices, errors) has its Chinese form here and in [`errors`].

pub mod errors;

use clap::builder::StyledStr;
use clap::{Arg, Command};

use super::args;
use crate::lang::Lang;
use crate::stats::Entry;
use crate::text::layout::{Measure, rows};

/// Columns of a text beside its argument (`-h`), and below it (`--help`).
const BESIDE: usize = 50;
const BELOW: usize = 68;

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

const EXIT_STATUS: &str = "\
退出状态：0 为正常；1 为没有结果；2 为参数有误，或指名的文件读不了。文件夹里读不了的在标准错误中\n说明，其余照常输出。";

/// What each command is for; the program itself has the name "wenlan".
const COMMANDS: &[(&str, &str)] = &[
    ("wenlan", "终端里的中文文档浏览器：清洗、折叠、搜索、统计"),
    ("list", "列出文档：日期、字数、标题、来源、路径"),
    ("show", "输出清洗后的正文"),
    ("search", "搜索文档，最相关的在前"),
    ("stats", "统计文档内容"),
    ("export", "把文档写成其他程序能用的文件"),
    ("schema", "显示文件中记录的各字段被当作什么：正文、标题、作者、日期等"),
    ("index", "预先通读文档，之后列出和搜索立即可用"),
    ("push", "清洗文档并写入搜索引擎（OpenSearch、Elasticsearch）的索引"),
    ("snapshot", "不用终端，画出阅读器的一屏"),
    ("play", "在自己的文档上播放脚本（说明和按键），或录成文件"),
    ("tour", "用自带样例自动演示；按任意键接手"),
    ("notes", "输出在阅读器里摘抄的段落：Markdown、CSV、JSON、BibTeX 或 GB/T 7714 参考文献"),
    ("keys", "列出各键的作用，以及 config.toml 里用的动作名"),
    ("config", "输出当前配置，逐项说明"),
    ("completions", "输出 shell 的补全脚本"),
    ("man", "输出手册页（roff），或连同各命令的手册页写进文件夹"),
];

/// What each argument means: command, argument, words. Those that every command takes stand under "wenlan".
const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("wenlan", "paths", "要打开的文件和文件夹（- 为标准输入）；不写则打开上次的文档或自带样例"),
    ("wenlan", "lang", "界面语言；默认随系统区域设置"),
    ("wenlan", "color", "何时用颜色"),
    ("wenlan", "text_field", "JSON 记录中存放正文的字段（content、data.body），自动找不到时指定"),
    ("wenlan", "encoding", "所有文档的编码（gbk、big5、utf-16le），自动判断有误时指定"),
    ("wenlan", "theme", "阅读器的配色主题，优先于 config.toml"),
    ("wenlan", "config", "改用此文件，不用配置文件夹里的 config.toml"),
    ("wenlan", "no_cache", "不使用缓存，也不留下缓存"),
    ("wenlan", "set", "为本次运行设置一个配置项；可重复"),
    ("wenlan", "help", "显示帮助（-h 为简要帮助）"),
    ("wenlan", "version", "显示版本"),
    ("list", "paths", "文件和文件夹（- 为标准输入）"),
    ("list", "skipped", "不列文档，改列未读的文件：种类或原因，以及路径"),
    ("list", "format", "输出格式；json 为每行一个对象"),
    ("schema", "paths", "记录文件：JSON、表格"),
    ("schema", "format", "输出格式；json 为每个字段一个对象"),
    ("export", "paths", "文件、文件夹，或文档的地址"),
    ("export", "output", "要写的文件；中断的导出再次运行时接着写"),
    ("export", "format", "格式；默认由文件名决定"),
    ("export", "query", "只导出搜索到的文档"),
    ("export", "sample", "只导出随机抽取的 N 篇"),
    ("export", "seed", "随机种子：同一个数抽到同样的文档"),
    ("export", "split", "每 N 篇写一个文件：FILE-001、FILE-002……"),
    ("show", "paths", "文件和文件夹（- 为标准输入）"),
    ("show", "outline", "只输出小标题，附各节字数"),
    ("show", "raw", "原文，只解码，不清洗"),
    ("show", "removed", "只输出剔除的内容，附原文行号和理由"),
    ("show", "explain", "原文逐行说明：如何处理，依据什么"),
    ("show", "fields", "只输出格式另外给出的内容：记录的其他字段、front matter 的键、邮件头等"),
    ("show", "format", "输出格式；json 为每行一个对象"),
    ("search", "query", "要找的词；写法见下"),
    ("search", "paths", "文件和文件夹（- 为标准输入）"),
    ("search", "limit", "只输出最好的 N 篇；0 为全部"),
    ("search", "context", "输出整段及前后各 N 段，而不是摘录"),
    ("search", "files_only", "只输出文件路径"),
    ("search", "null", "文件路径以 NUL 字节结尾，供 xargs -0 使用"),
    ("search", "count", "只输出每篇的命中数"),
    ("search", "format", "输出格式；json 为每篇一个对象"),
    ("stats", "paths", "文件和文件夹（- 为标准输入）"),
    ("stats", "table", "要输出的表；不写则输出综合报告"),
    ("stats", "format", "输出格式；json 为每行一个对象，csv 带表头"),
    ("stats", "bom", "CSV 开头写入字节顺序标记，供 Excel 识别 UTF-8"),
    (
        "stats",
        "scope",
        "统计范围：heap（全部文档）、search=查询（搜到的文档）、title=查询（在标题中）、date=2024 或 date=2020..2024-06 或 date=none、\
         source=来源、folder=路径、section=词（小标题含该词的各节），或配置文件 [scopes] 里的名字；\
         以“ & ”连接的须同时满足",
    ),
    ("stats", "word", "kwic、collocates、dispersion、trend、documents 所考察的词或文字"),
    ("stats", "whole_word", "只取分词后独立成词的 --word，不取长词中的"),
    ("stats", "against", "与什么比较主题词：写法同 --scope，或另一批文档的路径；不写则与范围以外的文档比较"),
    ("stats", "by", "trend 的时间单位；默认随日期跨度而定"),
    ("stats", "kind", "只取这一类数字"),
    ("stats", "top", "最多输出多少行，0 为全部；默认词表 100 行，其他不限"),
    ("stats", "min_freq", "词（搭配则为词对）的最低频数"),
    ("stats", "window", "搭配窗口：节点词左右各几个词"),
    ("stats", "context", "kwic 左右各显示几个字符"),
    (
        "stats",
        "sort",
        "kwic 的排序：text、left、right、date、source，或按节点旁的词（至多三个，如 1R,2R,1L）",
    ),
    ("stats", "measure", "collocates 按哪个量排序"),
    (
        "stats",
        "conditions",
        "只取某列合条件的行：chars<200、script=traditional、doubts~copy；可写多次，须同时满足",
    ),
    ("stats", "order_by", "按某列由小到大排序；前面加 - 则由大到小"),
    ("stats", "sample", "随机抽取多少行；--seed 相同则结果相同"),
    ("stats", "seed", "--sample 的随机种子"),
    ("stats", "weight", "关键词的权重算法"),
    ("stats", "stop_words", "改用自己的停用词表"),
    ("stats", "list_stop_words", "列出自带的停用词，可改后再用"),
    ("index", "paths", "文件和文件夹；不写则为上次在阅读器里打开的。用 --status、--clear 时则为全部已建索引"),
    ("index", "rebuild", "全部重读"),
    ("index", "status", "显示已建索引的内容、大小和位置"),
    ("index", "clear", "删除索引"),
    ("push", "paths", "文件和文件夹"),
    ("push", "target", "索引：https://主机:9200/索引，或 remote:名称（config.toml 里有 [remotes.名称]）"),
    ("push", "shard", "只推送其中一份：N 个进程各推同样路径的第 K 份"),
    ("push", "replace", "已有的文档也重新写入；默认不动"),
    ("push", "raw", "连同原文一起保存"),
    ("push", "dry_run", "照常清洗、计量、询问引擎，但什么也不发送"),
    ("push", "mapping", "只输出新建索引所用的设置，不做别的"),
    ("push", "index_shards", "新建索引的分片数；默认由引擎决定"),
    ("push", "replicas", "新建索引每个分片的副本数；默认由引擎决定"),
    ("push", "threads", "清洗用的线程数；默认每核一个"),
    ("push", "patience", "引擎忙或断开多少秒后放弃"),
    ("snapshot", "paths", "文件和文件夹；不写则用自带样例"),
    ("snapshot", "size", "列数 x 行数"),
    ("snapshot", "keys", "先按下的键，写法同 config.toml：jj<enter>/河堤<enter>"),
    ("snapshot", "format", "纯文本、带终端颜色的文本，或图片"),
    ("play", "script", "文本文件：# 后是一行说明，下面是按键（写法同 config.toml），@wait 秒数"),
    ("play", "paths", "文件和文件夹；不写则用自带样例"),
    ("play", "cast", "不播放，录成 asciinema 的新文件"),
    ("play", "size", "录制的列数 x 行数"),
    ("play", "speed", "速度：2 为两倍"),
    ("notes", "format", "输出格式"),
    ("notes", "tag", "只要带这个标签的"),
    ("notes", "containing", "只要引文、批注或标题里有这些字的"),
    ("notes", "file", "改读这个摘抄文件"),
    ("keys", "format", "表格格式；README 用的是 markdown"),
    ("config", "default", "输出全部配置项及默认值，可存为 config.toml"),
    ("config", "path", "config.toml 的位置"),
    ("completions", "shell", "哪种 shell"),
    ("man", "folder", "已有的文件夹"),
];

/// Values that need a word: argument, value, words.
const VALUES: &[(&str, &str, &str)] = &[
    ("color", "auto", "终端支持且未设 NO_COLOR 时"),
    ("format", "jsonl", "每行一个对象，正文在一个字段里"),
    ("format", "epub", "一本书，每篇一章"),
    ("format", "ansi", "含颜色控制序列的文本"),
    ("format", "gbt7714", "每行一条参考文献，按 GB/T 7714—2015"),
];

/// Puts Chinese words over the definition of the command line.
pub fn translate(mut command: Command) -> Command {
    // Only building brings the arguments that every command has into each of them.
    command.build();
    worded(command)
}

fn worded(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let about = words_of_command(&name).map(str::to_owned).or_else(|| command.get_about().map(plain));
    let after = match name.as_str() {
        "wenlan" => EXIT_STATUS.to_owned(),
        "search" => args::query_help(Lang::Zh),
        _ => String::new(),
    };
    let mut place = 0;
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .about(about.unwrap_or_default())
        .after_help(after)
        .mut_args(|argument| {
            let worded = worded_argument(&name, argument);
            place += 1;
            worded.display_order(place)
        })
        .mut_subcommands(worded)
}

fn worded_argument(command: &str, argument: Arg) -> Arg {
    let mut words = words_of_argument(command, argument.get_id().as_str())
        .map(str::to_owned)
        .or_else(|| argument.get_help().map(plain))
        .unwrap_or_default();
    let switch = !argument.get_action().takes_values();
    let choices = if switch { Vec::new() } else { argument.get_possible_values() };
    let notes: Vec<_> = choices
        .iter()
        .filter_map(|value| {
            let words = words_of_value(argument.get_id().as_str(), value.get_name())?;
            Some(format!("- {}：{words}", value.get_name()))
        })
        .collect();
    let names: Vec<_> = choices.iter().map(|value| value.get_name()).collect();
    if !names.is_empty() {
        words += &format!("（可选 {}）", names.join("、"));
    }
    let defaults: Vec<_> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if !switch && defaults.iter().any(|value| !value.is_empty()) {
        words += &format!("（默认 {}）", defaults.join(" "));
    }
    let beside = wrapped(&words, BESIDE);
    let below = std::iter::once(wrapped(&words, BELOW)).chain(notes).collect::<Vec<_>>().join("\n");
    let heading = if argument.is_positional() {
        "参数"
    } else if argument.is_global_set() {
        "通用选项"
    } else {
        "选项"
    };
    argument
        .help(beside)
        .long_help(below)
        .help_heading(heading)
        .hide_default_value(true)
        .hide_possible_values(true)
}

fn words_of_command(name: &str) -> Option<&'static str> {
    COMMANDS.iter().find(|(command, _)| *command == name).map(|(_, words)| *words)
}

fn words_of_argument(command: &str, argument: &str) -> Option<&'static str> {
    let of = |owner: &str| ARGUMENTS.iter().find(|(c, a, _)| *c == owner && *a == argument);
    of(command).or_else(|| of("wenlan")).map(|(_, _, words)| *words)
}

fn words_of_value(argument: &str, value: &str) -> Option<&'static str> {
    if argument == "table" {
        return Entry::named(value).map(|table| table.about(Lang::Zh));
    }
    VALUES.iter().find(|(a, v, _)| *a == argument && *v == value).map(|(_, _, words)| *words)
}

fn plain(text: &StyledStr) -> String {
    text.to_string()
}

/// Broken by the rules of Chinese, which clap's own wrapping at blanks does not know.
fn wrapped(text: &str, columns: usize) -> String {
    let rows = rows(text, &Measure { columns, ..Measure::default() });
    rows.iter().map(|row| text[row.bytes.clone()].trim_end()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Cli;

    fn commands() -> Vec<Command> {
        let mut all = Cli::command();
        all.build();
        let subcommands: Vec<_> = all.get_subcommands().cloned().collect();
        std::iter::once(all).chain(subcommands).collect()
    }

    #[test]
    fn every_command_argument_and_documented_value_has_chinese_words() {
        for command in commands() {
            let name = command.get_name();
            assert!(words_of_command(name).is_some(), "{name}");
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                assert!(words_of_argument(name, id).is_some(), "{name} {id}");
                for value in argument.get_possible_values() {
                    let documented = value.get_help().is_some();
                    assert!(
                        !documented || words_of_value(id, value.get_name()).is_some(),
                        "{name} {id} {}",
                        value.get_name()
                    );
                }
            }
        }
    }

    #[test]
    fn no_words_are_left_over() {
        let commands = commands();
        for (owner, id, _) in ARGUMENTS {
            let known = commands.iter().any(|command| {
                command.get_name() == *owner && command.get_arguments().any(|a| a.get_id() == id)
            });
            assert!(known, "{owner} {id}");
        }
        for (id, name, _) in VALUES {
            let known = commands.iter().flat_map(Command::get_arguments).any(|argument| {
                argument.get_id() == id
                    && argument.get_possible_values().iter().any(|v| v.get_name() == *name)
            });
            assert!(known, "{id} {name}");
        }
    }
}
