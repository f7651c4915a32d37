// SPDX-License-Identifier: MIT
//! The report as HTML, and as Markdown for docs/.

use crate::charts;
use crate::results::{Row, Run, number};
use std::fmt::Write;

/// What the numbers are of, before all tables.
fn machine(run: &Run) -> Vec<(&'static str, String)> {
    let machine = &run.machine;
    let hypervisor = if machine.r#virtual { ", a virtual machine" } else { "" };
    vec![
        ("processor", format!("{}, {}{hypervisor}", machine.cpu, machine.architecture)),
        ("CPUs", machine.cpus_allowed.to_string()),
        ("kernel", machine.kernel.clone()),
        ("compiler", machine.compiler.clone()),
        ("C library", machine.libc.clone()),
        ("threads registered by", machine.registered_by.clone()),
        (
            "instructions",
            match &machine.instructions_absent {
                Some(reason) => format!("not counted: {reason}"),
                None => "of user mode, counted by the kernel".to_owned(),
            },
        ),
        ("commit", machine.commit.clone().unwrap_or_else(|| "not named".to_owned())),
        ("measured on", machine.date.clone()),
        ("repetitions", format!("{} of {} ms for each subject", run.repetitions, run.milliseconds)),
    ]
}

/// A table: the header, and lines of as many cells; the first two are texts.
fn table(run: &Run, rows: &[&Row]) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let published = rows.iter().any(|row| row.published.is_some());
    let instructions = run.machine.instructions_absent.is_none();
    let mut header = vec!["", "", "minimum", "median", "spread"];
    if instructions {
        header.push("instructions");
    }
    if published {
        header.push("2018");
    }
    header.push("ratio to");
    let mut lines = Vec::new();
    let mut before = String::new();
    for row in rows {
        let setup = row.setup();
        let mut line = vec![if setup == before { String::new() } else { setup.clone() }];
        before = setup;
        line.push(row.subject.clone());
        let cell = |value: Option<f64>| value.map_or("–".to_owned(), number);
        line.push(cell(row.minimum));
        line.push(cell(row.median));
        line.push(match (row.quartiles, row.median) {
            (Some([first, third]), Some(median)) if median > 0.0 => {
                format!("{:.1} %", 100.0 * (third - first) / median)
            }
            _ => String::new(),
        });
        if instructions {
            line.push(row.instructions.map_or(String::new(), number));
        }
        if published {
            line.push(row.published.map_or(String::new(), number));
        }
        line.push(row.absent.clone().unwrap_or_else(|| ratios(row)));
        lines.push(line);
    }
    (header, lines)
}

