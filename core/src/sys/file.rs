//! Small files and directories of sysfs, read without the standard library.

use core::ffi::{CStr, c_char};

use crate::Errno;

/// Reads a file of at most `buffer.len()` bytes and returns what it holds; a longer file is cut.
pub fn read<'a>(path: &CStr, buffer: &'a mut [u8]) -> Result<&'a [u8], Errno> {
    // SAFETY: `path` is a terminated string; the descriptor is closed below on every way out.
    let fd = unsafe { libc::open(path.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) };
    if fd < 0 {
        return Err(Errno::last());
    }
    let mut length = 0;
    let result = loop {
        let rest = &mut buffer[length..];
        // SAFETY: `rest` is writable for its whole length.
        match unsafe { libc::read(fd, rest.as_mut_ptr().cast(), rest.len()) } {
            0 => break Ok(()),
            n if n > 0 => length += n as usize,
            _ if Errno::last() == Errno(libc::EINTR) => {}
            _ => break Err(Errno::last()),
        }
    };
    // SAFETY: `fd` is the descriptor opened above.
    unsafe { libc::close(fd) };
    result.map(|()| &buffer[..length])
}

/// Calls `each` with the name of every entry of a directory.
pub fn for_each_entry(path: &CStr, mut each: impl FnMut(&CStr)) -> Result<(), Errno> {
    // SAFETY: `path` is a terminated string; the stream is closed below.
    let stream = unsafe { libc::opendir(path.as_ptr()) };
    if stream.is_null() {
        return Err(Errno::last());
    }
    loop {
        // SAFETY: `stream` is open and used by this function alone.
        let entry = unsafe { libc::readdir(stream) };
        if entry.is_null() {
            break;
        }
        // SAFETY: readdir returned an entry, valid until the next call, with a terminated name.
        each(unsafe { CStr::from_ptr((&raw const (*entry).d_name).cast::<c_char>()) });
    }
    // SAFETY: `stream` was opened above.
    unsafe { libc::closedir(stream) };
    Ok(())
}
