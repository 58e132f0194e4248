//! Listing, searching and showing what engines hold: their documented answers, from a small test server.

use serde_json::{Value, json};

use crate::server::{Answer, Request, Server};
use crate::{opensearch, said, wenlan};

/// Documents of an index that somebody else made, as records with names of their own.
fn records() -> [Value; 3] {
    [
        json!({"headline": "清溪河水位下降", "content": "巡查员说，清溪河水位下降了两米。\n堤岸无恙。", "media": "临江晚报", "pubdate": "2019-03-04"}),
        json!({"headline": "公园开放", "content": "<p>滨河公园今日开放。</p><p>游人沿着河堤散步。</p>", "media": "水利日报", "pubdate": "2020-05-06"}),
        json!({"headline": "大橋通車", "content": "白沙江大橋今日通車，巡查員到場。", "media": "長堤週刊", "pubdate": "2021-07-08"}),
    ]
}

/// An engine that has these documents and, whatever is asked, finds them all: what it leaves to us.
struct Dialect {
    /// What stands before every path.
    prefix: &'static str,
    root: Value,
    mapping: Value,
    /// How the number of hits is written.
    total: fn(usize) -> Value,
    id: fn(usize) -> Value,
    sorts: bool,
}

impl Dialect {
    fn serve(self) -> Server {
        Server::start(move |request| self.answer(request))
    }

    fn answer(&self, request: &Request) -> Answer {
        let Some(path) = request.path.strip_prefix(self.prefix) else {
            return Answer::page(404, "<html><title>Not Found</title></html>");
        };
        match path {
            "/" => Answer::json(self.root.clone()),
            "/news/_mapping" => Answer::json(self.mapping.clone()),
            "/_cat/indices?format=json&h=index" => Answer::json(json!([{"index": "news"}])),
            "/news/_search" => {
                let asked = request.json();
                let start = match &asked["search_after"] {
                    Value::Array(values) => values.last().and_then(Value::as_u64).unwrap() as usize + 1,
                    _ => asked["from"].as_u64().unwrap_or(0) as usize,
                };
                let size = asked["size"].as_u64().unwrap() as usize;
                let one = |(at, record): (usize, &Value)| {
                    let mut hit =
                        json!({"_index": "news", "_id": (self.id)(at), "_score": 1.0, "_source": record});
                    if self.sorts && asked.get("sort").is_some() {
                        hit["sort"] = json!([1.0, at]);
                    }
                    hit
                };
                // One is asked for by its id; otherwise all are found.
                let ids = asked["query"]["terms"]["_id"].as_array();
                let text = |id: &Value| id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                let wanted =
                    |at: usize| ids.is_none_or(|ids| ids.iter().any(|id| text(id) == text(&(self.id)(at))));
                let records = records();
                let all: Vec<_> = records.iter().enumerate().filter(|(at, _)| wanted(*at)).collect();
                let total = (self.total)(all.len());
                let hits: Vec<Value> = all.into_iter().skip(start).take(size).map(one).collect();
                Answer::json(json!({"took": 1, "timed_out": false, "hits": {"total": total, "hits": hits}}))
            }
            other => panic!("{} {other}", request.method),
        }
    }
}

fn properties() -> Value {
    json!({
        "headline": {"type": "text"}, "content": {"type": "text"},
        "media": {"type": "keyword"}, "pubdate": {"type": "date"},
    })
}

fn dialects() -> Vec<(&'static str, Server)> {
    let mappings = json!({"news": {"mappings": {"properties": properties()}}});
    let object = |total: usize| json!({"value": total, "relation": "eq"});
    let word = |at: usize| json!(format!("doc-{at}"));
    vec![
        (
            "OpenSearch",
            Dialect { prefix: "", root: opensearch(), mapping: mappings.clone(), total: object, id: word, sorts: true }.serve(),
        ),
        (
            "Elasticsearch 6",
            Dialect {
                prefix: "",
                root: json!({"version": {"number": "6.8.23", "lucene_version": "7.7.3"}, "tagline": "You Know, for Search"}),
                mapping: mappings.clone(),
                total: |total| json!(total),
                id: word,
                sorts: true,
            }
            .serve(),
        ),
        (
            "Quickwit",
            Dialect {
                prefix: "/api/v1/_elastic",
                root: json!({"name": "q", "cluster_name": "quickwit", "version": {"distribution": "quickwit", "number": "0.8.1"}}),
                mapping: mappings.clone(),
                total: object,
                id: word,
                sorts: true,
            }
            .serve(),
        ),
        (
            "ZincSearch",
            Dialect {
                prefix: "/es",
                root: json!({"name": "zinc", "cluster_name": "N/A", "version": {"number": "0.1.1-es"}}),
                mapping: json!({"news": {"mappings": {"properties": properties()}}}),
                total: |total| json!({"value": total}),
                id: word,
                sorts: false,
            }
            .serve(),
        ),
        (
            "Manticore",
            Dialect {
                prefix: "",
                root: json!({"name": "manticore", "cluster_name": "docker-cluster", "version": {"number": "6.2.12"}}),
                mapping: mappings,
                total: object,
                id: |at| json!(at + 1),
                sorts: false,
            }
            .serve(),
        ),
    ]
}

