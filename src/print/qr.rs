//! An address → the modules of its QR code.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

use crate::finding::codes::print::P007;
use crate::finding::{Finding, Place};
use crate::playbook::PlaybookTopic;

/// The dark and light squares of a code, without the quiet zone around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrModules {
    /// How many squares a side has.
    pub side: usize,
    /// Row by row; `true` is dark.
    pub dark: Vec<bool>,
}

/// Squares that must stay light around a code (ISO/IEC 18004: four).
pub(super) const QUIET: usize = 4;

/// The code of an address, with a quarter of it readable when damaged less: error correction level M. `None` where it
/// is too long for a code.
pub fn qr_modules(address: &str) -> Option<QrModules> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
    Some(QrModules { side: code.width(), dark })
}

/// What is said of an address that no code holds.
pub(super) fn too_long_for_a_code(address: &str, topic: &PlaybookTopic) -> Finding {
    let message = format!("an address of {} letters is too long for a code", address.chars().count());
    Finding::new(&P007, message).at(Place::new(topic.path.shared(), 0..0))
}

impl QrModules {
    /// The length of a side with its quiet zone.
    pub(super) fn size(&self) -> usize {
        self.side + 2 * QUIET
    }

    /// A whole SVG picture of the code, on white.
    pub fn svg(&self) -> String {
        let (size, path) = (self.size(), self.path());
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size} {size}' width='{size}' height='{size}'>\
             <rect width='{size}' height='{size}' fill='#fff'/><path d='{path}'/></svg>"
        )
    }

    /// The dark squares as the path of an SVG picture of [`Self::size`]: one rectangle a run.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.dark.chunks(self.side.max(1)).enumerate() {
            let mut at = 0;
            while at < row.len() {
                let dark = row.get(at..).unwrap_or_default().iter().take_while(|dark| **dark).count();
                if dark > 0 {
                    _ = write!(path, "M{} {}h{dark}v1h-{dark}z", at + QUIET, y + QUIET);
                }
                at += dark.max(1);
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::qr_modules;

    #[test]
    fn a_code_has_its_three_corners_and_what_is_too_long_has_none() {
        let code = qr_modules("https://intranet.example/bc/").unwrap();
        assert_eq!(code.side, 29);
        for (x, y) in [(0, 0), (22, 0), (0, 22)] {
            let row = |y: usize| &code.dark[y * code.side + x..y * code.side + x + 7];
            assert!(row(y).iter().all(|dark| *dark) && row(y + 6).iter().all(|dark| *dark));
        }
        assert!(code.path().starts_with("M4 4h7v1h-7z"));
        assert_eq!(qr_modules(&"x".repeat(3000)), None);
    }
}
