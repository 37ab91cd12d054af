//! Family S: source files and the site's output.

super::codes! {
    S001 Loss "a file cannot be read"
        "The file exists but could not be read. A page would be missing, so nothing is published until it can be read again. Check its permissions."
    S002 Loss "a file is no UTF-8 text"
        "The file holds bytes that are no text in UTF-8 (or UTF-16 with a byte-order mark). Save it as UTF-8 in the editor."
}
