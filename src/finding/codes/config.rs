//! Family C: `book.toml`, `layer.toml`, `docfx.json` and the command line's own words.

super::codes! {
    C001 Error "the file is no valid TOML"
        "The file could not be read as TOML from the marked place on. What stands before it is used; the rest takes its defaults. Mend the marked line."
    C002 Warning "unknown key"
        "The key is not one that Lifeboat knows, so it changes nothing. It is nearly always a misspelling: compare it with the name that the help line offers."
    C003 Error "the value is of the wrong kind"
        "The key is known but its value has another kind than the key takes, such as text where yes or no is meant. The default is used until it is mended."
    C020 Error "the file is no valid JSON"
        "A file that describes the docset (`docfx.json`, a redirection file or the publishing settings) could not be read as JSON from the marked place on, so nothing of it is used. Mend the marked line."
    C021 Error "the choices for zones cannot be read"
        "`zone-pivot-groups.yml` names the choices that zones offer. It could not be read as YAML, so readers see the bare ids of the choices until it is mended."
    C022 Warning "a folder or pattern of the docset cannot be used"
        "`docfx.json` names files by folders and patterns. The marked one leads out of the project or is no pattern, so it stands for no file. Correct it."
}
