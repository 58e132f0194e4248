//! The tables of `wenlan stats`: their columns are a contract, and every measure follows from its own row.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const TEXTS: [(&str, &str); 2] = [
    ("a.txt", "渔港新貌\n\n渔港码头投资6.7亿元，近千名渔民受益。渔港建设用了三年。\n"),
    ("b.txt", "茶园新貌\n\n茶园新增三百余亩，茶农增收两成以上，销往二十个城市。\n"),
];

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    TEXTS.iter().for_each(|(name, text)| fs::write(folder.path().join(name), text).unwrap());
    folder
}

/// What `wenlan stats` writes about documents in a folder, with a cache of their own.
fn stats(folder: &Path, cache: &Path, threads: usize, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_wenlan"))
        .current_dir(folder)
        .env("XDG_CACHE_HOME", cache)
        .env("RAYON_NUM_THREADS", threads.to_string())
        .args(["--lang", "en", "stats"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn table(arguments: &[&str]) -> String {
    let (folder, cache) = (folder(), TempDir::new().unwrap());
    stats(folder.path(), cache.path(), 2, &[arguments, &["."]].concat())
}

fn rows(arguments: &[&str]) -> Vec<Value> {
    let rows = table(&[arguments, &["--format", "json"]].concat());
    rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect()
}

#[test]
fn csv_headers_are_the_contract() {
    for (name, header) in [
        (
            "counts",
            "chars,han,words,types,hapaxes,sentences,paragraphs,sections,captions,mattr,removed_share,documents",
        ),
        ("words", "word,freq,docs"),
        ("keywords", "word,freq,weight"),
        ("kwic", "path,section,line,left,node,right"),
        ("collocates", "word,freq,node_freq,joint,window,log_dice,mi,t,g2"),
        ("figures", "value,unit,kind,text,sentence,path,line,to"),
        ("dispersion", "word,freq,parts,dp"),
        ("trend", "word,period,freq,per_million"),
        ("names", "name,kind,freq,certain,docs,alias,context,path,line"),
        (
            "documents",
            "path,date,source,chars,han,words,types,sentences,mattr,removed_share,freq,per_million",
        ),
        (
            "quality",
            "path,chars,doubts,kept,lines,mean_line,longest_line,ended,repeated_lines,repeated_text,han,digits,\
             symbols,links,lists,script,language,broken,mails,mobiles,identities,copy_of",
        ),
        ("duplicates", "group,path,similarity"),
    ] {
        let csv = table(&["--table", name, "--word", "渔港", "--format", "csv"]);
        assert_eq!(csv.lines().next(), Some(header), "{name}");
    }
    let keyness = table(&["--table", "keyness", "--scope", "search=渔港", "--format", "csv"]);
    assert_eq!(keyness.lines().next(), Some("word,freq,total,ref_freq,ref_total,g2,log_ratio,p"));
}

#[test]
fn every_measure_follows_from_its_own_row() {
    let number = |row: &Value, key: &str| row[key].as_f64().unwrap();
    let near = |a: f64, b: f64, row: &Value| assert!((a - b).abs() < 1e-9, "{a} is not {b}: {row}");
    let collocates = rows(&["--table", "collocates", "--word", "渔港"]);
    assert!(!collocates.is_empty());
    for row in &collocates {
        let dice = 2.0 * number(row, "joint") / (number(row, "freq") + number(row, "node_freq"));
        near(number(row, "log_dice"), 14.0 + dice.log2(), row);
    }
    let keyness = rows(&["--table", "keyness", "--scope", "search=渔港"]);
    assert!(keyness.iter().any(|row| row["word"] == "渔港"));
    for row in &keyness {
        let [a, c, b, d] = ["freq", "total", "ref_freq", "ref_total"].map(|key| number(row, key));
        let expected = |size: f64| size * (a + b) / (c + d);
        let term = |seen: f64, expected: f64| if seen > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
        near(number(row, "g2"), 2.0 * (term(a, expected(c)) + term(b, expected(d))), row);
        let seen = |n: f64| if n > 0.0 { n } else { 0.5 };
        near(number(row, "log_ratio"), ((seen(a) / c) / (seen(b) / d)).log2(), row);
    }
    let words: f64 = rows(&["--table", "words", "--top", "0"]).iter().map(|row| number(row, "freq")).sum();
    near(words, number(&rows(&["--table", "counts"])[0], "words"), &Value::Null);
}

#[test]
fn any_order_any_threads_and_a_second_visit_give_the_same_numbers() {
    let (heap, caches) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    // Large enough to be kept between runs.
    let (a, b) = ("渔港码头扩建，渔民收入增加百分之十。\n", "茶园采茶忙，茶农销售新茶三百余斤。\n");
    for n in 0..60 {
        let text = format!("第{n}号简报\n\n{}{}", a.repeat(900), b.repeat(500 + 20 * n));
        fs::write(heap.path().join(format!("{n:02}.txt")), text).unwrap();
    }
    let all = |cache: &str, threads, paths: &[&str]| {
        let cache = caches.path().join(cache);
        ["counts", "words", "keywords", "dispersion", "duplicates"].map(|table| {
            let arguments = [&["--table", table, "--format", "csv"], paths].concat();
            stats(heap.path(), &cache, threads, &arguments)
        })
    };
    let first = all("one", 1, &["."]);
    assert!(first[0].ends_with(",60\n"), "{}", first[0]);
    assert!(walk(&caches.path().join("one")).iter().any(|name| name == "counts"), "nothing was kept");
    assert_eq!(all("one", 1, &["."]), first, "the second visit");
    assert_eq!(all("many", 4, &["."]), first, "more threads");
    fs::remove_file(heap.path().join("59.txt")).unwrap();
    fs::write(heap.path().join("00.txt"), a).unwrap();
    let changed = all("one", 2, &["."]);
    assert!(changed[0].ends_with(",59\n") && changed[0] != first[0]);
    assert_eq!(all("fresh", 2, &["."]), changed, "what is kept follows the documents");
}

/// The names of all files under a folder.
fn walk(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| match entry.path() {
            path if path.is_dir() => walk(&path),
            _ => vec![entry.file_name().to_string_lossy().into_owned()],
        })
        .collect()
}

#[test]
fn a_list_of_stop_words_is_shown_and_replaced() {
    let own = TempDir::new().unwrap();
    let file = own.path().join("stop.txt");
    fs::write(&file, "渔港 # no keyword\n").unwrap();
    let keywords = |arguments: &[&str]| {
        rows(&[&["--table", "keywords"], arguments].concat())
            .iter()
            .map(|row| row["word"].clone())
            .collect::<Vec<_>>()
    };
    assert!(keywords(&[]).contains(&"渔港".into()));
    assert!(!keywords(&["--stop-words", file.to_str().unwrap()]).contains(&"渔港".into()));
    let list = stats(own.path(), own.path(), 1, &["--list-stop-words"]);
    assert!(list.lines().any(|line| line.split_whitespace().any(|word| word == "我们")), "{list}");
}

#[test]
fn figures_come_with_value_unit_and_line() {
    let csv = table(&["--table", "figures", "--format", "csv"]);
    assert!(csv.contains("670000000,元,money,6.7亿元,"), "{csv}");
    assert!(csv.contains("300,亩,area,三百余亩,"), "{csv}");
    assert!(csv.lines().skip(1).all(|row| row.ends_with(",3,")), "{csv}");
}

#[test]
fn a_table_about_a_word_says_that_it_needs_one() {
    let output = Command::new(env!("CARGO_BIN_EXE_wenlan"))
        .args(["--lang", "en", "stats", "--table", "kwic", "."])
        .current_dir(folder().path())
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stderr).contains("--word"));
    assert!(!output.status.success());
}

