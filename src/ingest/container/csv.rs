//! Tables with a document a row: comma- or tab-separated values.
//!
//! The delimiter, the encoding and whether there is a header are told from the head of the file. Rows are read by
//! offset. A table whose rows are no documents (figures, codes) is one document: a table.

use std::io::{BufReader, Read};

use ::csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::Encoding;
use serde_json::{Map, Value};

use super::{Archive, Container, Key, Member};
use crate::ingest::record::{self, Column, Schema, names};
use crate::ingest::{Format, LineHint, Problem, Raw, Tag, decode, facts};

/// Comma-, tab- and semicolon-separated values.
#[derive(Debug)]
pub struct Csv;

/// How much of a file tells what kind of table it is, in bytes and rows.
const HEAD: u64 = 256 * 1024;
const ROWS: usize = 128;

/// The longest name of a column, in characters.
const LONGEST_NAME: usize = 24;

/// Characters of prose that a row has at least, on the whole, if rows are documents.
const TEXT: usize = 12;

/// What the head of a file tells of it.
#[derive(Debug, Clone)]
pub struct Table {
    delimiter: u8,
    quoted: bool,
    encoding: &'static Encoding,
    /// The names of the columns; numbers where the file has none.
    columns: Vec<String>,
    header: bool,
    /// Each row is a document.
    documents: bool,
    schema: Schema,
    /// What its columns are, and of how many rows that was told.
    seen: (usize, Vec<Column>),
}

impl Container for Csv {
    fn format(&self) -> Format {
        Format::Csv
    }

    fn list(&self, archive: &Archive, sink: &mut dyn FnMut(Member)) -> Result<(), Problem> {
        let table = archive.table()?;
        if !table.documents {
            sink(Member { key: Key::Whole, offset: 0, len: archive.content.size()? });
            return Ok(());
        }
        let mut rows = table.reader(BufReader::new(archive.content.open()?));
        let mut row = ByteRecord::new();
        let mut number = 0;
        while rows.read_byte_record(&mut row).map_err(broken)? {
            let offset = row.position().map_or(0, ::csv::Position::byte);
            let len = rows.position().byte() - offset;
            if number > 0 || !table.header {
                let number = if table.header { number } else { number + 1 };
                sink(Member { key: Key::Number(number), offset, len });
            }
            number += 1;
        }
        Ok(())
    }

    fn columns(&self, archive: &Archive) -> Option<(usize, Vec<Column>)> {
        archive.table().ok().filter(|table| table.documents).map(|table| table.seen.clone())
    }

    fn load(&self, archive: &Archive, member: &Member, _: Format) -> Result<Raw, Problem> {
        let table = archive.table()?;
        let bytes = archive.content.read(member.offset, member.len)?;
        let bad = |text: &str| text.matches('\u{fffd}').count();
        let raw = if table.documents {
            let value = table.record(&bytes)?;
            record::read(&value, &table.schema, Format::Csv)?
        } else {
            table.whole(&bytes)?
        };
        Ok(Raw { encoding: table.encoding.name(), bad_bytes: bad(&raw.text), ..raw })
    }
}

fn broken(error: ::csv::Error) -> Problem {
    Problem::BrokenRecord(error.to_string())
}

