//! The registry of formats: what a file is by its name, who reads it, and what it is called.
//!
//! A row of [`KINDS`] is all that finding, opening, the census and the README know about a format; who reads
//! it is a file of its own beside this one. The first row whose name or extension fits counts.

use super::Format;
use super::container::{self, Container};
use super::markup::{self, Markup};
use crate::lang::Lang;

/// A kind of file.
pub struct Kind {
    /// By which it is known in the catalogue: never changed.
    pub name: &'static str,
    pub extensions: &'static [&'static str],
    /// Whole file names, for files that their extension would mistake; compared without case.
    pub names: &'static [&'static str],
    pub reads: Reads,
    /// What a census calls it, in Chinese and in English.
    pub label: [&'static str; 2],
}

/// Who reads the files of a kind.
#[derive(Clone, Copy)]
pub enum Reads {
    /// One document, in this markup.
    Markup(&'static Markup),
    /// It holds documents.
    Container(&'static dyn Container),
    /// Programs, settings and data for programs: no documents of a folder. One that is named opens as code.
    Code,
    /// What lies beside documents and never is one: pictures, film, fonts, programs.
    Beside,
    /// Documents that are not read.
    Nobody,
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Kind) -> bool {
        self.name == other.name
    }
}

impl Kind {
    pub fn label(&self, lang: Lang) -> &'static str {
        let [zh, en] = self.label;
        lang.pick(zh, en)
    }

    /// The container that reads such files, if they hold documents.
    pub fn container(&self) -> Option<&'static dyn Container> {
        match self.reads {
            Reads::Container(container) => Some(container),
            _ => None,
        }
    }

    /// Whether a folder's files of this kind are documents.
    pub fn is_read(&self) -> bool {
        matches!(self.reads, Reads::Markup(_) | Reads::Container(_))
    }

    /// The format of a document of this kind, as far as its name tells.
    pub fn format(&self) -> Format {
        match self.reads {
            Reads::Markup(markup) => markup.format,
            Reads::Container(container) => container.format(),
            Reads::Code => Format::Code,
            Reads::Beside | Reads::Nobody => Format::Text,
        }
    }
}

const fn kind(
    name: &'static str,
    extensions: &'static [&'static str],
    reads: Reads,
    zh: &'static str,
    en: &'static str,
) -> Kind {
    Kind { name, extensions, names: &[], reads, label: [zh, en] }
}

use Reads::{Beside, Code, Nobody};
const fn markup(markup: &'static Markup) -> Reads {
    Reads::Markup(markup)
}

