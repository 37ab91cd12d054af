//! Family O: overlays, editions and clearance.

super::codes! {
    O101 Error "not an instruction"
        "In a change file every heading of level 1 is an instruction such as `# Replace: On call`. A heading for the page itself takes two or more `#`."
}
