//! Which disks tell nobody when another machine changes their files.

use std::path::Path;

/// What the folder lies on, where that sends no events of changes: `statfs`'s types, from Linux's `linux/magic.h` and
/// statfs(2).
#[cfg(target_os = "linux")]
pub(super) fn without_events(folder: &Path) -> Option<&'static str> {
    let found = rustix::fs::statfs(folder).ok()?;
    // The field's type differs between machines; the numbers have 32 bits.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the types are 32-bit patterns")]
    let kind = found.f_type as u32;
    name_of(kind)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn without_events(_: &Path) -> Option<&'static str> {
    None
}

#[cfg(target_os = "linux")]
fn name_of(kind: u32) -> Option<&'static str> {
    Some(match kind {
        0x6969 => "a folder of another machine (NFS)",
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => "a folder of another machine (SMB)",
        0x0102_1997 => "a folder of the host (9P)",
        0x786F_4256 => "a folder of the host (VirtualBox)",
        0x6573_5546 => "a folder behind another program (FUSE)",
        0x00C3_6400 => "a folder of other machines (Ceph)",
        0x5346_414F | 0x6B41_4653 => "a folder of another machine (AFS)",
        0x7375_7245 => "a folder of another machine (Coda)",
        _ => return None,
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{name_of, without_events};

    #[test]
    fn folders_of_other_machines_are_told_from_our_own() {
        assert!(name_of(0x6969).is_some() && name_of(0xFF53_4D42).is_some() && name_of(0x6573_5546).is_some());
        // ext4, btrfs, tmpfs, overlayfs
        for native in [0xEF53, 0x9123_683E, 0x0102_1994, 0x794C_7630] {
            assert_eq!(name_of(native), None);
        }
        assert_eq!(without_events(std::path::Path::new("/nowhere/at/all")), None);
    }
}
