//! Where a desk must not lie: on a network drive, whose locks and syncs are promises only, and in a folder that another
//! program copies to other machines while we write.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::error::StoreError;

/// Names of file systems, as Linux has them.
const NETWORK: &[&str] = &[
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "glusterfs",
    "gvfsd-fuse",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "rclone",
    "s3fs",
    "smb3",
    "smbfs",
    "sshfs",
];
/// Folders of programs that keep several machines' files the same.
const SYNCHRONISED: &[&str] =
    &["Dropbox", "Google Drive", "GoogleDrive", "iCloudDrive", "Mobile Documents", "Nextcloud", "OneDrive", "ownCloud"];
/// What such programs put into the folder that they look after.
const MARKS: &[&str] = &[".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log", ".stfolder"];

/// # Errors
/// Such a place, named.
pub fn refuse_unsafe(desk_file: &Path) -> Result<(), StoreError> {
    let folder = desk_file.parent().unwrap_or(Path::new("."));
    // One that does not exist is said by whoever opens it.
    let Ok(folder) = fs::canonicalize(folder) else { return Ok(()) };
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    match network(&folder, &mounts).or_else(|| synchronised(&folder)) {
        Some(what) => Err(StoreError::UnsafePlace(what)),
        None => Ok(()),
    }
}

fn network(folder: &Path, mounts: &str) -> Option<String> {
    if let Some(Component::Prefix(prefix)) = folder.components().next() {
        use std::path::Prefix::{UNC, VerbatimUNC};
        if matches!(prefix.kind(), UNC(..) | VerbatimUNC(..)) {
            return Some("a network drive".to_owned());
        }
    }
    let kind = mounts.lines().filter_map(mount).filter(|(place, _)| folder.starts_with(place));
    // The last of the deepest: what was mounted over another hides it.
    let (_, kind) = kind.max_by_key(|(place, _)| place.components().count())?;
    let name = kind.strip_prefix("fuse.").unwrap_or(kind);
    NETWORK.contains(&name).then(|| format!("a network drive ({kind})"))
}

/// Where, and which file system: "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw".
fn mount(line: &str) -> Option<(PathBuf, &str)> {
    let (before, after) = line.split_once(" - ")?;
    let place = before.split(' ').nth(4)?;
    // As the kernel writes what would break its lines.
    let place = place.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    Some((place.into(), after.split(' ').next()?))
}

fn synchronised(folder: &Path) -> Option<String> {
    let within = folder.ancestors().find(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        // "OneDrive - Urząd Miasta Łodzi"
        SYNCHRONISED.contains(&name)
            || name.starts_with("OneDrive - ")
            || MARKS.iter().any(|mark| folder.join(mark).exists())
    })?;
    Some(format!("a synchronised folder ({})", within.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
        40 22 0:40 / /home rw,relatime shared:2 - nfs4 serwer:/home rw\n\
        41 40 8:2 / /home/anna rw - xfs /dev/sdb1 rw\n\
        42 22 0:41 / /media/wspólny\\040dysk rw - cifs //serwer/dane rw\n\
        43 22 0:42 / /mnt rw - fuse.sshfs anna@serwer: rw\n\
        44 22 0:43 / /mnt rw - ext4 /dev/sdc1 rw\n\
        45 22 0:44 / /srv/x rw - fuse.sshfs anna@serwer: rw";

    #[test]
    fn a_network_drive_is_known_by_the_deepest_mount_over_the_folder() {
        let found = |folder: &str| network(Path::new(folder), MOUNTS);
        assert_eq!(found("/home/jan/.local/share/centrala").as_deref(), Some("a network drive (nfs4)"));
        assert_eq!(found("/media/wspólny dysk/c").as_deref(), Some("a network drive (cifs)"));
        assert_eq!(found("/srv/x/y").as_deref(), Some("a network drive (fuse.sshfs)"));
        for local in ["/home/anna/centrala", "/homework", "/mnt/a", "/srv/xy", "/"] {
            assert_eq!(found(local), None, "{local}");
        }
    }
}
