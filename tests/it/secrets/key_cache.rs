//! The key of the sealed file in the kernel: found by another process, for a while, and for one file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use linux_keyutils::{KeyError, KeyRing, KeyRingIdentifier};
use supdeck::secrets::{
    Cost, CredentialKey, Credentials, KeyCache, SealedFile, Secret, Vault, VaultPlace,
};

use super::{canary, child};
use crate::support::wait;

const CHEAP: Cost = Cost {
    memory_kib: 64,
    passes: 1,
};
const MINUTE: Duration = Duration::from_mins(1);

fn passphrase() -> Secret {
    Secret::new("correct horse".to_owned())
}

fn place(path: &Path, stays: Duration) -> VaultPlace {
    VaultPlace::new(path).cached(Some(KeyCache::new(stays)))
}

/// A sealed file whose key stays so long.
fn created(stays: Duration) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("credentials.sealed");
    let vault = Vault::create(&place(&path, stays), &passphrase(), CHEAP).unwrap();
    vault
        .write(&CredentialKey::new("dev-03", "deploy"), &canary())
        .unwrap();
    (folder, path)
}

/// Whether the kernel keeps keys for us at all: containers may forbid it.
fn kernel_keeps_keys() -> bool {
    let kept = || -> Result<(), KeyError> {
        let own = KeyRing::from_special_id(KeyRingIdentifier::Thread, true)?;
        own.link_keyring_id(KeyRingIdentifier::User)?;
        let users = KeyRing::from_special_id(KeyRingIdentifier::User, false)?;
        let probe = own.add_key("supdeck:probe", "x")?;
        users.link_key(probe)?;
        users.unlink_key(probe)
    };
    let kept = kept();
    if let Err(error) = &kept {
        child::tell(format_args!(
            "note: not tested, the kernel keeps no keys here: {error}"
        ));
    }
    kept.is_ok()
}

#[tokio::test]
async fn another_process_opens_the_file_without_its_passphrase() {
    if !kernel_keeps_keys() {
        return;
    }
    let (folder, path) = created(MINUTE);
    let line = child::words("key_cache::child_reopens");
    let mut command = child::command(&line, folder.path());
    command.env("SEALED", &path);
    let told = child::output(command).await;
    assert!(told.contains("with the cache: Open"), "{told}");
    assert!(told.contains("without it: Locked"), "{told}");
    assert!(told.contains("after a new one was made: Locked"), "{told}");
}

#[tokio::test]
#[ignore = "run by another_process_opens_the_file_without_its_passphrase"]
async fn child_reopens() {
    let path = PathBuf::from(std::env::var_os("SEALED").unwrap());
    let reopened = async |place: VaultPlace| {
        let mut credentials = Credentials::new(place);
        credentials.reopen_sealed().await;
        credentials.sealed_file()
    };
    child::tell(format_args!(
        "with the cache: {:?}",
        reopened(place(&path, MINUTE)).await
    ));
    child::tell(format_args!(
        "without it: {:?}",
        reopened(VaultPlace::new(&path)).await
    ));
    std::fs::remove_file(&path).unwrap();
    // Under the same passphrase, and still another file: it has another salt.
    Vault::create(&VaultPlace::new(&path), &passphrase(), CHEAP).unwrap();
    let new = reopened(place(&path, MINUTE)).await;
    child::tell(format_args!("after a new one was made: {new:?}"));
}

#[test]
fn what_it_opens_can_be_read_and_written() {
    if !kernel_keeps_keys() {
        return;
    }
    let (_folder, path) = created(MINUTE);
    let vault = Vault::reopen(&place(&path, MINUTE)).unwrap().unwrap();
    let key = CredentialKey::new("dev-03", "deploy");
    assert_eq!(vault.read(&key), Ok(Some(canary())));
    vault.write(&key, &Secret::new("new".to_owned())).unwrap();
    let unlocked = Vault::unlock(&VaultPlace::new(&path), &passphrase()).unwrap();
    assert_eq!(unlocked.read(&key).unwrap().unwrap().expose(), "new");
}

#[test]
fn after_its_time_the_kernel_has_forgotten_it() {
    if !kernel_keeps_keys() {
        return;
    }
    let (_folder, path) = created(Duration::from_secs(1));
    let place = place(&path, MINUTE);
    wait::until("the key is gone", || {
        Vault::reopen(&place).unwrap().is_none()
    });
    // Typing the passphrase brings it back.
    Vault::unlock(&place, &passphrase()).unwrap();
    assert!(Vault::reopen(&place).unwrap().is_some());
}

#[test]
fn without_a_cache_nothing_is_left_in_the_kernel() {
    if !kernel_keeps_keys() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("credentials.sealed");
    Vault::create(&VaultPlace::new(&path), &passphrase(), CHEAP).unwrap();
    Vault::unlock(&VaultPlace::new(&path), &passphrase()).unwrap();
    assert!(Vault::reopen(&place(&path, MINUTE)).unwrap().is_none());
}

#[test]
fn a_key_that_does_not_open_the_file_is_none() {
    if !kernel_keeps_keys() {
        return;
    }
    let (_folder, path) = created(MINUTE);
    let header = &std::fs::read(&path).unwrap()[..39];
    let name = supdeck_name(header);
    let own = KeyRing::from_special_id(KeyRingIdentifier::Thread, true).unwrap();
    own.link_keyring_id(KeyRingIdentifier::User).unwrap();
    let users = KeyRing::from_special_id(KeyRingIdentifier::User, false).unwrap();
    let kept = users.search(&name).unwrap();
    for other in [&[0; 32][..], &[0; 31], &[0; 33]] {
        kept.update(&other).unwrap();
        assert!(Vault::reopen(&place(&path, MINUTE)).unwrap().is_none());
    }
    assert_eq!(SealedFile::Locked, {
        let credentials = Credentials::new(place(&path, MINUTE));
        credentials.sealed_file()
    });
}

/// What a key is filed under: a digest of salt and cost, which tells nothing of the file.
fn supdeck_name(header: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write as _;
    let mut name = "supdeck:".to_owned();
    for byte in Sha256::digest(header) {
        let _ = write!(name, "{byte:02x}");
    }
    name
}