impl Table {
    /// What the head of a file tells; `text_field` names the column of the text.
    fn of(head: &[u8], whole: bool, text_field: Option<&str>) -> Option<Table> {
        // The last line may be cut.
        let end = if whole { head.len() } else { head.iter().rposition(|&byte| byte == b'\n')? };
        let decoded = decode(head[..end].into(), |_| None)?;
        let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let text = decoded.text.trim_start_matches('\u{feff}');
        let delimiter = delimiter(text);
        let quoted = delimiter != b'\t' || text.contains("\"\t") || text.contains("\t\"");
        let table = Table {
            delimiter,
            quoted,
            encoding,
            columns: Vec::new(),
            header: false,
            documents: true,
            schema: Schema::default(),
            seen: Default::default(),
        };
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut reader = table.reader(text.as_bytes());
        for row in reader.byte_records().take(ROWS).flatten() {
            rows.push(row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
        }
        let header = rows.first().is_some_and(|first| is_header(first, &rows[1..]));
        let columns = match rows.first() {
            Some(first) if header => first.iter().map(|name| name.trim().to_owned()).collect(),
            first => (1..=first.map_or(0, Vec::len)).map(|number| number.to_string()).collect(),
        };
        let table = Table { columns, header, ..table };
        let records: Vec<Value> =
            rows.iter().skip(usize::from(header)).map(|row| table.value(row.iter().cloned())).collect();
        let schema = text_field.map_or_else(|| Schema::of(&records), Schema::told);
        let prose: usize = records.iter().map(record::weight).sum();
        let linked = table.columns.iter().any(|name| facts::is_title(name));
        let documents = text_field.is_some()
            || table.columns.len() > 1 && (linked || prose >= TEXT * records.len().max(1));
        let seen = (records.len(), schema.columns(&records));
        Some(Table { documents: documents && !schema.parts.is_empty(), schema, seen, ..table })
    }

    fn reader<R: Read>(&self, from: R) -> Reader<R> {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(self.delimiter).quoting(self.quoted);
        builder.from_reader(from)
    }

    /// A row as a record: cells by the names of their columns.
    fn value(&self, cells: impl Iterator<Item = String>) -> Value {
        let mut fields = Map::new();
        for (at, cell) in cells.enumerate() {
            let name = self.columns.get(at).filter(|name| !name.is_empty()).cloned();
            let name = name.unwrap_or_else(|| (at + 1).to_string());
            fields.insert(name, Value::String(cell));
        }
        Value::Object(fields)
    }

    fn record(&self, bytes: &[u8]) -> Result<Value, Problem> {
        let text = self.encoding.decode_without_bom_handling(bytes).0;
        let mut rows = self.reader(text.trim_start_matches('\u{feff}').as_bytes());
        let row = rows.byte_records().next().ok_or(Problem::Stale)?.map_err(broken)?;
        Ok(self.value(row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned())))
    }

    /// The table as one document: a row a line, tabs between its cells.
    fn whole(&self, bytes: &[u8]) -> Result<Raw, Problem> {
        let text = self.encoding.decode_without_bom_handling(bytes).0;
        let mut out = String::with_capacity(text.len());
        for row in self.reader(text.trim_start_matches('\u{feff}').as_bytes()).byte_records() {
            let row = row.map_err(broken)?;
            let cell =
                |cell: &[u8]| String::from_utf8_lossy(cell).split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(&row.iter().map(cell).collect::<Vec<_>>().join("\t"));
            out.push('\n');
        }
        let row = LineHint { tag: Tag::TableCell, main: true, ..LineHint::default() };
        let hints = vec![row; out.lines().count()];
        Ok(Raw { text: out, hints, format: Format::Csv, whole: true, ..Raw::default() })
    }
}

/// The character that parts the cells: the one that parts the first lines into the same number of several cells,
/// and of these the one that parts them into most.
fn delimiter(text: &str) -> u8 {
    const LINES: usize = 20;
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(LINES).collect();
    let score = |mark: char| {
        let counts: Vec<usize> = lines.iter().map(|line| line.matches(mark).count()).collect();
        let first = counts.first().copied().unwrap_or(0);
        let same = counts.iter().filter(|&&count| count == first).count();
        (first > 0).then_some((same * 4 >= counts.len() * 3, first.min(8), same))
    };
    let best = [',', '\t', ';', '|'].into_iter().max_by_key(|&mark| score(mark));
    best.filter(|&mark| score(mark).is_some()).unwrap_or(',') as u8
}

