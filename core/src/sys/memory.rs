//! Memory from the kernel: mappings, the file in memory that several mappings share, what a child
//! process gets of them, NUMA placement.

use core::ffi::{CStr, c_int, c_void};
use core::ptr::NonNull;

use crate::Errno;

#[cfg(miri)]
use super::miri::{mmap as system_mmap, munmap as system_munmap};
#[cfg(not(miri))]
use libc::{mmap as system_mmap, munmap as system_munmap};

/// Size of a page in bytes, a power of two.
pub fn page_size() -> usize {
    // SAFETY: sysconf only returns a number.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

/// Not counted against the limits of overcommitment, since most of a pool is never written.
#[cfg(target_os = "linux")]
const NO_RESERVE: c_int = libc::MAP_NORESERVE;
#[cfg(not(target_os = "linux"))]
const NO_RESERVE: c_int = 0;

/// Maps `len` bytes of zeroes, private to this process, anywhere.
pub fn map(len: usize) -> Result<NonNull<u8>, Errno> {
    map_at_best(0, len)
}

/// The same at an address on a page boundary, if it is free.
pub fn map_at_best(address: usize, len: usize) -> Result<NonNull<u8>, Errno> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANON | NO_RESERVE;
    let address = core::ptr::without_provenance_mut(address);
    // SAFETY: without MAP_FIXED, a new mapping replaces nothing.
    let address = unsafe { mmap(address, len, flags, -1) }?;
    use_small_pages(address, len);
    Ok(address)
}

/// A large page would be memory for the copies of many CPUs as soon as one is written.
#[cfg(target_os = "linux")]
fn use_small_pages(address: NonNull<u8>, len: usize) {
    // It fails on a kernel without large pages.
    // SAFETY: the advice does not change what is there.
    let _ = crate::preserving(|| unsafe { advise(address, len, libc::MADV_NOHUGEPAGE) });
}

#[cfg(not(target_os = "linux"))]
fn use_small_pages(_address: NonNull<u8>, _len: usize) {}

/// Maps zeroes, private to this process, in place of what is mapped at `address`.
///
/// # Safety
/// `address` is on a page boundary; the pages belong to the caller, who does not need their contents.
pub unsafe fn clear(address: NonNull<u8>, len: usize) -> Result<(), Errno> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANON | libc::MAP_FIXED | NO_RESERVE;
    // SAFETY: by the contract of this function, nothing of value is replaced.
    unsafe { mmap(address.as_ptr().cast(), len, flags, -1)? };
    use_small_pages(address, len);
    Ok(())
}

/// Unmaps whole pages.
///
/// # Safety
/// `address` is on a page boundary, and nobody uses the pages any more.
pub unsafe fn unmap(address: NonNull<u8>, len: usize) -> Result<(), Errno> {
    // SAFETY: by the contract of this function.
    status(unsafe { system_munmap(address.as_ptr().cast(), len) })
}

/// How a mapping of a [`MemoryFile`] treats writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sharing {
    /// They go to the file.
    Shared,
    /// They go to a private copy of the page, made by the first of them. Until then, the page is
    /// that of the file.
    CopyOnWrite,
}

/// The mappings of a part of a [`MemoryFile`] are at the same address modulo this. Some MIPS CPUs
/// have caches that go by the virtual address and do not see a write through another one; Linux
/// refuses shared mappings that they would not work with (EINVAL). The unit is the size of a way of
/// the cache; no CPU with larger ones is known.
pub const SHARING_UNIT: usize =
    if cfg!(any(target_arch = "mips", target_arch = "mips64")) { 1 << 16 } else { 1 };

/// A file in memory, closed when dropped; its mappings stay.
#[derive(Debug)]
pub struct MemoryFile {
    fd: c_int,
    len: usize,
}

impl MemoryFile {
    /// Creates a file of `len` bytes of zeroes. `name` shows up in `/proc/self/maps`.
    ///
    /// Fails with the errno of memfd_create(2) or ftruncate(2).
    #[cfg(all(target_os = "linux", not(miri)))]
    pub fn create(name: &CStr, len: usize) -> Result<MemoryFile, Errno> {
        let create = |flags: libc::c_uint| {
            // By number: older C libraries have no function for it.
            // SAFETY: `name` is a terminated string.
            unsafe { libc::syscall(libc::SYS_memfd_create, name.as_ptr(), flags) }
        };
        // Linux 6.3 and later may be told to refuse files that do not renounce to being executable;
        // Linux before that refuses the flag.
        let mut fd = create(libc::MFD_CLOEXEC | libc::MFD_NOEXEC_SEAL);
        if fd < 0 && Errno::last() == Errno::EINVAL {
            fd = create(libc::MFD_CLOEXEC);
        }
        if fd < 0 {
            return Err(Errno::last());
        }
        let file = MemoryFile { fd: fd as c_int, len };
        let size = libc::off_t::try_from(len).map_err(|_| Errno::ENOMEM)?;
        // SAFETY: the descriptor is open.
        status(unsafe { libc::ftruncate(file.fd, size) })?;
        Ok(file)
    }

