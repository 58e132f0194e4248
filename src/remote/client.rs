//! Requests and answers: one engine, one or more nodes, JSON both ways.

use std::fmt;
use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use ureq::Agent;
use ureq::http::{Request, StatusCode};
use ureq::tls::{PemItem, RootCerts, TlsConfig, parse_pem};

use super::address::{Address, Profile};
use super::fault::{Fault, Kind};

/// Waits where the settings name none.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(30);
/// An answer that is larger is not read.
const MOST: u64 = 1 << 30;
/// How often a request that only reads is made again where the fault may pass, and the pause before it.
const AGAIN: u32 = 3;
const PAUSE: Duration = Duration::from_millis(150);
const JSON: &str = "application/json";
/// What `_bulk` takes: an object a line.
const LINES: &str = "application/x-ndjson";

/// Speaks with an engine. Connections are kept and shared by threads.
pub struct Client {
    agent: Agent,
    nodes: Vec<String>,
    /// The node that answered last.
    node: AtomicUsize,
    /// The header that says who asks.
    authorization: Option<String>,
    named: bool,
    timeout: Duration,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("nodes", &self.nodes).finish_non_exhaustive()
    }
}

impl Client {
    /// A client for an address. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Where a certificate, the proxy or a secret of the settings cannot be had.
    pub fn new(address: &Address) -> Result<Client, Fault> {
        let profile = &address.profile;
        let fault = |kind| Fault::new(address.given.clone(), kind);
        let seconds = |set: Option<u64>, default| set.map_or(default, |set| Duration::from_secs(set.max(1)));
        let timeout = seconds(profile.timeout, ANSWER);
        let mut config = Agent::config_builder()
            .http_status_as_error(false)
            .user_agent(concat!("wenlan/", env!("CARGO_PKG_VERSION")))
            .max_redirects(0)
            .timeout_connect(Some(seconds(profile.connect_timeout, CONNECT)))
            .timeout_recv_response(Some(timeout))
            .timeout_recv_body(Some(timeout))
            .timeout_send_body(Some(timeout))
            .max_idle_connections_per_host(8);
        match profile.proxy.as_str() {
            "" => {}
            "none" => config = config.proxy(None),
            proxy => {
                let proxy = ureq::Proxy::new(proxy)
                    .map_err(|_| fault(Kind::Setting(format!("proxy = \"{proxy}\": http://host:port"))))?;
                config = config.proxy(Some(proxy));
            }
        }
        if !profile.ca.as_os_str().is_empty() {
            let said =
                |why: String| fault(Kind::Setting(format!("ca = \"{}\": {why}", profile.ca.display())));
            let pem = std::fs::read(&profile.ca).map_err(|error| said(error.to_string()))?;
            let certificates: Vec<_> = parse_pem(&pem)
                .filter_map(|item| match item {
                    Ok(PemItem::Certificate(certificate)) => Some(certificate),
                    _ => None,
                })
                .collect();
            if certificates.is_empty() {
                return Err(said("no certificate (PEM)".into()));
            }
            config =
                config.tls_config(TlsConfig::builder().root_certs(RootCerts::from(certificates)).build());
        }
        let authorization = authorization(profile).map_err(|said| fault(Kind::Secret(said)))?;
        Ok(Client {
            agent: config.build().new_agent(),
            nodes: address.nodes.clone(),
            node: AtomicUsize::new(0),
            named: authorization.is_some(),
            authorization,
            timeout,
        })
    }

    /// Asks for a path.
    ///
    /// # Errors
    ///
    /// What kept the engine from answering, after some more tries where that may pass.
    pub fn get(&self, path: &str) -> Result<Value, Fault> {
        self.patiently(|| self.ask("GET", path, None, JSON))
    }

