//! Personal data in a text: mail addresses, mobile numbers, and identity numbers with a right check digit.

use std::iter::Sum;
use std::ops::{AddAssign, Range};

use serde::{Deserialize, Serialize};

/// What personal data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonalKind {
    Mail,
    /// A mobile number of mainland China: eleven digits, the first 1, the second 3 to 9.
    Mobile,
    /// An identity number of mainland China (GB 11643-1999): eighteen digits, a date of birth among them,
    /// of which the last, perhaps X, checks the others by ISO 7064 MOD 11-2.
    Identity,
}

/// Personal data where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub kind: PersonalKind,
    pub bytes: Range<usize>,
}

/// How much there is of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    pub mails: u32,
    pub mobiles: u32,
    pub identities: u32,
}

impl Personal {
    pub fn total(&self) -> u32 {
        self.mails + self.mobiles + self.identities
    }
}

impl AddAssign for Personal {
    fn add_assign(&mut self, other: Personal) {
        self.mails += other.mails;
        self.mobiles += other.mobiles;
        self.identities += other.identities;
    }
}

impl FromIterator<PersonalKind> for Personal {
    fn from_iter<I: IntoIterator<Item = PersonalKind>>(kinds: I) -> Personal {
        kinds.into_iter().map(Personal::from).sum()
    }
}

impl From<PersonalKind> for Personal {
    fn from(kind: PersonalKind) -> Personal {
        let none = Personal::default();
        match kind {
            PersonalKind::Mail => Personal { mails: 1, ..none },
            PersonalKind::Mobile => Personal { mobiles: 1, ..none },
            PersonalKind::Identity => Personal { identities: 1, ..none },
        }
    }
}

impl Sum for Personal {
    fn sum<I: Iterator<Item = Personal>>(all: I) -> Personal {
        all.fold(Personal::default(), |mut sum, more| {
            sum += more;
            sum
        })
    }
}

/// The personal data in a text, in order.
pub fn personal(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(from) = bytes[at..].iter().position(|b| b.is_ascii_digit() || *b == b'@') {
        let start = at + from;
        let next = if bytes[start] == b'@' { mail(text, start) } else { number(bytes, start) };
        at = match next {
            Some(one) => {
                let end = one.bytes.end;
                // A mail may begin with what was taken for a number.
                found.retain(|known: &Found| known.bytes.end <= one.bytes.start);
                found.push(one);
                end
            }
            None => digits_end(bytes, start).max(start + 1),
        };
    }
    found
}

fn digits_end(bytes: &[u8], start: usize) -> usize {
    start + bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count()
}

fn number(bytes: &[u8], start: usize) -> Option<Found> {
    let end = digits_end(bytes, start);
    let joined = |at: Option<&u8>| at.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let checked = matches!(bytes.get(end), Some(b'X' | b'x')) && end - start == 17;
    let end = end + usize::from(checked);
    if joined(start.checked_sub(1).and_then(|before| bytes.get(before))) || joined(bytes.get(end)) {
        return None;
    }
    let digits = &bytes[start..end];
    let kind = match digits {
        [b'1', b'3'..=b'9', ..] if digits.len() == 11 => PersonalKind::Mobile,
        _ if is_identity(digits) => PersonalKind::Identity,
        _ => return None,
    };
    Some(Found { kind, bytes: start..end })
}

/// ISO 7064 MOD 11-2 over the first seventeen digits, and a date of birth that may be.
fn is_identity(digits: &[u8]) -> bool {
    if digits.len() != 18 || digits[0] == b'0' {
        return false;
    }
    let value = |range: Range<usize>| digits[range].iter().fold(0, |n, d| n * 10 + i32::from(d - b'0'));
    let (year, month, day) = (value(6..10), value(10..12), value(12..14));
    let born = (1900..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let sum = digits[..17].iter().fold(0, |sum, d| (sum + u32::from(d - b'0')) * 2 % 11);
    let check = (12 - sum) % 11;
    let last = match digits[17] {
        b'X' | b'x' => 10,
        digit => u32::from(digit - b'0'),
    };
    born && check == last
}

fn mail(text: &str, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+');
    let host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let start = at - bytes[..at].iter().rev().take_while(|b| local(b)).count();
    let end = at + 1 + bytes[at + 1..].iter().take_while(|b| host(b)).count();
    let name = text[at + 1..end].trim_end_matches(['.', '-']);
    let (site, top) = name.rsplit_once('.')?;
    let fits =
        start < at && !site.is_empty() && top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    fits.then(|| Found { kind: PersonalKind::Mail, bytes: start..at + 1 + name.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        personal(text).into_iter().map(|found| &text[found.bytes]).collect()
    }

    #[test]
    fn mails_mobiles_and_identity_numbers_are_found_and_others_are_not() {
        assert_eq!(
            found("联系 zhang.san@example.com.cn，电话13800138000。"),
            ["zhang.san@example.com.cn", "13800138000"]
        );
        // The check digit of 11010519491231002 is X.
        assert_eq!(found("证号11010519491231002X。"), ["11010519491231002X"]);
        assert_eq!(found("证号110105194912310021，订单20240102030405060708，@微博，a@b"), Vec::<&str>::new());
        assert_eq!(found("编号A13800138000，共12800138000元"), Vec::<&str>::new());
        assert_eq!(found("13800138000@example.com"), ["13800138000@example.com"]);
    }
}