fn ratios(row: &Row) -> String {
    let texts: Vec<String> = row
        .ratios
        .iter()
        .filter_map(|ratio| {
            let [first, third] = ratio.quartiles?;
            let value = number(ratio.ratio?);
            let spread = if first < third {
                format!(" ({}–{})", number(first), number(third))
            } else {
                String::new()
            };
            Some(format!("{value}{spread} {}", ratio.peer))
        })
        .collect();
    texts.join("; ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// One file with all charts and tables.
pub fn html(run: &Run) -> String {
    let mut text = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>rseq-bench</title>\n<style>\n\
         body { font-family: sans-serif; max-width: 66em; margin: 2em auto; padding: 0 1em; }\n\
         table { border-collapse: collapse; font-size: 0.9em; margin: 1em 0; }\n\
         td, th { padding: 0.15em 0.6em; text-align: right; border-bottom: 1px solid #ddd; }\n\
         td.text, th.text { text-align: left; }\nsvg { max-width: 100%; height: auto; }\n\
         </style>\n</head>\n<body>\n<h1>rseq-bench</h1>\n",
    );
    if run.smoke {
        text.push_str("<p><strong>A test of the program: the numbers mean nothing.</strong></p>\n");
    }
    text.push_str("<table>\n");
    for (name, value) in machine(run) {
        let _ = writeln!(
            text,
            "<tr><td class=\"text\">{name}</td><td class=\"text\">{}</td></tr>",
            escaped(&value)
        );
    }
    let _ = writeln!(text, "</table>\n<p>{}</p>", escaped(EXPLANATION));
    let groups = run.groups();
    text.push_str(&charts::operations(&groups).unwrap_or_default());
    for rows in &groups {
        let _ = writeln!(
            text,
            "<h2 id=\"{}\">{}: {}</h2>",
            rows[0].group,
            escaped(&rows[0].title),
            rows[0].unit
        );
        text.push_str(&charts::of_group(rows).unwrap_or_default());
        let (header, lines) = table(run, rows);
        let is_text = |i: usize| i < 2 || i + 1 == header.len();
        let cells = |text: &mut String, tag: &str, cells: &[String]| {
            text.push_str("<tr>");
            for (i, cell) in cells.iter().enumerate() {
                let class = if is_text(i) { " class=\"text\"" } else { "" };
                let _ = write!(text, "<{tag}{class}>{}</{tag}>", escaped(cell));
            }
            text.push_str("</tr>\n");
        };
        text.push_str("<table>\n");
        cells(&mut text, "th", &header.iter().map(ToString::to_string).collect::<Vec<_>>());
        for line in &lines {
            cells(&mut text, "td", line);
        }
        text.push_str("</table>\n");
    }
    text.push_str("</body>\n</html>\n");
    text
}

const EXPLANATION: &str = "Each repetition measures all subjects of a group one after the other, \
    in new threads that warm up first. Spread is the distance of the quartiles in percent of the \
    median. A ratio is the median of the peer divided by that of the subject: how many times \
    faster, or smaller, the subject is; in parentheses the quartiles of the ratios within each \
    repetition. 2018 is what the message of the commit that brought rseq to Linux 4.18 has for \
    x86-64, with a getcpu() that did not use rseq.";

/// docs/benchmarks.md; the charts are files in `benchmarks/` beside it.
pub fn markdown(run: &Run) -> String {
    let mut text = String::from(
        "# Benchmarks\n\nPrinted by `make bench-report` from one run of `make bench`, which \
         measures anew; no test asserts a time. What is measured, and how, is in \
         [`bench/`](../bench/main.c), a file for each concern; options and members of the JSON \
         are in `man rseq-bench`. `make bench-compare OTHER=prefix` measures another librseq and \
         this one by turns.\n\n",
    );
    if run.smoke {
        text.push_str("**A test of the program: the numbers mean nothing.**\n\n");
    }
    text.push_str("| | |\n|---|---|\n");
    for (name, value) in machine(run) {
        let _ = writeln!(text, "| {name} | {value} |");
    }
    let _ = writeln!(text, "\n{EXPLANATION}");
    text.push_str(
        "\nWith glibc 2.35 and later `sched_getcpu()` reads the rseq area; `getcpu()` asks the \
         kernel, by the vDSO where that has it, as both did in 2018. So the ratio to the former is \
         what restartable sequences save besides the number, and the ratio to the latter what \
         they save altogether.\n\n\
         ![what an operation takes](benchmarks/operations.svg)\n\n\
         ![pools and the number of CPUs](benchmarks/pool-zmalloc.svg)\n\n\
         ![pools and the number of items](benchmarks/pool-pair.svg)\n",
    );
    for rows in run.groups() {
        let _ = writeln!(
            text,
            "\n## {}\n\n{} (`--groups={}`)\n",
            rows[0].title, rows[0].unit, rows[0].group
        );
        let (header, lines) = table(run, &rows);
        let _ = writeln!(text, "| {} |", header.join(" | "));
        let rules: Vec<&str> = (0..header.len())
            .map(|i| if i < 2 || i + 1 == header.len() { "---" } else { "--:" })
            .collect();
        let _ = writeln!(text, "|{}|", rules.join("|"));
        for line in lines {
            let _ = writeln!(text, "| {} |", line.join(" | "));
        }
    }
    text
}
