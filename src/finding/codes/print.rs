//! Family P: print and PDF. P001 to P049 are the book's, those from P050 on the PDF's.

super::codes! {
    P001 Warning "nothing to print"
    "No topic of the edition goes on paper: all of them say `print: never`, or none is what the command asked for. The book then has a cover and no sheets.\n\nTake `print: never` out of the topics that somebody needs when the screens are dark, or ask for another role or pattern."

    P002 Error "no topic is for this role"
    "A booklet was asked for a role that no topic names. A role is the `id` (or the file name) of a topic with `type: role`, or a word that a topic lists in `roles`.\n\nThe help line gives the nearest role that there is."

    P003 Error "no topic matches the pattern"
    "A pattern such as `scenarios/*` was given, and the path of no topic matches it. Patterns count from the folder of the topics; `*` stands for anything within a folder, `**` for any folders."

    P004 Warning "the place in the binder is no number"
    "`binder` in the front matter has two keys: `tab`, what stands on the tab of the binder, and `order`, a whole number. Topics behind one tab stand in the order of their numbers, those without a number last.\n\n```yaml\nbinder:\n  tab: Scenarios\n  order: 3\n```"

    P005 Hint "a printed reference leads to a topic that is never printed"
    "The topic is printed, and a link in it leads to a topic that says `print: never`. On paper the reader finds the words of the link and no number to turn to.\n\nLet the other topic be printed, or say in the text what the reader needs of it."

    P006 Note "two topics want the same place in the binder"
    "Two topics name the same `tab` and the same `order`. They stand in the order of the navigation.\n\nGive one of them another number."

    P007 Warning "the address does not fit into a QR code"
    "A QR code holds at most about 2,300 letters, and one that a telephone reads from paper far fewer. The address is not printed as a code.\n\nGive a shorter address in `qr`."

    P008 Warning "no address for the QR code"
    "The topic says `qr: true`, which prints the address of its own page, and `book.toml` does not say under which address the site is served.\n\nSet `[output.html] site-url`, or write the address into `qr`."

    P009 Note "the book is too large for one print page"
    "The site of a playbook of more than 2,000 topics has no `print.html`: it would be as large as all other pages together, and no browser prints some thousand sheets at once.\n\n`lifeboat print --topic 'PATTERN'` and `--role ROLE` print a part of it, and `lifeboat pdf` makes a file of any size. To have the page all the same, set `enable = true` under `[output.html.print]` in `book.toml`."
    P050 Warning "a picture that cannot be printed"
    "The picture is missing, empty, cut off, too large, or of another kind than any that can be printed (PNG, JPEG, GIF, WebP, SVG). Its description stands on paper in its place.\n\nSave the picture again, as PNG or SVG, at most 64 megapixels and 32 MB."

    P051 Warning "a character that no font has"
    "The fonts of the printed book have no shape for the character, so its code point stands on paper in a small frame, such as `U+1F525`. Emoji and scripts such as Chinese or Thai need fonts of their own.\n\nGive a folder with a font that has it: `lifeboat pdf --font-dir fonts`. Or write a word in place of the sign."

    P052 Note "nested too deep for paper"
    "Lists and quotes stand in each other more than twelve deep, and paper has no room for the steps to the right. What stands deeper follows at the twelfth level; nothing is left out.\n\nBreak the list up under headings: nobody follows twelve levels by torchlight."

    P053 Hint "a heading skips a level"
    "A heading stands more than one level below the heading above it, such as `####` right under `##`. A tagged PDF must not skip a level, so it is set one level below.\n\nWrite the level that follows."

    P054 Error "a topic is printed without its layout"
    "The typesetter refused the topic as it is written, so that its words alone are printed: paragraphs and headings, without tables, pictures and frames. A note at its head says so. All other topics are printed as they should be.\n\nThe message says what the typesetter said. Where the project has a `print/theme.typ` of its own, look there first."

    P055 Error "a topic could not be printed"
    "The typesetter refused even the words of the topic. Its title and number stand in the book, with a line that says that the text is missing.\n\nThis is a fault of the program, or of the project's own `print/theme.typ`. Please report it with the topic."

    P056 Error "the print theme cannot be used"
    "The project's `print/theme.typ` has a fault, so the book is printed with the built-in one. The message says what the typesetter said and where."

    P057 Warning "a font that cannot be read"
    "A file in the folder of fonts is no font, is damaged, or may not be read. The others are used."

    P058 Error "the PDF does not meet the standard"
    "The book was made, but not as the standard that was asked for (PDF/UA-1 and PDF/A-2a unless `--standard` says otherwise). It can be read and printed; a program that demands the standard may refuse it.\n\nThe message says what stands in the way."

    P059 Warning "page numbers that did not settle"
    "Each page number that the book prints can move what stands on the pages, and with that the numbers. After five rounds they still moved, so a reference may name a page beside the one that it should. Numbers of sections are right.\n\nThis comes from a `print/theme.typ` of the project's own whose layout depends on what it asks of other pages. Take out what asks, or give it a fixed height."
}
