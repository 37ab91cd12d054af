//! The languages that topics of operations and recovery use, by the names that fences give them.

use std::sync::LazyLock;

use super::shape::{Language, Quote, Shape};

/// The language of a fence, and its keywords, sorted.
pub(super) fn language_of(name: &str) -> Option<(&'static Language, &'static [&'static str])> {
    let at = LANGUAGES.iter().position(|language| language.names.split(' ').any(|known| known == name))?;
    Some((LANGUAGES.get(at)?, KEYWORDS.get(at)?))
}

/// The keywords of each language, sorted.
static KEYWORDS: LazyLock<Vec<Vec<&'static str>>> = LazyLock::new(|| {
    let sorted = |language: &Language| {
        let mut words: Vec<&str> = language.keywords.split_whitespace().collect();
        words.sort_unstable();
        words
    };
    LANGUAGES.iter().map(sorted).collect()
});

const fn quote(open: &'static str, close: &'static str, escape: u8, lines: bool) -> Quote {
    Quote { open, close, escape, lines }
}

const DOUBLE: Quote = quote("\"", "\"", b'\\', false);
const SINGLE: Quote = quote("'", "'", b'\\', false);
/// Of shells and SQL: nothing takes its meaning away.
const RAW: Quote = quote("'", "'", 0, true);
const BACKTICK: Quote = quote("`", "`", b'\\', true);
const C_LIKE: &[Quote] = &[DOUBLE, SINGLE];

/// A language without anything; each other is this with what it has.
const PLAIN: Language = Language {
    names: "",
    shape: Shape::Plain,
    line_comments: &[],
    block_comment: None,
    quotes: C_LIKE,
    sigils: &[],
    in_words: &[],
    keywords: "",
    cased: true,
};

/// C and what looks like it.
const BRACES: Language = Language { line_comments: &["//"], block_comment: Some(("/*", "*/")), ..PLAIN };
const HASHES: Language = Language { line_comments: &["#"], ..PLAIN };
const SHELL: Language = Language {
    shape: Shape::Commands,
    quotes: &[quote("\"", "\"", b'\\', true), RAW],
    sigils: b"$",
    in_words: b"-./:+",
    keywords: "case do done elif else esac export fi for function if in local return select set then until while",
    ..HASHES
};

