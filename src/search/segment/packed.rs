//! A part of a segment that is read as a whole and seldom, stored compressed.

/// Fast to unpack, and a third of what lists of words take.
const LEVEL: i32 = 3;
/// Larger parts are none of wenlan's.
const LARGEST: usize = 1 << 30;

/// The length of what is packed, and its compressed bytes.
pub fn pack(plain: &[u8]) -> Vec<u8> {
    let mut out = (plain.len() as u32).to_le_bytes().to_vec();
    // Compressing into memory does not fail; a part that is not there is read as an empty one.
    out.extend(zstd::bulk::compress(plain, LEVEL).unwrap_or_default());
    out
}

/// What was packed; nothing where that is damaged.
pub fn unpack(packed: &[u8]) -> Vec<u8> {
    let Some((len, packed)) = packed.split_first_chunk() else { return Vec::new() };
    let len = (u32::from_le_bytes(*len) as usize).min(LARGEST);
    zstd::bulk::decompress(packed, len).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(plain in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(unpack(&pack(&plain)), plain);
        }

        #[test]
        fn damage_does_no_harm(mut packed in prop::collection::vec(any::<u8>(), 0..60)) {
            // Room for what a damaged length says is asked for at once.
            packed.iter_mut().skip(2).take(2).for_each(|byte| *byte = 0);
            unpack(&packed);
        }
    }
}
