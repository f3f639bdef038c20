//! The sealed file: damage at every byte, wrong passphrases, several writers, hostile places.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use supdeck::model::CredentialSource;
use supdeck::secrets::{
    Cost, CredentialKey, Credentials, FileError, Keep, SealedFile, Secret, Vault, VaultError,
    VaultPlace,
};
use tempfile::TempDir;

use super::{CANARY, canary, child, entry, found, words};

/// Cheap enough to derive hundreds of keys.
const CHEAP: Cost = Cost {
    memory_kib: 64,
    passes: 1,
};

fn passphrase() -> Secret {
    Secret::new("correct horse".to_owned())
}

fn key(name: &str) -> CredentialKey {
    CredentialKey::new(name, "deploy")
}

/// A folder that does not exist yet, inside one that goes away with the test.
fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/supdeck/credentials.sealed");
    (folder, path)
}

fn filled(path: &Path) -> Vault {
    let vault = Vault::create(&VaultPlace::new(path), &passphrase(), CHEAP).unwrap();
    vault.write(&key("dev-03"), &canary()).unwrap();
    vault
}

/// The password under `dev-03`, read by whoever knows the passphrase.
fn read(path: &Path) -> Result<Option<String>, VaultError> {
    let secret = Vault::unlock(&VaultPlace::new(path), &passphrase())?.read(&key("dev-03"))?;
    Ok(secret.map(|secret| secret.expose().to_owned()))
}

#[test]
fn what_is_written_is_read_again_and_is_not_in_the_file() {
    let (_folder, path) = place();
    let vault = filled(&path);
    assert_eq!(read(&path).unwrap().as_deref(), Some(CANARY));
    vault
        .write(&key("dev-03"), &Secret::new("new".to_owned()))
        .unwrap();
    vault.write(&key("dev-04"), &canary()).unwrap();
    assert_eq!(read(&path).unwrap().as_deref(), Some("new"));
    vault.remove(&key("dev-03")).unwrap();
    vault.remove(&key("dev-03")).unwrap();
    assert_eq!(read(&path), Ok(None));
    assert_eq!(
        vault.read(&key("dev-04")).unwrap().unwrap().expose(),
        CANARY
    );

    let document = std::fs::read(&path).unwrap();
    for hidden in [&b"canary"[..], b"dev-04", b"horse"] {
        assert!(
            !document
                .windows(hidden.len())
                .any(|window| window == hidden)
        );
    }
    assert!(!format!("{vault:?}").contains("canary"));
}

#[test]
fn file_and_folder_are_closed_to_others_and_no_copy_stays_behind() {
    let (_folder, path) = place();
    filled(&path);
    let mode = |path: &Path| path.metadata().unwrap().mode() & 0o7777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    let mut names: Vec<_> = std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    names.sort();
    assert_eq!(names, ["credentials.sealed", "credentials.sealed.lock"]);
}

#[test]
fn a_wrong_passphrase_is_told_apart_from_damage() {
    let (_folder, path) = place();
    filled(&path);
    let wrong = Vault::unlock(
        &VaultPlace::new(&path),
        &Secret::new("Correct horse".to_owned()),
    );
    assert_eq!(wrong.unwrap_err(), VaultError::WrongPassphrase);
    let empty = Vault::unlock(&VaultPlace::new(&path), &Secret::new(String::new()));
    assert_eq!(empty.unwrap_err(), VaultError::WrongPassphrase);

    let document = std::fs::read(&path).unwrap();
    for at in 0..document.len() {
        for flip in [0x01, 0x80, 0xff] {
            let mut damaged = document.clone();
            damaged[at] ^= flip;
            std::fs::write(&path, damaged).unwrap();
            let error = read(&path).unwrap_err();
            assert!(
                matches!(error, VaultError::Damaged { .. }),
                "byte {at}: {error}"
            );
        }
        std::fs::write(&path, &document[..at]).unwrap();
        let error = read(&path).unwrap_err();
        assert!(
            matches!(error, VaultError::Damaged { .. }),
            "cut at {at}: {error}"
        );
    }
    std::fs::write(&path, &document).unwrap();
    assert_eq!(read(&path).unwrap().as_deref(), Some(CANARY));
}