/// Reports of three months from two papers in two folders.
fn archive() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (month, paper, place) in [(1, "江城日报", "渔港"), (2, "江城日报", "茶园"), (4, "山乡晚报", "渔港")]
    {
        let path = folder.path().join(if paper == "江城日报" { "daily" } else { "evening" });
        fs::create_dir_all(&path).unwrap();
        let text = format!(
            "{place}的新面貌\n\n{paper} 2021-{month:02}-04\n\n{place}的新设施建成以后，当地百姓的收入有了明显增加。\n"
        );
        fs::write(path.join(format!("{month}.txt")), text).unwrap();
    }
    folder
}

fn documents_in(scope: &str) -> Vec<String> {
    let (folder, cache) = (archive(), TempDir::new().unwrap());
    let arguments = ["--table", "documents", "--format", "json", "--scope", scope, "."];
    let rows = stats(folder.path(), cache.path(), 2, &arguments);
    let path = |row: &str| serde_json::from_str::<Value>(row).unwrap()["path"].as_str().unwrap().to_owned();
    rows.lines().map(path).map(|path| path.trim_start_matches("./").to_owned()).collect()
}

#[test]
fn a_scope_is_a_search_a_stretch_of_time_a_source_or_a_folder_and_several_must_all_hold() {
    for (scope, found) in [
        ("heap", vec!["daily/1.txt", "daily/2.txt", "evening/4.txt"]),
        ("search=渔港", vec!["daily/1.txt", "evening/4.txt"]),
        ("title=茶园", vec!["daily/2.txt"]),
        ("date=2021-02..", vec!["daily/2.txt", "evening/4.txt"]),
        ("source=晚报", vec!["evening/4.txt"]),
        ("folder=daily", vec!["daily/1.txt", "daily/2.txt"]),
        ("folder=daily & search=渔港", vec!["daily/1.txt"]),
    ] {
        assert_eq!(documents_in(scope), found, "{scope}");
    }
}

