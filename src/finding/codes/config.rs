//! Family C: `book.toml`, `layer.toml`, `docfx.json` and the command line's own words.

super::codes! {
    C001 Error "the file is no valid TOML"
        "The file could not be read as TOML from the marked place on. What stands before it is used; the rest takes its defaults. Mend the marked line."
    C002 Warning "unknown key"
        "The key is not one that Lifeboat knows, so it changes nothing. It is nearly always a misspelling: compare it with the name that the help line offers."
    C003 Error "the value is of the wrong kind"
        "The key is known but its value has another kind than the key takes, such as text where yes or no is meant. The default is used until it is mended."
}
