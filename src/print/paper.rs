//! A [`Book`] as the renderer of its topics sees it.

use super::book::{Book, SheetForm};
use crate::overlay::LayerId;
use crate::page::{Bars, OnPaper, PaperHeading, Reference};
use crate::playbook::TopicId;
use crate::source::SitePath;

/// A book and where its page lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct BookOnPaper<'b> {
    pub(super) book: &'b Book,
    pub(super) page: &'b SitePath,
}

impl OnPaper for BookOnPaper<'_> {
    fn page(&self) -> &SitePath {
        self.page
    }

    fn reference(&self, topic: TopicId, anchor: Option<&str>) -> Option<Reference<'_>> {
        let place = self.book.place(topic, anchor)?;
        Some(Reference { id: place.id, number: place.number })
    }

    fn heading(&self, topic: TopicId, anchor: &str) -> Option<PaperHeading<'_>> {
        let section = self.book.sheet(topic)?.section(anchor)?;
        Some(PaperHeading { id: &section.id, number: section.number.as_deref(), level: section.level })
    }

    fn sheet_id(&self, topic: TopicId) -> &str {
        self.book.sheet(topic).map_or("t0", |sheet| &sheet.id)
    }

    fn address_number(&self, topic: TopicId, address: &str) -> Option<usize> {
        self.book.sheet(topic)?.address_number(address)
    }

    fn mark_of(&self, layer: LayerId) -> Option<&str> {
        self.book.mark_of(layer)
    }

    fn bars(&self, topic: TopicId) -> Option<&Bars> {
        self.book.sheet(topic)?.change.as_ref().map(|change| &change.bars)
    }

    fn has_steps(&self, topic: TopicId) -> bool {
        self.book.sheet(topic).is_some_and(|sheet| sheet.form != SheetForm::Text)
    }
}