    /// Not used on this system, nor where no two mappings can be the same memory.
    #[cfg(any(not(target_os = "linux"), miri))]
    pub fn create(_name: &CStr, _len: usize) -> Result<MemoryFile, Errno> {
        Err(Errno::ENOSYS)
    }

    /// Maps the whole file anywhere, shared.
    pub fn map(&self) -> Result<NonNull<u8>, Errno> {
        // SAFETY: without MAP_FIXED, a new mapping replaces nothing.
        unsafe { mmap(core::ptr::null_mut(), self.len, libc::MAP_SHARED, self.fd) }
    }

    /// Maps the whole file in place of what is mapped at `address`.
    ///
    /// # Safety
    /// `address` is on a page boundary; the file's length there is mapped and belongs to the
    /// caller, who does not need its contents.
    pub unsafe fn map_at(&self, address: NonNull<u8>, sharing: Sharing) -> Result<(), Errno> {
        let sharing = match sharing {
            Sharing::Shared => libc::MAP_SHARED,
            Sharing::CopyOnWrite => libc::MAP_PRIVATE | NO_RESERVE,
        };
        let flags = sharing | libc::MAP_FIXED;
        // SAFETY: by the contract of this function, nothing of value is replaced.
        unsafe { mmap(address.as_ptr().cast(), self.len, flags, self.fd) }.map(drop)
    }
}

impl Drop for MemoryFile {
    fn drop(&mut self) {
        // SAFETY: the descriptor is this object's own and not used after this. Closing cannot fail
        // in a way that leaves it open.
        crate::preserving(|| unsafe { libc::close(self.fd) });
    }
}

/// # Safety
/// With MAP_FIXED, the pages at `address` belong to the caller, who does not need them.
unsafe fn mmap(
    address: *mut c_void,
    len: usize,
    flags: c_int,
    fd: c_int,
) -> Result<NonNull<u8>, Errno> {
    let access = libc::PROT_READ | libc::PROT_WRITE;
    // SAFETY: by the contract of this function.
    let mapping = unsafe { system_mmap(address, len, access, flags, fd, 0) };
    if mapping == libc::MAP_FAILED {
        return Err(Errno::last());
    }
    NonNull::new(mapping.cast()).ok_or(Errno::ENOMEM)
}

/// A child process gets nothing of these pages: they are not mapped there.
///
/// # Safety
/// `address` is on a page boundary, and the pages belong to the caller.
#[cfg(target_os = "linux")]
pub unsafe fn hide_from_children(address: NonNull<u8>, len: usize) -> Result<(), Errno> {
    // SAFETY: by the contract of this function; the advice changes nothing in this process.
    unsafe { advise(address, len, libc::MADV_DONTFORK) }
}

/// A child process finds zeroes in these pages, which are private and anonymous. Linux 4.14.
///
/// # Safety
/// As for [`hide_from_children`].
#[cfg(target_os = "linux")]
pub unsafe fn wipe_in_children(address: NonNull<u8>, len: usize) -> Result<(), Errno> {
    // SAFETY: by the contract of this function; the advice changes nothing in this process.
    unsafe { advise(address, len, libc::MADV_WIPEONFORK) }
}

/// Returns when all page faults in these mappings that began before the call are over.
///
/// A page fault holds a lock of the mapping from its look at the page tables to the change of them.
/// Changing the flags of a mapping waits for that lock, so that is what this does, for flags that
/// do not matter here. Whether another thread does the same at the same time makes no difference:
/// a mapping that has the wanted flag already got it from that thread meanwhile, which waited.
///
/// # Safety
/// As for [`hide_from_children`].
#[cfg(target_os = "linux")]
pub unsafe fn wait_for_page_faults(address: NonNull<u8>, len: usize) -> Result<(), Errno> {
    // SAFETY: by the contract of this function; the advice is about reading ahead from disks.
    unsafe {
        advise(address, len, libc::MADV_RANDOM)?;
        advise(address, len, libc::MADV_NORMAL)
    }
}

/// # Safety
/// The pages belong to the caller, who bears what the advice does to them.
#[cfg(target_os = "linux")]
unsafe fn advise(address: NonNull<u8>, len: usize, advice: c_int) -> Result<(), Errno> {
    // SAFETY: by the contract of this function.
    status(unsafe { libc::madvise(address.as_ptr().cast(), len, advice) })
}

/// Only mappings of a [`MemoryFile`] need this, which this system does not have.
///
/// # Safety
/// None.
#[cfg(not(target_os = "linux"))]
pub unsafe fn hide_from_children(_address: NonNull<u8>, _len: usize) -> Result<(), Errno> {
    Err(Errno::ENOSYS)
}