    /// Asks with a body, for something that changes nothing.
    ///
    /// # Errors
    ///
    /// As [`Client::get`].
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        let body = body.to_string();
        self.patiently(|| self.ask("POST", path, Some(body.as_bytes()), JSON))
    }

    /// Makes or changes something. It is asked once: who calls knows whether it may be asked again.
    ///
    /// # Errors
    ///
    /// What kept the engine from answering.
    pub fn put(&self, path: &str, body: &Value) -> Result<Value, Fault> {
        self.ask("PUT", path, Some(body.to_string().as_bytes()), JSON)
    }

    /// Sends lines of objects to `_bulk`, once.
    ///
    /// # Errors
    ///
    /// What kept the engine from answering; items that it refused are in its answer.
    pub fn bulk(&self, path: &str, lines: &[u8]) -> Result<Value, Fault> {
        self.ask("POST", path, Some(lines), LINES)
    }

    /// The node that is asked, as it may be shown.
    pub fn place(&self) -> &str {
        &self.nodes[self.node.load(Ordering::Relaxed) % self.nodes.len()]
    }

    /// Moves on to another node, if there is one.
    pub fn next_node(&self) {
        self.node.fetch_add(1, Ordering::Relaxed);
    }

    fn patiently(&self, ask: impl Fn() -> Result<Value, Fault>) -> Result<Value, Fault> {
        let tries = AGAIN + self.nodes.len() as u32 - 1;
        let started = Instant::now();
        for tried in 0..tries {
            match ask() {
                // Who let us wait for as long as we wait for one answer is not asked again, nor are others: a
                // cluster that lost too many nodes lets us wait on each that is left.
                Err(fault) if fault.is_passing() && started.elapsed() < self.timeout => {
                    self.next_node();
                    if tried as usize + 1 >= self.nodes.len() {
                        thread::sleep(PAUSE * 2u32.pow(tried.min(4)));
                    }
                }
                answer => return answer,
            }
        }
        ask()
    }

    fn ask(&self, method: &str, path: &str, body: Option<&[u8]>, kind: &str) -> Result<Value, Fault> {
        let node = self.place();
        let fault = |kind| Fault::new(node, kind);
        let mut request =
            Request::builder().method(method).uri(format!("{node}{path}")).header("accept", JSON);
        if body.is_some() {
            request = request.header("content-type", kind);
        }
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let response = match body {
            Some(body) => request.body(body).map(|request| self.agent.run(request)),
            None => request.body(()).map(|request| self.agent.run(request)),
        };
        let response = response.map_err(|_| fault(Kind::BadAddress))?;
        let mut response = response.map_err(|error| fault(self.kind_of(error)))?;
        let status = response.status();
        let mut bytes = Vec::new();
        let read = response.body_mut().with_config().limit(MOST).reader().read_to_end(&mut bytes);
        read.map_err(|error| fault(self.kind_of(error.into())))?;
        match serde_json::from_slice(&bytes) {
            Ok(value) if status.is_success() => Ok(value),
            Ok(value) => Err(fault(self.refusal(status, &value, body.map_or(0, <[u8]>::len)))),
            Err(_) => Err(fault(self.no_answer(status, &bytes, body.map_or(0, <[u8]>::len)))),
        }
    }

    /// What a status and the engine's words mean.
    fn refusal(&self, status: StatusCode, value: &Value, sent: usize) -> Kind {
        let error = &value["error"];
        let reason = error["root_cause"][0]["reason"]
            .as_str()
            .or(error["reason"].as_str())
            .or(error.as_str())
            .or(value["message"].as_str())
            .unwrap_or_default();
        let reason: String = reason.chars().take(300).collect();
        let kind = error["type"].as_str().unwrap_or_default();
        match status.as_u16() {
            401 => Kind::Unauthorised { user: self.named },
            403 => Kind::Forbidden(reason),
            404 if kind == "index_not_found_exception" || reason.contains("index") => {
                let index = error["index"].as_str().unwrap_or_default();
                Kind::NoIndex { index: index.to_owned(), there: Vec::new() }
            }
            413 => Kind::TooLarge { bytes: sent },
            503 if kind == "search_phase_execution_exception" || reason.contains("shard") => {
                Kind::Red(reason)
            }
            429 | 503 => Kind::Busy { status: status.as_u16(), reason },
            status => Kind::Refused { status, reason },
        }
    }

    /// What an answer that is no JSON means.
    fn no_answer(&self, status: StatusCode, bytes: &[u8], sent: usize) -> Kind {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
        let lower = text.to_ascii_lowercase();
        match status.as_u16() {
            401 => return Kind::Unauthorised { user: self.named },
            413 => return Kind::TooLarge { bytes: sent },
            _ => {}
        }
        if lower.trim_start().starts_with('<') {
            let title = lower.find("<title>").and_then(|start| {
                let end = lower[start..].find("</title>")? + start;
                text.get(start + 7..end)
            });
            let title = title.unwrap_or_default().trim().chars().take(60).collect();
            return Kind::Page { status: status.as_u16(), title };
        }
        match status.as_u16() {
            403 => Kind::Forbidden(text.trim().chars().take(80).collect()),
            status @ (429 | 502..=504) => Kind::Busy { status, reason: String::new() },
            status @ 300..=399 => Kind::Page { status, title: String::new() },
            status @ 400.. => Kind::Refused { status, reason: text.trim().chars().take(120).collect() },
            _ if matches!(bytes.first(), Some(b'{' | b'[')) => Kind::Cut,
            _ => Kind::Garbled,
        }
    }

    fn kind_of(&self, error: ureq::Error) -> Kind {
        match error {
            ureq::Error::HostNotFound => Kind::NoHost,
            ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                Kind::NoAnswer("timed out".into())
            }
            ureq::Error::Timeout(_) | ureq::Error::BodyStalled => Kind::Slow(self.timeout),
            ureq::Error::Tls(said) => Kind::Tls(said.into()),
            ureq::Error::Rustls(said) => Kind::Tls(said.to_string()),
            ureq::Error::BodyExceedsLimit(most) => Kind::TooLarge { bytes: most as usize },
            ureq::Error::Io(error) => self.kind_of_io(error),
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => Kind::BadAddress,
            ureq::Error::Protocol(_) | ureq::Error::Decompress(..) => Kind::Cut,
            other => Kind::NoAnswer(other.to_string()),
        }
    }

    fn kind_of_io(&self, error: io::Error) -> Kind {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Kind::Cut,
            // What the encryption says comes as invalid data.
            io::ErrorKind::InvalidData => Kind::Tls(error.to_string()),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Kind::Slow(self.timeout),
            // The kind of what the system's resolver says has no name yet.
            _ if error.to_string().contains("lookup address") => Kind::NoHost,
            _ => Kind::NoAnswer(error.to_string()),
        }
    }
}

/// The header for the user or the key of a profile; `Err` has the words of the command that failed.
fn authorization(profile: &Profile) -> Result<Option<String>, String> {
    if !profile.api_key_command.is_empty() {
        return Ok(Some(format!("ApiKey {}", first_line(&profile.api_key_command)?)));
    }
    if profile.user.is_empty() {
        return Ok(None);
    }
    let password = if profile.password_command.is_empty() {
        String::new()
    } else {
        first_line(&profile.password_command)?
    };
    Ok(Some(format!("Basic {}", BASE64_STANDARD.encode(format!("{}:{password}", profile.user)))))
}

/// What a command of the shell prints first.
fn first_line(command: &str) -> Result<String, String> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let output = Command::new(shell).args([flag, command]).stdin(Stdio::null()).output();
    let output = output.map_err(|error| error.to_string())?;
    let first = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().next().unwrap_or_default().to_owned();
    let line = first(&output.stdout);
    if output.status.success() && !line.is_empty() {
        return Ok(line);
    }
    // Not what it printed: that may be half a secret.
    Err(format!("{command}: {}", first(&output.stderr)))
}