/// Somebody who can write the file can make its checksum fit; the authentication still refuses.
#[test]
fn no_change_that_fits_the_checksum_opens() {
    let (_folder, path) = place();
    let vault = filled(&path);
    let document = std::fs::read(&path).unwrap();
    let content = document.len() - 32;
    for at in 0..content {
        let mut forged = document[..content].to_vec();
        forged[at] ^= 0x01;
        let checksum = Sha256::digest(&forged);
        forged.extend_from_slice(&checksum);
        std::fs::write(&path, forged).unwrap();
        read(&path).unwrap_err();
        let open = vault.read(&key("dev-03")).unwrap_err();
        let seen = matches!(open, VaultError::Damaged { .. } | VaultError::Replaced);
        assert!(seen, "byte {at}: {open}");
    }
}

#[test]
fn a_header_that_asks_for_too_much_is_refused_before_any_work() {
    let (_folder, path) = place();
    let dear = Cost {
        memory_kib: u32::MAX,
        passes: u32::MAX,
    };
    let error = Vault::create(&VaultPlace::new(&path), &passphrase(), dear).unwrap_err();
    assert!(matches!(error, VaultError::NoKey { .. }), "{error}");
    assert!(!path.exists());
}

#[test]
fn creating_never_wipes_what_is_there() {
    let (_folder, path) = place();
    filled(&path);
    let again = Vault::create(&VaultPlace::new(&path), &passphrase(), CHEAP);
    assert_eq!(again.unwrap_err(), VaultError::Exists);
    assert_eq!(read(&path).unwrap().as_deref(), Some(CANARY));
    let empty = Vault::create(&VaultPlace::new(&path), &Secret::new(String::new()), CHEAP);
    assert_eq!(empty.unwrap_err(), VaultError::EmptyPassphrase);
}

#[test]
fn places_that_others_can_reach_are_refused() {
    let (folder, path) = place();
    filled(&path);
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
    let error = read(&path).unwrap_err().to_string();
    assert!(
        error.contains("mode 0644") && error.contains("chmod 600"),
        "{error}"
    );

    let link = folder.path().join("link");
    symlink(&path, &link).unwrap();
    let error = read(&link).unwrap_err();
    assert!(
        matches!(error, VaultError::File(FileError::Link { .. })),
        "{error}"
    );

    let open = folder.path().join("open");
    std::fs::create_dir(&open).unwrap();
    std::fs::set_permissions(&open, PermissionsExt::from_mode(0o777)).unwrap();
    let error =
        Vault::create(&VaultPlace::new(open.join("sealed")), &passphrase(), CHEAP).unwrap_err();
    assert!(error.to_string().contains("chmod 700"), "{error}");
}

#[test]
fn links_laid_in_the_way_are_not_followed() {
    let (folder, path) = place();
    let vault = filled(&path);
    let victim = folder.path().join("victim");
    std::fs::write(&victim, "precious").unwrap();

    let fresh = path.with_file_name("credentials.sealed.new");
    symlink(&victim, &fresh).unwrap();
    vault.write(&key("dev-04"), &canary()).unwrap();
    assert!(fresh.symlink_metadata().is_err());

    let lock = path.with_file_name("credentials.sealed.lock");
    std::fs::remove_file(&lock).unwrap();
    symlink(&victim, &lock).unwrap();
    let error = vault.write(&key("dev-05"), &canary()).unwrap_err();
    assert!(
        matches!(error, VaultError::File(FileError::Link { .. })),
        "{error}"
    );
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "precious");
}

#[test]
fn a_write_that_fails_leaves_the_file_as_it_was() {
    let (_folder, path) = place();
    let vault = filled(&path);
    std::fs::create_dir(path.with_file_name("credentials.sealed.new")).unwrap();
    vault
        .write(&key("dev-03"), &Secret::new("new".to_owned()))
        .unwrap_err();
    assert_eq!(read(&path).unwrap().as_deref(), Some(CANARY));

    let huge = Secret::new("x".repeat(2 * 1024 * 1024));
    let error = vault.write(&key("dev-04"), &huge).unwrap_err();
    assert!(
        matches!(error, VaultError::File(FileError::TooLarge { .. })),
        "{error}"
    );
    assert_eq!(read(&path).unwrap().as_deref(), Some(CANARY));
}

