//! Links and pictures.

use super::check;

#[test]
fn a_link_to_a_topic_that_is_not_there() {
    check(
        "
        -- index.md
        # Home

        Call the [duty manager](duty-manger.md) first.
        -- duty-manager.md
        # Duty manager
        ",
        &["error[L001] index.md:3:25"],
    );
}

#[test]
fn a_link_to_a_heading_that_is_not_there() {
    check(
        "
        -- index.md
        # Home

        See [who calls](calls.md#who-cals).
        -- calls.md
        # Calls

        ## Who calls
        ",
        &["error[L002] index.md:3:17"],
    );
}

#[test]
fn a_picture_that_is_not_there() {
    check(
        "
        -- index.md
        # Home

        ![The works from above](works.png)
        ",
        &["error[L003] index.md:3:25"],
    );
}

#[test]
fn a_path_in_the_wrong_letter_case() {
    check(
        "
        -- index.md
        # Home

        [Calls](Calls.md)
        -- calls.md
        # Calls
        ",
        &["warning[L004] index.md:3:9"],
    );
}

#[test]
fn a_heading_in_the_wrong_letter_case() {
    check(
        "
        -- index.md
        # Home

        [Below](#First-Hour)

        ## First hour
        ",
        &["warning[L005] index.md:3:9"],
    );
}

#[test]
fn a_path_with_backslashes() {
    check(
        "
        -- index.md
        # Home

        [Calls](respond\\calls.md)
        -- respond/calls.md
        # Calls
        ",
        &["warning[L006] index.md:3:9"],
    );
}

#[test]
fn a_path_without_its_ending() {
    check(
        "
        -- index.md
        # Home

        [Calls](calls)
        -- calls.md
        # Calls
        ",
        &["warning[L007] index.md:3:9"],
    );
}

#[test]
fn a_link_out_of_the_project() {
    check(
        "
        -- index.md
        # Home

        [Elsewhere](../../elsewhere.md)
        ",
        &["error[L008] index.md:3:13"],
    );
}

#[test]
fn an_address_that_could_act() {
    check(
        "
        -- index.md
        # Home

        [Here](javascript:alert(1)) or [there](file:///etc/passwd).
        ",
        &["error[L009] index.md:3:8", "error[L009] index.md:3:40"],
    );
}

#[test]
fn a_link_with_no_destination() {
    check(
        "
        -- index.md
        # Home

        [Here]()
        ",
        &["warning[L010] index.md:3:1"],
    );
}

#[test]
fn a_link_to_where_a_topic_was() {
    check(
        "
        -- index.md
        # Home

        [Old](old.md)
        -- new.md
        # New
        -- .openpublishing.redirection.json
        { \"redirections\": [{ \"source_path\": \"old.md\", \"redirect_url\": \"new.md\" }] }
        ",
        &["note[L011] index.md:3:7"],
    );
}

#[test]
fn a_uid_that_nothing_has() {
    check(
        "
        -- index.md
        # Home

        [Else](xref:somewhere.else)
        ",
        &["warning[L012] index.md:3:8"],
    );
}

#[test]
fn a_link_to_a_file_that_is_no_topic() {
    check(
        "
        -- index.md
        # Home

        [Part](includes/part.md)
        -- includes/part.md
        A part.
        ",
        &["error[L013] index.md:3:8"],
    );
}

#[test]
fn a_link_to_a_file_that_stays_behind() {
    check(
        "
        -- index.md
        # Home

        [Tool](tool.exe)
        -- tool.exe
        MZ
        ",
        &["warning[L014] index.md:3:8"],
    );
}

#[test]
fn a_picture_from_the_internet() {
    check(
        "
        -- index.md
        # Home

        ![Map](https://example.org/map.png)
        ",
        &["note[L015] index.md:3:8"],
    );
}