#[test]
fn every_dialect_is_listed_searched_and_shown() {
    let home = tempfile::tempdir().unwrap();
    for (name, server) in dialects() {
        let place = format!("{}/news", server.url);
        let run = |arguments: &[&str]| {
            let output = wenlan(home.path(), arguments);
            assert_eq!(output.status.code(), Some(0), "{name}: {output:?}");
            said(&output).0
        };
        let list = run(&["list", &place]);
        assert_eq!(list.lines().count(), 3, "{name}: {list}");
        assert!(
            list.lines().any(|line| {
                line.starts_with("2019-03-04") && line.contains("清溪河水位下降") && line.contains("临江晚报")
            }),
            "{name}: {list}"
        );
        // Whatever the engine thinks to have found, what does not match is not shown.
        let found = run(&["search", "水位", &place]);
        assert!(found.contains("清溪河水位下降了两米") && !found.contains("公园"), "{name}: {found}");
        let found = run(&["search", "大桥", &place]);
        assert!(found.contains("白沙江大橋"), "traditional characters, {name}: {found}");
        let found = run(&["search", "date:2020 -水位", &place, "--files-only"]);
        assert_eq!(found.lines().count(), 1, "{name}: {found}");
        let shown = run(&["show", found.trim_end()]);
        assert!(shown.contains("滨河公园今日开放。"), "the page's text, cleaned here, {name}: {shown}");
        assert!(!shown.contains("<p>"), "{name}: {shown}");
    }
}

#[test]
fn an_index_of_others_is_counted_from_its_documents() {
    let home = tempfile::tempdir().unwrap();
    let (_, server) = dialects().remove(0);
    let place = format!("{}/news", server.url);
    let report = said(&wenlan(home.path(), &["stats", &place])).0;
    assert!(report.contains("临江晚报") && report.contains("2019"), "{report}");
    let found = said(&wenlan(
        home.path(),
        &["stats", "--table", "kwic", "--word", "水位", &place, "--format", "json"],
    ))
    .0;
    let rows: Vec<Value> = found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        rows.iter().all(|row| row["node"] == "水位" && row["path"] == format!("{place}#doc-0")),
        "{found}"
    );
    assert!(!rows.is_empty());
    let trend = said(&wenlan(home.path(), &["stats", "--table", "trend", &place])).0;
    assert!(trend.contains("2019"), "{trend}");
}

#[test]
fn sources_and_days_are_counted_by_the_engine() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request| {
        let asked = request.json();
        match request.path.as_str() {
            "/" => Answer::json(opensearch()),
            "/heap/_mapping" => Answer::json(json!({"heap": {"mappings": {"_meta": {"wenlan": 1}}}})),
            _ if asked.get("aggs").is_some() => Answer::json(json!({
                "hits": {"total": {"value": 5000}, "hits": []},
                "aggregations": {
                    "sources": {"sum_other_doc_count": 100, "buckets": [{"key": "临江晚报", "doc_count": 4000}]},
                    "days": {"buckets": [{"key_as_string": "2019-03-04", "doc_count": 4500}]},
                },
            })),
            _ => Answer::json(json!({"hits": {"total": {"value": 5000}, "hits": [{
                "_id": "a", "_score": 1, "sort": [1, "a"],
                "_source": {"hash": "a", "address": "a.txt", "text": "堤岸无恙。"},
            }]}})),
        }
    });
    let output = wenlan(home.path(), &["stats", &format!("{}/heap", server.url)]);
    let (report, error) = said(&output);
    let counts =
        |name: &str, count: &str| report.lines().any(|line| line.contains(name) && line.contains(count));
    assert!(counts("临江晚报", "4,000") && counts("2019-03-04", "4,500"), "{report}");
    assert!(counts("(unknown)", "900"), "{report}");
    assert!(
        error.contains("sources and dates are of all 5,000 documents, everything else of 1 of them"),
        "{error}"
    );
}

#[test]
fn nothing_found_is_said_by_the_exit_status() {
    let home = tempfile::tempdir().unwrap();
    let (_, server) = dialects().remove(0);
    let output = wenlan(home.path(), &["search", "'火车站", &format!("{}/news", server.url)]);
    assert_eq!((output.status.code(), said(&output).0.as_str()), (Some(1), ""));
}

#[test]
fn an_index_that_is_not_there_is_said_with_those_that_are() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request| match request.path.as_str() {
        "/" => Answer::json(opensearch()),
        "/_cat/indices?format=json&h=index" => Answer::json(json!([{"index": "news"}])),
        _ => Answer::status(404, json!({"error": {"type": "index_not_found_exception", "index": "new"}})),
    });
    let output = wenlan(home.path(), &["list", &format!("{}/new", server.url)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).1.contains("there is no index new; there are: news"), "{output:?}");
}

#[test]
fn shards_that_are_lost_are_said_and_not_passed_over() {
    let home = tempfile::tempdir().unwrap();
    let server = Server::start(|request| match request.path.as_str() {
        "/" => Answer::json(opensearch()),
        "/news/_mapping" => Answer::json(json!({"news": {"mappings": {"properties": properties()}}})),
        _ => Answer::json(json!({
            "_shards": {"total": 3, "successful": 2, "failed": 1, "failures": [{"reason": {"reason": "node left"}}]},
            "hits": {"total": {"value": 1}, "hits": []},
        })),
    });
    let output = wenlan(home.path(), &["search", "水位", &format!("{}/news", server.url)]);
    let error = said(&output).1;
    assert_eq!(output.status.code(), Some(2));
    assert!(
        error.contains("shards of the index are not available (red)") && error.contains("node left"),
        "{error}"
    );
}

#[test]
fn an_index_is_opened_alone_and_only_where_it_can_be() {
    let home = tempfile::tempdir().unwrap();
    let output = wenlan(home.path(), &["list", "a.txt", "http://127.0.0.1:9/news"]);
    assert!(said(&output).1.contains("open an index of a search engine alone"), "{output:?}");
    let output = wenlan(home.path(), &["index", "http://127.0.0.1:9/news"]);
    assert!(said(&output).1.contains("index is for files"), "{output:?}");
}
