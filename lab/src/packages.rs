//! What Debian has already: qemu and kernels, fetched and unpacked once, not installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tests_c::toolchain::source_root;

use crate::kernel;
use crate::machines::{Kernel, Machine, Source};

/// The newest release has all architectures, and its libraries come along: what is installed here
/// does not matter.
const QEMU: &[&str] = &[
    "qemu-system-arm",
    "qemu-system-mips",
    "qemu-system-misc",
    "qemu-system-ppc",
    "qemu-system-riscv",
    "qemu-system-s390x",
    "qemu-system-x86",
    "opensbi",
];
const QEMU_NEEDS: &str = "^(lib|zlib|qemu-|seabios|ipxe-qemu|opensbi)";

/// Fetches qemu.
pub fn fetch_qemu(directory: &Path) -> Result<(), String> {
    fetch(&directory.join("qemu"), "forky", "amd64", QEMU_NEEDS, QEMU)
}

/// The start of a command for this program of qemu, which has been fetched.
pub fn qemu(directory: &Path, program: &str) -> Command {
    let root = directory.join("qemu");
    let libraries = root.join("usr/lib/x86_64-linux-gnu");
    let mut command = Command::new(libraries.join("ld-linux-x86-64.so.2"));
    command.arg("--library-path").arg(&libraries).arg(root.join("usr/bin").join(program));
    for data in ["usr/share/qemu", "usr/share/seabios", "usr/lib/ipxe/qemu"] {
        command.arg("-L").arg(root.join(data));
    }
    command
}

/// The file of a kernel, which is fetched or built once.
pub fn kernel(directory: &Path, machine: &Machine, kernel: &Kernel) -> Result<PathBuf, String> {
    let kernels = directory.join("kernels");
    let file = kernels.join(format!("{}-{}", machine.name, kernel.version));
    fs::create_dir_all(&kernels).map_err(|error| format!("{}: {error}", kernels.display()))?;
    let (release, architecture, package) = match &kernel.source {
        Source::Debian { release, architecture, package } => (release, architecture, package),
        Source::Own(recipe) => {
            kernel::build(directory, recipe, &file)?;
            return Ok(file);
        }
    };
    if file.exists() {
        return Ok(file);
    }
    let unpacked = file.with_extension("packages");
    fetch(&unpacked, release, architecture, "^linux-(image|binary)-[0-9]", &[package])?;
    let found = find_kernel(&unpacked)
        .ok_or(format!("{package} of Debian {release}, {architecture}: no kernel in it"))?;
    fs::rename(found, &file).map_err(|error| format!("{}: {error}", file.display()))?;
    // Nothing needs its modules.
    fs::remove_dir_all(&unpacked).map_err(|error| format!("{}: {error}", unpacked.display()))?;
    Ok(file)
}

fn find_kernel(directory: &Path) -> Option<PathBuf> {
    let mut directories = Vec::new();
    for entry in fs::read_dir(directory).ok()?.flatten() {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            directories.push(path);
        } else if entry.file_name().to_string_lossy().starts_with("vmlinu") {
            return Some(path);
        }
    }
    directories.iter().find_map(|directory| find_kernel(directory))
}

/// Packages and those of their dependencies whose names match `with`, into `root`, unless they are
/// there.
pub fn fetch(
    root: &Path,
    release: &str,
    architecture: &str,
    with: &str,
    packages: &[&str],
) -> Result<(), String> {
    let mut command = Command::new(source_root().join("scripts/fetch-packages.sh"));
    command.args([release, architecture]).arg(root).args(["--with", with]).args(packages);
    let status = command.status().map_err(|error| format!("{command:?}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}")) }
}
