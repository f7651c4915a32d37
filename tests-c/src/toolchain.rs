//! The staged installation and the compilers that build programs against it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::foreign;
use crate::list::Link;

/// The top of the source tree.
pub fn source_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace is above this crate")
}

/// An installation of the library.
pub struct Stage {
    prefix: PathBuf,
}

impl Stage {
    /// The installation at `RSEQ_STAGE`, otherwise that of `make stage`, below the directory that
    /// cargo builds in. Built once per process.
    pub fn get() -> &'static Self {
        static STAGE: OnceLock<Stage> = OnceLock::new();
        STAGE.get_or_init(|| match env::var_os("RSEQ_STAGE") {
            Some(prefix) => Self { prefix: prefix.into() },
            None => Self::make(),
        })
    }

    fn make() -> Self {
        let target = target_directory();
        let mut make = Command::new(env::var_os("MAKE").unwrap_or("make".into()));
        make.arg("-C").arg(source_root()).arg("stage").arg(argument("TARGET=", &target));
        // This make is nobody's child: the job server of one that runs cargo is not open here.
        for variable in ["MAKEFLAGS", "MFLAGS", "MAKELEVEL", "CARGO_MAKEFLAGS"] {
            make.env_remove(variable);
        }
        output_of(&mut make).unwrap_or_else(|error| panic!("{error}"));
        Self { prefix: target.join("stage") }
    }

    /// Where it is installed.
    pub fn prefix(&self) -> &Path {
        &self.prefix
    }

    /// Where the libraries are.
    pub fn libraries(&self) -> PathBuf {
        self.prefix.join("lib")
    }

    /// What pkg-config answers for this installation.
    pub fn pkg_config(&self, arguments: &[&str]) -> Result<Vec<String>, String> {
        let program = env::var_os("PKG_CONFIG").unwrap_or("pkg-config".into());
        let output = output_of(
            Command::new(program)
                .args(arguments)
                .env("PKG_CONFIG_PATH", self.libraries().join("pkgconfig")),
        )?;
        Ok(output.split_whitespace().map(String::from).collect())
    }

    /// Lets a command find the shared object.
    pub fn use_libraries(&self, command: &mut Command) {
        command.env("LD_LIBRARY_PATH", self.libraries());
    }
}

/// The directory that cargo builds in, known from where it put this program.
pub fn target_directory() -> PathBuf {
    let program = env::current_exe().expect("a program has a name");
    // <target>/<profile>/deps/<program>
    program.ancestors().nth(3).expect("cargo builds in <target>/<profile>/deps").to_path_buf()
}

/// Language of a program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Language {
    /// C11 with GNU extensions.
    C,
    /// C++11 with GNU extensions.
    Cxx,
}

/// A compiler with the words that always go with it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Compiler {
    command: Vec<String>,
    language: Language,
}

impl Compiler {
    /// What CC or CXX names; gcc and g++ by default.
    pub fn default_for(language: Language) -> Self {
        match language {
            Language::C => Self::new("CC", "gcc", language),
            Language::Cxx => Self::new("CXX", "g++", language),
        }
    }

    /// What CLANG or CLANGXX names; clang and clang++ by default.
    pub fn clang_for(language: Language) -> Self {
        match language {
            Language::C => Self::new("CLANG", "clang", language),
            Language::Cxx => Self::new("CLANGXX", "clang++", language),
        }
    }

    /// What HOST_CC names, for a program that runs emulated ones; cc by default.
    pub fn for_host() -> Self {
        Self::new("HOST_CC", "cc", Language::C)
    }

    fn new(variable: &str, default: &str, language: Language) -> Self {
        let command = env::var(variable).unwrap_or_default();
        let words = if command.trim().is_empty() { default } else { &command };
        Self { command: words.split_whitespace().map(String::from).collect(), language }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.command[0]
    }

    /// Whether there is one. Another architecture's may be named `none`.
    pub fn exists(&self) -> bool {
        self.name() != "none" || !foreign::is_set()
    }

    /// Whether its C library has what a program of this kind starts with: on some architectures
    /// there are no static position-independent executables.
    pub fn can_link(&self, link: Link) -> bool {
        let start = "-print-file-name=rcrt1.o";
        link != Link::StaticPie
            || output_of(Command::new(self.name()).args(&self.command[1..]).arg(start))
                .is_ok_and(|path| path.contains('/'))
    }

    /// Fails with what is missing if it cannot be run.
    pub fn check(&self) -> Result<(), String> {
        output_of(Command::new(self.name()).args(&self.command[1..]).arg("--version")).map(|_| ())
    }

    /// Compiles and links one program. Warnings are errors: this project's headers and programs
    /// have none.
    pub fn build(
        &self,
        stage: &Stage,
        link: Link,
        flags: &[String],
        source: &Path,
        program: &Path,
    ) -> Result<(), String> {
        let mut command = Command::new(self.name());
        command.args(&self.command[1..]);
        command.args(["-O2", "-g", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-pthread"]);
        // One name of the library from C, the other one from C++.
        let (standard, language, package) = match self.language {
            Language::C => ("-std=gnu11", "c", "rseq"),
            Language::Cxx => ("-std=gnu++11", "c++", "librseq"),
        };
        command.arg(standard);
        command.args(match link {
            Link::Shared => &["-fPIE", "-pie"][..],
            Link::NonPie => &["-fno-pie", "-no-pie"],
            Link::Static => &["-fno-pie", "-static"],
            Link::StaticPie => &["-fPIE", "-static-pie"],
            Link::HeaderOnly => &[],
        });
        command.args(flags);
        command.args(stage.pkg_config(&["--cflags", package])?);
        command.args(["-x", language]).arg(source).arg("-o").arg(program);
        match link {
            Link::Shared | Link::NonPie => {
                command.args(stage.pkg_config(&["--libs", package])?).args(foreign::link_flags())
            }
            Link::Static | Link::StaticPie => {
                command.args(stage.pkg_config(&["--static", "--libs", package])?)
            }
            Link::HeaderOnly => command.args(foreign::link_flags()),
        };
        output_of(&mut command).map(|_| ())
    }
}

/// Runs a command and returns its standard output; an error is a message that holds everything.
pub fn output_of(command: &mut Command) -> Result<String, String> {
    let Output { status, stdout, stderr } =
        command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let stdout = String::from_utf8_lossy(&stdout);
    if status.success() {
        return Ok(stdout.into_owned());
    }
    Err(format!("{command:?}: {status}\n{stdout}{}", String::from_utf8_lossy(&stderr)))
}

fn argument(start: &str, path: &Path) -> std::ffi::OsString {
    let mut text = std::ffi::OsString::from(start);
    text.push(path);
    text
}
