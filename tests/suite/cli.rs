//! The program as a shell meets it: arguments in, standard output, standard error and exit status out.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of documents and the ways to run the program in it.
struct Place(TempDir);

impl Place {
    fn new(files: &[(&str, &str)]) -> Place {
        let place = Place(tempfile::tempdir().expect("a temporary folder"));
        for (name, content) in files {
            place.put(name, content.as_bytes());
        }
        place
    }

    fn put(&self, name: &str, content: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wenlan"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("LANG", "zh_CN.UTF-8")
            .env("HOME", self.path().join("home"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().expect("the program starts"))
    }
}

struct Run {
    out: String,
    err: String,
    status: i32,
}

impl Run {
    fn of(output: Output) -> Run {
        Run {
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
            status: output.status.code().expect("not killed by a signal"),
        }
    }

    /// One JSON value a line.
    fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
    }
}

const RIVER: &str = "河堤加固完工\n\n昨天，青石镇的河堤加固工程完工，沿河的三个村不再怕汛期。\n";
const SCHOOL: &str = "新学校开学\n\n白杨乡的新学校今天开学，两百名学生走进教室，河堤边的老校舍改作图书馆。\n";

fn two_documents() -> Place {
    Place::new(&[("b/school.txt", SCHOOL), ("a/river.txt", RIVER)])
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn show_json_keeps_its_contract() {
    let place = two_documents();
    let run = place.run(&["show", "--format", "json", "a/river.txt", "b/school.txt"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let documents = run.json();
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0]["path"], "a/river.txt");
    assert_eq!(documents[1]["path"], "b/school.txt");
    for document in &documents {
        for key in [
            "path",
            "format",
            "encoding",
            "title",
            "title_from",
            "subtitle",
            "source",
            "published",
            "authors",
            "editors",
            "blocks",
            "removed",
        ] {
            assert!(document.get(key).is_some(), "{key} is missing");
        }
        assert_eq!((&document["format"], &document["encoding"]), (&"text".into(), &"UTF-8".into()));
        let blocks = document["blocks"].as_array().expect("blocks are an array");
        assert!(!blocks.is_empty());
        for block in blocks {
            assert_eq!(keys(block)[..4], ["kind", "level", "text", "lines"]);
            let [first, last] = serde_json::from_value::<Vec<[u32; 2]>>(block["lines"].clone()).unwrap()[0];
            assert!((1..=3).contains(&first) && first <= last);
        }
    }
}

#[test]
fn names_date_what_neither_text_nor_metadata_does() {
    let place = Place::new(&[
        ("20240403.txt", RIVER),
        ("2019/05/school.txt", SCHOOL),
        ("undated.txt", RIVER),
        ("dated.md", "---\ndate: 2018-01-02\n---\n# 河堤\n\n河堤加固工程完工，沿河的三个村不再怕汛期。\n"),
    ]);
    let dated = |run: Run| -> Vec<String> {
        let dated = |document: &Value| format!("{} {}", document["published"], document["published_from"]);
        run.json().iter().map(dated).collect()
    };
    assert_eq!(
        dated(place.run(&["list", "--format", "json", "."])),
        [r#""2019-05" "path""#, r#""2024-04-03" "file-name""#, r#""2018-01-02" "metadata""#, "null null"]
    );
    let found = |query: &str| -> Vec<Value> {
        let run = place.run(&["search", "--format", "json", query, "."]);
        run.json().iter().map(|document| document["path"].clone()).collect()
    };
    assert_eq!(found("河堤 date:2024-04"), ["./20240403.txt"]);
    assert_eq!(found("河堤 date:2019"), ["./2019/05/school.txt"]);
    assert!(found("河堤 date:2019-05-01").is_empty(), "no day is known");
}

#[test]
fn folders_are_listed_in_path_order_with_paths_as_given() {
    let place = two_documents();
    let run = place.run(&["list", "--format", "json", "."]);
    let paths: Vec<_> = run.json().iter().map(|document| document["path"].clone()).collect();
    assert_eq!(paths, ["./a/river.txt", "./b/school.txt"]);
    for document in run.json() {
        for key in ["path", "title", "source", "published", "chars", "sections", "encoding", "format"] {
            assert!(document.get(key).is_some(), "{key} is missing");
        }
    }
    let text = place.run(&["list", "a", "b"]);
    assert_eq!(text.status, 0);
    assert!(text.out.lines().next().is_some_and(|line| line.ends_with("a/river.txt")), "{}", text.out);
}

#[test]
fn a_path_alone_is_shown_where_standard_output_is_no_terminal() {
    let place = two_documents();
    let alone = place.run(&["a/river.txt"]);
    assert_eq!((alone.status, alone.err.as_str()), (0, ""));
    assert!(alone.out.contains("青石镇的河堤加固工程完工"));
    assert_eq!(alone.out, place.run(&["show", "a/river.txt"]).out);
}

#[test]
fn search_finds_with_place_and_range() {
    let place = two_documents();
    let run = place.run(&["search", "--format", "json", "河堤", "."]);
    assert_eq!(run.status, 0);
    let found = run.json();
    assert_eq!(found.len(), 2);
    let hit = &found[0]["hits"][0];
    for key in ["section", "lines", "text", "ranges"] {
        assert!(hit.get(key).is_some(), "{key} is missing");
    }
    let text: Vec<char> = hit["text"].as_str().unwrap().chars().collect();
    let [start, end] = serde_json::from_value::<Vec<[usize; 2]>>(hit["ranges"].clone()).unwrap()[0];
    assert_eq!(text[start..end].iter().collect::<String>(), "河堤");

    let text = place.run(&["search", "图书馆", "."]);
    assert!(text.out.starts_with("./b/school.txt:3:"), "{}", text.out);
}

/// Three reports, one of which has the word three times, in raw lines that its paragraphs join.
fn reports() -> Place {
    let long = "渡口巡查记事\n\n2021-04-06 来源：临江晚报\n\n清晨的渡口还没有人，巡查的人已经把灯擦了一遍，又去看栈桥的木\n板有没有松动，一直走到下游的水尺跟前才停下来。\n\n中午换班，栈桥上来了修船的师傅，带着一桶桐油。\n\n傍晚收灯，记事到此为止，明天再看栈桥。\n";
    let other = "旧栈桥的木头\n\n2020-01-02 来源：临江晚报\n\n换下来的木头堆在岸边，有人拿去做了凳子，也有人拿去生火。\n";
    let none = "渔家的晚饭\n\n2019-08-01 来源：临江晚报\n\n鱼汤要用小火慢慢地熬，熬到汤色发白才好。\n";
    Place::new(&[("a.txt", long), ("b c.txt", other), ("d.txt", none)])
}

#[test]
fn search_prints_files_counts_or_the_best() {
    let place = reports();
    assert_eq!(place.run(&["search", "--files-only", "栈桥", "."]).out, "./b c.txt\n./a.txt\n");
    assert_eq!(place.run(&["search", "--null", "栈桥", "."]).out, "./b c.txt\0./a.txt\0");
    assert_eq!(place.run(&["search", "--count", "栈桥", "."]).out, "./b c.txt:1\n./a.txt:3\n");
    assert_eq!(place.run(&["search", "--limit", "1", "--files-only", "栈桥", "."]).out, "./b c.txt\n");
    assert_eq!(place.run(&["search", "--count", "--format", "json", "栈桥", "."]).status, 2);
}

#[test]
fn a_hit_names_the_raw_line_that_it_stands_in() {
    let place = reports();
    let text = place.run(&["search", "水尺", "a.txt"]).out;
    assert!(text.starts_with("a.txt:6:"), "{text}");
    assert!(place.run(&["search", "title:巡查", "a.txt"]).out.starts_with("a.txt:1:"));
    let across = &place.run(&["search", "--format", "json", "木板", "a.txt"]).json()[0]["hits"][0];
    assert_eq!(across["lines"], serde_json::json!([5, 6]));
}

#[test]
fn context_is_whole_paragraphs_around() {
    let place = reports();
    let run = place.run(&["search", "--context", "1", "鱼汤|修船|旧栈桥", "a.txt", "b c.txt"]);
    let lines: Vec<&str> = run.out.lines().map(|line| line.split_once("txt").expect("a path").1).collect();
    let starts = |line: &&str| line.chars().take(6).collect::<String>();
    assert_eq!(
        lines.iter().map(starts).collect::<Vec<_>>(),
        [":1:旧栈桥", "-3-临江晚", "-5-清晨的", ":8:中午换", "-10-傍晚"]
    );
    let json = place.run(&["search", "--context", "1", "--format", "json", "修船", "a.txt"]).json();
    let hit = &json[0]["hits"][0];
    assert_eq!(hit["after"], serde_json::json!(["傍晚收灯，记事到此为止，明天再看栈桥。"]));
    assert_eq!(hit["text"], "中午换班，栈桥上来了修船的师傅，带着一桶桐油。");
}

#[test]
fn a_query_that_goes_wrong_gets_a_hint() {
    let run = reports().run(&["search", "栈桥 date:早年", "a.txt"]);
    assert_eq!(run.status, 0);
    assert!(run.err.contains("date:早年") && run.err.contains("2017-10"), "{}", run.err);
}

#[test]
fn a_search_that_finds_nothing_says_so_by_its_status() {
    let place = two_documents();
    let run = place.run(&["search", "火山爆发", "."]);
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (1, "", ""));
}

#[test]
fn wrong_arguments_are_status_2() {
    let place = two_documents();
    for arguments in [&["list"][..], &["show", "--no-such-option", "a"], &["show", "--raw", "--outline", "a"]]
    {
        let run = place.run(arguments);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!run.err.is_empty());
    }
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_printed() {
    let place = two_documents();
    let run = place.run(&["show", "a/river.txt", "gone.txt", "b/school.txt"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("gone.txt"), "{}", run.err);
    assert!(run.out.contains("青石镇") && run.out.contains("白杨乡"));
}

#[test]
fn an_empty_folder_is_said_to_be_empty() {
    let place = Place::new(&[]);
    fs::create_dir(place.path().join("empty")).unwrap();
    let run = place.run(&["list", "empty"]);
    assert_eq!((run.status, run.out.as_str()), (1, ""));
    assert!(run.err.contains("empty"), "{}", run.err);
}

#[test]
fn invalid_bytes_are_shown_and_counted() {
    let place = Place::new(&[]);
    place.put("bad.txt", &[RIVER.as_bytes(), b"\xff\xfe\xfd \xe6\xb2"].concat());
    let run = place.run(&["show", "--format", "json", "bad.txt"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("青石镇"));
}

#[test]
fn an_empty_file_is_a_document_without_text() {
    let place = Place::new(&[("empty.txt", "")]);
    let run = place.run(&["show", "--format", "json", "empty.txt"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(run.json()[0]["blocks"], Value::Array(Vec::new()));
    assert_eq!(place.run(&["show", "empty.txt"]).status, 0);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::new(&[]);
    for n in 0..300 {
        place.put(&format!("{n:03}.txt"), RIVER.repeat(20).as_bytes());
    }
    let mut child =
        place.command(&["show", "."]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let place = two_documents();
    assert!(!place.run(&["search", "河堤", "."]).out.contains('\x1b'));
    let asked = place.command(&["--color", "always", "search", "河堤", "."]).env("NO_COLOR", "1").output();
    assert!(Run::of(asked.unwrap()).out.contains("\x1b["));
}

#[test]
fn the_language_follows_locale_and_option() {
    let place = two_documents();
    assert!(place.run(&["stats", "."]).out.contains("文档"));
    assert!(place.run(&["--lang", "en", "stats", "."]).out.contains("documents"));
    let english = place.command(&["stats", "."]).env("LC_ALL", "C.UTF-8").output().unwrap();
    assert!(Run::of(english).out.contains("documents"));
}

#[test]
fn raw_text_comes_as_it_stands() {
    let place = two_documents();
    assert_eq!(place.run(&["show", "--raw", "a/river.txt"]).out, RIVER);
}

#[test]
fn completions_and_manual_page_are_printed() {
    let place = Place::new(&[]);
    for shell in ["bash", "zsh", "fish"] {
        assert!(place.run(&["completions", shell]).out.contains("wenlan"));
    }
    assert!(place.run(&["man"]).out.contains(".TH wenlan"));
}

#[test]
fn the_default_configuration_is_printed_and_read_back() {
    let place = Place::new(&[]);
    let default = place.run(&["config", "--default"]);
    assert_eq!(default.status, 0);
    assert!(default.out.contains("measure = 40"), "{}", default.out);
    place.put("mine.toml", default.out.as_bytes());
    let read = place.run(&["--config", "mine.toml", "config"]);
    assert_eq!((read.status, read.out, read.err.as_str()), (0, default.out, ""));
}

#[test]
fn the_command_line_goes_before_the_file_and_the_file_before_the_defaults() {
    let place = Place::new(&[("home/.config/wenlan/config.toml", "lang = \"en\"\nmeasure = 30\n")]);
    let file = place.run(&["config"]);
    assert!(file.out.contains("# Language") && file.out.contains("measure = 30"), "{}", file.out);
    let over = place.run(&["--lang", "zh", "--set", "measure=36", "config"]);
    assert!(over.out.contains("# 界面语言") && over.out.contains("measure = 36"), "{}", over.out);
    let path = place.run(&["config", "--path"]);
    assert!(path.out.ends_with("home/.config/wenlan/config.toml\n"), "{}", path.out);
}

#[test]
fn a_mistake_in_the_configuration_is_said_and_the_work_is_done() {
    let place = two_documents();
    place.put("home/.config/wenlan/config.toml", b"\nmesure = 30\n");
    let run = place.run(&["list", "a"]);
    assert_eq!(run.status, 0);
    assert!(run.err.contains("config.toml:2: ") && run.err.contains("“measure”"), "{}", run.err);
    assert!(run.out.contains("a/river.txt"));
}
#[test]
fn a_document_comes_through_standard_input() {
    let place = Place::new(&[]);
    let mut child = place
        .command(&["show", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(RIVER.as_bytes()).unwrap();
    let run = Run::of(child.wait_with_output().unwrap());
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert_eq!(run.json()[0]["path"], "-");
    assert!(run.out.contains("青石镇"));
}

#[test]
fn a_binary_file_is_named_and_the_rest_is_printed() {
    let place = two_documents();
    place.put("a/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0\0\0\x01\xc2\x08\x06\0\0\0");
    let run = place.run(&["list", "a"]);
    assert_eq!(run.status, 0);
    assert!(run.err.contains("a/picture.txt"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 1);
    assert_eq!(place.run(&["list", "a/picture.txt", "a/river.txt"]).status, 2);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named_and_the_rest_is_printed() {
    use std::os::unix::fs::PermissionsExt;

    let place = two_documents();
    place.put("a/secret.txt", RIVER.as_bytes());
    fs::set_permissions(place.path().join("a/secret.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(place.path().join("a/secret.txt")).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let run = place.run(&["list", "a"]);
    assert_eq!(run.status, 0);
    assert!(run.err.contains("a/secret.txt"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 1);
}

#[test]
fn fifty_megabytes_in_one_line_come_out_whole() {
    let place = Place::new(&[]);
    let sentence = "沿河的三个村不再怕汛期，";
    let count = 50_000_000 / sentence.len();
    place.put("long.txt", sentence.repeat(count).as_bytes());
    let run = place.run(&["show", "--format", "json", "long.txt"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let document = &run.json()[0];
    let times: usize = document["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|block| block["text"].as_str().unwrap().matches("不再怕汛期").count())
        .sum();
    assert_eq!(times, count);
}

#[test]
fn a_theme_that_is_not_there_is_named_whatever_is_asked() {
    let place = two_documents();
    for command in [&["list", "a"][..], &["snapshot", "a"], &["search", "河堤", "a"]] {
        let run = place.run(&[&["--theme", "nosuch"], command].concat());
        assert_eq!((run.status, run.out.as_str()), (2, ""));
        assert!(run.err.contains("“nosuch”") && run.err.contains("solarized-dark"), "{}", run.err);
    }
    place.put("home/.config/wenlan/config.toml", b"theme = \"nosuch\"\n");
    let run = place.run(&["list", "a"]);
    assert_eq!((run.status, run.out.lines().count()), (0, 1));
    assert!(run.err.contains("config.toml: ") && run.err.contains("“nosuch”"), "{}", run.err);
}

#[test]
fn snapshots_show_the_reader_without_a_terminal() {
    let place = two_documents();
    let text = place.run(&["snapshot", "--size", "80x12", "a"]);
    assert_eq!((text.status, text.err.as_str()), (0, ""));
    assert_eq!(text.out.lines().count(), 12);
    assert!(text.out.contains("青石镇的河堤加固工程完工"), "{}", text.out);
    let help = place.run(&["snapshot", "--keys", "?", "a"]);
    assert!(help.out.contains("下一段"), "{}", help.out);
    let svg = place.run(&["snapshot", "--theme", "paper", "--format", "svg", "a"]);
    assert!(svg.out.starts_with("<svg ") && svg.out.contains("#f5efe0") && svg.out.contains('河'));
    let wrong = place.run(&["snapshot", "--keys", "<nokey>", "a"]);
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("--keys <nokey>"), "{}", wrong.err);
    assert_eq!(place.run(&["snapshot", "--size", "0x9", "a"]).status, 2);
}

#[test]
fn keys_are_listed_with_the_users_own() {
    let place = Place::new(&[("c.toml", "[keys]\nx = \"quit\"\nq = \"none\"\n")]);
    let run = place.run(&["--config", "c.toml", "keys"]);
    let quit = run.out.lines().find(|line| line.contains(" quit ")).expect("quit is listed");
    assert!(quit.contains('x') && !quit.contains("q "), "{quit}");
}

#[test]
fn help_and_mistakes_are_told_in_the_language_of_the_interface() {
    let place = two_documents();
    let help = place.run(&["search", "--help"]);
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    for words in
        ["用法：wenlan search", "要找的词；写法见下", "拼音首字母", "（默认 0）", "（可选 text、json）"]
    {
        assert!(help.out.contains(words), "{words} is missing in {}", help.out);
    }
    let help = place.run(&["search", "--help", "--lang", "en"]);
    assert!(help.out.contains("pinyin initials") && !help.out.contains("用法"));

    let mistaken = place.run(&["list", "--fromat", "json", "a"]);
    assert_eq!(mistaken.status, 2);
    assert_eq!(
        mistaken.err,
        "wenlan: 没有“--fromat”这个参数\n  是不是想写“--format”？\n详见 wenlan --help\n"
    );
    let mistaken = place.run(&["show", "--format", "xml", "a"]);
    assert_eq!(
        mistaken.err,
        "wenlan: “--format <FORMAT>”的值“xml”无效\n  可选：text、json\n详见 wenlan --help\n"
    );
    let unread = place.run(&["list", "nowhere.txt"]);
    assert_eq!(unread.err, "wenlan: nowhere.txt：没有这个文件或文件夹，请检查路径\n");
}

/// A folder with three documents in two files, and with what is none.
fn mixed() -> Place {
    let records = format!(
        "{}\n{{cut\n{}\n{{\"n\": 1}}\n",
        serde_json::json!({"title": "河堤", "content": RIVER}),
        serde_json::json!({"title": "学校", "content": SCHOOL}),
    );
    let place = Place::new(&[("a/dump.jsonl", &records), ("a/river.txt", RIVER)]);
    place.put("a/settings.yml", b"theme: dark\n");
    place.put("a/schema.json", b"{\"type\": \"object\", \"version\": 3}");
    for book in ["a/book.pdf", "a/novel.pdf", "a/old.mobi"] {
        place.put(book, b"%PDF-1.4");
    }
    place.put("a/picture.jpg", b"\xff\xd8\xff");
    place
}

#[test]
fn broken_members_of_a_folder_are_a_word_and_no_failure() {
    let place = mixed();
    let run = place.run(&["--lang", "en", "list", "a"]);
    assert_eq!((run.status, run.out.lines().count()), (0, 3), "{}", run.err);
    let said: Vec<_> = run.err.lines().collect();
    assert_eq!(said.len(), 2, "{}", run.err);
    assert!(
        said[0].starts_with("wenlan: a/dump.jsonl: 2 documents could not be read, the first"),
        "{}",
        said[0]
    );
    assert!(said[0].contains("a/dump.jsonl#2"), "{}", said[0]);
    assert!(said[1].starts_with("wenlan: passed over: 2 PDF, 1 e-books; besides,"), "{}", said[1]);
    assert!(said[1].contains("1 JSON file without text"), "{}", said[1]);
    // What was asked is answered: found, or not.
    for no_cache in [&[][..], &["--no-cache"]] {
        let search = |query| place.run(&[no_cache, &["search", query, "a"]].concat()).status;
        assert_eq!([search("图书馆"), search("没有这个词")], [0, 1]);
    }
    // Part of a file that was named can be read; of the other, nothing.
    assert_eq!(place.run(&["show", "a/dump.jsonl"]).status, 0);
    assert_eq!(place.run(&["show", "a/schema.json"]).status, 2);
    assert_eq!(place.run(&["show", "a/dump.jsonl#2"]).status, 2);
}

#[test]
fn every_file_that_was_passed_over_can_be_listed() {
    let place = mixed();
    let run = place.run(&["list", "--skipped", "--format", "json", "a"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    let listed: Vec<_> = run
        .json()
        .iter()
        .map(|row| (row["path"].as_str().unwrap().to_owned(), row["problem"].is_null()))
        .collect();
    let is = |path: &str, passed| (path.to_owned(), passed);
    assert_eq!(
        listed,
        [
            is("a/book.pdf", true),
            is("a/novel.pdf", true),
            is("a/old.mobi", true),
            is("a/picture.jpg", true),
            is("a/settings.yml", true),
            is("a/dump.jsonl", false),
            is("a/schema.json", false),
        ]
    );
    assert_eq!(place.run(&["list", "--skipped", "a/river.txt"]).status, 1);
}

#[test]
fn thousands_of_broken_files_are_a_few_lines() {
    let place = Place::new(&[("a/river.txt", RIVER)]);
    for n in 0..50 {
        place.put(&format!("a/{n:02}.jsonl"), b"{cut\n{cut\n{cut\n");
    }
    let run = place.run(&["search", "河堤", "a"]);
    assert_eq!((run.status, run.err.lines().count()), (0, 11), "{}", run.err);
}

#[test]
fn an_address_that_is_printed_is_taken() {
    let place = mixed();
    let printed = place.run(&["search", "--files-only", "图书馆", "a"]);
    assert_eq!(printed.out, "a/dump.jsonl#3\n");
    let shown = place.run(&["show", printed.out.trim_end()]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    assert!(shown.out.contains("白杨乡") && !shown.out.contains("青石镇"), "{}", shown.out);
    let gone = place.run(&["show", "a/dump.jsonl#77"]);
    assert_eq!((gone.status, gone.out.as_str()), (2, ""));
    assert!(gone.err.contains("a/dump.jsonl#77"), "{}", gone.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_no_text_is_printed_and_taken() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new(&[]);
    let name = OsStr::from_bytes(b"\xce\xc4.txt");
    fs::write(place.path().join(name), RIVER).unwrap();
    let printed = place.run(&["list", "."]).out;
    assert!(printed.contains("./\\xce\\xc4.txt"), "{printed}");
    assert_eq!(place.run(&["show", "./\\xce\\xc4.txt"]).status, 0);
    let files = place.command(&["search", "--null", "青石镇", "."]).output().unwrap().stdout;
    assert_eq!(files, b"./\xce\xc4.txt\0");
}

#[test]
fn fields_are_shown_with_their_document_and_alone() {
    let place = Place::new(&[
        (
            "a.jsonl",
            "{\"title\": \"河堤\", \"text\": \"昨天河堤完工。\", \"perplexity\": 12.5, \"meta\": {\"lang\": \"zh\"}}\n",
        ),
        (
            "b.md",
            "---\ntitle: 学校\ntags:\n  - 乡村\n  - 教育\nfrom: https://a.example/1\n---\n\n新学校今天开学。\n",
        ),
    ]);
    let shown = place.run(&["show", "--format", "json", "a.jsonl", "b.md"]).json();
    assert_eq!(
        shown[0]["fields"],
        serde_json::json!({"title": "河堤", "perplexity": "12.5", "meta.lang": "zh"})
    );
    assert_eq!(shown[1]["fields"]["tags"], "乡村, 教育");
    assert_eq!(shown[1]["url"], "https://a.example/1");
    let alone = place.run(&["show", "--fields", "a.jsonl#1"]);
    assert_eq!(alone.out, "title: 河堤\nperplexity: 12.5\nmeta.lang: zh\n");
}

/// A hundred notes that each have a number of their own.
fn notes() -> Place {
    let note = |n: usize| serde_json::json!({"title": format!("笔记{n}"), "text": format!("第{n}天去看河堤{}。", if n == 7 { "，见到白鹭" } else { "" }), "n": n});
    let records: String = (0..100).map(|n| format!("{}\n", note(n))).collect();
    Place::new(&[("notes.jsonl", &records)])
}

#[test]
fn documents_are_exported_with_their_fields_and_addresses() {
    let place = notes();
    let read = |name: &str| fs::read_to_string(place.path().join(name)).expect(name);
    let run = place.run(&["export", "notes.jsonl", "-o", "out.jsonl"]);
    assert_eq!((run.status, run.err.as_str(), run.out.as_str()), (0, "", ""));
    let rows: Vec<Value> =
        read("out.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 100);
    assert_eq!(rows[7]["path"], "notes.jsonl#8");
    assert_eq!((&rows[7]["title"], &rows[7]["text"]), (&"笔记7".into(), &"第7天去看河堤，见到白鹭。".into()));
    assert_eq!(rows[7]["fields"]["n"], "7");
    // What was exported reads as what it was.
    assert_eq!(place.run(&["show", "out.jsonl#8"]).out, place.run(&["show", "notes.jsonl#8"]).out);

    assert_eq!(place.run(&["export", "notes.jsonl", "-o", "out.csv", "--query", "白鹭"]).status, 0);
    let table = read("out.csv");
    assert!(table.starts_with("path,title,") && table.contains("notes.jsonl#8,笔记7"), "{table}");
    assert_eq!(table.lines().count(), 2);
    assert_eq!(place.run(&["export", "notes.jsonl", "-o", "out.md", "--split", "40"]).status, 0);
    assert_eq!(read("out-003.md").matches("<!-- notes.jsonl#").count(), 20);
    assert_eq!(place.run(&["export", "notes.jsonl", "-o", "out.epub", "--query", "白鹭"]).status, 0);
    assert!(place.run(&["show", "out.epub"]).out.contains("第7天去看河堤，见到白鹭。"));
    assert_eq!(place.run(&["export", "notes.jsonl", "-o", "out.xyz"]).status, 2);
    assert_eq!(place.run(&["export", "notes.jsonl", "-o", "none.txt", "--query", "没有"]).status, 1);
    assert!(!place.path().join("none.txt").exists());
}

#[test]
fn a_sample_is_the_same_for_the_same_seed() {
    let place = notes();
    let sample = |seed: &str, file: &str| {
        let run = place.run(&["export", "notes.jsonl", "-o", file, "--sample", "10", "--seed", seed]);
        assert_eq!(run.status, 0, "{}", run.err);
        fs::read_to_string(place.path().join(file)).unwrap()
    };
    let first = sample("1", "a.jsonl");
    assert_eq!(first.lines().count(), 10);
    assert_eq!(first, sample("1", "b.jsonl"));
    assert_ne!(first, sample("2", "c.jsonl"));
}

#[test]
fn a_stopped_export_goes_on_where_it_was() {
    let place = Place::new(&[]);
    let record = |n: usize| format!("{{\"title\": \"笔记{n}\", \"text\": \"第{n}天去看河堤。\"}}\n");
    place.put("notes.jsonl", (0..1500).map(record).collect::<String>().as_bytes());
    let whole = ["export", "notes.jsonl", "-o", "whole.jsonl"];
    assert_eq!(place.run(&whole).status, 0);
    let want = fs::read(place.path().join("whole.jsonl")).unwrap();
    // A disk that takes no more in the middle: the part and how far it came stay.
    let part = place.path().join("again.jsonl.part");
    let limit = format!("ulimit -f {}; exec \"$0\" export notes.jsonl -o again.jsonl", want.len() / 1024 / 2);
    let mut shell = Command::new("bash");
    shell.args(["-c", &limit, env!("CARGO_BIN_EXE_wenlan")]);
    shell.current_dir(place.path()).env("HOME", place.path().join("home")).stdin(Stdio::null());
    let stopped = shell.output().expect("a shell");
    assert!(!stopped.status.success() && part.exists());
    assert!(!place.path().join("again.jsonl").exists());
    assert_eq!(place.run(&["export", "notes.jsonl", "-o", "again.jsonl"]).status, 0);
    assert_eq!(fs::read(place.path().join("again.jsonl")).unwrap(), want);
    assert!(!part.exists() && !place.path().join("again.jsonl.part.note").exists());
}

#[test]
fn a_schema_says_what_was_taken_for_what() {
    let place = notes();
    let rows = place.run(&["schema", "--format", "json", "notes.jsonl"]).json();
    let roles: Vec<_> =
        rows.iter().map(|row| (row["role"].as_str().unwrap(), row["field"].as_str().unwrap())).collect();
    assert_eq!(roles, [("text", "text"), ("title", "title"), ("field", "n")]);
    assert_eq!((&rows[0]["records"], &rows[0]["of"]), (&96.into(), &96.into()));
    let shown = place.run(&["schema", "notes.jsonl"]);
    assert_eq!((shown.status, shown.out.lines().count()), (0, 3));
    assert!(shown.out.starts_with("text   text     96/96  第0天去看河堤。"), "{}", shown.out);
}
