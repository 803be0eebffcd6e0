//! Files whose heads are right; behind them stand bytes that tell where one is.

fn part(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len() + 8).unwrap();
    [&size.to_be_bytes(), name.as_slice(), body].concat()
}

fn filling(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

/// A film that says how long it is.
pub(crate) fn film(seconds: u32, bytes: usize) -> Vec<u8> {
    let duration = (seconds * 1_000).to_be_bytes();
    let header = [&[0; 12][..], &1_000_u32.to_be_bytes(), &duration, &[0; 80]].concat();
    let moov = part(b"moov", &part(b"mvhd", &header));
    [part(b"ftyp", b"isom\0\0\x02\0isommp41"), part(b"mdat", &filling(bytes)), moov].concat()
}

/// A picture, one of many.
pub(crate) fn picture(which: u8) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n".as_slice(), &[which; 200]].concat()
}

/// A document.
pub(crate) fn document(bytes: usize) -> Vec<u8> {
    [b"%PDF-1.7\n".as_slice(), &filling(bytes)].concat()
}
