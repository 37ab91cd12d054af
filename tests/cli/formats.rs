//! One project with findings in every form.

use expect_test::expect;

use super::Project;

fn project() -> Project {
    Project::new(
        "-- book.toml
        [book]
        titel = \"T\"
        src = \"topics\"
        -- topics/index.md
        ---
        owner: Ops
        approver: ops
        rto: 4
        ---
        # Größe

        Über [x](missing.md).
        ",
    )
}

#[test]
fn people_see_place_excerpt_and_help() {
    let said = project().run(&["check"]);
    assert_eq!(said.out, "", "standard output is for machines");
    let (findings, closing) = said.err.trim_end().rsplit_once('\n').expect("a closing line");
    expect![[r#"
        warning[C002]: unknown key `book.titel`
         --> book.toml:2:1
          |
        2 | titel = "T"
          | ^^^^^ it changes nothing
          |
        help: did you mean `title`?

        error[F013]: the approver is the owner
         --> topics/index.md:3:11
          |
        3 | approver: ops
          |           ^^^ a topic is approved by somebody else
          |
        note: the owner
         --> topics/index.md:2:8
          |
        2 | owner: Ops
          |        ---
          |

        error[F010]: `rto` must be a length of time with its unit
         --> topics/index.md:4:6
          |
        4 | rto: 4
          |      ^ 4 what?
          |
        help: write `4 h` or `4 days`

        error[L001]: link to a topic that does not exist
         --> topics/index.md:8:10
          |
        8 | Über [x](missing.md).
          |          ^^^^^^^^^^ no topic at `topics/missing.md`
          |"#]]
    .assert_eq(findings);
    assert!(closing.contains("3 errors, 1 warning"), "{closing}");
}

#[test]
fn quiet_keeps_to_errors_and_has_no_closing_line() {
    let said = project().run(&["check", "-q"]);
    assert!(!said.err.contains("C002") && said.err.contains("F010"), "{}", said.err);
    assert!(!said.err.contains("1 warning"), "{}", said.err);
}

#[test]
fn colours_follow_the_flag_and_no_color() {
    let coloured = |arguments: &[&str], no_color: &str| {
        project().run_with(arguments, &[("NO_COLOR", no_color)]).err.contains('\u{1b}')
    };
    assert!(coloured(&["check", "--color", "always"], ""));
    assert!(coloured(&["check", "--color", "always"], "1"), "the flag counts more than the environment");
    assert!(!coloured(&["check", "--color", "never"], ""));
    assert!(!coloured(&["check"], ""), "a pipe is no terminal");
}

#[test]
fn json_lists_the_same_findings() {
    let said = project().run(&["check", "--format", "json"]);
    assert_eq!(said.code, Some(1));
    let json: serde_json::Value = serde_json::from_str(&said.out).expect("JSON on standard output");
    let found: Vec<String> = json["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|found| format!("{} {}:{}:{}", found["code"], found["file"], found["line"], found["column"]))
        .collect();
    expect![[r#"
        "C002" "book.toml":2:1
        "F013" "topics/index.md":3:11
        "F010" "topics/index.md":4:6
        "L001" "topics/index.md":8:10"#]]
    .assert_eq(&found.join("\n"));
}

#[test]
fn sarif_has_a_rule_for_each_result() {
    let said = project().run(&["check", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&said.out).expect("SARIF on standard output");
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), 4);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small one");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        assert!(region["startLine"].as_u64() >= Some(1) && region["endColumn"].as_u64() > Some(1), "{region}");
    }
}

#[test]
fn github_gets_one_command_a_finding() {
    let said = project().run(&["check", "--format", "github"]);
    expect![[r#"
        ::warning file=book.toml,line=2,endLine=2,col=1,endColumn=6,title=C002%3A unknown key::unknown key `book.titel`%0Ait changes nothing%0Adid you mean `title`?
        ::error file=topics/index.md,line=3,endLine=3,col=11,endColumn=14,title=F013%3A the approver is the owner::the approver is the owner%0Aa topic is approved by somebody else
        ::error file=topics/index.md,line=4,endLine=4,col=6,endColumn=7,title=F010%3A no length of time with its unit::`rto` must be a length of time with its unit%0A4 what?%0Awrite `4 h` or `4 days`
        ::error file=topics/index.md,line=8,endLine=8,col=10,endColumn=20,title=L001%3A link to a topic that does not exist::link to a topic that does not exist%0Ano topic at `topics/missing.md`
    "#]].assert_eq(&said.out);
}

#[test]
fn the_same_project_says_the_same_twice() {
    let without_time = |text: &str| text.rsplit_once("; ").expect("a closing line").0.to_owned();
    let project = project();
    let (first, second) = (project.run(&["check"]), project.run(&["check"]));
    assert_eq!(without_time(&first.err), without_time(&second.err));
}
