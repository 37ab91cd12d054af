//! Pages, titles, ids, neighbours, backlinks, files carried along.

use expect_test::expect;
use lifeboat::finding::Place;
use lifeboat::playbook::Redirect;

use super::{Show, check, check_with};

#[test]
fn titles_come_from_the_front_matter_then_the_heading_then_the_name() {
    check(
        Show::Pages,
        "-- index.md
---
title: The title
---
# The heading
-- b.md
# The *heading* `b`
-- c.md
Text
",
        &expect![[r#"
            b.html “The heading b” entry [2], c.html ← → –, outline ["the-heading-b"], linked from []
            c.html “c” entry [1], index.html ← → b.html, outline [], linked from []
            index.html “The title” entry [0], – ← → c.html, outline ["the-heading"], linked from []
            home index.html
        "#]],
    );
}

#[test]
fn ids_stay_unique_when_parts_of_other_files_repeat_them() {
    check(
        Show::Pages,
        "-- index.md
# Home
[!INCLUDE [x](includes/part.md)]

## Steps
> [!NOTE]
> ### In a note

[!INCLUDE [x](includes/part.md)]

# [One](#tab/one)
## On a tab
-- includes/part.md
## Steps
## More
",
        &expect![[r#"
            index.html “Home” entry [0], – ← → –, outline ["home", "steps-1", "more", "steps", "in-a-note", "steps-2", "more-1", "on-a-tab"], linked from []
            home index.html
        "#]],
    );
}

#[test]
fn two_topics_for_one_page_are_a_loss_and_the_first_stays() {
    check(
        Show::Pages,
        "-- a/plan.md
# A
-- a/plan.markdown
# B
-- contents.md
# Contents
-- search/x.md
# X
-- Note.markdown
# N
-- note.md
# N
",
        &expect![[r#"
            Note.html “N” entry [2], contents-topic.html ← → note-1.html, outline ["n"], linked from []
            a/plan.html “B” entry [0, 0], – ← → contents-topic.html, outline ["b"], linked from []
            contents-topic.html “Contents” entry [1], a/plan.html ← → Note.html, outline ["contents"], linked from []
            note-1.html “N” entry [3], Note.html ← → search/x.html, outline ["n"], linked from []
            search/x.html “X” entry [4, 0], note-1.html ← → –, outline ["x"], linked from []
            home a/plan.html
            S020 a/plan.md:1:1 []: two topics for one page; the page is already made from `a/plan.markdown`, so this topic would be missing; rename one of them, or join them
            S022 contents.md:1:1 []: the topic's name cannot be the name of its page; the site has a page of its own with this name; rename the file; until then its page is `contents-topic.html`
            S021 note.md:1:1 []: two names that some computers cannot tell apart; only letter case or accents tell it from `Note.markdown`; rename one of them; until then this page is `note-1.html`
        "#]],
    );
}

#[test]
fn topics_know_who_links_to_them() {
    check(
        Show::Pages,
        "-- index.md
[b](b.md) [b again](b.md#x) [self](#top)
-- a.md
[b](b.md)
-- b.md
## x
",
        &expect![[r#"
            a.html “a” entry [2], b.html ← → –, outline [], linked from []
            b.html “b” entry [1], index.html ← → a.html, outline ["x"], linked from ["a.html", "index.html"]
            index.html “index” entry [0], – ← → b.html, outline [], linked from []
            home index.html
        "#]],
    );
}

#[test]
fn only_what_a_link_names_is_carried_along() {
    check(
        Show::Files,
        "-- content/topics/index.md
![a](media/a.png) ![b](../shared/b.png) [c](list.csv) [d](draft.csv) ![e](search/e.png)
-- content/topics/media/a.png
-- content/topics/media/unused.png
-- content/shared/b.png
-- content/topics/list.csv
x
-- content/topics/search/e.png
",
        &expect![[r#"
            list.csv from content/topics/list.csv
            media/a.png from content/topics/media/a.png
            media/b2a2fe59-b.png from content/shared/b.png
            media/search/e.png from content/topics/search/e.png
            L003 content/topics/index.md:1:59 [draft.csv]: link to a file that does not exist; no file at `content/topics/draft.csv`
        "#]],
    );
}

#[test]
fn old_addresses_lead_to_the_new_place() {
    check_with(
        Show::Files,
        "-- index.md
[a](old.md)
-- old.md
---
redirect_url: new.md
---
-- new.md
---
redirect_from:
- ancient.md
- /way/back.html
---
# New
-- round.md
---
redirect_url: about.md
---
-- about.md
---
redirect_url: round.md
---
-- nowhere.md
---
redirect_url: missing.md
---
-- away.md
---
redirect_url: https://a.example/x
---
",
        |settings| {
            let redirect = |from: &str, to: &str| Redirect {
                from: from.into(),
                to: to.into(),
                place: Place::new("book.toml", 0..0),
            };
            settings.redirects =
                vec![redirect("/book/one.html", "../new.html#top"), redirect("/", "x"), redirect("/../x", "new")];
        },
        &expect![[r#"
            ancient.html is now new.html
            away.html is now outside https://a.example/x
            book/one.html is now new.html
            old.html is now new.html
            way/back.html is now new.html
            L030 about.md:2:15 [round.md]: redirections go round in a circle; this leads back to `about.html`
            L031 book.toml:1:1 []: this old address is no page; it leaves the site or is empty
            L011 index.md:1:5 [old.md]: the target has moved; a redirection leads to `new.md`
            L031 nowhere.md:2:15 [missing.md]: a redirection leads nowhere; `missing.md` is no page and no address
            L030 round.md:2:15 [about.md]: redirections go round in a circle; this leads back to `round.html`
        "#]],
    );
}