/// Every kind of file that is known by its name; of the others, the first bytes say whether they are text.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "project",
        extensions: &[],
        names: &[
            "license",
            "license.txt",
            "license.md",
            "licence",
            "copying",
            "cname",
            "makefile",
            "dockerfile",
            "gemfile",
            "rakefile",
            "package.json",
            "package-lock.json",
            "tsconfig.json",
            "manifest.json",
            "composer.json",
            "search.json",
            "robots.txt",
            "requirements.txt",
            "cmakelists.txt",
            "404.html",
            "sitemap.xml",
            "feed.xml",
            "atom.xml",
            "rss.xml",
            "pom.xml",
            "build.xml",
            "browserconfig.xml",
        ],
        reads: Code,
        label: ["代码与配置", "code and settings"],
    },
    kind(ADAPTED, &[], Reads::Container(&container::Adapted), "由外部程序读", "read by a program"),
    kind("docs", &[], Reads::Container(&container::Docs), "WikiExtractor", "WikiExtractor"),
    kind("text", &["txt", "text"], markup(&markup::TEXT), "文本", "text"),
    kind("html", &["html", "htm", "xhtml", "shtml"], markup(&markup::HTML), "网页", "HTML"),
    kind("markdown", &["md", "markdown", "mkd"], markup(&markup::MARKDOWN), "Markdown", "Markdown"),
    kind("org", &["org"], markup(&markup::ORG), "Org", "Org"),
    kind("rst", &["rst"], markup(&markup::RST), "reStructuredText", "reStructuredText"),
    kind("asciidoc", &["adoc", "asciidoc", "asc"], markup(&markup::ASCIIDOC), "AsciiDoc", "AsciiDoc"),
    kind("roff", &["man", "roff"], markup(&markup::ROFF), "手册页", "manual pages"),
    kind("latex", &["tex", "latex", "ltx"], markup(&markup::LATEX), "LaTeX", "LaTeX"),
    kind("notebook", &["ipynb"], markup(&markup::NOTEBOOK), "Jupyter", "Jupyter"),
    kind("docx", &["docx", "docm"], markup(&markup::DOCX), "Word", "Word"),
    kind("odt", &["odt"], markup(&markup::ODT), "OpenDocument", "OpenDocument"),
    kind("xml", &["xml", "tei", "fb2"], Reads::Container(&container::Xml), "XML", "XML"),
    kind("subtitles", &["srt", "vtt", "ass", "ssa", "sbv"], markup(&markup::SUBTITLES), "字幕", "subtitles"),
    kind("lyrics", &["lrc"], markup(&markup::LYRICS), "歌词", "lyrics"),
    kind("epub", &["epub"], markup(&markup::EPUB), "EPUB", "EPUB"),
    kind("json", &["json", "jsonl", "ndjson"], Reads::Container(&container::Json), "JSON", "JSON"),
    kind("csv", &["csv", "tsv"], Reads::Container(&container::Csv), "表格", "tables"),
    kind("zip", &["zip"], Reads::Container(&container::Zip), "ZIP", "ZIP"),
    kind(
        "tar",
        &["tar", "tgz", "tbz", "tbz2", "txz", "tzst"],
        Reads::Container(&container::Tar),
        "TAR",
        "TAR",
    ),
    kind("warc", &["warc", "wet"], Reads::Container(&container::Warc), "WARC", "WARC"),
    kind("mail", &["eml", "mht", "mhtml"], Reads::Container(&container::Mail), "邮件", "mail"),
    kind("mbox", &["mbox"], Reads::Container(&container::Mbox), "邮箱", "mailboxes"),
    kind("packed", &["7z", "rar", "lz4", "lzh"], Nobody, "压缩包", "compressed"),
    kind("pdf", &["pdf"], Nobody, "PDF", "PDF"),
    kind("mobi", &["mobi", "azw", "azw3", "prc", "chm", "djvu", "caj", "umd"], Nobody, "电子书", "e-books"),
    kind("office", &["doc", "rtf", "wps", "ofd", "pages"], Nobody, "办公文档", "office documents"),
    kind("slides", &["ppt", "pptx", "odp", "key", "dps"], Nobody, "演示文稿", "slides"),
    kind("sheets", &["xls", "xlsx", "ods", "et"], Nobody, "电子表格", "sheets"),
    kind(
        "database",
        &["sqlite", "sqlite3", "db", "parquet", "arrow", "feather", "mdb"],
        Nobody,
        "数据库",
        "databases",
    ),
    kind(
        "code",
        &[
            "py",
            "pyi",
            "js",
            "mjs",
            "ts",
            "jsx",
            "tsx",
            "vue",
            "css",
            "scss",
            "sass",
            "less",
            "styl",
            "rs",
            "go",
            "c",
            "h",
            "cc",
            "cpp",
            "hpp",
            "cs",
            "java",
            "kt",
            "swift",
            "m",
            "rb",
            "php",
            "pl",
            "lua",
            "r",
            "jl",
            "sh",
            "bash",
            "zsh",
            "bat",
            "ps1",
            "sql",
            "yml",
            "yaml",
            "toml",
            "ini",
            "cfg",
            "conf",
            "properties",
            "lock",
            "map",
            "gradle",
            "cmake",
            "mk",
            "ejs",
            "liquid",
            "njk",
            "pug",
            "hbs",
            "j2",
            "tmpl",
            "dtd",
            "xsd",
            "xsl",
            "proto",
            "patch",
            "diff",
            "gitignore",
            "bib",
            "bst",
            "sty",
            "cls",
        ],
        Code,
        "代码与配置",
        "code and settings",
    ),
    kind(
        "media",
        &[
            "avi", "bmp", "flac", "gif", "ico", "jpeg", "jpg", "m4a", "mkv", "mov", "mp3", "mp4", "ogg",
            "png", "svg", "swf", "tif", "tiff", "wav", "webm", "webp", "wmv", "heic", "psd",
        ],
        Beside,
        "图片与音像",
        "pictures, sound and film",
    ),
    kind(
        "binary",
        &[
            "a",
            "bin",
            "class",
            "dll",
            "eot",
            "exe",
            "jar",
            "o",
            "otf",
            "pyc",
            "so",
            "ttf",
            "wasm",
            "woff",
            "woff2",
            "ckpt",
            "pt",
            "pth",
            "npy",
            "npz",
            "pkl",
            "safetensors",
            "iso",
            "apk",
            "dmg",
        ],
        Beside,
        "程序与数据",
        "programs and data",
    ),
];

