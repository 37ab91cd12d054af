//! Code in a language → the same code with its words marked by classes: `hl-keyword`, `hl-string`, `hl-comment`,
//! `hl-number`, `hl-name`. Colours are the theme's.
//!
//! One table of languages and one pass over the text, which never goes back: whatever stands in a block, the time grows
//! with its length (docs/decisions/0013). What the pass does not know stays as it is; no character is ever lost.

mod language;
mod scan;
mod shape;

use self::language::language_of;
use self::scan::scan;
use super::escape::push_text;

/// The largest block in bytes that is marked. Marks can be ten times as long as what they mark; code that nobody reads
/// by eye goes without.
const LARGEST: usize = 64 * 1024;

/// What a word of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Keyword,
    Text,
    Comment,
    Number,
    Name,
}

impl Mark {
    fn class(self) -> &'static str {
        match self {
            Self::Keyword => "hl-keyword",
            Self::Text => "hl-string",
            Self::Comment => "hl-comment",
            Self::Number => "hl-number",
            Self::Name => "hl-name",
        }
    }
}

/// Appends code in a language as HTML. A language that is not known leaves it unmarked.
pub(super) fn push_code(out: &mut String, language: &str, code: &str) {
    let known = language_of(language).filter(|_| code.len() <= LARGEST);
    let Some((language, keywords)) = known else { return push_text(out, code) };
    let mut done = 0;
    for (range, mark) in scan(code, language, keywords) {
        let (Some(before), Some(marked)) = (code.get(done..range.start), code.get(range.clone())) else { continue };
        push_text(out, before);
        out.push_str("<span class=\"");
        out.push_str(mark.class());
        out.push_str("\">");
        push_text(out, marked);
        out.push_str("</span>");
        done = range.end;
    }
    push_text(out, code.get(done..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::language::LANGUAGES;
    use super::push_code;
    use crate::page::escape::push_text;

    /// Shows each mark as `{letter:words}`.
    #[expect(clippy::needless_pass_by_value, reason = "`expect!` makes a value, and every caller hands it over")]
    fn check(language: &str, code: &str, expected: Expect) {
        let mut html = String::new();
        push_code(&mut html, language, code);
        let mut shown = html.replace("</span>", "}");
        for name in ["keyword", "string", "comment", "number", "name"] {
            let letter = if name == "name" { "N" } else { &name[..1] };
            shown = shown.replace(&format!("<span class=\"hl-{name}\">"), &format!("{{{letter}:"));
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn shells_mark_commands_options_and_variables() {
        check(
            "azurecli",
            "# Sign in\naz account set --subscription \"$ID\" # now\nif [ -z \"$A\" ]; then echo 'a # b' | grep -v x; fi\nX=1 \\\n  az login\n",
            expect![[r#"
                {c:# Sign in}
                {N:az} account set {n:--subscription} {s:"$ID"} {c:# now}
                {k:if} [ {n:-z} {s:"$A"} ]; {k:then} {N:echo} {s:'a # b'} | {N:grep} {n:-v} x; {k:fi}
                {N:X}=1 \
                  {N:az} login
            "#]],
        );
        check(
            "powershell",
            "<# all\n#> Get-AzVM -Name $vm.Name `\n  -Status | Where-Object { $_.X -eq \"a`\"b\" }\nforeach ($i in 1..3) { }\n",
            expect![[r#"
                {c:&lt;# all
                #&gt;} {N:Get-AzVM} {n:-Name} {N:$vm}.Name `
                  {n:-Status} | {N:Where-Object} { {N:$_}.X {n:-eq} {s:"a`"b"} }
                {k:foreach} ({N:$i} in 1..3) { }
            "#]],
        );
        check(
            "console",
            "$ kubectl get pods -n x\nNAME READY\nC:\\> dir /s\n",
            expect![[r#"
            $ {N:kubectl} get pods {n:-n} x
            NAME READY
            C:\&gt; {N:dir} {n:/s}
        "#]],
        );
    }

    #[test]
    fn data_marks_keys_and_values() {
        check(
            "json",
            "{\"a\": [1, -2.5e3, true, \"x \\\" y\"], // c\n \"b\": null}",
            expect![[r#"
            {{N:"a"}: [{n:1}, -{n:2.5e3}, {k:true}, {s:"x \" y"}], {c:// c}
             {N:"b"}: {k:null}}"#]],
        );
        check(
            "yaml",
            "- name: \"x\" # c\n  on: true\n  url: https://a.b/c#d\n  n: 12\n",
            expect![[r#"
            - {N:name}: {s:"x"} {c:# c}
              {N:on}: {k:true}
              {N:url}: https://a.b/c#d
              {N:n}: {n:12}
        "#]],
        );
        check(
            "toml",
            "[a.b]\nkey = 'x'\nother.one = 1979-05-27 # c\n",
            expect![[r#"
                {k:[a.b]}
                {N:key} = {s:'x'}
                {N:other.one} = 1979-05-27 {c:# c}
            "#]],
        );
        check(
            "xml",
            "<!-- c --><a b=\"c\" d='e'>t &amp; u</a><br/>",
            expect![[
                r#"{c:&lt;!-- c --&gt;}&lt;{k:a} {N:b}={s:"c"} {N:d}={s:'e'}&gt;t &amp;amp; u&lt;/{k:a}&gt;&lt;{k:br}/&gt;"#
            ]],
        );
        check(
            "http",
            "POST https://a.b/c?d=1\nContent-Type: application/json\n\n{\"a\": 1}\n",
            expect![[r#"
            {k:POST} https://a.b/c?d=1
            {N:Content-Type}: application/json

            {{N:"a"}: {n:1}}
        "#]],
        );
    }

    #[test]
    fn queries_and_programs_mark_their_words() {
        check(
            "kusto",
            "Heartbeat\n| where TimeGenerated > ago(1h) // c\n| summarize count() by Computer\n",
            expect![[r#"
                Heartbeat
                | {k:where} TimeGenerated &gt; {k:ago}({n:1h}) {c:// c}
                | {k:summarize} {k:count}() {k:by} Computer
            "#]],
        );
        check(
            "sql",
            "SELECT [a] FROM dbo.T WHERE x = 'it''s' -- c\n",
            expect![[r#"
            {k:SELECT} {s:[a]} {k:FROM} dbo.T {k:WHERE} x = {s:'it'}{s:'s'} {c:-- c}
        "#]],
        );
        check(
            "csharp",
            "// c\nvar s = @\"a\\\"; /* x */ return \"b\\\"c\" + 'd' + 0x1F;\n",
            expect![[r#"
            {c:// c}
            {k:var} s = {s:@"a\"}; {c:/* x */} {k:return} {s:"b\"c"} + {s:'d'} + {n:0x1F};
        "#]],
        );
        check(
            "python",
            "def f(a: int = 3) -> None:\n    \"\"\"doc\n    '''\"\"\"\n    return a # c\n",
            expect![[r#"
            {k:def} f(a: int = {n:3}) -&gt; {k:None}:
                {s:"""doc
                '''"""}
                {k:return} a {c:# c}
        "#]],
        );
        check(
            "terraform",
            "resource \"a\" \"b\" {\n  name = var.x # c\n  on   = true\n}\n",
            expect![[r#"
            {k:resource} {s:"a"} {s:"b"} {
              name = var.x {c:# c}
              on   = {k:true}
            }
        "#]],
        );
        check(
            "bicep",
            "param name string = 'x'\nresource s 'Microsoft.Storage@2023' = {\n  // c\n}\n",
            expect![[r#"
            {k:param} name {k:string} = {s:'x'}
            {k:resource} s {s:'Microsoft.Storage@2023'} = {
              {c:// c}
            }
        "#]],
        );
        check(
            "dockerfile",
            "FROM a:1 AS b\nRUN echo \"x\" # no\n",
            expect![[r#"
            {k:FROM} a:1 AS b
            {k:RUN} echo {s:"x"} {c:# no}
        "#]],
        );
        check(
            "unknown",
            "if \"x\" # y\n",
            expect![[r#"
                if "x" # y
            "#]],
        );
    }

    #[test]
    fn a_very_long_block_is_left_as_it_is() {
        let mut html = String::new();
        push_code(&mut html, "json", &"1,".repeat(40_000));
        assert!(!html.contains("<span"));
    }

    /// The marks taken away again.
    fn without_marks(html: &str) -> String {
        html.split("<span class=\"hl-")
            .enumerate()
            .map(|(at, piece)| if at == 0 { piece } else { piece.split_once("\">").map_or(piece, |(_, rest)| rest) })
            .collect::<String>()
            .replace("</span>", "")
    }

    proptest! {
        #[test]
        fn no_character_is_lost_in_any_language(
            at in 0..LANGUAGES.len(),
            code in "([ \\n\\t]|[a-z]{1,5}|[-$@#%/*<>'\"`\\\\:=.,(){}\\[\\]|&;]|[0-9]|é|--|<!--|\\$\\(|\"\"\"){0,60}",
        ) {
            let (mut html, mut plain) = (String::new(), String::new());
            push_code(&mut html, LANGUAGES[at].names.split(' ').next().unwrap(), &code);
            push_text(&mut plain, &code);
            prop_assert_eq!(without_marks(&html), plain);
        }
    }
}
