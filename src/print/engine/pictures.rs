//! Picture files → [`Pictures`]: each decoded before the book is set, since one that cannot be decoded fails a whole book.
//!
//! What a file is called never counts: its first bytes say what it is.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::ImageReader;
use rayon::prelude::*;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

use crate::print::emit::{PictureFact, Pictures, PrintPicture};
use crate::source::{Memo, SitePath};

/// A picture of more pixels is not decoded: 64 megapixels are an A4 sheet at 800 dots per inch, and 256 MB in memory.
const MOST_PIXELS: u64 = 64_000_000;

/// The largest file.
const LARGEST: usize = 32 * 1024 * 1024;

/// A side of more pixels than this is no picture for paper, and more than JPEG allows (65,535).
const LONGEST_SIDE: u32 = 65_000;

/// A picture's file as it was read.
#[derive(Debug, Clone)]
pub struct PictureFile {
    /// Where it stands in the site.
    pub path: SitePath,
    /// What it holds; or why it could not be read, in words that follow "the picture".
    pub bytes: Result<Vec<u8>, String>,
}

/// Pictures that were decoded, with their bytes by their names among the sources of the book.
#[derive(Debug, Clone, Default)]
pub struct DecodedPictures {
    /// What the emitter needs to know.
    pub facts: Pictures,
    pub(super) files: BTreeMap<String, Bytes>,
}

impl DecodedPictures {
    /// Every picture's name among the sources of the book, with its bytes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}

/// Pictures that were decoded before, by a hash of what their files hold.
#[derive(Debug, Default)]
pub struct PictureMemory {
    decoded: Memo<blake3::Hash, Result<Decoded, String>>,
}

/// Decodes pictures. Their names count up in the order given.
pub fn decode_pictures(files: Vec<PictureFile>) -> DecodedPictures {
    decode_pictures_again(files, &mut PictureMemory::default())
}

/// The same, without decoding again those that are known.
pub fn decode_pictures_again(files: Vec<PictureFile>, memory: &mut PictureMemory) -> DecodedPictures {
    memory.decoded.turn();
    let known = &memory.decoded;
    let decoded: Vec<_> = files
        .into_par_iter()
        .map(|file| match file.bytes {
            Ok(bytes) => {
                let hash = blake3::hash(&bytes);
                let decoded = known.get(&hash).cloned().unwrap_or_else(|| decode(bytes));
                (file.path, Some(hash), decoded)
            }
            Err(why) => (file.path, None, Err(why)),
        })
        .collect();
    let mut pictures = DecodedPictures::default();
    for (at, (path, hash, decoded)) in decoded.into_iter().enumerate() {
        if let Some(hash) = hash {
            memory.decoded.keep(hash, decoded.clone());
        }
        let fact = match decoded {
            Ok(Decoded { bytes, format, width, height }) => {
                let file = format!("pictures/{}.{format}", at + 1);
                pictures.files.insert(file.clone(), bytes);
                PictureFact::Usable(PrintPicture { file, format, width: width * 0.75, height: height * 0.75 })
            }
            Err(why) => PictureFact::Unusable(why),
        };
        pictures.facts.insert(path, fact);
    }
    pictures
}

#[derive(Debug, Clone)]
struct Decoded {
    bytes: Bytes,
    format: &'static str,
    width: f64,
    height: f64,
}

fn decode(bytes: Vec<u8>) -> Result<Decoded, String> {
    if bytes.is_empty() {
        return Err("is empty".to_owned());
    }
    if bytes.len() > LARGEST {
        return Err(format!("has {} MB, {} at most", bytes.len() / 1_048_576, LARGEST / 1_048_576));
    }
    match ExchangeFormat::detect(&bytes) {
        Some(format) => decode_raster(bytes, format),
        None if is_svg(&bytes) => decode_svg(bytes),
        None => Err("is no PNG, JPEG, GIF, WebP or SVG".to_owned()),
    }
}

fn decode_raster(bytes: Vec<u8>, format: ExchangeFormat) -> Result<Decoded, String> {
    let size = ImageReader::new(Cursor::new(&bytes))
        .with_guessed_format()
        .map_err(|error| error.to_string())
        .and_then(|reader| reader.into_dimensions().map_err(|error| error.to_string()));
    let (width, height) = size.map_err(|error| format!("is damaged ({})", first_line(&error)))?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS || width.max(height) > LONGEST_SIDE {
        return Err(format!("has {width} × {height} pixels, {} million at most", MOST_PIXELS / 1_000_000));
    }
    let bytes = Bytes::new(bytes);
    let image =
        RasterImage::plain(bytes.clone(), format).map_err(|error| format!("is damaged ({})", first_line(&error)))?;
    let name = match format {
        ExchangeFormat::Png => "png",
        ExchangeFormat::Jpg => "jpg",
        ExchangeFormat::Gif => "gif",
        ExchangeFormat::Webp => "webp",
    };
    Ok(Decoded { bytes, format: name, width: f64::from(image.width()), height: f64::from(image.height()) })
}

fn decode_svg(bytes: Vec<u8>) -> Result<Decoded, String> {
    if takes_in_files(&bytes) {
        return Err("takes in another file, which a drawing on paper cannot".to_owned());
    }
    let bytes = Bytes::new(bytes);
    let image = SvgImage::new(bytes.clone()).map_err(|_| "is damaged (no drawing can be made of it)".to_owned())?;
    let (width, height) = (image.width(), image.height());
    let sound = |side: f64| side.is_finite() && side > 0.0 && side <= f64::from(LONGEST_SIDE);
    if !sound(width) || !sound(height) {
        return Err("has no size that can be printed".to_owned());
    }
    Ok(Decoded { bytes, format: "svg", width, height })
}

/// Whether it begins as a drawing does.
fn is_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    String::from_utf8_lossy(start).contains("<svg")
}

