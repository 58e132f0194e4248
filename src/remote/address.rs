//! Where an index is: `https://host:9200/index`, or `remote:NAME` with `[remotes.NAME]` in the configuration.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::fault::{Fault, Kind};

/// What an engine is called by where it has a name of its own.
const NAMED: &str = "remote:";
const SCHEMES: [&str; 2] = ["http://", "https://"];

/// Whether an argument names an index of a search engine and no file.
pub fn is_remote(path: &Path) -> bool {
    let text = path.to_string_lossy();
    text.starts_with(NAMED) || SCHEMES.iter().any(|scheme| text.starts_with(scheme))
}

/// How to reach an engine: a table `[remotes.NAME]`. It holds no secret, only the command that prints one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Profile {
    /// One address of the engine, or those of several of its nodes; each may end in the index.
    pub url: Urls,
    /// An index, an alias or a pattern (`news-*`).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub index: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub user: String,
    /// Prints the password; its first line counts.
    #[serde(alias = "password_command", skip_serializing_if = "String::is_empty")]
    pub password_command: String,
    /// Prints an API key, as the engine gave it out (encoded).
    #[serde(alias = "api_key_command", skip_serializing_if = "String::is_empty")]
    pub api_key_command: String,
    /// A file of certificates (PEM) to trust instead of the public ones.
    #[serde(skip_serializing_if = "is_unset")]
    pub ca: PathBuf,
    /// `http://proxy:3128`; `none` uses no proxy, also where the environment names one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub proxy: String,
    /// Seconds to wait for a connection.
    #[serde(alias = "connect_timeout", skip_serializing_if = "Option::is_none")]
    pub connect_timeout: Option<u64>,
    /// Seconds to wait for an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<u64>,
}

/// One address or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Urls {
    One(String),
    Several(Vec<String>),
}

impl Default for Urls {
    fn default() -> Urls {
        Urls::Several(Vec::new())
    }
}

impl Urls {
    fn all(&self) -> &[String] {
        match self {
            Urls::One(url) => std::slice::from_ref(url),
            Urls::Several(urls) => urls,
        }
    }
}

fn is_unset(path: &Path) -> bool {
    path.as_os_str().is_empty()
}

/// An index and how to reach it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// As it was given, the document aside: what lists put before the documents' own names.
    pub given: String,
    /// The engine's nodes: scheme, host, port and, behind a proxy, a path; no slash in the end.
    pub nodes: Vec<String>,
    /// May be empty, a pattern, or several with commas.
    pub index: String,
    /// The document after `#`, where one is named.
    pub document: Option<String>,
    pub profile: Profile,
}

impl Address {
    /// What `place` means under these settings.
    ///
    /// # Errors
    ///
    /// Where there is no such name, the address cannot be read, or it holds a password.
    pub fn resolve(place: &str, profiles: &BTreeMap<String, Profile>) -> Result<Address, Fault> {
        let fault = |kind| Fault::new(without_password(place), kind);
        let (given, document) = match place.split_once('#') {
            Some((given, document)) => (given, Some(document.to_owned()).filter(|it| !it.is_empty())),
            None => (place, None),
        };
        if let Some(name) = given.strip_prefix(NAMED) {
            let (name, index) = name.split_once('/').unwrap_or((name, ""));
            let profile = profiles.get(name).ok_or_else(|| {
                fault(Kind::UnknownName { name: name.to_owned(), known: profiles.keys().cloned().collect() })
            })?;
            let named = if index.is_empty() { profile.index.clone() } else { index.to_owned() };
            let mut address = Address {
                given: given.to_owned(),
                index: named,
                document,
                profile: profile.clone(),
                ..Address::default()
            };
            for url in profile.url.all() {
                let (node, index) = split(url, address.index.is_empty()).map_err(&fault)?;
                if address.index.is_empty() {
                    address.index = index;
                }
                address.nodes.push(node);
            }
            if address.nodes.is_empty() {
                return Err(fault(Kind::BadAddress));
            }
            return Ok(address);
        }
        let (node, index) = split(given, true).map_err(fault)?;
        // An engine that has a name in the configuration is reached in the way that is told there.
        let host = |url: &str| authority(url).map(str::to_owned);
        let same = |profile: &&Profile| profile.url.all().iter().any(|url| host(url) == host(&node));
        let profile = profiles.values().find(same).cloned().unwrap_or_default();
        Ok(Address {
            given: given.trim_end_matches('/').to_owned(),
            nodes: vec![node],
            index,
            document,
            profile,
        })
    }

