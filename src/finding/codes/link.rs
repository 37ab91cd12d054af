//! Family L: links, images and other references.

super::codes! {
    L001 Error "link to a topic that does not exist"
        "The link leads to no topic of the playbook. Readers see its text, marked as broken. Correct the path: it counts from the folder of the file that holds the link."
}
