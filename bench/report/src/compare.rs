// SPDX-License-Identifier: MIT
//! Two libraries beside each other, each measured several times by turns.

use crate::results::{Row, Run, number};

fn key(row: &Row) -> (&str, String, &str) {
    (&row.group, row.setup(), &row.subject)
}

/// The median over the runs of a library, of the medians of a row; None if one has none.
fn median(runs: &[Run], row: &Row) -> Option<f64> {
    let mut values = Vec::new();
    for run in runs {
        values.push(run.rows.iter().find(|other| key(other) == key(row))?.median?);
    }
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        Some(values[middle])
    } else {
        Some((values.get(middle.checked_sub(1)?)? + values[middle]) / 2.0)
    }
}

/// A table with a line for each row: this library, the other, and their ratio with the least and
/// the most of all turns. A dash stands for what one of them lacks.
pub fn table(ours: &[Run], others: &[Run]) -> String {
    let mut text = format!(
        "{:<20} {:<30} {:>12} {:>12} {:>8}  {}\n",
        "", "", "this", "other", "ratio", "of turns"
    );
    let mut title = "";
    let mut setup = String::new();
    for row in &ours[0].rows {
        if title != row.title {
            text += &format!("\n{}: {}\n", row.title, row.unit);
            title = &row.title;
            setup.clear();
        }
        let this = median(ours, row);
        let other = median(others, row);
        let cell = |value: Option<f64>| value.map_or("-".to_owned(), number);
        let shown = if setup == row.setup() { String::new() } else { row.setup() };
        setup = row.setup();
        text += &format!("{shown:<20} {:<30} {:>12} {:>12}", row.subject, cell(this), cell(other));
        match (this, other) {
            (Some(this), Some(other)) if this > 0.0 && other > 0.0 => {
                let turns: Vec<f64> = ours
                    .iter()
                    .zip(others)
                    .filter_map(|(one, two)| {
                        let one = median(std::slice::from_ref(one), row)?;
                        Some(median(std::slice::from_ref(two), row)? / one)
                    })
                    .collect();
                let least = turns.iter().copied().fold(f64::INFINITY, f64::min);
                let most = turns.iter().copied().fold(0.0, f64::max);
                text +=
                    &format!(" {:>8}  {}-{}", number(other / this), number(least), number(most));
            }
            _ => text += &format!(" {:>8}", "-"),
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(median: &str) -> Run {
        let json = format!(
            r#"{{"smoke": false, "repetitions": 1, "milliseconds": 1, "machine": {{"cpu": "", 
            "cpus_allowed": 1, "virtual": false, "architecture": "", "kernel": "", "compiler": "",
            "libc": "", "registered_by": "", "instructions_absent": null, "commit": null,
            "date": ""}}, "rows": [{{"group": "g", "title": "t", "unit": "ns", "subject": "s",
            "threads": 1, "pinned": true, {median}, "ratios": []}}]}}"#
        );
        serde_json::from_str(&json).unwrap()
    }

    #[test]
    fn ratios_are_of_medians_and_a_dash_stands_for_nothing() {
        let ours = [run(r#""median": 1"#), run(r#""median": 3"#), run(r#""median": 2"#)];
        let others = [run(r#""median": 4"#), run(r#""median": 4"#), run(r#""median": 4"#)];
        assert!(table(&ours, &others).contains(" 2.00         4.00     2.00  1.33-4.00\n"));
        let absent = [run(r#""absent": "r""#)];
        assert!(table(&ours[..1], &absent).contains(" 1.00            -        -\n"));
    }
}