    /// The index as it stands in the path of a request.
    pub fn path(&self) -> String {
        escape(&self.index)
    }
}

/// Escapes what may not stand in the path of an address.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'*' | b',' => {
                escaped.push(byte.into());
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

/// The node and, where `indexed`, the last part of the path as an index.
fn split(url: &str, indexed: bool) -> Result<(String, String), Kind> {
    let rest = SCHEMES.iter().find_map(|scheme| url.strip_prefix(scheme)).ok_or(Kind::BadAddress)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if host.contains('@') {
        return Err(Kind::SecretInAddress);
    }
    if host.is_empty() || host.contains(char::is_whitespace) || path.contains(['?', ' ']) {
        return Err(Kind::BadAddress);
    }
    let scheme = &url[..url.len() - rest.len()];
    let path = path.trim_end_matches('/');
    let (before, index) = if indexed { path.rsplit_once('/').unwrap_or(("", path)) } else { (path, "") };
    let node = if before.is_empty() { format!("{scheme}{host}") } else { format!("{scheme}{host}/{before}") };
    Ok((node, index.to_owned()))
}

/// Scheme, host and port.
fn authority(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let end = url[start..].find('/').map_or(url.len(), |at| start + at);
    Some(&url[..end])
}

/// An address as it may be shown.
fn without_password(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) => match rest.split_once('@') {
            Some((_, host)) => format!("{scheme}://…@{host}"),
            None => url.to_owned(),
        },
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profiles() -> BTreeMap<String, Profile> {
        let text = r#"
            [papers]
            url = ["https://a:9200", "https://b:9200"]
            index = "news-*"
            user = "reader"
            password-command = "cat secret"
            [one]
            url = "http://localhost:9200/proxy/laws"
            timeout = 5
        "#;
        toml::from_str(text).unwrap()
    }

    #[test]
    fn addresses_are_taken_apart() {
        let address = Address::resolve("https://h:9200/laws", &BTreeMap::new()).unwrap();
        assert_eq!((address.nodes, address.index.as_str()), (vec!["https://h:9200".to_owned()], "laws"));
        let address = Address::resolve("http://h/under/laws/#a/b.txt", &BTreeMap::new()).unwrap();
        assert_eq!(address.nodes, ["http://h/under"]);
        assert_eq!((address.index.as_str(), address.document.as_deref()), ("laws", Some("a/b.txt")));
        assert_eq!(Address::resolve("http://h:9200", &BTreeMap::new()).unwrap().index, "");
    }

    #[test]
    fn names_lead_to_what_the_configuration_says() {
        let address = Address::resolve("remote:papers", &profiles()).unwrap();
        assert_eq!(address.nodes, ["https://a:9200", "https://b:9200"]);
        assert_eq!((address.index.as_str(), address.profile.user.as_str()), ("news-*", "reader"));
        assert_eq!(Address::resolve("remote:papers/other", &profiles()).unwrap().index, "other");
        let one = Address::resolve("remote:one", &profiles()).unwrap();
        assert_eq!((one.nodes, one.index.as_str()), (vec!["http://localhost:9200/proxy".to_owned()], "laws"));
        let known = Address::resolve("https://b:9200/x", &profiles()).unwrap();
        assert_eq!(known.profile.user, "reader", "the same engine by its address");
        let unknown = Address::resolve("remote:paper", &profiles()).unwrap_err();
        assert!(unknown.to_string().contains("papers"), "{unknown}");
    }

    #[test]
    fn passwords_in_addresses_are_refused_and_not_repeated() {
        let fault = Address::resolve("https://me:geheim@h:9200/laws", &BTreeMap::new()).unwrap_err();
        assert_eq!(fault.kind, Kind::SecretInAddress);
        assert!(!fault.to_string().contains("geheim"), "{fault}");
    }

    #[test]
    fn files_are_no_addresses() {
        for (text, remote) in
            [("a.txt", false), ("./remote:x", false), ("remote:x", true), ("http://h/x", true)]
        {
            assert_eq!(is_remote(Path::new(text)), remote, "{text}");
        }
    }
}
