//! The tables of `wenlan stats`: their columns are a contract.

use std::fs;
use std::process::Command;

use tempfile::TempDir;

fn table(arguments: &[&str]) -> String {
    let folder = TempDir::new().unwrap();
    let texts = [
        ("a.txt", "渔港新貌\n\n渔港码头投资6.7亿元，近千名渔民受益。渔港建设用了三年。\n"),
        ("b.txt", "茶园新貌\n\n茶园新增三百余亩，茶农增收两成以上，销往二十个城市。\n"),
    ];
    for (name, text) in texts {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_wenlan"))
        .current_dir(folder.path())
        .args(["--lang", "en", "stats"])
        .args(arguments)
        .arg(".")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
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
        ("collocates", "word,freq,node_freq,joint,window,log_dice"),
        ("figures", "value,unit,kind,text,sentence,path,line"),
        ("dispersion", "word,freq,parts,dp"),
        ("trend", "word,period,freq,per_million"),
        ("duplicates", "group,path,similarity"),
    ] {
        let csv = table(&["--table", name, "--word", "渔港", "--format", "csv"]);
        assert_eq!(csv.lines().next(), Some(header), "{name}");
    }
    let keyness = table(&["--table", "keyness", "--scope", "search=渔港", "--format", "csv"]);
    assert_eq!(keyness.lines().next(), Some("word,freq,total,ref_freq,ref_total,g2,log_ratio,p"));
}

#[test]
fn json_rows_have_the_same_names_and_numbers_can_be_recomputed() {
    let rows = table(&["--table", "collocates", "--word", "渔港", "--format", "json"]);
    assert!(!rows.is_empty());
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let number = |key: &str| row[key].as_f64().unwrap();
        let dice = 2.0 * number("joint") / (number("freq") + number("node_freq"));
        assert!((number("log_dice") - (14.0 + dice.log2())).abs() < 1e-9, "{row}");
    }
}

#[test]
fn figures_come_with_value_unit_and_line() {
    let csv = table(&["--table", "figures", "--format", "csv"]);
    assert!(csv.contains("670000000,元,money,6.7亿元,"), "{csv}");
    assert!(csv.contains("300,亩,area,三百余亩,"), "{csv}");
    assert!(csv.lines().skip(1).all(|row| row.ends_with(",3")), "{csv}");
}

#[test]
fn a_table_about_a_word_says_that_it_needs_one() {
    let output = Command::new(env!("CARGO_BIN_EXE_wenlan"))
        .args(["--lang", "en", "stats", "--table", "kwic", "."])
        .current_dir(TempDir::new().unwrap().path())
        .output()
        .unwrap();
    assert!(!output.status.success());
}
