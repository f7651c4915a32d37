//! Placement of memory on NUMA nodes.
#![cfg(target_os = "linux")]

use std::ffi::c_int;
use std::ptr;

use rseq_core::mempool::range_init_numa;
use rseq_core::sys::memory::{self, MOVE_BATCH, page_size};
use rseq_core::{Errno, cpus};

/// `MPOL_MF_MOVE` of numaif.h.
const MOVE: c_int = 1 << 1;

/// What the system says to moving no pages: kernels without NUMA and containers refuse any.
fn system() -> Result<(), Errno> {
    memory::move_pages(&[], 0, &mut [], MOVE).map(drop)
}

#[test]
fn arguments_out_of_bounds() {
    let mut byte = 0u8;
    let address = (&raw mut byte).cast();
    for (cpu, flags) in [(0, 0), (-1, MOVE), (c_int::MIN, MOVE), (c_int::MAX, MOVE)] {
        assert_eq!(range_init_numa(address, page_size(), cpu, flags), Err(Errno::EINVAL));
    }
    assert_eq!(range_init_numa(address, 1, cpus::max_nr_cpus(), MOVE), Err(Errno::EINVAL));
    let unknown = 1 << 20;
    let refused = system().and(Err(Errno::EINVAL));
    assert_eq!(range_init_numa(address, page_size(), 0, unknown), refused);
    // Nothing to do.
    assert_eq!(range_init_numa(address, page_size() - 1, 0, MOVE), Ok(()));
    assert_eq!(range_init_numa(ptr::null_mut(), 0, 0, MOVE), Ok(()));
}

#[test]
fn pages_in_use_and_others() {
    // More than one system call's worth.
    let count = 2 * MOVE_BATCH + 3;
    let len = count * page_size();
    let memory = memory::map(len).expect("memory");
    let place = || range_init_numa(memory.as_ptr().cast(), len, 0, MOVE);
    assert_eq!(place(), system());
    for page in 0..count {
        // SAFETY: inside of the mapping.
        unsafe {
            let page = memory.add(page * page_size());
            // One third is never used, one read, one written.
            match page.addr().get() / page_size() % 3 {
                1 => assert_eq!(page.read_volatile(), 0),
                2 => page.write_volatile(2),
                _ => (),
            }
        }
    }
    assert_eq!(place(), system());
    for page in 0..count {
        // SAFETY: inside of the mapping.
        let byte = unsafe { memory.add(page * page_size()).read_volatile() };
        assert!(byte == 0 || byte == 2);
    }
    // SAFETY: this test's own pages.
    unsafe { memory::unmap(memory.add(len - page_size()), page_size()).expect("unmap") };
    assert_eq!(place(), system().and(Err(Errno(libc::EFAULT))));
    // SAFETY: as above.
    unsafe { memory::unmap(memory, len).expect("unmap") };
}

/// The copies of each CPU, as an init function would.
#[test]
fn each_possible_cpu_that_is_present_has_a_node() {
    let memory = memory::map(page_size()).expect("memory");
    // SAFETY: this test's own page.
    unsafe { memory.write_volatile(1) };
    for cpu in 0..cpus::max_nr_cpus() {
        let present = std::path::Path::new(&format!("/sys/devices/system/cpu/cpu{cpu}")).exists();
        let expected = if present { system() } else { Err(Errno::EINVAL) };
        assert_eq!(range_init_numa(memory.as_ptr().cast(), page_size(), cpu, MOVE), expected);
    }
    // SAFETY: as above.
    unsafe { memory::unmap(memory, page_size()).expect("unmap") };
}
