//! Family D: data sets.

super::codes! {
    D001 Error "a row or entry that is no record"
        "A data file holds records: in YAML and TOML a name with fields below it, in CSV a row whose first cell is the name. This one cannot be read as a record and is left out."
    D002 Error "a record stands twice in a file"
        "A file gives the same record twice. The first one counts; join them."
    D003 Error "a field that the set has not"
        "The schema of the set in `book.toml` names its fields, and this is none of them. Correct the name, or add the field to `[data.set.fields]`."
    D004 Error "a schema that cannot be read"
        "`[data.set.fields]` gives each field a `type`: text, phone, email, duration, date, number, flag or ref; with `to`, `max`, `at-most` and `classification` where they are wanted."
}
