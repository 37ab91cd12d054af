//! Family O: overlays, editions and clearance.

super::codes! {
    O101 Error "not an instruction"
        "In a change file every heading of level 1 is an instruction such as `# Replace: On call`. A heading for the page itself takes two or more `#`."
    O112 Error "`:::class` is never closed"
        "Blocks for a clearance were opened but not closed in the same block. They end with it, which may show less than was meant but never more. Add the line `:::class-end`."
}
