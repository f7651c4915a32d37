//! Programs that were linked with the library of an earlier generation run with this one in its
//! place: they have copies of that library's variables, of the sizes that these had there.

use std::fs;
use std::process::Command;

use tests_c::run::run;
use tests_c::toolchain::{Stage, output_of, source_root, target_directory};

/// What a program of a generation refers to in its library.
struct Generation {
    name: &'static str,
    source: &'static str,
    flags: &'static [&'static str],
    /// C types and names.
    variables: &'static [(&'static str, &'static str)],
    functions: &'static [&'static str],
}

const GENERATIONS: &[Generation] = &[
    Generation {
        name: "2021-int",
        source: "generation_2021_test.c",
        flags: &["-DOFFSET_OF_INT"],
        variables: &[
            ("int", "rseq_offset"),
            ("unsigned int", "rseq_size"),
            ("unsigned int", "rseq_flags"),
        ],
        functions: FUNCTIONS_2021,
    },
    Generation {
        name: "2021",
        source: "generation_2021_test.c",
        flags: &[],
        variables: VARIABLES,
        functions: FUNCTIONS_2021,
    },
    Generation {
        name: "2023",
        source: "generation_2023_test.c",
        flags: &[],
        variables: &[
            ("long", "rseq_offset"),
            ("unsigned int", "rseq_size"),
            ("unsigned int", "rseq_feature_size"),
            ("unsigned int", "rseq_flags"),
        ],
        functions: &[
            "rseq_register_current_thread",
            "rseq_unregister_current_thread",
            "rseq_fallback_current_cpu",
            "rseq_fallback_current_node",
            "rseq_available",
        ],
    },
    Generation {
        name: "2024",
        source: "generation_2024_test.c",
        flags: &[],
        variables: VARIABLES,
        functions: &[
            "rseq_register_current_thread",
            "rseq_unregister_current_thread",
            "rseq_fallback_current_cpu",
            "rseq_available",
            "rseq_get_max_nr_cpus",
            "rseq_mempool_attr_create",
            "rseq_mempool_attr_destroy",
            "rseq_mempool_attr_set_robust",
            "rseq_mempool_attr_set_percpu",
            "rseq_mempool_create",
            "rseq_mempool_destroy",
            "rseq_mempool_percpu_malloc_init",
            "librseq_mempool_percpu_free",
        ],
    },
    Generation {
        name: "2026",
        source: "generation_2026_test.c",
        flags: &[],
        variables: VARIABLES,
        functions: &["rseq_init", "rseq_fallback_current_cpu"],
    },
];

const VARIABLES: &[(&str, &str)] =
    &[("long", "rseq_offset"), ("unsigned int", "rseq_size"), ("unsigned int", "rseq_flags")];

const FUNCTIONS_2021: &[&str] = &[
    "rseq_register_current_thread",
    "rseq_unregister_current_thread",
    "rseq_fallback_current_cpu",
    "rseq_available",
];

#[track_caller]
fn gcc(words: &[&str]) {
    output_of(Command::new("gcc").args(words)).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn programs_linked_with_earlier_libraries_run() {
    let may_skip = std::env::var("CI").as_deref() != Ok("true");
    for generation in GENERATIONS {
        let name = generation.name;
        let directory = target_directory().join("tests-c-generations").join(name);
        fs::create_dir_all(&directory).unwrap();
        let path = |file: &str| directory.join(file).to_str().unwrap().to_string();

        // A library of that generation, as far as the linker sees.
        let variables = generation.variables.iter().map(|(kind, name)| format!("{kind} {name};\n"));
        let functions = generation.functions.iter().map(|name| format!("void {name}(void) {{}}\n"));
        fs::write(path("library.c"), variables.chain(functions).collect::<String>()).unwrap();
        let (source, library) = (path("library.c"), path("librseq.so"));
        gcc(&["-shared", "-fPIC", "-Wl,-soname,librseq.so.0", &source, "-o", &library]);

        let source = source_root().join("tests-c").join(generation.source);
        for link in [["-fPIE", "-pie"], ["-fno-pie", "-no-pie"]] {
            let program = path(&format!("program{}", link[1]));
            let words = ["-std=gnu11", "-O2", "-pthread", "-DFROZEN", "-o", &program];
            let words =
                [&words[..], &link, generation.flags, &[source.to_str().unwrap(), &library]];
            gcc(&words.concat());
            let relocations = output_of(Command::new("readelf").args(["-rW", &program])).unwrap();
            let is_copied = relocations
                .lines()
                .any(|line| line.contains("_COPY") && line.contains(" rseq_offset "));
            assert!(is_copied, "{name}: {relocations}");
            for tunables in ["", "glibc.pthread.rseq=0"] {
                let mut command = Command::new(&program);
                command.env("GLIBC_TUNABLES", tunables);
                Stage::get().use_libraries(&mut command);
                let outcome = run(&command, program.as_ref(), 60, may_skip);
                let problems = &outcome.report.problems;
                assert!(problems.is_empty(), "{name}: {problems:?}\n{}", outcome.stderr);
                assert!(outcome.report.passed > 5, "{name}");
            }
        }
    }
}
