//! Writes a new file that only its owner can read; what exists is left alone, and no half is left.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::model::Clean;
use crate::tui::effect::{Content, Save};
use crate::tui::msg::Done;

/// Writes it, and says where it lies, or why it does not.
pub(super) fn save(save: Save) -> Done {
    let (path, what) = (place(&save.path), save.what);
    let (bytes, kind) = match save.content {
        Content::Clean(excerpt) => (excerpt.into_file().into_bytes(), "clean text"),
        Content::Raw(bytes) => (bytes, "raw bytes"),
    };
    let shown = Clean::text(&path.display().to_string());
    match create(&path, |file| fill(file, &bytes)) {
        Ok(()) => Done::Told(format!(
            "saved {what}, {} bytes of {kind}, as {shown}",
            bytes.len()
        )),
        Err(error) => Done::Failed(format!("nothing was saved as {shown}: {}", words(&error))),
    }
}

/// Where a path that was typed leads.
fn place(typed: &str) -> PathBuf {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    let path = match (typed.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(typed),
    };
    // Only an empty path, or a working directory that is gone, has no full form.
    std::path::absolute(&path).unwrap_or(path)
}

fn create(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    write(&mut file).map_err(|error| match fs::remove_file(path) {
        Ok(()) => error,
        Err(left) => io::Error::other(format!("{error}; a part of it lies there still: {left}")),
    })
}

fn fill(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    // Some disks say only now that they are full.
    file.sync_all()
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::AlreadyExists => "it exists already, and stays as it is".to_owned(),
        io::ErrorKind::NotFound => "there is no such directory".to_owned(),
        io::ErrorKind::PermissionDenied => "there you may not write".to_owned(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "there is no room left on the disk".to_owned()
        }
        io::ErrorKind::ReadOnlyFilesystem => "the file system there is read-only".to_owned(),
        _ => Clean::text(&error.to_string()).into_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::tui::excerpt::Excerpt;

    fn to(path: &Path, content: Content) -> Done {
        save(Save {
            path: path.display().to_string(),
            content,
            what: "2 lines".to_owned(),
        })
    }

    fn clean(text: &str) -> Content {
        Content::Clean(Excerpt::of(text))
    }

    #[test]
    fn a_new_file_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("web.log");
        let told = format!(
            "saved 2 lines, 12 bytes of clean text, as {}",
            path.display()
        );
        assert_eq!(to(&path, clean("one\n\x1btwo")), Done::Told(told.clone()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n\\x1btwo\n");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn raw_bytes_stay_what_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("raw.log");
        let bytes = b"\x1b[31mred\xff\r\n".to_vec();
        assert!(matches!(
            to(&path, Content::Raw(bytes.clone())),
            Done::Told(_)
        ));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }

    #[test]
    fn what_exists_stays_as_it_is_even_behind_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("kept"), folder.path().join("link"));
        let nowhere = folder.path().join("nowhere");
        fs::write(&path, "kept").unwrap();
        std::os::unix::fs::symlink(&nowhere, &link).unwrap();
        for there in [&path, &link] {
            let told = format!(
                "nothing was saved as {}: it exists already, and stays as it is",
                there.display()
            );
            assert_eq!(to(there, clean("new")), Done::Failed(told));
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "kept");
        assert!(!nowhere.exists());
    }

    #[test]
    fn why_it_cannot_be_saved_is_said() {
        let missing = to(Path::new("/no/such/place/x.log"), clean("a"));
        let why = "nothing was saved as /no/such/place/x.log: there is no such directory";
        assert_eq!(missing, Done::Failed(why.to_owned()));
        let Done::Failed(why) = to(Path::new("/"), clean("a")) else {
            panic!("nothing can be saved as /");
        };
        assert!(why.starts_with("nothing was saved as /: "), "{why}");
    }

    #[test]
    fn a_full_disk_leaves_no_half() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("half.log");
        let error = create(&path, |file| {
            fill(file, b"half")?;
            fill(
                &mut OpenOptions::new().write(true).open("/dev/full")?,
                b"the rest",
            )
        });
        assert_eq!(
            words(&error.unwrap_err()),
            "there is no room left on the disk"
        );
        assert!(!path.exists());
    }

    #[test]
    fn the_home_and_the_working_directory_are_understood() {
        let here = std::env::current_dir().unwrap();
        assert_eq!(place("a b.log"), here.join("a b.log"));
        let home = PathBuf::from(std::env::var_os("HOME").unwrap());
        assert_eq!(place("~/x"), home.join("x"));
        assert_eq!(place("/tmp/~/x"), Path::new("/tmp/~/x"));
    }
}
