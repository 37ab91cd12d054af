//! Family T: templates and styles of the theme.

super::codes! {
    T001 Error "a template is faulty"
        "A template of the theme could not be read or filled in. The marked place is in the template. Correct it, or remove the file so that the default theme serves in its place."
}