/// Whether a drawing shows a picture that is not in it.
fn takes_in_files(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.match_indices("<image").any(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        let tag = rest.split('>').next().unwrap_or_default();
        tag.split("href").skip(1).any(|value| {
            let value = value.trim_start_matches(|c: char| c == '=' || c.is_whitespace() || c == '"' || c == '\'');
            !value.starts_with("data:") && !value.starts_with('#')
        })
    })
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use super::{PictureFile, decode_pictures};
    use crate::print::emit::PictureFact;
    use crate::source::SitePath;

    fn check(bytes: &[u8], expected: &str) {
        let path = SitePath::new("a.png").unwrap();
        let decoded = decode_pictures(vec![PictureFile { path: path.clone(), bytes: Ok(bytes.to_vec()) }]);
        let said = match decoded.facts.get(&path).unwrap() {
            PictureFact::Usable(picture) => format!("{} {}x{}", picture.file, picture.width, picture.height),
            PictureFact::Unusable(why) => why.clone(),
        };
        assert_eq!(said, expected);
    }

    #[test]
    fn the_first_bytes_say_what_a_picture_is() {
        check(b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'/>", "pictures/1.svg 30x15");
        let gif = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b";
        check(gif, "pictures/1.gif 0.75x0.75");
    }

    #[test]
    fn what_cannot_be_printed_says_why() {
        check(b"", "is empty");
        check(b"MZ\x90\x00", "is no PNG, JPEG, GIF, WebP or SVG");
        check(b"<svg xmlns='http://www.w3.org/2000/svg'><g>", "is damaged (no drawing can be made of it)");
        check(
            b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='4'><image href='x.png'/></svg>",
            "takes in another file, which a drawing on paper cannot",
        );
        // A PNG of 60,000 by 60,000 pixels, of which it holds none.
        let head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x02\x00\x00\x00";
        let mut hasher = 0xffff_ffff_u32;
        for byte in &head[12..] {
            hasher ^= u32::from(*byte);
            for _ in 0..8 {
                hasher = (hasher >> 1) ^ (0xedb8_8320 & (0_u32.wrapping_sub(hasher & 1)));
            }
        }
        let mut png = head.to_vec();
        png.extend((!hasher).to_be_bytes());
        png.extend(b"\x00\x00\x00\x00IDAT\x35\xaf\x06\x1e\x00\x00\x00\x00IEND\xaeB`\x82");
        check(&png, "has 60000 × 60000 pixels, 64 million at most");
    }
}
