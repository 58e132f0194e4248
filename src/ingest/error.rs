//! What can keep a document from being read, said so that one knows what to do about it.

use std::fmt;
use std::io;

use crate::lang::Lang;

/// A document, file or folder that could not be read. The others of its heap can.
#[derive(Debug, thiserror::Error)]
pub struct LoadError {
    /// The path as given, with `#` and the record's line for one of many in a file.
    pub name: String,
    #[source]
    pub problem: Problem,
}

/// Why it could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.describe(Lang::En))]
pub enum Problem {
    Io(#[from] io::Error),
    /// An image, archive, program or other file that holds no text.
    Binary,
    /// Larger than the four gigabytes that positions in a text can address.
    TooLarge,
    /// The record is no valid JSON: the parser's words, with line and column inside the record.
    BrokenRecord(String),
    /// It is no well-formed XML: the parser's words, with line and column.
    BrokenXml(String),
    /// The record has no field that looks like the text of a document.
    NoText,
    /// The file changed after its records were listed.
    Stale,
    /// The file holds no such document.
    NoMember,
    /// The program that was to read it failed: its command line and what it said.
    Adapter(String),
    /// It is locked by a password, or sold for one reader only.
    Encrypted,
    /// It unpacks to more than is read at once.
    Bomb,
    /// It is no message with headers.
    NoMessage,
    /// It lacks what a book or office file of its kind has.
    NoBook,
}

impl LoadError {
    pub fn new(name: impl Into<String>, problem: impl Into<Problem>) -> LoadError {
        LoadError { name: name.into(), problem: problem.into() }
    }

    /// What happened, where, and the remedy, in the interface's language.
    pub fn describe(&self, lang: Lang) -> String {
        let colon = lang.pick("：", ": ");
        format!("{}{colon}{}", self.name, self.problem.describe(lang))
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Lang::En))
    }
}

impl Problem {
    /// What happened and the remedy.
    pub fn describe(&self, lang: Lang) -> String {
        let words = match self {
            Problem::Io(error) => match error.kind() {
                io::ErrorKind::NotFound => {
                    lang.pick("没有这个文件或文件夹，请检查路径", "no such file or folder; check the path")
                }
                io::ErrorKind::PermissionDenied => lang.pick(
                    "没有读取权限，请检查文件权限（如 chmod +r）",
                    "permission denied; check its permissions (chmod +r)",
                ),
                _ => return error.to_string(),
            },
            Problem::Binary => lang.pick(
                "不是文本文件（图片、压缩包或程序？），已跳过",
                "not a text document (an image, archive or program?); skipped",
            ),
            Problem::TooLarge => lang.pick("超过 4 GB，请先拆分", "larger than 4 GB; split it first"),
            Problem::BrokenRecord(detail) => {
                let words =
                    lang.pick("不是有效的 JSON 记录，请修正该行", "no valid JSON record; mend that line");
                return format!("{words} ({detail})");
            }
            Problem::BrokenXml(detail) => {
                let words = lang.pick("不是有效的 XML，请修正", "no well-formed XML; mend it");
                return format!("{words} ({detail})");
            }
            Problem::NoText => lang.pick(
                "记录中没有正文字段，可用 --text-field 指定",
                "the record has no text field; name one with --text-field",
            ),
            Problem::NoMember => lang.pick(
                "文件里没有这一篇，可用 wenlan list 列出其中各篇",
                "no such document in that file; wenlan list prints those it has",
            ),
            Problem::Adapter(said) => {
                let words = lang.pick(
                    "外部程序出错，请检查配置中的 [adapters]",
                    "its program failed; see [adapters] in the configuration",
                );
                return format!("{words} ({said})");
            }
            Problem::Encrypted => {
                lang.pick("已加密，请先用密码解开", "encrypted; unlock it with its password first")
            }
            Problem::Bomb => {
                lang.pick("解开后超过 256 MB，请先解压", "unpacks to more than 256 MB; unpack it first")
            }
            Problem::NoMessage => lang.pick("不是邮件：没有邮件头", "no message: it has no headers"),
            Problem::NoBook => lang
                .pick("文件不完整：缺少目录或正文部分", "incomplete: its contents or its text are missing"),
            Problem::Stale => lang.pick("文件已改动，请重新打开", "the file has changed; open it again"),
        };
        words.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_the_file_and_the_remedy_in_both_languages() {
        let error = LoadError::new("文/a.txt", io::Error::from(io::ErrorKind::NotFound));
        assert_eq!(error.to_string(), "文/a.txt: no such file or folder; check the path");
        assert_eq!(error.describe(Lang::Zh), "文/a.txt：没有这个文件或文件夹，请检查路径");
    }
}
