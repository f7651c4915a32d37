//! Where things are in a range: numbers only.
//!
//! ```text
//! canary page | record page | CPU 0 | CPU 1 | ... | CPU n-1 | init values | links
//! ```
//!
//! CPU 0 and all that follows begin at a multiple of the stride and are one stride long. An item
//! has the same offset in each of these areas.

use crate::Errno;

/// Areas of a range and places of the items in them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Layout {
    /// Length of an area in bytes, a power of two of at least a page.
    pub stride: usize,
    /// Copies of each item.
    pub nr_cpus: usize,
    /// Size and alignment of an item in bytes: a power of two, at least a word, at most a stride.
    pub item_size: usize,
    pub page_size: usize,
    /// Whether there is an area of init values.
    pub init_values: bool,
    /// Whether there is an area for the links of free items; otherwise they are in CPU 0's copies.
    pub links: bool,
}

impl Layout {
    /// EINVAL for an item or a stride that is out of bounds, ENOMEM for more than fits into the
    /// address space.
    pub fn checked(self) -> Result<Layout, Errno> {
        if !self.stride.is_power_of_two() || self.stride < self.page_size {
            return Err(Errno::EINVAL);
        }
        if !self.item_size.is_power_of_two() || self.item_size > self.stride {
            return Err(Errno::EINVAL);
        }
        // One stride more than the range is mapped at first, to align it.
        let len = (self.areas() + 1)
            .checked_mul(self.stride)
            .and_then(|areas| areas.checked_add(self.header_len()));
        match len {
            Some(len) if isize::try_from(len).is_ok() => Ok(self),
            _ => Err(Errno::ENOMEM),
        }
    }

    /// Bytes in front of CPU 0.
    pub fn header_len(&self) -> usize {
        2 * self.page_size
    }

    /// Bytes of the whole range.
    pub fn len(&self) -> usize {
        self.header_len() + self.areas_len()
    }

    /// Bytes from CPU 0 to the end.
    pub fn areas_len(&self) -> usize {
        self.areas() * self.stride
    }

    /// Bytes of the copies of all CPUs.
    pub fn copies_len(&self) -> usize {
        self.nr_cpus * self.stride
    }

    /// Distance of an item's init value from the item.
    pub fn init_value_distance(&self) -> Option<usize> {
        self.init_values.then_some(self.copies_len())
    }

    /// Distance of an item's link from the item.
    pub fn link_distance(&self) -> usize {
        if self.links { (self.areas() - 1) * self.stride } else { 0 }
    }

    pub fn items_per_range(&self) -> usize {
        self.stride / self.item_size
    }

    fn areas(&self) -> usize {
        self.nr_cpus + usize::from(self.init_values) + usize::from(self.links)
    }
}

/// Size of the items that hold `len` bytes; `None` if there is none.
pub(super) fn item_size(len: usize) -> Option<usize> {
    len.max(size_of::<usize>()).checked_next_power_of_two()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout = Layout {
        stride: 65536,
        nr_cpus: 4,
        item_size: 64,
        page_size: 4096,
        init_values: true,
        links: true,
    };

    #[test]
    fn areas_follow_each_other() {
        let all = LAYOUT.checked().expect("valid");
        assert_eq!(all.len(), 8192 + 6 * 65536);
        assert_eq!(all.init_value_distance(), Some(4 * 65536));
        assert_eq!(all.link_distance(), 5 * 65536);
        assert_eq!(all.items_per_range(), 1024);

        let none = Layout { init_values: false, links: false, ..LAYOUT };
        assert_eq!(none.len(), 8192 + 4 * 65536);
        assert_eq!((none.init_value_distance(), none.link_distance()), (None, 0));

        let links = Layout { init_values: false, ..LAYOUT };
        assert_eq!((links.init_value_distance(), links.link_distance()), (None, 4 * 65536));
    }

    #[test]
    fn strides_and_items_out_of_bounds() {
        for stride in [0, 1, 2048, 4095, 4097, 3 * 4096, usize::MAX] {
            assert_eq!(Layout { stride, ..LAYOUT }.checked(), Err(Errno::EINVAL), "{stride}");
        }
        assert_eq!(Layout { item_size: 131072, ..LAYOUT }.checked(), Err(Errno::EINVAL));
        assert!(Layout { item_size: 65536, ..LAYOUT }.checked().is_ok());
        assert!(Layout { stride: 4096, ..LAYOUT }.checked().is_ok());
    }

    #[test]
    fn more_than_the_address_space() {
        let half = 1 << (usize::BITS - 1);
        for (stride, nr_cpus) in [(half, 1), (half, 2), (half / 2, 4), (1 << 20, half)] {
            let huge = Layout { stride, nr_cpus, ..LAYOUT };
            assert_eq!(huge.checked(), Err(Errno::ENOMEM), "{stride} {nr_cpus}");
        }
    }

    #[test]
    fn items_are_powers_of_two_of_at_least_a_word() {
        let word = size_of::<usize>();
        for (len, size) in [(0, word), (1, word), (word, word), (16, 16), (17, 32), (33, 64)] {
            assert_eq!(item_size(len), Some(size), "{len}");
        }
        let largest = 1 << (usize::BITS - 1);
        assert_eq!(item_size(largest), Some(largest));
        assert_eq!(item_size(largest + 1), None);
        assert_eq!(item_size(usize::MAX), None);
    }
}
