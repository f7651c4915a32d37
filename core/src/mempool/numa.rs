//! Placement of a CPU's copies on the memory of its NUMA node.

use core::ffi::{c_int, c_void};
#[cfg(target_os = "linux")]
use core::{
    ffi::CStr,
    fmt::{self, Write},
    str,
};

use crate::Errno;
#[cfg(target_os = "linux")]
use crate::sys::{file, memory};

/// Moves the pages that are in use between `address` and `address + len` to the node of a CPU. Only
/// whole pages are moved. `flags` are those of move_pages(2).
///
/// Fails with EINVAL without flags or for a CPU that the system does not have; with the errno that
/// move_pages(2) gives for the call or for the first page that it could not move; with EBUSY if it
/// gave up without saying why.
#[cfg(target_os = "linux")]
pub fn range_init_numa(
    address: *mut c_void,
    len: usize,
    cpu: c_int,
    flags: c_int,
) -> Result<(), Errno> {
    if flags == 0 {
        return Err(Errno::EINVAL);
    }
    let node = node_of_cpu(cpu)?;
    let page_size = memory::page_size();
    let nr_pages = len / page_size;
    let mut done = 0;
    while done < nr_pages {
        let mut pages = [core::ptr::null_mut(); memory::MOVE_BATCH];
        let mut status = [node; memory::MOVE_BATCH];
        let count = pages.len().min(nr_pages - done);
        for (i, page) in pages[..count].iter_mut().enumerate() {
            *page = address.wrapping_byte_add((done + i) * page_size);
        }
        let given_up = memory::move_pages(&pages[..count], node, &mut status[..count], flags)?;
        for (&page, &status) in pages.iter().zip(&status[..count]) {
            check_page(page, status)?;
        }
        if given_up > 0 {
            return Err(Errno::EBUSY);
        }
        done += count;
    }
    Ok(())
}

/// This system has no such call.
#[cfg(not(target_os = "linux"))]
pub fn range_init_numa(
    _address: *mut c_void,
    _len: usize,
    _cpu: c_int,
    _flags: c_int,
) -> Result<(), Errno> {
    Err(Errno::ENOSYS)
}

/// The status of a page: a node, or why the page is not there.
#[cfg(target_os = "linux")]
fn check_page(page: *mut c_void, status: c_int) -> Result<(), Errno> {
    match -status {
        // There is no memory to move: the page was never used.
        libc::ENOENT => Ok(()),
        // Nor if it was only ever read, and is the system's page of zeroes.
        libc::EFAULT if memory::is_mapped(page.addr()) => Ok(()),
        errno if errno > 0 => Err(Errno(errno)),
        _ => Ok(()),
    }
}

/// From the link to its node that each CPU has in sysfs.
#[cfg(target_os = "linux")]
fn node_of_cpu(cpu: c_int) -> Result<c_int, Errno> {
    let cpu = u32::try_from(cpu).map_err(|_| Errno::EINVAL)?;
    let mut path = Path { bytes: [0; Path::MAX + 1], len: 0 };
    write!(path, "/sys/devices/system/cpu/cpu{cpu}").map_err(|_| Errno::EINVAL)?;
    let path = CStr::from_bytes_until_nul(&path.bytes).map_err(|_| Errno::EINVAL)?;
    // A kernel without NUMA has no such links.
    let mut node = Err(Errno::ENOSYS);
    file::for_each_entry(path, |name| {
        let digits = name.to_bytes().strip_prefix(b"node").map(str::from_utf8);
        if let Some(Ok(digits)) = digits {
            node = digits.parse().or(node);
        }
    })
    .map_err(|errno| match errno {
        Errno(libc::ENOENT) => Errno::EINVAL,
        other => other,
    })?;
    node
}

/// A short path to be written into.
#[cfg(target_os = "linux")]
struct Path {
    bytes: [u8; Path::MAX + 1],
    len: usize,
}

#[cfg(target_os = "linux")]
impl Path {
    const MAX: usize = 40;
}

#[cfg(target_os = "linux")]
impl Write for Path {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let place = self.bytes[..Path::MAX].get_mut(self.len..end).ok_or(fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}
