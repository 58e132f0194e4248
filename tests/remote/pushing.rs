//! Pushing against a server that keeps documents as an engine does, and one that is busy.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::server::{Answer, Request, Server};
use crate::{opensearch, said, wenlan};

/// The documents of an index by id.
type Kept = Arc<Mutex<BTreeMap<String, Value>>>;

/// Takes documents as an engine does: `create` refuses those that are there.
fn take(request: &Request, kept: &Kept, refuse: impl Fn(&str) -> Option<u16>) -> Answer {
    let mut kept = kept.lock().unwrap();
    let lines: Vec<Value> = request.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let items: Vec<Value> = lines
        .chunks(2)
        .map(|pair| {
            let (action, target) = pair[0].as_object().unwrap().iter().next().unwrap();
            let id = target["_id"].as_str().unwrap();
            let status = match refuse(id) {
                Some(status) => status,
                None if action == "create" && kept.contains_key(id) => 409,
                None => {
                    kept.insert(id.to_owned(), pair[1].clone());
                    201
                }
            };
            json!({action: {"_id": id, "status": status, "error": {"reason": "as the test wants it"}}})
        })
        .collect();
    Answer::json(json!({"took": 1, "errors": true, "items": items}))
}

/// An engine with one empty index.
fn engine(kept: &Kept, bulk: impl Fn(&Request, &Kept) -> Answer + Send + Sync + 'static) -> Server {
    let kept = Arc::clone(kept);
    let made = Mutex::new(None::<Value>);
    Server::start(move |request| {
        let mut made = made.lock().unwrap();
        match (request.method.as_str(), request.path.as_str()) {
            ("GET", "/") => Answer::json(opensearch()),
            ("PUT", "/heap") => {
                *made = Some(request.json());
                Answer::json(json!({"acknowledged": true}))
            }
            ("GET", "/heap/_mapping") => match &*made {
                Some(index) => Answer::json(json!({"heap": {"mappings": index["mappings"]}})),
                None => Answer::status(
                    404,
                    json!({"error": {"type": "index_not_found_exception", "index": "heap"}}),
                ),
            },
            ("POST", "/heap/_search") => {
                let wanted = request.json()["query"]["bool"]["filter"][0]["terms"]["hash"].clone();
                let kept = kept.lock().unwrap();
                let wanted = wanted.as_array().unwrap().iter().filter_map(Value::as_str);
                let hits: Vec<Value> = wanted
                    .filter(|id| kept.contains_key(*id))
                    .map(|id| json!({"_id": id, "_source": {"hash": id}}))
                    .collect();
                Answer::json(json!({"hits": {"hits": hits}}))
            }
            ("POST", "/_bulk") => bulk(request, &kept),
            ("POST", "/heap/_refresh") => Answer::json(json!({})),
            other => panic!("{other:?}"),
        }
    })
}

