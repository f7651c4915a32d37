//! Which pages the process has for itself, as `/proc/self/pagemap` tells. Linux only.

use core::ffi::c_int;
use core::ops::Range;

use crate::Errno;

/// Most runs of pages that are asked for at once.
const RUNS: usize = 64;

/// The argument of the ioctl PAGEMAP_SCAN, Linux 6.7: Documentation/admin-guide/mm/pagemap.rst.
#[repr(C)]
#[derive(Default)]
struct Scan {
    size: u64,
    flags: u64,
    start: u64,
    end: u64,
    walk_end: u64,
    runs: u64,
    nr_runs: u64,
    max_pages: u64,
    category_inverted: u64,
    category_mask: u64,
    category_anyof_mask: u64,
    return_mask: u64,
}

/// Pages with the same categories, one after the other.
#[repr(C)]
#[derive(Clone, Copy, Default)]
struct Run {
    start: u64,
    end: u64,
    categories: u64,
}

const PAGE_IS_FILE: u64 = 1 << 2;
const PAGE_IS_PRESENT: u64 = 1 << 3;
const PAGE_IS_SWAPPED: u64 = 1 << 4;
const PAGE_IS_PFNZERO: u64 = 1 << 5;

/// What stands where a page was not written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unwritten {
    /// Nothing, or the system's page of zeroes.
    Zeroes,
    /// The page of a file.
    FilePage,
}

/// The page tables of the calling process.
pub struct PageMap(c_int);

impl PageMap {
    /// Opens them, for a moment: the descriptor would be another process's after a fork.
    ///
    /// Fails with the errno of open(2).
    pub fn open() -> Result<PageMap, Errno> {
        // SAFETY: the path is a terminated string; the descriptor is closed with this object.
        let fd =
            unsafe { libc::open(c"/proc/self/pagemap".as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) };
        if fd < 0 { Err(Errno::last()) } else { Ok(PageMap(fd)) }
    }

    /// Calls `each` with the addresses of pages, in memory or swapped out, that the process has for
    /// itself, because it wrote them. As many as are found at once; returns where the next search
    /// has to begin, the end of `place` if all was searched.
    ///
    /// Fails with the errno of ioctl(2), ENOTTY before Linux 6.7.
    pub fn written(
        &self,
        place: Range<usize>,
        unwritten: Unwritten,
        each: impl FnMut(Range<usize>),
    ) -> Result<usize, Errno> {
        let none_of = match unwritten {
            Unwritten::Zeroes => PAGE_IS_FILE | PAGE_IS_PFNZERO,
            // Zeroes that the system merged with others are not what the file has.
            Unwritten::FilePage => PAGE_IS_FILE,
        };
        self.scan(place, none_of, PAGE_IS_PRESENT | PAGE_IS_SWAPPED, each)
    }

    /// Number of pages in memory that the process has for itself. Before Linux 6.7, the system's page
    /// of zeroes counts as well, wherever it was read.
    ///
    /// Fails with the errno of pread(2).
    pub fn resident(&self, place: Range<usize>, page_size: usize) -> Result<usize, Errno> {
        let (mut from, mut bytes) = (place.start, 0);
        while let Ok(next) =
            self.scan(from..place.end, PAGE_IS_FILE | PAGE_IS_PFNZERO, PAGE_IS_PRESENT, |run| {
                bytes += run.len()
            })
        {
            from = next;
            if from >= place.end {
                return Ok(bytes / page_size);
            }
        }
        self.resident_by_entries(place, page_size)
    }

    /// The same by the entries of the file, one for each page: bit 63 says that it is in memory, bit
    /// 61 that it is of a file or shared.
    fn resident_by_entries(&self, place: Range<usize>, page_size: usize) -> Result<usize, Errno> {
        let mut entries = [0u64; 512];
        let (mut page, end) = (place.start / page_size, place.end / page_size);
        let mut count = 0;
        while page < end {
            let wanted = entries.len().min(end - page) * size_of::<u64>();
            let offset =
                libc::off_t::try_from(page * size_of::<u64>()).map_err(|_| Errno::EINVAL)?;
            // SAFETY: the entries are as long as that at least.
            let read = unsafe { libc::pread(self.0, entries.as_mut_ptr().cast(), wanted, offset) };
            let read = usize::try_from(read).map_err(|_| Errno::last())? / size_of::<u64>();
            if read == 0 {
                return Err(Errno(libc::EIO));
            }
            count += entries[..read].iter().filter(|&entry| entry >> 61 & 0b101 == 0b100).count();
            page += read;
        }
        Ok(count)
    }

