//! A small HTTP server that answers as a test says: what engines are documented to answer, and faults.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;

/// What was asked.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// With the query string.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// The ids of the documents in the body of a bulk request.
    pub fn ids(&self) -> Vec<String> {
        let lines = self.body.lines().step_by(2).filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines
            .filter_map(|line| line.as_object()?.values().next()?["_id"].as_str().map(str::to_owned))
            .collect()
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub struct Answer {
    status: u16,
    kind: &'static str,
    body: String,
    /// The connection ends in the middle of the body.
    cut: bool,
    delay: Duration,
}

impl Answer {
    pub fn json(value: Value) -> Answer {
        Answer::status(200, value)
    }

    pub fn status(status: u16, value: Value) -> Answer {
        Answer {
            status,
            kind: "application/json",
            body: value.to_string(),
            cut: false,
            delay: Duration::ZERO,
        }
    }

    pub fn page(status: u16, html: &str) -> Answer {
        Answer { status, kind: "text/html", body: html.to_owned(), cut: false, delay: Duration::ZERO }
    }

    pub fn cut(self) -> Answer {
        Answer { cut: true, ..self }
    }

    pub fn after(self, delay: Duration) -> Answer {
        Answer { delay, ..self }
    }
}

type Handler = dyn Fn(&Request) -> Answer + Send + Sync;

/// Serves until it is dropped.
pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<Request>>>,
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub fn start(handler: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (asked, ends) = (Arc::<Mutex<Vec<Request>>>::default(), Arc::<AtomicBool>::default());
        let handler: Arc<Handler> = Arc::new(handler);
        let (all, end) = (Arc::clone(&asked), Arc::clone(&ends));
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::Relaxed) {
                    return;
                }
                let (Ok(stream), handler, asked) = (stream, Arc::clone(&handler), Arc::clone(&all)) else {
                    continue;
                };
                thread::spawn(move || serve(stream, &*handler, &asked));
            }
        });
        Server { url, asked, ends, thread: Some(thread) }
    }

    /// All that was asked so far.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(stream: TcpStream, handler: &Handler, asked: &Mutex<Vec<Request>>) {
    let Ok(mut out) = stream.try_clone() else { return };
    let mut input = BufReader::new(stream);
    while let Some(request) = read(&mut input) {
        asked.lock().unwrap().push(request.clone());
        let answer = handler(&request);
        thread::sleep(answer.delay);
        let body = answer.body.as_bytes();
        let head = format!(
            "HTTP/1.1 {} X\r\ncontent-type: {}\r\ncontent-length: {}\r\n\r\n",
            answer.status,
            answer.kind,
            body.len()
        );
        let shown = if answer.cut { &body[..body.len() / 2] } else { body };
        if out.write_all(head.as_bytes()).and_then(|()| out.write_all(shown)).is_err() || answer.cut {
            let _ = out.shutdown(std::net::Shutdown::Both);
            return;
        }
    }
}

fn read(input: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    input.read_line(&mut line).ok().filter(|&len| len > 0)?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        input.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length =
        headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    input.read_exact(&mut body).ok()?;
    Some(Request { method, path, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