fn heap(folder: &Path) -> String {
    for at in 0..30 {
        let text = format!(
            "第{at}号河段巡查记\n2019-03-{:02} 来源：临江晚报\n\n第{at}天沿着堤岸走了三里。\n",
            at % 28 + 1
        );
        std::fs::write(folder.join(format!("{at}.txt")), text).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

fn push(home: &Path, arguments: &[&str]) -> (String, String) {
    let output = wenlan(home, &[&["push"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    said(&output)
}

#[test]
fn a_repeated_push_changes_nothing() {
    let (kept, folder, home) = (Kept::default(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = engine(&kept, |request, kept| take(request, kept, |_| None));
    let (paths, target) = (heap(folder.path()), format!("{}/heap", server.url));
    assert!(push(home.path(), &[&paths, &target]).0.starts_with("30 pushed, 0 there already, 0 failed"));
    let first = kept.lock().unwrap().clone();
    let one = first.values().find(|it| it["address"].as_str().unwrap().ends_with("/7.txt")).unwrap();
    assert_eq!(one["title"], "第7号河段巡查记");
    assert_eq!((one["source"].as_str(), one["date"].as_str()), (Some("临江晚报"), Some("2019-03-08")));
    assert_eq!(one["text"], "第7天沿着堤岸走了三里。");
    assert!(one["pinyin"].as_str().unwrap().split(' ').any(|token| token == "di'an"));
    assert!(push(home.path(), &[&paths, &target]).0.starts_with("0 pushed, 30 there already, 0 failed"));
    assert_eq!(*kept.lock().unwrap(), first);
    let bulks = server.asked().iter().filter(|request| request.path == "/_bulk").count();
    assert_eq!(bulks, 1, "nothing was sent twice");
}

#[test]
fn a_dry_run_sends_nothing() {
    let (kept, folder, home) = (Kept::default(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = engine(&kept, |request, kept| take(request, kept, |_| None));
    let (paths, target) = (heap(folder.path()), format!("{}/heap", server.url));
    assert!(push(home.path(), &["--dry-run", &paths, &target]).0.starts_with("30 to push"));
    assert!(server.asked().iter().all(|request| request.method == "GET"), "{:?}", server.asked());
}

#[test]
fn workers_share_a_heap_without_knowing_of_one_another() {
    let (kept, folder, home) = (Kept::default(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = engine(&kept, |request, kept| take(request, kept, |_| None));
    let (paths, target) = (heap(folder.path()), format!("{}/heap", server.url));
    let mut pushed = 0;
    for shard in ["1/3", "2/3", "3/3"] {
        let said = push(home.path(), &["--shard", shard, &paths, &target]).0;
        let part: usize = said.split(' ').next().unwrap().parse().unwrap();
        assert!(part < 30 && said.contains(" 0 there already"), "{said}");
        pushed += part;
    }
    assert_eq!((pushed, kept.lock().unwrap().len()), (30, 30));
}

#[test]
fn a_busy_engine_is_given_time_and_nothing_is_lost() {
    let (kept, folder, home) = (Kept::default(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let asked = Mutex::new(0);
    let server = engine(&kept, move |request, kept| {
        let mut asked = asked.lock().unwrap();
        *asked += 1;
        match *asked {
            1 => Answer::status(429, json!({"error": {"reason": "rejected execution"}, "status": 429})),
            2 => Answer::page(503, "<html><title>Service Unavailable</title></html>"),
            // It takes some and has no room for others.
            3 => take(request, kept, |id| {
                id.starts_with(['0', '1', '2', '3', '4', '5', '6', '7']).then_some(429)
            }),
            _ => take(request, kept, |_| None),
        }
    });
    let (paths, target) = (heap(folder.path()), format!("{}/heap", server.url));
    let (out, error) = push(home.path(), &[&paths, &target]);
    assert!(out.starts_with("30 pushed, 0 there already, 0 failed"), "{out}");
    assert!(error.contains("the engine is busy") && error.contains("trying again"), "{error}");
    let bulks: Vec<Request> = server.asked().into_iter().filter(|request| request.path == "/_bulk").collect();
    let [.., third, fourth] = bulks.as_slice() else { panic!("{} times", bulks.len()) };
    assert!(fourth.ids().len() < third.ids().len(), "only what was refused is sent again");
    assert_eq!(kept.lock().unwrap().len(), 30);
}

#[test]
fn an_engine_that_has_no_room_for_long_ends_the_push() {
    let (kept, folder, home) = (Kept::default(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = engine(&kept, |request, kept| take(request, kept, |_| Some(503)));
    let (paths, target) = (heap(folder.path()), format!("{}/heap", server.url));
    let output = wenlan(home.path(), &["push", "--patience", "1", &paths, &target]);
    let error = said(&output).1;
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("the engine is busy") && error.contains("run it again to go on"), "{error}");
}

#[test]
fn documents_that_are_refused_are_named_and_the_others_go_on() {
    let (kept, folder, home) = (Kept::default(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let refused = Mutex::new(None::<String>);
    let server = engine(&kept, move |request, kept| {
        let first = refused.lock().unwrap().get_or_insert_with(|| request.ids()[0].clone()).clone();
        take(request, kept, |id| (id == first).then_some(400))
    });
    let (paths, target) = (heap(folder.path()), format!("{}/heap", server.url));
    let output = wenlan(home.path(), &["push", &paths, &target]);
    let (out, error) = said(&output);
    assert_eq!(output.status.code(), Some(2));
    assert!(out.starts_with("29 pushed, 0 there already, 1 failed"), "{out}");
    assert!(error.contains(".txt: 400 as the test wants it"), "{error}");
}

#[test]
fn requests_that_are_too_large_are_halved() {
    let (kept, folder, home) = (Kept::default(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let server = engine(&kept, |request, kept| match request.ids().len() {
        8.. => Answer::status(413, json!({"error": "too large"})),
        _ => take(request, kept, |_| None),
    });
    let (paths, target) = (heap(folder.path()), format!("{}/heap", server.url));
    assert!(push(home.path(), &[&paths, &target]).0.starts_with("30 pushed"));
    assert_eq!(kept.lock().unwrap().len(), 30);
}

#[test]
fn engines_that_number_documents_themselves_are_not_pushed_into() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request| match request.path.as_str() {
        "/api/v1/_elastic/" => Answer::json(
            json!({"cluster_name": "quickwit", "version": {"distribution": "quickwit", "number": "0.8.1"}}),
        ),
        _ => Answer::page(404, "Route not found"),
    });
    let paths = heap(home.path());
    let output = wenlan(home.path(), &["push", &paths, &format!("{}/heap", server.url)]);
    let error = said(&output).1;
    assert!(error.contains("Quickwit: gives documents numbers of its own"), "{error}");
    assert_eq!(output.status.code(), Some(2));
}
