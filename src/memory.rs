//! Memory that is no longer needed goes back to the system at once, where the allocator would keep it for
//! later: a reader that has indexed a heap stays open for hours.

/// What is as large as this is taken from the system by itself and returned as soon as it is freed, in bytes.
/// The allocator would raise this bound with every such piece, and keep the next ones.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE: i32 = 1 << 20;

/// To be called before there is more than one thread.
pub fn set_up() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: sets one number of the allocator, which no other thread is using yet.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}

/// Returns what has been freed in small pieces. Takes some milliseconds.
pub fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    // SAFETY: takes the allocator's own locks, like any allocation.
    unsafe {
        libc::malloc_trim(0);
    }
}
