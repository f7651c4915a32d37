//! The runner notices everything that a test program can do wrong: runs `misbehave.c`.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use tests_c::list::Link;
use tests_c::run::{Outcome, run};
use tests_c::toolchain::{Compiler, Language, Stage, source_root, target_directory};

fn misbehave(how: &str, may_skip: bool) -> Outcome {
    let directory = target_directory().join("tests-c-runner");
    std::fs::create_dir_all(&directory).unwrap();
    let program = directory.join(format!("misbehave-{how}-{may_skip}"));
    let source: PathBuf = source_root().join("tests-c/misbehave.c");
    Compiler::default_for(Language::C)
        .build(Stage::get(), Link::HeaderOnly, &[], &source, &program)
        .unwrap_or_else(|error| panic!("{error}"));
    run(Command::new(&program).arg(how), &program.with_extension("run"), 1, may_skip)
}

#[track_caller]
fn expect(how: &str, counts: (usize, usize, usize), problem: &str) -> Outcome {
    let outcome = misbehave(how, false);
    let report = &outcome.report;
    assert_eq!((report.passed, report.failed, report.skipped), counts, "{how}: {report:?}");
    if problem.is_empty() {
        assert!(report.problems.is_empty(), "{how}: {report:?}");
    } else {
        let found = report.problems.iter().any(|found| found.contains(problem));
        assert!(found, "{how}: no problem {problem:?} in {report:?}");
    }
    outcome
}

#[test]
fn good_programs_pass() {
    expect("behave", (3, 0, 0), "");
}

#[test]
fn failures_are_counted() {
    expect("fail", (2, 1, 0), "not ok 2 - two");
    expect("fail", (2, 1, 0), "exit status: 1");
}

#[test]
fn plans_are_compared() {
    expect("exit-early", (2, 0, 0), "3 tests planned, 2 run");
    expect("one-more", (4, 0, 0), "3 tests planned, 4 run");
    expect("no-plan", (3, 0, 0), "no plan");
    expect("nothing", (0, 0, 0), "no plan");
}

#[test]
fn exit_codes_and_signals_are_failures() {
    expect("exit-code", (3, 0, 0), "exit status: 3");
    expect("crash", (2, 0, 0), "signal: 9 (SIGKILL)");
    expect("bail-out", (2, 0, 0), "Bail out! no reason");
}

#[test]
fn time_is_limited() {
    for how in ["hang", "ignore-signals"] {
        let outcome = expect(how, (2, 0, 0), "not finished after 1 seconds");
        assert!(outcome.elapsed < Duration::from_secs(20), "{how}: {:?}", outcome.elapsed);
    }
}

#[test]
fn other_output_is_a_failure() {
    expect("talk", (3, 0, 0), "not TAP: hello");
}

#[test]
fn skipping_is_a_failure_unless_it_is_allowed() {
    for how in ["skip", "skip-all"] {
        let report = misbehave(how, false).report;
        assert_eq!(report.problems, ["skipped: no reason"], "{how}");
        let report = misbehave(how, true).report;
        assert_eq!((report.skipped, report.reasons.len()), (1, 1), "{how}");
        assert!(report.problems.is_empty(), "{how}: {report:?}");
    }
}