#[tokio::test]
async fn writers_in_several_processes_and_threads_lose_nothing() {
    let (folder, path) = place();
    filled(&path);
    let line = child::words("vault::child_writes");
    let writer = |name: &str| {
        let mut command = child::command(&line, folder.path());
        command.env("VAULT", &path).env("WRITER", name);
        tokio::spawn(child::output(command))
    };
    let processes = [writer("p"), writer("q")];
    let threads = ["s", "t"].map(|name| {
        let path = path.clone();
        std::thread::spawn(move || write_many(&path, name))
    });
    for thread in threads {
        thread.join().unwrap();
    }
    for process in processes {
        process.await.unwrap();
    }
    let vault = Vault::unlock(&VaultPlace::new(&path), &passphrase()).unwrap();
    for writer in ["p", "q", "s", "t"] {
        for number in 0..WRITES {
            let name = format!("{writer}{number}");
            let secret = vault.read(&key(&name)).unwrap().unwrap();
            assert_eq!(secret.expose(), name);
        }
    }
    assert_eq!(read(&path).unwrap().as_deref(), Some(CANARY));
}

const WRITES: usize = 10;

fn write_many(path: &Path, writer: &str) {
    let vault = Vault::unlock(&VaultPlace::new(path), &passphrase()).unwrap();
    for number in 0..WRITES {
        let name = format!("{writer}{number}");
        // Another writer may hold the lock for longer than we wait on a busy machine.
        while vault
            .write(&key(&name), &Secret::new(name.clone()))
            .is_err_and(is_busy)
        {}
    }
}

fn is_busy(error: VaultError) -> bool {
    match error {
        VaultError::Busy { .. } => true,
        other => panic!("{other}"),
    }
}

#[test]
#[ignore = "run by writers_in_several_processes_and_threads_lose_nothing"]
fn child_writes() {
    let path = PathBuf::from(std::env::var_os("VAULT").unwrap());
    write_many(&path, &std::env::var("WRITER").unwrap());
}

/// The whole path of a host without a keyring, in a process that has no bus.
#[tokio::test]
async fn without_a_keyring_passwords_last_in_the_sealed_file() {
    let (folder, path) = place();
    let line = child::words("vault::child_uses_the_sealed_file");
    let mut command = child::command(&line, folder.path());
    command.env("VAULT", &path);
    let told = child::output(command).await;
    assert!(!told.contains("canary"), "{told}");
}

#[tokio::test]
#[ignore = "run by without_a_keyring_passwords_last_in_the_sealed_file"]
async fn child_uses_the_sealed_file() {
    let path = PathBuf::from(std::env::var_os("VAULT").unwrap());
    let node = entry("dev-03", CredentialSource::Keyring);
    let mut first = Credentials::new(VaultPlace::new(&path));
    assert_eq!(first.sealed_file(), SealedFile::Absent);
    let no_bus = "no keyring: DBUS_SESSION_BUS_ADDRESS is unset";
    assert_eq!(words(&first.lookup(&node).await), no_bus);
    first.create_sealed(&passphrase(), CHEAP).await.unwrap();
    first
        .remember(&[&node], &canary(), Keep::Lasting)
        .await
        .unwrap();
    assert_eq!(found(&first.lookup(&node).await), CANARY);

    let mut later = Credentials::new(VaultPlace::new(&path));
    assert_eq!(later.sealed_file(), SealedFile::Locked);
    assert_eq!(words(&later.lookup(&node).await), "needs the passphrase");
    let wrong = later.unlock_sealed(&canary()).await;
    assert_eq!(wrong, Err(VaultError::WrongPassphrase));
    later.unlock_sealed(&passphrase()).await.unwrap();
    let lookup = later.lookup(&node).await;
    assert_eq!(found(&lookup), CANARY);
    let from = format!(
        "found: sealed file {}, entry supdeck/dev-03",
        path.display()
    );
    assert_eq!(words(&lookup), from);
    child::tell(format_args!("{later:?} {lookup:?}"));

    first.erase(&node).await.unwrap();
    later.forget(&node);
    let gone = "missing: neither the OS keyring nor the sealed file holds an entry supdeck/dev-03";
    assert_eq!(words(&later.lookup(&node).await), gone);

    std::fs::remove_file(&path).unwrap();
    Vault::create(&VaultPlace::new(&path), &passphrase(), CHEAP).unwrap();
    assert_eq!(words(&later.lookup(&node).await), "needs the passphrase");
    assert_eq!(later.sealed_file(), SealedFile::Locked);
}
