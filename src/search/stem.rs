//! Gives each word the stem that it shares with its other forms, by the Snowball algorithm of the language.
//!
//! Only here: the index says which forms belong together, so the browser needs no stemmer in any language.

use rust_stemmers::{Algorithm, Stemmer};

use super::fold::fold;

/// The stemmer of one language, or none where Snowball has none.
pub(crate) struct Stems(Option<Stemmer>);

impl Stems {
    /// The stemmer for a language tag such as `en`, `pt-BR` or `nb`.
    pub(crate) fn for_language(tag: &str) -> Self {
        Self(algorithm(&primary_language(tag)).map(Stemmer::create))
    }

    /// The folded stem of a lower-case word that still has its accents, or `None` where the word is its own.
    pub(crate) fn stem(&self, word: &str) -> Option<String> {
        // A word of hundreds of letters is no word, and some algorithms take the square of its length.
        if word.len() > 120 || word.chars().any(char::is_numeric) {
            return None;
        }
        let stemmer = self.0.as_ref()?;
        let stem = fold(&stemmer.stem(word));
        (!stem.is_empty()).then_some(stem)
    }
}

/// The first part of a language tag, in lower case: `pt` of `pt-BR`.
pub(crate) fn primary_language(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// Whether an apostrophe ends a word of its own (`l'eau`, `dell'acqua`) rather than standing inside one (`can't`).
pub(crate) fn has_elision(tag: &str) -> bool {
    matches!(primary_language(tag).as_str(), "fr" | "it" | "ca" | "oc" | "fur" | "rm")
}

/// All algorithms of Snowball that the crate holds, by ISO 639 code.
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two forms of one word in each language that Snowball knows.
    #[test]
    fn the_forms_of_a_word_share_a_stem_in_every_snowball_language() {
        for (language, one, other) in [
            ("ar", "كتاب", "الكتاب"),
            ("da", "bygning", "bygninger"),
            ("nl", "gebouw", "gebouwen"),
            ("en-GB", "recover", "recovering"),
            ("fi", "talo", "talossa"),
            ("fr", "réunion", "réunions"),
            ("de", "gebäude", "gebäuden"),
            ("el", "δρόμος", "δρόμου"),
            ("hu", "ház", "házban"),
            ("it", "servizio", "servizi"),
            ("nb", "bygning", "bygninger"),
            ("pt_BR", "serviço", "serviços"),
            ("ro", "telefon", "telefonul"),
            ("ru", "сервер", "сервера"),
            ("es", "servicio", "servicios"),
            ("sv", "bil", "bilar"),
            ("ta", "வீடு", "வீடுகள்"),
            ("tr", "bina", "binalar"),
        ] {
            let stems = Stems::for_language(language);
            assert_eq!(stems.stem(one), stems.stem(other), "{language}");
            assert!(stems.stem(one).is_some(), "{language}");
        }
    }

    #[test]
    fn an_unknown_language_and_an_identifier_have_no_stem() {
        assert_eq!(Stems::for_language("tlh").stem("running"), None);
        assert_eq!(Stems::for_language("en").stem("bcp014s"), None);
    }
}
