//! Noticing that a heap's files change: told by the system where it can, by looking where it cannot.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Heap;

/// Changes come in bursts (an unpacked archive, an editor that writes a copy first); one is over when
/// nothing has happened for this long.
const QUIET: Duration = Duration::from_millis(200);

/// How often is looked where the system tells nothing.
const INTERVAL: Duration = Duration::from_secs(10);

/// File systems on which another machine may change files without this one being told.
const REMOTE: &[&str] = &[
    "9p",
    "afs",
    "ceph",
    "cifs",
    "fuse.rclone",
    "fuse.sshfs",
    "glusterfs",
    "lustre",
    "nfs",
    "nfs4",
    "smb3",
    "vboxsf",
];

/// Watches until it is dropped.
pub struct Watch {
    _watcher: Box<dyn Watcher + Send>,
    polls: bool,
}

impl Watch {
    /// Whether changes are looked for now and then, because the system cannot tell of them.
    pub fn polls(&self) -> bool {
        self.polls
    }
}

impl Heap {
    /// Calls `on`, from a thread of its own, after each burst of changes under the heap's paths, and in the
    /// folder `also`; [`Heap::refresh`] then tells what they were. Nothing runs while nothing changes, but where the system
    /// cannot tell of changes (network mounts, too many folders) the paths are looked at every ten seconds.
    pub fn watch(&self, also: Option<&Path>, on: impl FnMut() + Send + 'static) -> notify::Result<Watch> {
        let mut roots = roots(self.roots.paths());
        roots.extend(also.map(|path| (path.to_owned(), RecursiveMode::NonRecursive)));
        let remote = roots.iter().any(|(root, _)| is_remote(root));
        let (changed, changes) = channel();
        let told = move |event: notify::Result<Event>| {
            // Reading a document is an event too. What an error hides is found by looking.
            if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
                // A send fails when the other thread ended because this watch was dropped.
                let _ = changed.send(());
            }
        };
        let system = if remote { None } else { told_by_system(&roots, told.clone()) };
        let polls = system.is_none();
        let watcher = match system {
            Some(watcher) => watcher,
            None => by_looking(&roots, told)?,
        };
        thread::spawn(move || pass_on(&changes, on));
        Ok(Watch { _watcher: watcher, polls })
    }
}

/// What to watch for each path: a folder with all in it; for a file the folder that it is in, because
/// editors put a new file in the old one's place.
fn roots(paths: &[PathBuf]) -> Vec<(PathBuf, RecursiveMode)> {
    paths
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .filter_map(|path| match path.is_dir() {
            true => Some((path, RecursiveMode::Recursive)),
            false => Some((path.parent()?.to_path_buf(), RecursiveMode::NonRecursive)),
        })
        .collect()
}

type Told = notify::Result<Event>;

fn told_by_system(
    roots: &[(PathBuf, RecursiveMode)],
    told: impl FnMut(Told) + Send + 'static,
) -> Option<Box<dyn Watcher + Send>> {
    let mut watcher = RecommendedWatcher::new(told, Config::default()).ok()?;
    for (root, mode) in roots {
        watcher.watch(root, *mode).ok()?;
    }
    Some(Box::new(watcher))
}

fn by_looking(
    roots: &[(PathBuf, RecursiveMode)],
    told: impl FnMut(Told) + Send + 'static,
) -> notify::Result<Box<dyn Watcher + Send>> {
    let mut watcher = PollWatcher::new(told, Config::default().with_poll_interval(INTERVAL))?;
    for (root, mode) in roots {
        watcher.watch(root, *mode)?;
    }
    Ok(Box::new(watcher))
}

/// Waits for a change, then for quiet, then passes it on; ends with the watcher.
fn pass_on(changes: &Receiver<()>, mut on: impl FnMut()) {
    while changes.recv().is_ok() {
        loop {
            match changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        on();
    }
}

/// Whether a path lies on a file system of another machine, by the mount that is nearest above it.
fn is_remote(path: &Path) -> bool {
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    mount_type(&mounts, path).is_some_and(|kind| REMOTE.contains(&kind))
}

fn mount_type<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    mounts
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            let (_, point, kind) = (fields.next()?, fields.next()?, fields.next()?);
            path.starts_with(point.replace("\\040", " ")).then_some((point.len(), kind))
        })
        .max_by_key(|&(len, _)| len)
        .map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_says_what_file_system_a_path_is_on() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nhost:/x /mnt/crawl nfs4 rw 0 0\nhost:/y /mnt/my\\040files cifs rw 0 0\n";
        assert_eq!(mount_type(mounts, Path::new("/home/a")), Some("ext4"));
        assert_eq!(mount_type(mounts, Path::new("/mnt/crawl/2020")), Some("nfs4"));
        assert_eq!(mount_type(mounts, Path::new("/mnt/my files/a")), Some("cifs"));
        assert_eq!(mount_type(mounts, Path::new("/mnt/crawler")), Some("ext4"));
    }
}
