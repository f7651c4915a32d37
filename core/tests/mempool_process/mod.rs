//! What tests of memory pools need of processes: forked children with their end and their standard
//! error, system calls refused, mappings and descriptors counted.

#![allow(dead_code, reason = "each test program uses its part of this")]

use std::fs;
use std::io::Read;
use std::os::fd::{FromRawFd, OwnedFd};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

/// Seconds after which a child is killed.
const TIME_LIMIT: u32 = 60;

/// How a child ended.
#[derive(Debug)]
pub struct Outcome {
    status: i32,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl Outcome {
    /// The signal that killed it.
    pub fn signal(&self) -> Option<i32> {
        libc::WIFSIGNALED(self.status).then(|| libc::WTERMSIG(self.status))
    }

    /// It came to the end of its work without a word.
    #[track_caller]
    pub fn assert_success(&self) {
        assert!(libc::WIFEXITED(self.status) && libc::WEXITSTATUS(self.status) == 0, "{self:?}");
        assert_eq!(self.stderr, "");
    }

    /// It was killed by a signal without a word.
    #[track_caller]
    pub fn assert_killed(&self, signal: i32) {
        assert_eq!((self.signal(), self.stderr.as_str()), (Some(signal), ""), "{self:?}");
    }

    /// It aborted after writing one line with these parts.
    #[track_caller]
    pub fn assert_report_with(&self, parts: &[&str]) {
        assert_eq!(self.signal(), Some(libc::SIGABRT), "{self:?}");
        assert!(self.stderr.ends_with(".\n") && self.stderr.lines().count() == 1, "{self:?}");
        assert!(parts.iter().all(|part| self.stderr.contains(part)), "{self:?}");
    }

    /// It aborted after writing one line.
    #[track_caller]
    pub fn assert_report(&self, line: &str) {
        assert_eq!(self.stderr, format!("{line}\n"));
        assert_eq!(self.signal(), Some(libc::SIGABRT), "{self:?}");
    }
}

/// Runs `body` in a forked child.
pub fn in_child(body: impl FnOnce()) -> Outcome {
    static HANDLERS: Once = Once::new();
    HANDLERS.call_once(|| rseq_core::mempool::hold_locks_across_fork().expect("handlers"));
    let mut ends = [0; 2];
    // SAFETY: two descriptors for two places; who owns them is decided below.
    let reading = unsafe {
        assert_eq!(libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC), 0);
        OwnedFd::from_raw_fd(ends[0])
    };
    // SAFETY: the child does nothing that needs threads which it did not inherit; the memory
    // allocator of the C library takes care of itself.
    let child = unsafe { libc::fork() };
    assert!(child >= 0);
    if child == 0 {
        run_child(ends[1], body);
    }
    // SAFETY: only the child keeps this end.
    unsafe { libc::close(ends[1]) };
    let mut stderr = Vec::new();
    fs::File::from(reading).read_to_end(&mut stderr).expect("pipe");
    let mut status = 0;
    // SAFETY: waits for the child, and for nobody else's.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    let mut stderr = String::from_utf8_lossy(&stderr).into_owned();
    // An emulator has a line of its own to say about the signal.
    if let Some(start) = stderr.find("qemu: uncaught target signal") {
        stderr.truncate(start);
    }
    Outcome { status, stderr }
}

fn run_child(stderr: i32, body: impl FnOnce()) -> ! {
    // SAFETY: these functions have no conditions that matter here. Without core files, aborting is
    // fast.
    unsafe {
        libc::dup2(stderr, libc::STDERR_FILENO);
        libc::close(stderr);
        libc::alarm(TIME_LIMIT);
        let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        libc::setrlimit(libc::RLIMIT_CORE, &raw const none);
    }
    // The test program would keep the message to itself, that is, to the parent.
    std::panic::set_hook(Box::new(|info| {
        let message = format!("{info}\n");
        // SAFETY: the message is readable.
        unsafe { libc::write(libc::STDERR_FILENO, message.as_ptr().cast(), message.len()) };
    }));
    let result = catch_unwind(AssertUnwindSafe(body));
    // SAFETY: ends the process without running what the parent registered for its own exit.
    unsafe { libc::_exit(if result.is_ok() { 0 } else { 101 }) }
}