/// Whether the first row names the columns: short words, all different, one of them known, or none like what stands
/// below.
fn is_header(first: &[String], rows: &[Vec<String>]) -> bool {
    let is_name = |cell: &String| {
        let cell = cell.trim().trim_start_matches('\u{feff}');
        !cell.is_empty()
            && cell.chars().count() <= LONGEST_NAME
            && !cell.contains("//")
            && cell.parse::<f64>().is_err()
            && !cell.ends_with(['。', '！', '？', '.', '!', '?'])
    };
    let mut names: Vec<&str> = first.iter().map(|name| name.trim()).collect();
    names.sort_unstable();
    names.dedup();
    if !first.iter().all(is_name) || names.len() < first.len() {
        return false;
    }
    let known = |name: &String| {
        facts::is_known(name) || names::among(names::TEXT, name) || names::among(names::TALK, name)
    };
    let is_number =
        |row: &Vec<String>, at: usize| row.get(at).is_some_and(|cell| cell.parse::<f64>().is_ok());
    let figures = (0..first.len()).any(|at| {
        !rows.is_empty() && rows.iter().all(|row| is_number(row, at)) && first[at].parse::<f64>().is_err()
    });
    first.iter().any(known) || figures
}

/// Whether a text that begins so has a label and a document in every line, parted by a tab.
pub fn is_labelled(head: &[u8], whole: bool) -> bool {
    const FEWEST: usize = 2;
    const LONGEST_LABEL: usize = 16;
    let end = if whole { Some(head.len()) } else { head.iter().rposition(|&byte| byte == b'\n') };
    // Most texts have no tab at all.
    let Some(head) = end.map(|end| &head[..end]).filter(|head| head.contains(&b'\t')) else { return false };
    let Some(decoded) = decode(head.into(), |_| None) else { return false };
    let (mut lines, mut chars) = (0, 0);
    for line in decoded.text.lines().filter(|line| !line.trim().is_empty()) {
        let Some((label, text)) = line.split_once('\t') else { return false };
        let label = label.trim_start_matches('\u{feff}');
        let short = (1..=LONGEST_LABEL).contains(&label.chars().count());
        if !short || label.starts_with(char::is_whitespace) || text.contains('\t') {
            return false;
        }
        lines += 1;
        chars += text.chars().count();
    }
    lines >= FEWEST && chars >= lines * TEXT * 2
}

impl Archive {
    fn table(&self) -> Result<&Table, Problem> {
        if let Some(table) = self.state.table.get() {
            return Ok(table);
        }
        let mut head = Vec::new();
        self.content.open()?.take(HEAD).read_to_end(&mut head)?;
        let whole = (head.len() as u64) < HEAD;
        let table = Table::of(&head, whole, self.text_field.as_deref()).ok_or(Problem::Binary)?;
        Ok(self.state.table.get_or_init(|| table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::of(text.as_bytes(), true, None).expect("a table")
    }

    #[test]
    fn labelled_lines_are_told_from_texts_and_tables() {
        let text = "球队昨天赢了一场比赛，全城的人都到街上庆祝到深夜。";
        assert!(is_labelled(format!("体育\t{text}\n财经\t{text}\n").as_bytes(), true));
        assert!(is_labelled(format!("体育\t{text}\n财经\t{text}\n体育\t球").as_bytes(), false));
        for other in
            [format!("{text}\n体育\t{text}\n"), "镇\t亩\n石门\t3\n".into(), format!("\t{text}\n\t{text}\n")]
        {
            assert!(!is_labelled(other.as_bytes(), true), "{other}");
        }
    }

    #[test]
    fn delimiter_and_header_are_told() {
        let news = table("标题,日期,正文\n河堤完工,2021-03-04,\"昨天，河堤完工，沿河的村子不再怕汛期。\"\n");
        assert_eq!((news.delimiter, news.header, news.documents), (b',', true, true));
        let labelled =
            table("体育\t球队昨天赢了一场比赛，全城欢庆\n财经\t股市昨天跌了一点，专家说不用担心\n");
        assert_eq!((labelled.delimiter, labelled.header, labelled.documents), (b'\t', false, true));
        assert_eq!(labelled.columns, ["1", "2"]);
        let figures = table("镇;亩数\n石门渡;1200\n青石;300\n");
        assert_eq!((figures.delimiter, figures.header, figures.documents), (b';', true, false));
    }
}
