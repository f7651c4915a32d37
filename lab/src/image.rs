//! Initial file systems: a directory as an archive in cpio's "newc" format, compressed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Writes the directory `root` with a list of tests as an initial file system, which everything in
/// belongs to root.
pub fn write(root: &Path, manifest: &str, image: &Path) -> io::Result<()> {
    let file = File::create(image)?;
    let mut gzip = Command::new("gzip").arg("-1").stdin(Stdio::piped()).stdout(file).spawn()?;
    let mut archive = Archive { to: gzip.stdin.take().expect("a pipe"), length: 0, entries: 0 };
    // The kernel opens it for the first process, before anything is mounted.
    archive.entry("dev", DIRECTORY, (0, 0), &[])?;
    archive.entry("dev/console", 0o020_600, (5, 1), &[])?;
    archive.directory(root, root)?;
    archive.entry("tests/manifest", REGULAR | 0o644, (0, 0), manifest.as_bytes())?;
    archive.entry("TRAILER!!!", 0, (0, 0), &[])?;
    drop(archive);
    if gzip.wait()?.success() { Ok(()) } else { Err(io::Error::other("gzip failed")) }
}

const DIRECTORY: u32 = 0o040_755;
const REGULAR: u32 = 0o100_000;

struct Archive<W: Write> {
    to: W,
    length: usize,
    entries: u32,
}

impl<W: Write> Archive<W> {
    fn directory(&mut self, root: &Path, directory: &Path) -> io::Result<()> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(directory)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        paths.sort();
        for path in paths {
            let metadata = fs::metadata(&path)?;
            let name = path.strip_prefix(root).expect("it is below").as_os_str().as_bytes();
            let name = std::str::from_utf8(name).map_err(io::Error::other)?;
            if metadata.is_dir() {
                self.entry(name, DIRECTORY, (0, 0), &[])?;
                self.directory(root, &path)?;
            } else {
                let mode = REGULAR | metadata.permissions().mode() & 0o777;
                self.entry(name, mode, (0, 0), &fs::read(&path)?)?;
            }
        }
        Ok(())
    }

    /// One entry: fields of eight hexadecimal digits, name and contents, each padded to four bytes.
    fn entry(&mut self, name: &str, mode: u32, device: (u32, u32), data: &[u8]) -> io::Result<()> {
        self.entries += 1;
        let size = u32::try_from(data.len()).map_err(io::Error::other)?;
        let name_size = u32::try_from(name.len() + 1).map_err(io::Error::other)?;
        let (inode, owner, links, time, check) = (self.entries, 0, 1, 0, 0);
        let fields = [inode, mode, owner, owner, links, time, size, 0, 0, device.0, device.1];
        let mut header = String::from("070701");
        for field in fields.into_iter().chain([name_size, check]) {
            header += &format!("{field:08x}");
        }
        self.write(header.as_bytes())?;
        self.write(name.as_bytes())?;
        self.write(&[0])?;
        self.pad()?;
        self.write(data)?;
        self.pad()
    }

    fn pad(&mut self) -> io::Result<()> {
        self.write(&[0; 3][..self.length.wrapping_neg() % 4])
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len();
        self.to.write_all(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_aligned_and_end_with_the_trailer() {
        let mut bytes = Vec::new();
        let mut archive = Archive { to: &mut bytes, length: 0, entries: 0 };
        archive.entry("ab", REGULAR | 0o755, (0, 0), b"hello").unwrap();
        archive.entry("dev/console", 0o020_600, (5, 1), &[]).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        // Inode, mode, owner, group, links, time, size, two of the device, two of what it is, size
        // of the name, check.
        let file = [1, 0o100_755, 0, 0, 1, 0, 5, 0, 0, 0, 0, 3, 0];
        let device = [2, 0o020_600, 0, 0, 1, 0, 0, 0, 0, 5, 1, 12, 0];
        let [file, device] =
            [file, device].map(|fields| fields.map(|f| format!("{f:08x}")).concat());
        let expected = format!("070701{file}ab\0\0\0\0hello\0\0\0070701{device}dev/console\0\0\0");
        assert_eq!(text, expected);
    }
}
