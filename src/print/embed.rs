//! Pictures and fonts into the one file of a print page, so that it can be carried alone.

use super::html::base64;

/// A file as an address that holds it.
pub fn data_address(ending: &str, bytes: &[u8]) -> String {
    let kind = match ending.to_ascii_lowercase().as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" | "jfif" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    format!("data:{kind};base64,{}", base64(bytes))
}

/// The page with each picture's address as `embed` gives it. An address comes as it stands in the page, references
/// decoded; where `embed` gives nothing it stays. Text of authors is escaped, so that what begins `<img ` is a picture.
pub fn embed_pictures(html: &str, mut embed: impl FnMut(&str) -> Option<String>) -> String {
    const BEGIN: &str = "<img src=\"";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(BEGIN) {
        let (before, after) = rest.split_at(at + BEGIN.len());
        out.push_str(before);
        let end = after.find('"').unwrap_or(after.len());
        let (address, after) = after.split_at(end);
        let plain = address.replace("&amp;", "&");
        out.push_str(embed(&plain).as_deref().unwrap_or(address));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{data_address, embed_pictures};

    #[test]
    fn pictures_are_taken_in_and_those_that_are_not_there_stay() {
        let page = "<p>a &lt;img src=\"x\"</p><img src=\"a%20b.png?x&amp;y\" alt=\"\"><img src=\"none.png\" alt=\"\">";
        let mut asked = Vec::new();
        let embedded = embed_pictures(page, |address| {
            asked.push(address.to_owned());
            address.starts_with('a').then(|| data_address("PNG", b"foo"))
        });
        assert_eq!(asked, ["a%20b.png?x&y", "none.png"]);
        assert_eq!(
            embedded,
            "<p>a &lt;img src=\"x\"</p><img src=\"data:image/png;base64,Zm9v\" alt=\"\"><img src=\"none.png\" alt=\"\">"
        );
    }
}
