//! Reading one document: its bytes, its text, and the evidence of its format.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::parse::parse;
use super::{Charset, LoadError, Origin, Problem, Raw, Source, decode, samples, unpack};

/// Reads and decodes one document.
pub fn load(source: &Source) -> Result<Raw, LoadError> {
    load_as(source, None)
}

/// The same for one that somebody says is in an encoding.
pub fn load_as(source: &Source, charset: Option<Charset>) -> Result<Raw, LoadError> {
    decode::given(charset, || load_given(source))
}

fn load_given(source: &Source) -> Result<Raw, LoadError> {
    let name = source.name();
    let raw = match &source.origin {
        Origin::Member(archive, member) => archive.load(member, source.format),
        origin => read(origin).and_then(|bytes| parse(bytes, source.format)),
    };
    match raw {
        Ok(raw) => Ok(Raw { path: name, ..raw }),
        Err(problem) => Err(LoadError { name, problem }),
    }
}

fn read(origin: &Origin) -> Result<Cow<'_, [u8]>, Problem> {
    match origin {
        Origin::File(path) => Ok(Cow::Owned(read_file(path)?)),
        Origin::Embedded(name) => samples::bytes(name)
            .map(Cow::Borrowed)
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound).into()),
        Origin::Stdin(bytes) => Ok(Cow::Borrowed(bytes)),
        Origin::Member(..) => Err(Problem::Stale),
    }
}

/// All of a file, unpacked. One that does not fit into the positions of a text is not read to its end.
fn read_file(path: &Path) -> Result<Vec<u8>, Problem> {
    let most = u64::from(u32::MAX);
    let mut bytes = Vec::new();
    if unpack::is_packed(path) {
        unpack::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    } else {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        if size > most {
            return Err(Problem::TooLarge);
        }
        // One byte more than there should be shows the end in the same reading.
        bytes.reserve_exact(size as usize + 1);
        file.take(most + 1).read_to_end(&mut bytes)?;
    }
    if u32::try_from(bytes.len()).is_err() { Err(Problem::TooLarge) } else { Ok(bytes) }
}
