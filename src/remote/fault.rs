//! What can go wrong with a search engine, said so that one knows what to do about it.

use std::fmt;
use std::time::Duration;

use crate::lang::{Lang, grouped};

/// Something that kept an engine from answering as it should.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// The address, without secrets.
    pub place: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// No address of an engine.
    BadAddress,
    /// A user or password stands in the address.
    SecretInAddress,
    UnknownName {
        name: String,
        known: Vec<String>,
    },
    /// The command for a secret failed, as it says itself.
    Secret(String),
    /// The certificates to trust could not be read, or the proxy's address.
    Setting(String),
    /// No such host.
    NoHost,
    /// Nothing listens there, or the connection broke.
    NoAnswer(String),
    /// Seconds that were waited.
    Slow(Duration),
    /// The engine's certificate is not trusted, or it speaks no TLS.
    Tls(String),
    /// 401: who asks is not known.
    Unauthorised {
        user: bool,
    },
    /// 403, as the engine says it.
    Forbidden(String),
    /// The index is not there; those that are.
    NoIndex {
        index: String,
        there: Vec<String>,
    },
    /// No index was named; those that are there.
    Unnamed {
        there: Vec<String>,
    },
    /// The document is not there.
    NoDocument(String),
    /// A page instead of an answer: its title, and the status.
    Page {
        status: u16,
        title: String,
    },
    /// An answer that is no JSON.
    Garbled,
    /// The answer ended before its end.
    Cut,
    /// 429 or 503: the engine is busy or on its way up.
    Busy {
        status: u16,
        reason: String,
    },
    /// Shards of the index are not there.
    Red(String),
    /// The request is larger than the engine takes.
    TooLarge {
        bytes: usize,
    },
    /// Lists that cannot be sorted end here.
    Window(usize),
    /// The index is there, but its fields are not wenlan's.
    OtherMapping(String),
    /// What this engine cannot do.
    Cannot {
        engine: &'static str,
        zh: &'static str,
        en: &'static str,
    },
    /// What answers is no search engine.
    NoEngine,
    /// Anything else, as the engine says it.
    Refused {
        status: u16,
        reason: String,
    },
}

impl Fault {
    pub fn new(place: impl Into<String>, kind: Kind) -> Fault {
        Fault { place: place.into(), kind }
    }

    /// Whether the same request may be answered a little later.
    pub fn is_passing(&self) -> bool {
        matches!(self.kind, Kind::Busy { .. } | Kind::NoAnswer(_) | Kind::Slow(_) | Kind::Cut | Kind::Red(_))
            || matches!(self.kind, Kind::Page { status: 502..=504, .. })
    }

    /// What happened, where, and the remedy, in the interface's language.
    pub fn describe(&self, lang: Lang) -> String {
        let colon = lang.pick("：", ": ");
        format!("{}{colon}{}", self.place, self.kind.describe(lang))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Lang::En))
    }
}

