//! Attributes: what a pool is to be like, and what that comes to.

use core::ffi::{c_int, c_void};

use super::layout::{Layout, item_size};
use crate::Errno;

/// Stride of pools that do not ask for another one.
const DEFAULT_STRIDE: usize = 1 << 16;

/// Called for each CPU's area of a new range: private argument, address and length of the area,
/// number of the CPU (-1 in a global pool). Anything but 0 refuses the range, with errno.
pub type InitFunction = unsafe extern "C" fn(*mut c_void, *mut c_void, usize, c_int) -> c_int;

/// A function of the program and its argument.
#[derive(Clone, Copy, Debug)]
pub(super) struct InitCallback {
    pub function: InitFunction,
    pub argument: *mut c_void,
}

/// Which memory a copy is made of before somebody writes it. Pools refuse other numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PopulatePolicy(pub u32);

impl PopulatePolicy {
    /// That of the init values.
    pub const COW_INIT: PopulatePolicy = PopulatePolicy(0);
    /// Zeroes.
    pub const COW_ZERO: PopulatePolicy = PopulatePolicy(1);
}

/// Attributes of pools to be created. They are checked when a pool is created, not when set.
#[derive(Clone, Debug)]
pub struct Attr {
    global: bool,
    stride: usize,
    max_nr_cpus: i32,
    max_nr_ranges: usize,
    init: Option<InitCallback>,
    robust: bool,
    poison: Option<usize>,
    policy: PopulatePolicy,
}

impl Default for Attr {
    /// Per-CPU, for as many CPUs as there may be, without any of the options.
    fn default() -> Attr {
        Attr {
            global: false,
            stride: 0,
            max_nr_cpus: 0,
            max_nr_ranges: 0,
            init: None,
            robust: false,
            poison: None,
            policy: PopulatePolicy::COW_INIT,
        }
    }
}

impl Attr {
    /// One copy of each item for each of `max_nr_cpus` CPUs. 0 stands for the default of either.
    pub fn set_percpu(&mut self, stride: usize, max_nr_cpus: i32) {
        self.global = false;
        self.stride = stride;
        self.max_nr_cpus = max_nr_cpus;
    }

    /// One copy of each item and no relation to CPUs. A stride of 0 stands for the default.
    pub fn set_global(&mut self, stride: usize) {
        self.global = true;
        self.stride = stride;
        self.max_nr_cpus = 0;
    }

    /// Calls `function` for new ranges, and selects COW_INIT. `None` takes the function back.
    ///
    /// # Safety
    /// The function can be called with `argument`, from any thread, as long as pools with these
    /// attributes exist. It uses no pool that it is called for.
    pub unsafe fn set_init(&mut self, function: Option<InitFunction>, argument: *mut c_void) {
        self.init = function.map(|function| InitCallback { function, argument });
        if function.is_some() {
            self.policy = PopulatePolicy::COW_INIT;
        }
    }

    /// Keeps track of items and aborts when something is wrong with them.
    pub fn set_robust(&mut self) {
        self.robust = true;
    }

    /// Limits the number of ranges; 0 is no limit.
    pub fn set_max_nr_ranges(&mut self, max_nr_ranges: usize) {
        self.max_nr_ranges = max_nr_ranges;
    }

    /// Fills freed items with a word.
    pub fn set_poison(&mut self, poison: usize) {
        self.poison = Some(poison);
    }

    /// Selects what copies are made of.
    pub fn set_populate_policy(&mut self, policy: PopulatePolicy) {
        self.policy = policy;
    }

    /// What a pool of items of `item_len` bytes gets; `possible_cpus` is asked if the attributes
    /// leave the number of CPUs open.
    pub(super) fn resolve(
        &self,
        item_len: usize,
        page_size: usize,
        possible_cpus: impl FnOnce() -> i32,
    ) -> Result<Settings, Errno> {
        let cow_init = match self.policy {
            PopulatePolicy::COW_INIT => !self.global,
            PopulatePolicy::COW_ZERO => false,
            _ => return Err(Errno::EINVAL),
        };
        let nr_cpus = match (self.global, self.max_nr_cpus) {
            (true, _) => 1,
            (false, 0) => possible_cpus(),
            (false, given) => given,
        };
        let default_poison = if cow_init { usize::MAX / 0xff * 0x55 } else { 0 };
        Ok(Settings {
            layout: Layout {
                stride: if self.stride == 0 { DEFAULT_STRIDE } else { self.stride },
                nr_cpus: usize::try_from(nr_cpus).ok().filter(|&n| n > 0).ok_or(Errno::EINVAL)?,
                item_size: item_size(item_len).ok_or(Errno::EINVAL)?,
                page_size,
                init_values: cow_init,
                // A link must not change the init value of a free item, which other CPUs' copies
                // on the same page may be made from at any time, nor the poison.
                links: cow_init || self.robust,
            }
            .checked()?,
            global: self.global,
            max_nr_ranges: if self.max_nr_ranges == 0 { usize::MAX } else { self.max_nr_ranges },
            init: self.init,
            robust: self.robust,
            poison: self.poison.or(self.robust.then_some(default_poison)),
        })
    }
}

