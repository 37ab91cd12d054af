//! Control facts → what readers see of them.

use crate::page::view::{ContinuityView, ControlView, Phase, Status};
use crate::source::Date;
use crate::topic::{self, Control, Duration};

/// Who answers for a topic and how fresh it is, on the day of the build; `None` where its front matter says nothing.
pub(super) fn control_view(control: &Control, today: Date) -> Option<ControlView> {
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    let view = ControlView {
        id: control.id.clone(),
        owner: control.owner.clone(),
        deputy_owner: control.deputy_owner.clone(),
        approver: control.approver.clone(),
        approved_on: date(control.approved_on),
        // Told by the review stage, which knows the hash of the text.
        changed_since_approval: false,
        status: control.status.map(|status| match status {
            topic::Status::Draft => Status::Draft,
            topic::Status::InReview => Status::InReview,
            topic::Status::Approved => Status::Approved,
            topic::Status::Retired => Status::Retired,
        }),
        version: control.version.clone(),
        reviewed_on: date(control.reviewed_on.or(control.learn_date)),
        next_review: date(control.next_review),
        overdue: control.next_review.is_some_and(|due| due < today),
        effective_from: date(control.effective_from),
        expires_on: date(control.expires_on),
        expired: control.expires_on.is_some_and(|last| last < today),
        last_exercised: date(control.last_exercised),
        classification: control.classification.clone(),
        topic_type: control.kind.map(|kind| kind.word().to_owned()),
    };
    let says_something = [
        &view.owner,
        &view.deputy_owner,
        &view.approver,
        &view.approved_on,
        &view.version,
        &view.reviewed_on,
        &view.effective_from,
        &view.expires_on,
        &view.last_exercised,
        &view.classification,
        &view.topic_type,
    ];
    (view.status.is_some() || says_something.iter().any(|fact| fact.is_some())).then_some(view)
}

/// What a topic promises in an outage; `None` where its front matter says nothing.
pub(super) fn continuity_view(control: &Control) -> Option<ContinuityView> {
    let phase = control.phase.map(|phase| match phase {
        topic::Phase::Prepare => Phase::Prepare,
        topic::Phase::FirstHour => Phase::FirstHour,
        topic::Phase::Respond => Phase::Respond,
        topic::Phase::Recover => Phase::Recover,
        topic::Phase::Return => Phase::Return,
    });
    let words = |duration: &Option<Duration>| duration.as_ref().map(|duration| words_for(duration.seconds));
    let view = ContinuityView {
        phase,
        tier: control.tier.map(|tier| tier.to_string()),
        rto: words(&control.rto),
        rpo: words(&control.rpo),
        mtpd: words(&control.mtpd),
    };
    let says_something = [&view.tier, &view.rto, &view.rpo, &view.mtpd];
    (view.phase.is_some() || says_something.iter().any(|fact| fact.is_some())).then_some(view)
}

/// A length of time in words: "4 hours", "1 hour 30 minutes", "2 days".
fn words_for(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let mut words = String::new();
    let mut rest = seconds;
    for (length, unit) in UNITS {
        let count = rest / length;
        rest %= length;
        if count > 0 {
            let space = if words.is_empty() { "" } else { " " };
            let plural = if count == 1 { "" } else { "s" };
            words = format!("{words}{space}{count} {unit}{plural}");
        }
    }
    if words.is_empty() { "0 minutes".to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::words_for;

    #[test]
    fn a_length_of_time_is_said_in_words() {
        let hour = 3600;
        for (seconds, expected) in [
            (4 * hour, "4 hours"),
            (hour + 1800, "1 hour 30 minutes"),
            (24 * hour, "1 day"),
            (36 * hour, "1 day 12 hours"),
            (0, "0 minutes"),
        ] {
            assert_eq!(words_for(seconds), expected);
        }
    }
}
