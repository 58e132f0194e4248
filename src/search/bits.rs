//! Bit streams and the integer codes in them: Elias gamma and Rice codes, and byte-wise varints.

/// Appends codes to a bit stream, least significant bit first.
#[derive(Debug, Default)]
pub struct BitWriter {
    bytes: Vec<u8>,
    pending: u64,
    /// Bits in `pending`; fewer than 8 between calls.
    filled: u32,
}

impl BitWriter {
    /// The lowest `count` bits of `value`, at most 32.
    #[inline]
    pub fn bits(&mut self, value: u32, count: u32) {
        self.pending |= (u64::from(value) & ((1 << count) - 1)) << self.filled;
        self.filled += count;
        while self.filled >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.filled -= 8;
        }
    }

    /// `count` zeros and a one.
    fn unary(&mut self, mut count: u32) {
        while count >= 32 {
            self.bits(0, 32);
            count -= 32;
        }
        self.bits(0, count);
        self.bits(1, 1);
    }

    /// Elias gamma code; `value` is at least 1.
    pub fn gamma(&mut self, value: u32) {
        let width = value.max(1).ilog2();
        self.unary(width);
        self.bits(value, width);
    }

    /// Rice code: the quotient by 2^`shift` in unary, the rest in bits.
    pub fn rice(&mut self, value: u32, shift: u32) {
        self.unary(value >> shift);
        self.bits(value, shift);
    }

    /// Fills the last byte, so that what comes next begins with a byte of its own.
    pub fn fill(&mut self) {
        if self.filled > 0 {
            self.bytes.push(self.pending as u8);
            (self.pending, self.filled) = (0, 0);
        }
    }

    /// Bytes that are full.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Appends a stream to one that is filled.
    pub fn append(&mut self, other: BitWriter) {
        debug_assert_eq!(self.filled, 0, "the other stream begins with a byte of its own");
        self.bytes.extend_from_slice(&other.into_bytes());
    }

    pub fn into_bytes(mut self) -> Vec<u8> {
        self.fill();
        self.bytes
    }
}

/// Reads codes from a bit stream. Past its end there are only zeros, and a code that never ends is cut
/// short, so damaged bytes give wrong numbers but no panic and no endless loop.
#[derive(Debug, Clone)]
pub struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        BitReader { bytes, at: 0 }
    }

    /// At least 56 bits from the current place.
    fn peek(&self) -> u64 {
        let byte = self.at / 8;
        let word = match self.bytes.get(byte..byte + 8) {
            Some(full) => u64::from_le_bytes(full.try_into().expect("the slice has eight bytes")),
            None => {
                let mut last = [0; 8];
                let rest = self.bytes.get(byte..).unwrap_or_default();
                last[..rest.len()].copy_from_slice(rest);
                u64::from_le_bytes(last)
            }
        };
        word >> (self.at % 8)
    }

    pub fn bits(&mut self, count: u32) -> u32 {
        let value = self.peek() & ((1 << count) - 1);
        self.at += count as usize;
        value as u32
    }

    fn unary(&mut self) -> u32 {
        let mut count = 0;
        loop {
            let zeros = self.peek().trailing_zeros().min(56);
            count += zeros;
            self.at += zeros as usize;
            if zeros < 56 {
                self.at += 1;
                return count;
            }
            if self.at >= self.bytes.len() * 8 {
                return count;
            }
        }
    }

    pub fn gamma(&mut self) -> u32 {
        let width = self.unary().min(31);
        1 << width | self.bits(width)
    }

    pub fn rice(&mut self, shift: u32) -> u32 {
        let quotient = self.unary();
        quotient.wrapping_shl(shift) | self.bits(shift)
    }
}

/// Appends `value` in groups of seven bits, the lowest first.
pub fn put_varint(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Takes a varint from the front of `bytes`; 0 where they end.
pub fn take_varint(bytes: &mut &[u8]) -> u32 {
    let mut value = 0u32;
    for shift in (0..35).step_by(7) {
        let Some((&byte, rest)) = bytes.split_first() else { break };
        *bytes = rest;
        value |= u32::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
        if byte < 0x80 {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn codes_come_back(values in prop::collection::vec((1u32..1 << 20, 0u32..12), 0..200)) {
            let mut writer = BitWriter::default();
            for &(value, shift) in &values {
                writer.gamma(value);
                writer.rice(value >> 6, shift);
                writer.bits(value, 20);
            }
            let bytes = writer.into_bytes();
            let mut reader = BitReader::new(&bytes);
            for &(value, shift) in &values {
                prop_assert_eq!(reader.gamma(), value);
                prop_assert_eq!(reader.rice(shift), value >> 6);
                prop_assert_eq!(reader.bits(20), value);
            }
        }

        #[test]
        fn varints_come_back(values in prop::collection::vec(any::<u32>(), 0..50)) {
            let mut bytes = Vec::new();
            values.iter().for_each(|&value| put_varint(&mut bytes, value));
            let mut rest = bytes.as_slice();
            for &value in &values {
                prop_assert_eq!(take_varint(&mut rest), value);
            }
            prop_assert!(rest.is_empty());
        }

        #[test]
        fn damaged_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..40), shift in 0u32..12) {
            let mut reader = BitReader::new(&bytes);
            for _ in 0..400 {
                reader.gamma();
                reader.rice(shift);
            }
        }
    }
}
