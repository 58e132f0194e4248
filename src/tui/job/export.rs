//! Writing tables into the working folder.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::lang::Lang;
use crate::print::Style;
use crate::print::table::{Form, Writer};
use crate::stats::{Asked, Entry, Flow, Scope};

/// Writes each table that has rows to a file of its name that was not there before; returns the path of the
/// first.
///
/// # Errors
///
/// Where a file could not be written; the message names it.
pub fn write(tables: &[&'static str], scope: &Scope, asked: &Asked) -> io::Result<Option<PathBuf>> {
    let folder = std::env::current_dir()?;
    let mut first = None;
    for table in tables.iter().filter_map(|name| Entry::named(name)) {
        first = first.or(write_table(&folder, table, scope, asked)?);
    }
    Ok(first)
}

fn write_table(folder: &Path, table: &Entry, scope: &Scope, asked: &Asked) -> io::Result<Option<PathBuf>> {
    // What a page shows has what its tables need; a table without rows is no file.
    let style = Style { lang: Lang::En, color: false, full_width: false, columns: None };
    let mut file: Option<(BufWriter<File>, PathBuf)> = None;
    let mut result = Ok(());
    let mut put = |text: &str| {
        let (out, path) = match &mut file {
            Some(file) => file,
            None => {
                let (new, path) = create_numbered(folder, table.name)?;
                file.insert((BufWriter::new(new), path))
            }
        };
        out.write_all(text.as_bytes()).map_err(|error| named(path, &error))
    };
    let mut writer = Writer::new(Form::Csv { mark: false }, table.columns, &style, &mut put);
    // A table that lacks something has no rows here.
    let _ = table.rows(scope, asked, &mut |row| match writer.row(row) {
        Ok(()) => Flow::Continue(()),
        Err(error) => {
            result = Err(error);
            Flow::Break(())
        }
    });
    result?;
    let Some((mut out, path)) = file else { return Ok(None) };
    out.flush().map_err(|error| named(&path, &error))?;
    Ok(Some(path))
}

/// Writes a text to a file that must not be there yet.
///
/// # Errors
///
/// Where it is there, or could not be written; the message names it.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path).map_err(|error| named(path, &error))?;
    file.write_all(text.as_bytes()).map_err(|error| named(path, &error))
}

/// `wenlan-NAME.csv`, or with a number where that is taken.
fn create_numbered(folder: &Path, name: &str) -> io::Result<(File, PathBuf)> {
    let mut number = 1;
    loop {
        let file = match number {
            1 => format!("wenlan-{name}.csv"),
            _ => format!("wenlan-{name}-{number}.csv"),
        };
        let path = folder.join(file);
        match File::create_new(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(named(&path, &error)),
            Ok(file) => return Ok((file, path)),
        }
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let name = |(_, path): (File, PathBuf)| path.file_name().unwrap().to_string_lossy().into_owned();
        let names = [(); 3].map(|()| name(create_numbered(folder.path(), "figures").unwrap()));
        assert_eq!(names, ["wenlan-figures.csv", "wenlan-figures-2.csv", "wenlan-figures-3.csv"]);
        let error = create_numbered(&folder.path().join("none"), "figures").unwrap_err();
        assert!(error.to_string().contains("wenlan-figures.csv"), "{error}");
    }
}
