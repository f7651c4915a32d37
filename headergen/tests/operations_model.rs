//! Every back end, on the model and by the verifier.

use headergen::arch::{BACKENDS, Backend, VARIANTS};
use headergen::verify::Failure;
use headergen::{model, print, verify};

fn all() -> impl Iterator<Item = &'static dyn Backend> {
    BACKENDS.iter().chain(VARIANTS).copied()
}

fn report(failures: &[Failure]) {
    let lines: Vec<String> = failures.iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), lines.join("\n"));
}

#[test]
fn the_table_of_operations_does_what_the_manual_says() {
    for backend in all() {
        report(&model::table(&backend.target()));
    }
}

#[test]
fn the_printed_text_does_what_the_manual_says() {
    let failures: Vec<_> = all().flat_map(model::text).collect();
    report(&failures);
}

#[test]
fn the_printed_text_declares_what_it_does() {
    let failures: Vec<_> = all().flat_map(verify::verify).collect();
    report(&failures);
}

#[test]
fn variants_print_what_a_back_end_prints() {
    let text = |backend: &'static dyn Backend| {
        print::bits_of(&[backend]).replace(&format!("{}.", backend.name()), "")
    };
    let printed: Vec<_> = BACKENDS.iter().map(|backend| text(*backend)).collect();
    for variant in VARIANTS {
        assert!(printed.contains(&text(*variant)), "{}", variant.name());
    }
}