pub(super) static LANGUAGES: &[Language] = &[
    Language {
        names: "azurecli bash sh shell zsh cli azure-cli az azdata kubectl ksh azure azcopy shellscript aws gcloud \
            helm",
        ..SHELL
    },
    Language { names: "console shell-session terminal bash-session", shape: Shape::Session, ..SHELL },
    Language {
        names: "powershell azurepowershell ps1 pwsh ps posh powershell-interactive exchangepowershell",
        shape: Shape::Commands,
        line_comments: &["#"],
        block_comment: Some(("<#", "#>")),
        quotes: &[quote("@\"", "\"@", 0, true), quote("@'", "'@", 0, true), quote("\"", "\"", b'`', true), RAW],
        sigils: b"$@",
        in_words: b"-.:",
        keywords: "begin break catch class continue default do else elseif end exit filter finally for foreach function \
            if in param process return switch throw try until using while",
        cased: false,
    },
    Language {
        names: "cmd bat batch dos winbatch",
        shape: Shape::Commands,
        line_comments: &["::", "rem ", "REM "],
        quotes: &[quote("\"", "\"", 0, false)],
        in_words: b"-.:\\",
        sigils: b"",
        keywords: "call do else errorlevel exist exit for goto if in not set setlocal",
        cased: false,
        ..PLAIN
    },
    Language { names: "json jsonc json5 jsonl geojson", shape: Shape::Json, keywords: "false null true", ..BRACES },
    Language {
        names: "yaml yml",
        shape: Shape::Yaml,
        quotes: &[quote("\"", "\"", b'\\', true), RAW],
        in_words: b"-./:",
        keywords: "False True false no null off on true yes",
        ..HASHES
    },
    Language {
        names: "toml ini properties conf cfg env dotenv systemd editorconfig",
        shape: Shape::Ini,
        line_comments: &["#", ";"],
        quotes: &[
            quote("\"\"\"", "\"\"\"", b'\\', true),
            quote("'''", "'''", 0, true),
            DOUBLE,
            quote("'", "'", 0, false),
        ],
        in_words: b"-.:/",
        keywords: "false true",
        ..PLAIN
    },
    Language {
        names: "xml html xaml svg xhtml csproj xsd xslt cshtml razor config wsdl htm",
        shape: Shape::Tags,
        block_comment: Some(("<!--", "-->")),
        quotes: &[quote("\"", "\"", 0, true), RAW],
        in_words: b"-:.",
        ..PLAIN
    },
    Language { names: "http rest https", shape: Shape::Http, keywords: "false null true", ..PLAIN },
    Language {
        names: "kusto kql azurelog loganalytics",
        line_comments: &["//"],
        in_words: b"-",
        keywords: "ago and arg_max arg_min as asc avg between bin by contains count countif datatable dcount desc \
            distinct endswith evaluate extend externaldata find format_datetime has has_any in inner invoke \
            isempty isnotempty join kind leftouter let limit make-series make_list make_set matches materialize \
            max min mv-expand not now on or order parse parse_json percentile print project project-away \
            project-rename project-reorder range regex render search serialize sort startswith strcat sum \
            summarize take todynamic toint tolower top tostring toupper union where with",
        ..BRACES
    },
    Language {
        names: "sql tsql t-sql mysql pgsql postgresql plsql sqlite psql",
        line_comments: &["--"],
        quotes: &[RAW, quote("\"", "\"", 0, false), quote("[", "]", 0, false)],
        sigils: b"@",
        keywords: "add all alter and as asc backup begin between by case cast check column commit constraint create \
            cross database declare default delete desc distinct drop else end exec execute exists external \
            foreign from full function go grant group having if in index inner insert into is join key left like \
            limit login merge not null on or order outer primary procedure references restore revoke right role \
            rollback schema select set table then to top transaction truncate union unique update use user using \
            values view when where with",
        cased: false,
        ..BRACES
    },
    Language {
        names: "csharp c# cs csx dotnet",
        quotes: &[
            quote("\"\"\"", "\"\"\"", 0, true),
            quote("@\"", "\"", 0, true),
            quote("$@\"", "\"", 0, true),
            DOUBLE,
            SINGLE,
        ],
        keywords: "abstract as async await base bool break byte case catch char class const continue decimal default \
            delegate do double else enum event explicit extern false finally fixed float for foreach get goto if \
            implicit in init int interface internal is lock long namespace new null object operator out override \
            params partial private protected public readonly record ref return sealed set short sizeof static \
            string struct switch this throw true try typeof uint ulong unsafe ushort using value var virtual \
            void volatile when where while yield",
        ..BRACES
    },
    Language {
        names: "java kotlin kt scala groovy gradle jenkinsfile",
        quotes: &[quote("\"\"\"", "\"\"\"", b'\\', true), DOUBLE, SINGLE],
        sigils: b"@",
        keywords: "abstract boolean break byte case catch char class const continue def default do double else enum \
            extends false final finally float for fun if implements import instanceof int interface long native \
            new null object override package private protected public return short static super switch \
            synchronized this throw throws trait true try val var void volatile when while",
        ..BRACES
    },
    Language {
        names: "javascript js typescript ts jsx tsx node nodejs mjs",
        quotes: &[BACKTICK, DOUBLE, SINGLE],
        keywords: "abstract any as async await boolean break case catch class const continue debugger default delete do \
            else enum export extends false finally for from function get if implements import in instanceof \
            interface let new null number of private protected public readonly return set static string super \
            switch this throw true try type typeof undefined var void while yield",
        ..BRACES
    },
    Language {
        names: "python py python3 pyspark starlark",
        quotes: &[quote("\"\"\"", "\"\"\"", b'\\', true), quote("'''", "'''", b'\\', true), DOUBLE, SINGLE],
        sigils: b"@",
        keywords: "False None True and as assert async await break class continue def del elif else except finally for \
            from global if import in is lambda nonlocal not or pass raise return self try while with yield",
        ..HASHES
    },
    Language {
        names: "go golang",
        quotes: &[BACKTICK, DOUBLE, SINGLE],
        keywords: "break case chan const continue default defer else fallthrough false for func go goto if import \
            interface map nil package range return select struct switch true type var",
        ..BRACES
    },
    Language {
        names: "rust rs",
        quotes: &[quote("\"", "\"", b'\\', true)],
        keywords: "Self as async await break const continue crate dyn else enum extern false fn for if impl in let loop \
            match mod move mut pub ref return self static struct super trait true type unsafe use where while",
        ..BRACES
    },
    Language {
        names: "c cpp c++ objectivec swift php dart h hpp protobuf proto",
        sigils: b"$",
        keywords: "auto bool break case catch char class const continue default delete do double echo else enum extern \
            false float for func function goto guard if import inline int let long message namespace new nil \
            null nullptr operator private protected public return short signed sizeof static struct switch \
            template this throw true try typedef typename union unsigned using var virtual void volatile while",
        ..BRACES
    },
    Language {
        names: "terraform hcl tf tfvars nomad",
        line_comments: &["#", "//"],
        keywords: "bool data dynamic each false for for_each if in list locals map module moved null number output \
            provider resource string terraform true variable",
        in_words: b"-",
        ..BRACES
    },
    Language {
        names: "bicep bicepparam",
        quotes: &[quote("'''", "'''", 0, true), SINGLE],
        sigils: b"@",
        keywords: "array bool existing false for func if import in int metadata module null object output param \
            resource string targetScope true type using var",
        ..BRACES
    },
    Language {
        names: "dockerfile docker containerfile",
        shape: Shape::Instructions,
        sigils: b"$",
        in_words: b"-./:",
        keywords: "add arg cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell \
            stopsignal user volume workdir",
        cased: false,
        ..HASHES
    },
    Language {
        names: "ruby rb perl r julia elixir lua nix puppet makefile make cmake",
        sigils: b"$@",
        keywords: "and begin break case class def do else elsif end ensure false for function if in include library \
            local module my next nil not or package repeat require rescue return self sub then true undef unless \
            until use when while yield",
        ..HASHES
    },
    Language {
        names: "css scss less",
        line_comments: &[],
        in_words: b"-",
        sigils: b"@$",
        keywords: "auto block flex grid important inherit initial none unset",
        ..BRACES
    },
    Language {
        names: "vb vbnet vba visualbasic",
        line_comments: &["'"],
        quotes: &[quote("\"", "\"", 0, false)],
        keywords: "and as boolean byref byval case class dim do each else elseif end exit false for function if in \
            integer is loop me module new next not nothing object or private property public return select set \
            string sub then to true until while with",
        cased: false,
        ..PLAIN
    },
];

#[cfg(test)]
mod tests {
    use super::LANGUAGES;

    #[test]
    fn each_name_is_given_once_and_keywords_fit_their_case() {
        let mut names: Vec<&str> = LANGUAGES.iter().flat_map(|language| language.names.split(' ')).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
        for language in LANGUAGES {
            assert!(language.cased || language.keywords == language.keywords.to_lowercase(), "{}", language.names);
        }
    }
}
