//! Kernels of our own: for architectures that Debian has none for, and with options that Debian's
//! are built without. From Debian's sources, with the few options of `kernels/*.config`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use tests_c::toolchain::{output_of, source_root};

use crate::packages;

/// What is built, and how.
pub struct Recipe {
    /// Name of its options in `kernels/`.
    pub config: &'static str,
    /// The kernel's name of the architecture.
    pub architecture: &'static str,
    /// What stands before the names of the tools.
    pub tools: &'static str,
    /// The file that is started, below the directory of the build.
    pub file: &'static str,
}

const SOURCE: &str = "linux-source-7.2";

/// Builds a kernel into `file`, unless it was built there with the same options, which are kept
/// beside it.
pub fn build(directory: &Path, recipe: &Recipe, file: &Path) -> Result<(), String> {
    let error = |error: io::Error| format!("kernel {}: {error}", recipe.config);
    let wanted = recipe.options().map_err(error)?;
    let mark = file.with_extension("options");
    if file.exists() && fs::read_to_string(&mark).is_ok_and(|options| options == wanted) {
        return Ok(());
    }
    let source = unpacked_source(directory)?;
    let Recipe { config, architecture, tools, file: built } = recipe;
    println!("building the kernel {config}, which takes minutes");
    let output = directory.join("builds").join(config);
    fs::create_dir_all(&output).map_err(|error| format!("{}: {error}", output.display()))?;
    let options = output.join("options");
    let make = |words: &[&str]| {
        let mut make = Command::new("make");
        // This make is nobody's child.
        for variable in ["MAKEFLAGS", "MFLAGS", "MAKELEVEL"] {
            make.env_remove(variable);
        }
        make.arg("-s").arg("-C").arg(&source).arg(format!("O={}", output.display()));
        make.arg(format!("ARCH={architecture}")).arg(format!("CROSS_COMPILE={tools}"));
        output_of(make.args(words))
    };
    fs::write(&options, &wanted).map_err(error)?;
    make(&[&format!("KCONFIG_ALLCONFIG={}", options.display()), "allnoconfig"])?;
    refuse_dropped_options(config, &wanted, &output)?;
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    let name = Path::new(built).file_name().expect("a file").to_string_lossy();
    make(&[&format!("-j{jobs}"), &name])?;
    fs::rename(output.join(built), file).map_err(error)?;
    fs::write(mark, wanted).map_err(error)?;
    // Half a gigabyte of objects.
    fs::remove_dir_all(&output).map_err(error)
}

impl Recipe {
    fn options(&self) -> io::Result<String> {
        let read = |name: &str| fs::read_to_string(source_root().join("lab/kernels").join(name));
        Ok(read("common.config")? + &read(&format!("{}.config", self.config))?)
    }
}

/// The kernel's configuration drops silently what depends on something that is missing.
fn refuse_dropped_options(config: &str, wanted: &str, output: &Path) -> Result<(), String> {
    let got = fs::read_to_string(output.join(".config")).map_err(|error| error.to_string())?;
    let dropped: Vec<_> = wanted
        .lines()
        .filter(|line| line.starts_with("CONFIG_") && !got.lines().any(|other| other == *line))
        .collect();
    if dropped.is_empty() {
        return Ok(());
    }
    Err(format!("kernel {config}: not possible there: {}", dropped.join(" ")))
}

fn unpacked_source(directory: &Path) -> Result<PathBuf, String> {
    let package = directory.join("linux-source");
    packages::fetch(&package, "forky", "amd64", &format!("^{SOURCE}$"), &[SOURCE])?;
    let source = package.join(SOURCE);
    let mark = package.join("unpacked");
    if !mark.exists() {
        let archive = package.join("usr/src").join(format!("{SOURCE}.tar.xz"));
        output_of(Command::new("tar").arg("-xf").arg(archive).arg("-C").arg(&package))?;
        fs::write(&mark, "").map_err(|error| format!("{}: {error}", mark.display()))?;
    }
    Ok(source)
}
