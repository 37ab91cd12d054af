//! Family M: the Markdown of topics and the dialect's constructs.

super::codes! {
    M001 Loss "an include is missing"
        "The topic takes in another file that does not exist, so a part of the topic is missing. The page shows a mark in its place. Correct the path, or restore the file."
}