#[test]
fn a_scope_may_have_a_name_and_be_what_another_is_compared_with() {
    let (folder, cache) = (archive(), TempDir::new().unwrap());
    let config = folder.path().join("config.toml");
    fs::write(&config, "[scopes]\nports = \"search=渔港\"\nspring = \"ports & date=2021-04\"\n").unwrap();
    let config = config.to_str().unwrap();
    let run = |arguments: &[&str]| {
        stats(folder.path(), cache.path(), 2, &[arguments, &["daily", "evening"]].concat())
    };
    let counts = run(&["--config", config, "--table", "counts", "--format", "csv", "--scope", "spring"]);
    assert!(counts.ends_with(",1\n"), "{counts}");
    let keyness = ["--config", config, "--table", "keyness", "--format", "csv"];
    let keyness = run(&[&keyness[..], &["--scope", "ports", "--against", "title=茶园"]].concat());
    let row = keyness.lines().find(|row| row.starts_with("茶园,")).unwrap();
    assert!(row.starts_with("茶园,0,"), "{row}");
}

#[test]
fn a_scope_that_means_nothing_is_told_with_what_could_be_written() {
    let folder = archive();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wenlan"));
        let output = command
            .args(["--lang", "en", "--no-cache", "stats", "--table", "words", "."])
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said) = run(&["--scope", "paper=日报"]);
    assert!(code == Some(2) && said.contains("paper=日报") && said.contains("source="), "{said}");
    let (code, said) = run(&["--scope", "date=yesterday"]);
    assert!(code == Some(2) && said.contains("2017..2020-06"), "{said}");
    let (code, said) = run(&["--scope", "source=晨报"]);
    assert!(code == Some(1) && said.contains("source=晨报"), "{said}");
}

