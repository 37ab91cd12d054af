//! Family F: the front matter of topics.

super::codes! {
    F001 Error "the front matter is no valid YAML"
        "The block between the two lines `---` could not be read as YAML. The page is built from the text below it, but its title, owner and dates are unknown until the marked line is mended."
    F002 Error "the front matter is never closed"
        "The first line opens a front matter block with `---`, but no later line closes it with `---` or `...`. Add the closing line."
    F003 Error "the value is of the wrong kind"
        "The key is known, but its value is of another kind than the key takes. YAML reads `{{ x }}` as a mapping and `- x` as a list: put such text in quotes."
    F004 Note "unknown key"
        "The key is none that Lifeboat or Microsoft Learn knows. It is kept, but nothing on the page comes from it. Compare it with the name that the help line offers."
    F005 Error "the front matter is no mapping"
        "Front matter is a list of `key: value` lines. This block holds something else, such as a plain sentence or a list, so nothing of it can be used."
}