/// Attributes of a pool that exists.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub layout: Layout,
    pub global: bool,
    pub max_nr_ranges: usize,
    pub init: Option<InitCallback>,
    pub robust: bool,
    pub poison: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(change: impl FnOnce(&mut Attr)) -> Result<Settings, Errno> {
        let mut attr = Attr::default();
        change(&mut attr);
        attr.resolve(16, 4096, || 3)
    }

    unsafe extern "C" fn init(_: *mut c_void, _: *mut c_void, _: usize, _: c_int) -> c_int {
        0
    }

    #[test]
    fn defaults() {
        let settings = resolve(|_| ()).expect("valid");
        assert_eq!(settings.layout.stride, 65536);
        assert_eq!(settings.layout.nr_cpus, 3);
        assert!(settings.layout.init_values && !settings.global && !settings.robust);
        assert_eq!((settings.max_nr_ranges, settings.poison), (usize::MAX, None));
    }

    #[test]
    fn numbers_of_cpus() {
        for cpus in [-1, i32::MIN] {
            assert_eq!(resolve(|a| a.set_percpu(0, cpus)).map(drop), Err(Errno::EINVAL));
        }
        assert_eq!(Attr::default().resolve(16, 4096, || 0).map(drop), Err(Errno::EINVAL));
        assert_eq!(resolve(|a| a.set_percpu(0, 7)).expect("valid").layout.nr_cpus, 7);
        let global = resolve(|a| {
            a.set_percpu(0, -1);
            a.set_global(4096);
        });
        assert_eq!(global.expect("the last call wins").layout.nr_cpus, 1);
    }

    #[test]
    fn policies() {
        let zero = resolve(|a| a.set_populate_policy(PopulatePolicy::COW_ZERO)).expect("valid");
        assert!(!zero.layout.init_values && !zero.layout.links);
        for number in [2, u32::MAX] {
            let policy = PopulatePolicy(number);
            assert_eq!(resolve(|a| a.set_populate_policy(policy)).map(drop), Err(Errno::EINVAL));
        }
        assert!(!resolve(|a| a.set_global(0)).expect("valid").layout.init_values);
    }

    #[test]
    fn init_functions_select_cow_init() {
        let argument = core::ptr::null_mut();
        let with_init = |function: Option<InitFunction>| {
            resolve(|a| {
                a.set_populate_policy(PopulatePolicy::COW_ZERO);
                // SAFETY: the function ignores its arguments.
                unsafe { a.set_init(function, argument) };
            })
            .expect("valid")
        };
        assert!(with_init(Some(init)).layout.init_values);
        assert!(with_init(Some(init)).init.is_some());
        assert!(!with_init(None).layout.init_values);
        let overridden = resolve(|a| {
            // SAFETY: the function ignores its arguments.
            unsafe { a.set_init(Some(init), argument) };
            a.set_populate_policy(PopulatePolicy::COW_ZERO);
        })
        .expect("valid");
        assert!(overridden.init.is_some() && !overridden.layout.init_values);
    }

    #[test]
    fn poison_of_robust_pools() {
        let robust = resolve(Attr::set_robust).expect("valid");
        assert_eq!(robust.poison, Some(usize::from_ne_bytes([0x55; size_of::<usize>()])));
        let zero = resolve(|a| {
            a.set_robust();
            a.set_populate_policy(PopulatePolicy::COW_ZERO);
        });
        assert_eq!(zero.expect("valid").poison, Some(0));
        let chosen = resolve(|a| {
            a.set_robust();
            a.set_poison(1);
        });
        assert_eq!(chosen.expect("valid").poison, Some(1));
    }

    #[test]
    fn lengths_of_items() {
        let resolve = |len| Attr::default().resolve(len, 4096, || 1).map(|s| s.layout.item_size);
        assert_eq!(resolve(0), Ok(size_of::<usize>()));
        assert_eq!(resolve(65536), Ok(65536));
        for len in [65537, isize::MAX as usize, usize::MAX / 2 + 2, usize::MAX] {
            assert_eq!(resolve(len), Err(Errno::EINVAL));
        }
    }
}