impl Kind {
    /// What happened and the remedy.
    pub fn describe(&self, lang: Lang) -> String {
        let named = |zh: &str, en: &str, names: &[String]| match names {
            [] => String::new(),
            names => format!("{}{}", lang.pick(zh, en), names.join(lang.pick("、", ", "))),
        };
        match self {
            Kind::BadAddress => lang
                .pick(
                    "不是搜索引擎的地址；应写作 https://主机:9200/索引，或 remote:名称",
                    "no address of a search engine; write https://host:9200/index, or remote:NAME",
                )
                .to_owned(),
            Kind::SecretInAddress => lang
                .pick(
                    "地址里不要写用户名和密码（会留在命令历史里）；请在配置的 [remotes.名称] 中写 user 和 password-command",
                    "no user or password in an address (it stays in the shell's history); set user and password-command in [remotes.NAME] of the configuration",
                )
                .to_owned(),
            Kind::UnknownName { name, known } => match lang {
                Lang::Zh => format!(
                    "配置中没有 [remotes.{name}]{}",
                    named("；已有：", "", known)
                ),
                Lang::En => format!(
                    "the configuration has no [remotes.{name}]{}",
                    named("", "; there are: ", known)
                ),
            },
            Kind::Secret(said) => format!(
                "{} {said}",
                lang.pick(
                    "取密码的命令失败，请检查 password-command 或 api-key-command：",
                    "the command for the password failed; check password-command or api-key-command:",
                )
            ),
            Kind::Setting(said) => said.clone(),
            Kind::NoHost => {
                lang.pick("找不到这台主机，请检查地址和网络", "no such host; check the address and the network").to_owned()
            }
            Kind::NoAnswer(said) => format!(
                "{} ({said})",
                lang.pick(
                    "连接不上，请检查引擎是否在运行、端口是否正确",
                    "no connection; check that the engine runs, and its port",
                )
            ),
            Kind::Slow(waited) => match lang {
                Lang::Zh => format!(
                    "等了 {} 秒没有回答；引擎可能很忙，可在 [remotes.名称] 中加大 timeout",
                    waited.as_secs()
                ),
                Lang::En => format!(
                    "no answer in {} seconds; the engine may be busy, or raise timeout in [remotes.NAME]",
                    waited.as_secs()
                ),
            },
            Kind::Tls(said) => format!(
                "{} ({said})",
                lang.pick(
                    "加密连接不成；自签证书请在 [remotes.名称] 中用 ca 指明，不加密的引擎用 http://",
                    "no encrypted connection; name the engine's own certificate with ca in [remotes.NAME], or use http:// where it does not encrypt",
                )
            ),
            Kind::Unauthorised { user: true } => lang
                .pick(
                    "用户名或密码不对（401），请检查 user 和 password-command",
                    "wrong user or password (401); check user and password-command",
                )
                .to_owned(),
            Kind::Unauthorised { user: false } => lang
                .pick(
                    "引擎要求登录（401），请在配置的 [remotes.名称] 中写 user 和 password-command，或 api-key-command",
                    "the engine asks who you are (401); set user and password-command, or api-key-command, in [remotes.NAME] of the configuration",
                )
                .to_owned(),
            Kind::Forbidden(said) => format!(
                "{} ({said})",
                lang.pick("没有权限（403），请向引擎的管理员申请", "not allowed (403); ask who runs the engine")
            ),
            Kind::NoIndex { index, there } => match lang {
                Lang::Zh => format!("没有索引 {index}{}", named("；现有：", "", there)),
                Lang::En => format!("there is no index {index}{}", named("", "; there are: ", there)),
            },
            Kind::Unnamed { there } => format!(
                "{}{}",
                lang.pick("请在地址末尾写明索引", "name an index at the end of the address"),
                named("；现有：", "; there are: ", there)
            ),
            Kind::NoDocument(name) => match lang {
                Lang::Zh => format!("没有文档 {name}"),
                Lang::En => format!("there is no document {name}"),
            },
            Kind::Page { status, title } => match lang {
                Lang::Zh => format!("得到的是网页“{title}”（{status}），不是引擎的回答；请检查地址和代理（proxy）"),
                Lang::En => format!(
                    "a web page, “{title}” ({status}), came back instead of an answer; check the address and the proxy"
                ),
            },
            Kind::Garbled => lang
                .pick("回答不是 JSON，请检查地址和端口", "the answer is no JSON; check the address and the port")
                .to_owned(),
            Kind::Cut => lang
                .pick("回答不完整，连接中途断了，请再试", "the answer was cut off on its way; try again")
                .to_owned(),
            Kind::Busy { status, reason } => format!(
                "{} ({status}{}{reason})",
                lang.pick("引擎忙，请稍后再试", "the engine is busy; try again later"),
                if reason.is_empty() { "" } else { " " }
            ),
            Kind::Red(said) => format!(
                "{} ({said})",
                lang.pick(
                    "索引有分片不可用（red），请检查集群的节点",
                    "shards of the index are not available (red); look after the cluster's nodes",
                )
            ),
            Kind::TooLarge { bytes } => match lang {
                Lang::Zh => format!(
                    "请求有 {} 字节，引擎不收；请加大它的 http.max_content_length",
                    grouped(*bytes)
                ),
                Lang::En => format!(
                    "the engine takes no request of {} bytes; raise its http.max_content_length",
                    grouped(*bytes)
                ),
            },
            Kind::Window(most) => match lang {
                Lang::Zh => format!("没有可排序的字段，只能列出前 {} 篇", grouped(*most)),
                Lang::En => format!("no field to sort by, so the list ends after {} documents", grouped(*most)),
            },
            Kind::OtherMapping(index) => match lang {
                Lang::Zh => format!("索引 {index} 的字段不是 wenlan 建的；请换一个索引名"),
                Lang::En => format!("the index {index} was not made by wenlan; push into another name"),
            },
            Kind::Cannot { engine, zh, en } => format!("{engine}{}{}", lang.pick("：", ": "), lang.pick(zh, en)),
            Kind::NoEngine => lang
                .pick(
                    "这里没有 OpenSearch、Elasticsearch 或相容的引擎，请检查地址和端口",
                    "no OpenSearch, Elasticsearch or compatible engine is there; check the address and the port",
                )
                .to_owned(),
            Kind::Refused { status, reason } => match lang {
                Lang::Zh => format!("引擎拒绝了请求（{status}）：{reason}"),
                Lang::En => format!("the engine refused ({status}): {reason}"),
            },
        }
    }
}
