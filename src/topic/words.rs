//! The keys of a front matter that take one of a few words.

/// Declares a set of words as a type with its list.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// The words, in the order in which they are offered.
            pub const WORDS: &[&str] = &[$($word),*];

            /// The word as it is written in front matter.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What the word stands for, in any letter case.
            pub fn parse(written: &str) -> Option<Self> {
                $(if written.eq_ignore_ascii_case($word) { return Some(Self::$variant); })*
                None
            }
        }
    };
}

words! {
    /// What a topic is for (`type`).
    TopicType {
        /// Leads to other topics.
        Hub = "hub",
        /// Steps to take.
        Procedure = "procedure",
        /// Who decides what, and by which signs.
        Decision = "decision",
        /// What one role does.
        Role = "role",
        /// What to do when something fails.
        Scenario = "scenario",
        /// A business function and how it goes on.
        Function = "function",
        /// A site and its particulars.
        Site = "site",
        /// An analysis, such as the business impact.
        Analysis = "analysis",
        /// A text to be filled in and sent.
        Template = "template",
        /// A form to be filled in on paper.
        Form = "form",
        /// Evidence of something that took place.
        Record = "record",
        /// Something to look up.
        Reference = "reference",
        /// A rule that binds.
        Policy = "policy",
    }
}

words! {
    /// How far a topic has come (`status`).
    Status {
        /// Being written.
        Draft = "draft",
        /// With its reviewers.
        InReview = "in-review",
        /// Approved for use.
        Approved = "approved",
        /// Kept, no longer to be used.
        Retired = "retired",
    }
}

words! {
    /// Whether and how a topic goes on paper (`print`).
    Print {
        /// As the edition decides.
        Default = "default",
        /// In every binder.
        Always = "always",
        /// In no binder.
        Never = "never",
        /// As a card.
        Card = "card",
    }
}

words! {
    /// When a topic is needed (`phase`).
    Phase {
        /// Before anything happens.
        Prepare = "prepare",
        /// In the first hour.
        FirstHour = "first-hour",
        /// While it lasts.
        Respond = "respond",
        /// To restore what failed.
        Recover = "recover",
        /// Back to normal.
        Return = "return",
    }
}