    /// Calls `each` with runs of pages of any of some categories, and none of others.
    fn scan(
        &self,
        place: Range<usize>,
        none_of: u64,
        any_of: u64,
        mut each: impl FnMut(Range<usize>),
    ) -> Result<usize, Errno> {
        let mut runs = [Run::default(); RUNS];
        let mut scan = Scan {
            size: size_of::<Scan>() as u64,
            start: place.start as u64,
            end: place.end as u64,
            runs: runs.as_mut_ptr().expose_provenance() as u64,
            nr_runs: RUNS as u64,
            category_inverted: none_of,
            category_mask: none_of,
            category_anyof_mask: any_of,
            ..Scan::default()
        };
        const REQUEST: libc::Ioctl = libc::_IOWR::<Scan>(b'f' as u32, 16);
        // SAFETY: the request reads and writes the structure, and writes at most so many runs.
        let found = unsafe { libc::ioctl(self.0, REQUEST, &raw mut scan) };
        let found = usize::try_from(found).map_err(|_| Errno::last())?;
        for run in &runs[..found.min(RUNS)] {
            each(run.start as usize..run.end as usize);
        }
        Ok(scan.walk_end as usize)
    }
}

impl Drop for PageMap {
    fn drop(&mut self) {
        // SAFETY: the descriptor is this object's own. Closing it cannot fail in a way that matters.
        crate::preserving(|| unsafe { libc::close(self.0) });
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use super::*;
    use crate::sys::memory::{self, MemoryFile, Sharing};

    /// Pages of `place` that were written, by number.
    fn written(place: &Range<usize>, unwritten: Unwritten) -> Result<Vec<usize>, Errno> {
        let page_size = memory::page_size();
        let (pages, mut from) = (PageMap::open()?, place.start);
        let mut numbers = Vec::new();
        while from < place.end {
            from = pages.written(from..place.end, unwritten, |run| {
                numbers.extend(run.step_by(page_size).map(|page| (page - place.start) / page_size));
            })?;
        }
        Ok(numbers)
    }

    #[test]
    fn written_pages_are_told_from_others() {
        let page_size = memory::page_size();
        const PAGES: usize = 600;
        let memory = memory::map(PAGES * page_size).expect("address space");
        let place = memory.addr().get()..memory.addr().get() + PAGES * page_size;
        // SAFETY: inside of the mapping.
        let page = |number: usize| unsafe { memory.add(number * page_size) };
        let file = MemoryFile::create(c"pages", 100 * page_size).expect("memfd");
        // SAFETY: the pages are this test's own.
        unsafe { file.map_at(page(500), Sharing::CopyOnWrite).expect("mmap") };
        // More runs than fit into one call.
        let odd: Vec<_> = (1..300).step_by(2).chain([510, 511]).collect();
        for &number in &odd {
            // SAFETY: the pages are mapped.
            unsafe { page(number).write_volatile(1) };
        }
        for number in [400, 520] {
            // SAFETY: as above.
            assert_eq!(unsafe { page(number).read_volatile() }, 0);
        }
        let pages = PageMap::open().expect("/proc");
        let entries = pages.resident_by_entries(place.clone(), page_size);
        assert_eq!(entries, Ok(odd.len() + 1), "and the page of zeroes");
        match written(&place, Unwritten::Zeroes) {
            Ok(numbers) => {
                assert_eq!(numbers, odd);
                assert_eq!(pages.resident(place.clone(), page_size), Ok(odd.len()));
                let with_zeroes = odd[..150].iter().chain([&400]).chain(&odd[150..]).copied();
                let numbers = written(&place, Unwritten::FilePage);
                assert_eq!(numbers, Ok(with_zeroes.collect()));
            }
            // Before Linux 6.7.
            Err(errno) => {
                assert_eq!(errno, Errno(libc::ENOTTY));
                assert_eq!(pages.resident(place.clone(), page_size), Ok(odd.len() + 1));
            }
        }
        // SAFETY: nobody uses the mapping any more.
        unsafe { memory::unmap(memory, PAGES * page_size).expect("unmap") };
    }
}
