//! Every fault is a clear message with a remedy; nothing hangs and no secret is shown.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::server::{Answer, Server};
use crate::{configure, opensearch, said, wenlan};

/// Pushes one file to a server that answers so; what the program says about it.
fn pushed_to(url: &str, config: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("a.txt"), "河堤巡查记\n\n沿着堤岸走了三里。\n").unwrap();
    configure(home.path(), config);
    let file = home.path().join("a.txt");
    let output = wenlan(home.path(), &["push", "--patience", "0", file.to_str().unwrap(), url]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    said(&output).1
}

#[test]
fn nobody_listens() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = pushed_to(&format!("http://127.0.0.1:{port}/laws"), "");
    assert!(error.contains("no connection; check that the engine runs"), "{error}");
}

#[test]
fn the_engine_asks_who_one_is() {
    let server = Server::start(|request| match request.header("authorization") {
        Some("Basic bWU6Z2VoZWlt") => Answer::json(json!({"hello": "world"})),
        _ => Answer::status(401, json!({"error": {"reason": "missing credentials"}, "status": 401})),
    });
    let unnamed = pushed_to(&format!("{}/laws", server.url), "");
    assert!(
        unnamed.contains("the engine asks who you are (401); set user and password-command"),
        "{unnamed}"
    );
    let config = |command: &str| {
        format!(
            "[remotes.x]\nurl = \"{}/laws\"\nuser = \"me\"\npassword-command = \"{command}\"\n",
            server.url
        )
    };
    let wrong = pushed_to("remote:x", &config("echo falsch"));
    assert!(wrong.contains("wrong user or password (401)") && !wrong.contains("falsch"), "{wrong}");
    let known = pushed_to("remote:x", &config("echo geheim"));
    assert!(known.contains("no OpenSearch, Elasticsearch or compatible engine"), "{known}");
    let failed = pushed_to("remote:x", &config("echo half a secret; echo locked >&2; exit 1"));
    assert!(failed.contains("locked") && failed.contains("check password-command"), "{failed}");
    let same = pushed_to(&format!("{}/other", server.url), &config("echo geheim"));
    assert!(same.contains("no OpenSearch"), "the same engine by its address: {same}");
}

#[test]
fn a_key_of_the_engine_is_sent_as_such() {
    let server = Server::start(|request| match request.header("authorization") {
        Some("ApiKey c2VjcmV0") => Answer::json(json!({"hello": "world"})),
        _ => Answer::status(401, json!({"status": 401})),
    });
    let config = format!(
        "[remotes.x]\nurl = \"{}\"\nindex = \"laws\"\napi-key-command = \"echo c2VjcmV0\"\n",
        server.url
    );
    assert!(pushed_to("remote:x", &config).contains("no OpenSearch"), "the key was taken");
}

#[test]
fn passwords_do_not_belong_into_addresses() {
    let error = pushed_to("http://me:geheim@localhost:9/laws", "");
    assert!(error.contains("password-command") && !error.contains("geheim"), "{error}");
}

#[test]
fn a_proxy_answers_with_a_page() {
    let server =
        Server::start(|_| Answer::page(200, "<html><head><title>Welcome to the hotel</title></head></html>"));
    let error = pushed_to(&format!("{}/laws", server.url), "");
    assert!(error.contains("“Welcome to the hotel” (200), came back instead of an answer"), "{error}");
}

#[test]
fn answers_that_are_cut_off_are_noticed() {
    let server = Server::start(|_| Answer::json(opensearch()).cut());
    let error = pushed_to(&format!("{}/laws", server.url), "");
    assert!(error.contains("the answer was cut off"), "{error}");
}

#[test]
fn slow_answers_are_not_waited_for_for_ever() {
    let server = Server::start(|_| Answer::json(opensearch()).after(Duration::from_secs(20)));
    let config = format!("[remotes.x]\nurl = \"{}/laws\"\ntimeout = 1\n", server.url);
    let started = Instant::now();
    let error = pushed_to("remote:x", &config);
    assert!(error.contains("no answer in 1 seconds"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(15), "it waited for the answer");
}

#[test]
fn engines_that_are_busy_say_so() {
    let server =
        Server::start(|_| Answer::status(503, json!({"error": {"reason": "starting"}, "status": 503})));
    let error = pushed_to(&format!("{}/laws", server.url), "");
    assert!(error.contains("the engine is busy; try again later (503 starting)"), "{error}");
}

#[test]
fn an_index_of_somebody_else_is_left_alone() {
    let server = Server::start(|request| match request.path.as_str() {
        "/" => Answer::json(opensearch()),
        _ => Answer::json(json!({"laws": {"mappings": {"properties": {"text": {"type": "keyword"}}}}})),
    });
    let error = pushed_to(&format!("{}/laws", server.url), "");
    assert!(error.contains("laws was not made by wenlan; push into another name"), "{error}");
    assert!(server.asked().iter().all(|request| request.method != "PUT"));
}

#[test]
fn without_an_index_those_that_are_there_are_named() {
    let server = Server::start(|request| match request.path.as_str() {
        "/" => Answer::json(opensearch()),
        _ => Answer::json(json!([{"index": "news"}, {"index": ".kibana"}, {"index": "laws"}])),
    });
    let error = pushed_to(&server.url, "");
    assert!(error.contains("name an index") && error.contains("there are: laws, news"), "{error}");
}

#[test]
fn names_that_are_not_configured_are_said_with_those_that_are() {
    let error = pushed_to("remote:paper", "[remotes.papers]\nurl = \"http://h/x\"\n");
    assert!(error.contains("no [remotes.paper]") && error.contains("there are: papers"), "{error}");
}
