//! The first bytes of a picture → how wide and high it is, so that a page keeps its room while it loads.

use imagesize::blob_size;

/// Width and height in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PictureSize {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// The endings of the pictures whose size is read.
pub const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "bmp", "avif", "svg"];

/// The size that the beginning of a picture's file tells; `None` where it tells none.
pub fn picture_size(head: &[u8], ending: &str) -> Option<PictureSize> {
    let size = if ending.eq_ignore_ascii_case("svg") {
        svg_size(&String::from_utf8_lossy(head))?
    } else {
        let size = blob_size(head).ok()?;
        PictureSize { width: u32::try_from(size.width).ok()?, height: u32::try_from(size.height).ok()? }
    };
    (size.width > 0 && size.height > 0).then_some(size)
}

/// `width` and `height` of the outermost element, else the last two numbers of its `viewBox`.
fn svg_size(text: &str) -> Option<PictureSize> {
    let tag = text.get(text.find("<svg")? + 4..)?;
    let tag = tag.get(..tag.find('>')?)?;
    let value = |name: &str| {
        let at = tag.match_indices(name).map(|(at, _)| at).find(|at| {
            let before = tag.get(..*at).unwrap_or_default();
            before.ends_with(|c: char| c.is_ascii_whitespace())
        })?;
        let rest = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest.get(1..)?.split(quote).next()
    };
    let pixels = |written: &str| pixels(written.trim().trim_end_matches("px"));
    if let (Some(width), Some(height)) = (value("width").and_then(pixels), value("height").and_then(pixels)) {
        return Some(PictureSize { width, height });
    }
    let mut numbers = value("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
    Some(PictureSize { width: pixels(numbers.next()?)?, height: pixels(numbers.next()?)? })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked before")]
fn pixels(written: &str) -> Option<u32> {
    let number: f64 = written.parse().ok()?;
    (0.5..100_000.0).contains(&number).then(|| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::{PictureSize, picture_size};

    #[test]
    fn the_size_stands_in_the_first_bytes() {
        let size =
            |head: &[u8], ending| picture_size(head, ending).map(|PictureSize { width, height }| (width, height));
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0\x08\x06\0\0\0";
        assert_eq!(size(png, "png"), Some((640, 480)));
        assert_eq!(size(b"GIF89a\x10\0\x20\0\0\0\0", "gif"), Some((16, 32)));
        assert_eq!(size(b"<?xml?><svg width='20px' height=\"10\"><g/></svg>", "svg"), Some((20, 10)));
        assert_eq!(size(b"<svg stroke-width=\"3\" viewBox=\"0 0 24.4,12\">", "SVG"), Some((24, 12)));
        for head in [&b""[..], b"no picture", b"<svg width='100%' height='1e9'>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]
        {
            assert_eq!(size(head, "png"), None);
            assert_eq!(size(head, "svg"), None);
        }
    }
}
