//! The one message that this library may write before it aborts.

use core::fmt::{self, Write};

/// Writes `message` to standard error, in one piece unless it is very long, and aborts.
pub fn abort(message: fmt::Arguments) -> ! {
    let mut line = Line { buffer: [0; 1024], used: 0 };
    let _ = line.write_fmt(message);
    line.flush();
    // SAFETY: takes nothing and does not return.
    unsafe { libc::abort() }
}

struct Line {
    buffer: [u8; 1024],
    used: usize,
}

impl Line {
    fn flush(&mut self) {
        // SAFETY: the part in use is readable. A failed write leaves nothing to do.
        unsafe { libc::write(libc::STDERR_FILENO, self.buffer.as_ptr().cast(), self.used) };
        self.used = 0;
    }
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for &byte in text.as_bytes() {
            if self.used == self.buffer.len() {
                self.flush();
            }
            self.buffer[self.used] = byte;
            self.used += 1;
        }
        Ok(())
    }
}