#[test]
fn a_trend_goes_by_the_step_that_is_asked_for_and_says_what_has_no_date() {
    let folder = archive();
    fs::write(folder.path().join("note.txt"), "没有日期的便条，说的是渔港。\n").unwrap();
    let trend = |by: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_wenlan"))
            .args(["--lang", "en", "--no-cache", "stats", "--table", "trend", "--word", "渔港", "--by", by])
            .args(["--format", "json", "."])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("1 of 4 documents have no date"), "{said}");
        let rows = String::from_utf8(output.stdout).unwrap();
        let row = |row: &str| {
            let row: Value = serde_json::from_str(row).unwrap();
            (row["period"].as_str().unwrap().to_owned(), row["freq"].as_u64().unwrap())
        };
        rows.lines().map(row).collect::<Vec<_>>()
    };
    let own =
        |rows: &[(&str, u64)]| rows.iter().map(|&(period, n)| (period.to_owned(), n)).collect::<Vec<_>>();
    assert_eq!(trend("year"), own(&[("2021", 2)]));
    assert_eq!(trend("quarter"), own(&[("2021-Q1", 1), ("2021-Q2", 1)]));
    assert_eq!(trend("month"), own(&[("2021-01", 1), ("2021-02", 0), ("2021-04", 1)]));
    assert_eq!(trend("week")[0], ("2021-W01".to_owned(), 1));
}

#[test]
fn csv_for_excel_begins_with_a_mark() {
    let plain = table(&["--table", "words", "--format", "csv"]);
    assert_eq!(table(&["--table", "words", "--format", "csv", "--bom"]), format!("\u{feff}{plain}"));
}

#[test]
fn the_quality_desk_finds_what_is_bad_and_walks_through_a_sample() {
    let (folder, cache) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    let good: String =
        (0..20).map(|n| format!("第{n}批渔船回到码头，卸下{}筐鱼，渔民都很高兴。\n\n", n * 7 + 3)).collect();
    write("good.txt", &good);
    let again = |n: usize| format!("第{n}天，渔港码头扩建以后，渔船回来得更早，渔民的收入也增加了不少。\n\n");
    write("twice.txt", &(1..30).map(again).collect::<String>());
    write("data.txt", &format!("{good}联系人电话13800138000，邮箱yugang@example.com。\n"));
    let run = |arguments: &[&str]| {
        let arguments = [&["--table", "quality", "--format", "json"], arguments, &["."]].concat();
        let rows = stats(folder.path(), cache.path(), 2, &arguments);
        rows.lines().map(|row| serde_json::from_str(row).unwrap()).collect::<Vec<Value>>()
    };
    let names = |rows: &[Value]| -> Vec<String> {
        rows.iter().map(|row| row["path"].as_str().unwrap().trim_start_matches("./").to_owned()).collect()
    };
    assert_eq!(names(&run(&["--where", "repeated_text>0.3"])), ["twice.txt"]);
    assert_eq!(names(&run(&["--where", "doubts~personal", "--where", "mobiles>=1"])), ["data.txt"]);
    assert_eq!(names(&run(&["--order-by", "-repeated_text", "--top", "1"])), ["twice.txt"]);
    let drawn = run(&["--sample", "2", "--seed", "7"]);
    assert_eq!((drawn.len(), &drawn), (2, &run(&["--sample", "2", "--seed", "7"])));
    let copy = run(&["--where", "path~good"]).remove(0);
    assert_eq!((copy["script"].as_str(), copy["language"].as_str()), (Some("simplified"), Some("zh")));
}

#[test]
fn a_condition_on_a_column_that_is_not_there_is_told_with_those_that_are() {
    let output = Command::new(env!("CARGO_BIN_EXE_wenlan"))
        .args(["--lang", "en", "--no-cache", "stats", "--table", "words", "--where", "length>3", "."])
        .current_dir(folder().path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("word, freq, docs"), "{said}");
}

#[test]
fn contexts_are_sorted_by_the_words_beside_and_collocations_by_the_measure_that_is_asked_for() {
    let rights: Vec<String> = rows(&["--table", "kwic", "--word", "渔港", "--sort", "1R"])
        .iter()
        .map(|row| row["right"].as_str().unwrap().to_owned())
        .collect();
    assert!(rights.len() >= 2 && rights.is_sorted(), "{rights:?}");
    let found = rows(&["--table", "collocates", "--word", "渔港", "--measure", "t"]);
    let t: Vec<f64> = found.iter().map(|row| row["t"].as_f64().unwrap()).collect();
    assert!(t.len() > 1 && t.windows(2).all(|pair| pair[0] >= pair[1]), "{t:?}");
}