/// Only mappings of a [`MemoryFile`] need this, which this system does not have.
///
/// # Safety
/// None.
#[cfg(not(target_os = "linux"))]
pub unsafe fn wipe_in_children(_address: NonNull<u8>, _len: usize) -> Result<(), Errno> {
    Err(Errno::ENOSYS)
}

/// Only mappings of a [`MemoryFile`] need this, which this system does not have.
///
/// # Safety
/// None.
#[cfg(not(target_os = "linux"))]
pub unsafe fn wait_for_page_faults(_address: NonNull<u8>, _len: usize) -> Result<(), Errno> {
    Err(Errno::ENOSYS)
}

/// Most pages that [`move_pages`] takes at once.
#[cfg(target_os = "linux")]
pub const MOVE_BATCH: usize = 256;

/// Asks move_pages(2) to move pages of this process to a node. `status` gets, for each page it
/// came to, the node it is on or a negative errno. Returns how many pages it gave up on.
#[cfg(target_os = "linux")]
pub fn move_pages(
    pages: &[*mut c_void],
    node: c_int,
    status: &mut [c_int],
    flags: c_int,
) -> Result<usize, Errno> {
    assert!(pages.len() <= MOVE_BATCH && pages.len() == status.len());
    let nodes = [node; MOVE_BATCH];
    // SAFETY: three arrays of as many elements as announced. Moving a page does not change what
    // the process sees of it, and the kernel checks the addresses.
    let result = unsafe {
        libc::syscall(
            libc::SYS_move_pages,
            0 as libc::pid_t,
            pages.len() as libc::c_ulong,
            pages.as_ptr(),
            nodes.as_ptr(),
            status.as_mut_ptr(),
            flags,
        )
    };
    usize::try_from(result).map_err(|_| Errno::last())
}

/// Whether anything is mapped at the address of a page.
#[cfg(target_os = "linux")]
pub fn is_mapped(page: usize) -> bool {
    let page = core::ptr::without_provenance_mut(page);
    let mut resident = 0u8;
    // SAFETY: the kernel checks the address; one page needs one byte of answer.
    crate::preserving(|| unsafe { libc::mincore(page, 1, (&raw mut resident).cast()) }) == 0
}

/// Number of pages in memory that are mapped here. Meant for shared ones: of others it is whether
/// they could be had without waiting for a disk.
///
/// Fails with ENOMEM if not all of them are mapped.
#[cfg(target_os = "linux")]
pub fn resident(address: NonNull<u8>, len: usize, page_size: usize) -> Result<usize, Errno> {
    let mut states = [0u8; 256];
    let (mut done, mut count) = (0, 0);
    while done < len {
        let part = (len - done).min(states.len() * page_size);
        // SAFETY: the kernel checks the addresses; a page needs one byte of answer.
        status(unsafe {
            libc::mincore(
                address.as_ptr().wrapping_add(done).cast(),
                part,
                (&raw mut states).cast(),
            )
        })?;
        count += states[..part / page_size].iter().filter(|&state| state & 1 == 1).count();
        done += part;
    }
    Ok(count)
}

fn status(result: c_int) -> Result<(), Errno> {
    match result {
        0 => Ok(()),
        _ => Err(Errno::last()),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn copy_on_write_follows_the_file_until_written() {
        let page = page_size();
        let two = map(2 * page).expect("address space");
        let file = MemoryFile::create(c"copy", page).expect("memfd");
        // SAFETY: the two pages are this test's own, and both stay mapped until the end of it.
        unsafe {
            let (shared, private) = (two, two.add(page));
            file.map_at(shared, Sharing::Shared).expect("shared");
            file.map_at(private, Sharing::CopyOnWrite).expect("private");
            drop(file);
            shared.write_volatile(1);
            assert_eq!(private.read_volatile(), 1);
            private.write_volatile(2);
            assert_eq!(shared.read_volatile(), 1);
            shared.write_volatile(3);
            assert_eq!(private.read_volatile(), 2);
            wait_for_page_faults(private, page).expect("madvise");
            unmap(two, 2 * page).expect("unmap");
        }
    }

    #[test]
    fn errors_are_those_of_the_system_calls() {
        assert_eq!(map(0), Err(Errno::EINVAL));
        assert_eq!(map(usize::MAX / 2), Err(Errno::ENOMEM));
        let odd = NonNull::new(core::ptr::without_provenance_mut(1)).expect("not null");
        // SAFETY: the kernel refuses the address.
        assert_eq!(unsafe { unmap(odd, 1) }, Err(Errno::EINVAL));
        let file = MemoryFile::create(c"huge", usize::MAX);
        assert_eq!(file.map(drop), Err(Errno::ENOMEM));
        assert!(!is_mapped(0));
    }
}
