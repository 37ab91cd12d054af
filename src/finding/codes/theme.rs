//! Family T: templates and styles of the theme.

super::codes! {
    T001 Error "a template is faulty"
        "A template of the theme could not be read or filled in. The marked place is in the template. Correct it, or remove the file so that the default theme serves in its place."
    T002 Note "a file of the theme has no use"
        "The theme folder may hold templates (`.html`), style sheets, scripts, pictures and fonts. This file is none of them, so it is left out of the site. Move it elsewhere, or give it the right ending."
}
