//! CPU numbers: how many there may be, and the current one without an rseq area.

use core::sync::atomic::{AtomicI32, Ordering};

use crate::{Errno, sys::file};

/// Length of the longest `/sys/devices/system/cpu/possible` that is read.
const CPU_LIST_MAX: usize = 4096;

/// Number of slots that an array indexed by CPU number needs: the highest possible CPU number
/// plus one, at least 1. Read once per process, the same value ever after.
pub fn max_nr_cpus() -> i32 {
    static CACHED: AtomicI32 = AtomicI32::new(0);
    let cached = CACHED.load(Ordering::Relaxed);
    if cached > 0 {
        return cached;
    }
    let count = crate::preserving(|| from_possible_list().unwrap_or_else(upper_bound));
    CACHED.store(count, Ordering::Relaxed);
    count
}

fn from_possible_list() -> Option<i32> {
    let mut buffer = [0; CPU_LIST_MAX];
    last_cpu_of_list(file::read(c"/sys/devices/system/cpu/possible", &mut buffer).ok()?)
        .and_then(|last| last.checked_add(1))
}

/// Without the kernel's list: never less than the truth, since a CPU number outside of the
/// caller's arrays would be a stray access. The kernel's CPU masks hold every possible CPU.
fn upper_bound() -> i32 {
    // SAFETY: sysconf only returns a number.
    let configured = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_CONF) };
    let mut count = i32::try_from(configured).unwrap_or(1).max(1).max(mask_bits());
    let _ = file::for_each_entry(c"/sys/devices/system/cpu", |name| {
        let number = name.to_bytes().strip_prefix(b"cpu").and_then(parse_number);
        if let Some(after) = number.and_then(|n| n.checked_add(1)) {
            count = count.max(after);
        }
    });
    count
}

/// Bits of the kernel's CPU masks: what sched_getaffinity(2) returns is their size in bytes.
#[cfg(all(target_os = "linux", not(miri)))]
fn mask_bits() -> i32 {
    let mut mask = [0u64; 1024];
    // SAFETY: the buffer is writable for the length given; pid 0 is the calling thread.
    let bytes = unsafe {
        libc::syscall(libc::SYS_sched_getaffinity, 0, size_of_val(&mask), mask.as_mut_ptr())
    };
    i32::try_from(bytes).unwrap_or(0).max(0) * 8
}

#[cfg(any(not(target_os = "linux"), miri))]
fn mask_bits() -> i32 {
    0
}

/// Last number of a list such as `0-3,8-11`, which the kernel prints in ascending order.
fn last_cpu_of_list(list: &[u8]) -> Option<i32> {
    let list = list.trim_ascii_end();
    let last = list.rsplit(|&c| c == b'-' || c == b',').next()?;
    parse_number(last)
}

fn parse_number(digits: &[u8]) -> Option<i32> {
    core::str::from_utf8(digits).ok()?.parse().ok().filter(|&n: &i32| n >= 0)
}

/// The CPU that the calling thread runs on, by sched_getcpu(3). Where a sandbox refuses even
/// that: 0, which is always a possible CPU number, as stale as any answer may be.
pub fn fallback_current_cpu() -> i32 {
    // SAFETY: takes nothing, returns a number.
    crate::preserving(|| unsafe { libc::sched_getcpu() }).max(0)
}

/// The NUMA node that the calling thread runs on, by getcpu(2).
#[cfg(all(target_os = "linux", not(miri)))]
pub fn fallback_current_node() -> Result<i32, Errno> {
    let mut node: core::ffi::c_uint = 0;
    let no_cpu = core::ptr::null_mut::<core::ffi::c_uint>();
    let no_cache = core::ptr::null_mut::<core::ffi::c_void>();
    // SAFETY: `node` is writable; the kernel accepts null for the other two.
    match unsafe { libc::syscall(libc::SYS_getcpu, no_cpu, &raw mut node, no_cache) } {
        0 => Ok(node as i32),
        _ => Err(Errno::last()),
    }
}

/// The NUMA node that the calling thread runs on: unknown on this system.
#[cfg(any(not(target_os = "linux"), miri))]
pub fn fallback_current_node() -> Result<i32, Errno> {
    Err(Errno::ENOSYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_number_of_the_possible_list() {
        assert_eq!(last_cpu_of_list(b"0\n"), Some(0));
        assert_eq!(last_cpu_of_list(b"0-1\n"), Some(1));
        assert_eq!(last_cpu_of_list(b"0-3,8-11\n"), Some(11));
        assert_eq!(last_cpu_of_list(b"0,2,4\n"), Some(4));
        assert_eq!(last_cpu_of_list(b"0-8191"), Some(8191));
        for bad in [&b""[..], b"\n", b"0-\n", b"x\n", b"0-99999999999\n"] {
            assert_eq!(last_cpu_of_list(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn the_upper_bound_holds_every_possible_cpu() {
        let possible = from_possible_list().expect("this system has sysfs");
        assert!(upper_bound() >= possible);
        assert!(mask_bits() >= possible);
        assert_eq!(max_nr_cpus(), possible);
    }

    #[test]
    fn current_cpu_and_node() {
        assert!(fallback_current_cpu() < max_nr_cpus());
        assert!(fallback_current_node().expect("getcpu(2)") >= 0);
    }
}