/// Keeps the calling thread on the CPU that it is on: an item is kept for the CPU that freed it.
pub fn stay_on_this_cpu() {
    // SAFETY: one set of CPUs, read by the system.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(libc::sched_getcpu() as usize, &mut set);
        assert_eq!(libc::sched_setaffinity(0, size_of_val(&set), &raw const set), 0);
    }
}

/// Makes system calls of the calling process fail from now on: `number`, with `errno`, if the low
/// half of an argument has a value or no condition is given.
pub fn refuse(number: libc::c_long, argument: Option<(usize, u32)>, errno: i32) {
    use libc::{BPF_ABS, BPF_JEQ, BPF_JMP, BPF_K, BPF_LD, BPF_RET, BPF_W};
    let load = |offset: usize| libc::sock_filter {
        code: (BPF_LD | BPF_W | BPF_ABS) as u16,
        jt: 0,
        jf: 0,
        k: offset as u32,
    };
    let unless_equal = |value: u32, skip: u8| libc::sock_filter {
        code: (BPF_JMP | BPF_JEQ | BPF_K) as u16,
        jt: 0,
        jf: skip,
        k: value,
    };
    let answer =
        |action: u32| libc::sock_filter { code: (BPF_RET | BPF_K) as u16, jt: 0, jf: 0, k: action };
    let low_half = if cfg!(target_endian = "big") { 4 } else { 0 };

    let mut filter = vec![load(std::mem::offset_of!(libc::seccomp_data, nr))];
    if let Some((index, value)) = argument {
        let offset = std::mem::offset_of!(libc::seccomp_data, args) + 8 * index + low_half;
        filter.push(unless_equal(number as u32, 3));
        filter.push(load(offset));
        filter.push(unless_equal(value, 1));
    } else {
        filter.push(unless_equal(number as u32, 1));
    }
    filter.push(answer(libc::SECCOMP_RET_ERRNO | errno as u32));
    filter.push(answer(libc::SECCOMP_RET_ALLOW));
    let program =
        libc::sock_fprog { len: filter.len() as libc::c_ushort, filter: filter.as_mut_ptr() };
    // SAFETY: the program is readable, as long as it says.
    unsafe {
        assert_eq!(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
        let mode = libc::SECCOMP_MODE_FILTER;
        assert_eq!(libc::prctl(libc::PR_SET_SECCOMP, mode, &raw const program), 0);
    }
}

/// Sets a soft limit of the calling process and returns what it was.
pub fn limit(resource: libc::__rlimit_resource_t, value: libc::rlim_t) -> libc::rlim_t {
    let mut limits = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: one structure for each call.
    unsafe {
        assert_eq!(libc::getrlimit(resource, &raw mut limits), 0);
        let before = std::mem::replace(&mut limits.rlim_cur, value);
        assert_eq!(libc::setrlimit(resource, &raw const limits), 0);
        before
    }
}

/// What a process may leak of the kernel's: kilobytes mapped, descriptors.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Usage {
    /// Bytes of address space.
    pub mapped: u64,
    /// Open descriptors.
    pub descriptors: usize,
}

impl Usage {
    /// That of the calling process. Memory of the heap is not part of it.
    pub fn now() -> Usage {
        let descriptors = fs::read_dir("/proc/self/fd").expect("/proc").count();
        let maps = fs::read_to_string("/proc/self/maps").expect("/proc");
        let mapped = maps
            .lines()
            .filter(|line| !line.ends_with("[heap]"))
            .map(|line| {
                let (start, end) = line
                    .split(' ')
                    .next()
                    .and_then(|range| range.split_once('-'))
                    .expect("format of /proc/self/maps");
                let number = |text| u64::from_str_radix(text, 16).expect("hexadecimal");
                number(end) - number(start)
            })
            .sum();
        Usage { mapped, descriptors }
    }
}
