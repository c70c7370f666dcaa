//! Bytes as hexadecimal digits.

pub(super) fn write(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// None where there is anything but pairs of digits.
pub(super) fn read(digits: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| {
        let digits =
            std::str::from_utf8(pair).ok().filter(|_| pair.len() == 2 && pair.iter().all(u8::is_ascii_hexdigit));
        u8::from_str_radix(digits?, 16).ok()
    };
    digits.as_bytes().chunks(2).map(pair).collect()
}
