//! The worked example: an organisation and its sites over a provider's overview.

use expect_test::expect_file;

use super::Project;

#[test]
fn every_part_of_the_page_tells_its_way() {
    let project = Project::of_folder("ebcm");
    let mut shown = project.told(&["editions"]);
    for edition in ["cork-responders", "galway-responders", "cork-public"] {
        for topic in ["ebcm.md", "plan.md", "crisis/phone-tree.md"] {
            let said = project.run(&["overlay", "explain", topic, "--edition", edition]);
            shown += &format!("\n== {edition} {topic}\n{}{}", said.out, said.err);
        }
    }
    expect_file!["outline.txt"].assert_eq(&shown);
}

#[test]
fn a_cell_a_section_a_field_and_a_value_tell_what_they_stand_over() {
    let project = Project::of_folder("ebcm");
    let at = ["--edition", "cork-responders"];
    let explain = |more: &[&str]| project.told(&[&["overlay", "explain"], more, &at].concat());
    assert_eq!(
        explain(&["ebcm.md", "--block", "2h"]),
        "cell Exchange Online/RTO = 2h  site-cork content/overlays/site-cork/changes/ebcm.md:13; \
         over group content/overlays/group/changes/ebcm.md:26 (4h)\n"
    );
    let removed = explain(&["ebcm.md#see-also"]);
    assert!(
        removed.starts_with(
            "heading “See also”: removed by group content/overlays/group/changes/ebcm.md:41, reason: Contoso Legal \
             publishes its own disclaimer (LEG-114).; was base content/topics/ebcm.md:22\n"
        ),
        "{removed}"
    );
    assert_eq!(
        explain(&["ebcm", "--field", "title"]),
        "field title = Running Contoso through an outage  group content/overlays/group/changes/ebcm.md:4; \
         over base content/topics/ebcm.md:2 (Continuity with cloud services)\n"
    );
    assert_eq!(
        explain(&["--var", "contacts.crisis-line.phone"]),
        "value contacts.crisis-line.phone = +353 21 555 0147  site-cork content/overlays/site-cork/data/contacts.yaml:2; \
         over group content/overlays/group/data/contacts.yaml:3 (+353 21 555 0100)\n"
    );
    let hidden = project.run(&["overlay", "explain", "disclaimer.md"]);
    assert_eq!(hidden.code, Some(2));
    assert!(hidden.err.contains("hidden by Contoso Group: Replaced by LEG-114"), "{}", hidden.err);
}

#[test]
fn two_sites_differ_in_what_they_wrote_and_in_nothing_else() {
    let project = Project::of_folder("ebcm");
    assert_eq!(
        project.told(&["diff", "cork-responders", "galway-responders", "ebcm.md"]),
        "cell Exchange Online/RTO: 2h | 4h\n\
         section Site assembly point: differs\n\
         value contacts.crisis-line.phone: +353 21 555 0147 | +353 21 555 0100\n\
         warning “Cork switchboard is unattended after 18:00.”: only cork-responders\n\
         4 differences\n"
    );
    assert_eq!(
        project.told(&["diff", "--layer", "site-cork", "--layer", "site-galway"]),
        "cell Exchange Online/RTO: 2h | 4h  in ebcm.md\n\
         section Site assembly point: differs  in ebcm.md\n\
         value contacts.crisis-line.phone: +353 21 555 0147 | +353 21 555 0100  in ebcm.md\n\
         warning “Cork switchboard is unattended after 18:00.”: only site-cork  in ebcm.md\n\
         4 differences\n"
    );
    // P19
    assert_eq!(project.told(&["diff", "cork-public", "cork-public"]), "cork-public and cork-public do not differ\n");
    assert_eq!(
        project.told(&["diff", "cork-responders", "cork-public", "--clearance", "responders"]),
        "topic crisis/phone-tree.md: only cork-responders (Contoso phone tree)\n1 difference\n"
    );
    // Without saying so nobody gets to read what one of the two may not show.
    let said = project.run(&["diff", "cork-responders", "cork-public"]);
    assert_eq!(said.out, "cork-responders and cork-public do not differ\n");
    assert!(said.err.contains("as far as both may show it, public"), "{}", said.err);
}

#[test]
fn what_an_edition_may_not_show_is_not_told_of_it_either() {
    let project = Project::of_folder("ebcm");
    let said = project.run(&["overlay", "explain", "crisis/phone-tree.md", "--edition", "cork-public"]);
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("no topic `crisis/phone-tree.md`"), "{}", said.err);
    // Somebody who may see more says so.
    let more = ["overlay", "explain", "crisis/phone-tree.md", "--edition", "cork-public", "--clearance", "responders"];
    assert!(project.told(&more).contains("Phone tree"));
    let class = project.run(&["overlay", "explain", "ebcm.md", "--clearance", "respnders"]);
    assert_eq!((class.code, class.err.contains("is not one of public, internal")), (Some(2), true), "{}", class.err);
}

#[test]
fn the_answers_are_there_for_programs_too() {
    let project = Project::of_folder("ebcm");
    let json = |arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&project.told(&[arguments, &["--format", "json"]].concat())).expect("JSON")
    };
    let explained = json(&["overlay", "explain", "ebcm.md", "--edition", "cork-responders", "--block", "2h"]);
    assert_eq!(explained["facts"][0]["history"][1]["line"], 26);
    assert_eq!(explained["facts"][0]["history"][1]["text"], "4h");
    let differs = json(&["diff", "cork-responders", "galway-responders"]);
    assert_eq!(differs["differences"][0]["left"], "2h");
    assert_eq!(json(&["editions"])["editions"][1]["stack"], serde_json::json!([["group"], ["site-cork"]]));
    let page = project.told(&["diff", "cork-responders", "galway-responders", "--html"]);
    assert!(page.contains("<th scope=\"row\">cell Exchange Online/RTO</th><td>2h</td><td>4h</td>"), "{page}");
}

#[test]
fn a_link_to_a_topic_of_another_class_becomes_its_words() {
    let project = Project::of_folder("ebcm");
    let built = project.run(&["build"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    assert!(built.err.contains("warning[O607]"), "{}", built.err);
    let public = project.page("cork-public/ebcm.html");
    assert!(public.contains("Contoso phone tree") && !public.contains("phone-tree.html"), "{public}");
    assert!(project.page("cork-responders/ebcm.html").contains("crisis/phone-tree.html"));
}