/// The kind of files that a program of the user's choice reads.
pub const ADAPTED: &str = "adapted";

/// The kind of a text file that holds documents, told by how it begins: a label and a text a line, or marked documents.
pub fn of_text(head: &[u8], whole: bool) -> Option<&'static Kind> {
    match container::is_docs(head) {
        true => named("docs"),
        false if container::is_labelled(head, whole) => named("csv"),
        false => None,
    }
}

/// Endings of compressed files; what lies under them counts.
const PACKED: &[&str] = &[".gz", ".zst", ".bz2", ".xz"];

/// What a file name promises, a compression suffix aside; `None` where it promises nothing.
pub fn of_name(name: &str) -> Option<&'static Kind> {
    let name = name.to_ascii_lowercase();
    let (folders, name) = name.rsplit_once(['/', '\\', '!']).unwrap_or(("", &name));
    if is_maildir(folders, name) {
        return named("mail");
    }
    if is_manual(folders, name) {
        return named("roff");
    }
    let name = PACKED.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    if let Some(kind) = KINDS.iter().find(|kind| kind.names.contains(&name)) {
        return Some(kind);
    }
    let (_, extension) = name.rsplit_once('.')?;
    KINDS.iter().find(|kind| kind.extensions.contains(&extension))
}

/// Whether a file is a message of a Maildir: `cur/1217461203.M7P2.host:2,S`.
fn is_maildir(folders: &str, name: &str) -> bool {
    const DIGITS: usize = 9;
    let in_one = ["cur", "new"].contains(&folders.rsplit(['/', '\\']).next().unwrap_or_default());
    in_one && name.bytes().take_while(u8::is_ascii_digit).count() >= DIGITS && name.contains('.')
}

/// Whether a file is a manual page by its folder: `man8/dyke.8`.
fn is_manual(folders: &str, name: &str) -> bool {
    let folder = folders.rsplit(['/', '\\']).next().unwrap_or_default();
    let section = folder.strip_prefix("man").filter(|section| section.len() == 1);
    section.is_some_and(|section| name.rsplit_once('.').is_some_and(|(_, own)| own.starts_with(section)))
}

impl Format {
    /// What a file name promises, a compression suffix aside.
    pub fn of_name(name: &str) -> Format {
        of_name(name).map_or(Format::Text, Kind::format)
    }
}

/// The kind of a name that the catalogue has written down.
pub fn named(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_extension_stands_in_one_row_and_a_name_once() {
        let mut seen = HashSet::new();
        for kind in KINDS {
            for name in kind.extensions.iter().chain(kind.names) {
                assert!(seen.insert(*name), "{name} stands twice");
                assert_eq!(*name, name.to_ascii_lowercase());
            }
            assert!(named(kind.name).is_some_and(|known| std::ptr::eq(known, kind)), "{}", kind.name);
        }
    }

    #[test]
    fn a_name_promises_a_kind_whatever_it_is_packed_in() {
        let name = |file: &str| of_name(file).map(|kind| kind.name);
        assert_eq!(name("文/a.JSONL.gz"), Some("json"));
        assert_eq!(name("b.HTM"), Some("html"));
        assert_eq!(name("站/package.json"), Some("project"));
        assert_eq!(name("readme"), None);
        assert_eq!(name("2024.11.3"), None);
        assert_eq!(name("zh/man8/dyke.8"), Some("roff"));
        assert_eq!(name("Mail/cur/1217461203.M7P2.host:2,S"), Some("mail"));
        assert_eq!(name("a.tar.xz"), Some("tar"));
        assert_eq!(name("a.warc.gz"), Some("warc"));
    }
}
