// SPDX-License-Identifier: MIT
//! Charts of groups, as SVG.

use crate::results::{Row, grouped, number};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;

const WIDTH: u32 = 860;
/// Where the bars begin; to the left are the names.
const NAMES: u32 = 230;
const FONT: &str = "sans-serif";
const COLORS: [RGBColor; 6] = [
    RGBColor(0x1b, 0x6c, 0xa8),
    RGBColor(0xe0, 0x8e, 0x2b),
    RGBColor(0x3a, 0x96, 0x5d),
    RGBColor(0xb0, 0x3a, 0x48),
    RGBColor(0x7a, 0x5c, 0xa8),
    RGBColor(0x55, 0x55, 0x55),
];

/// Bars of the same name stand together; each belongs to a series.
pub struct Bar {
    /// What is written before it.
    pub name: String,
    /// What the legend says of its color.
    pub series: String,
    /// Its length.
    pub value: f64,
    /// Between which values half of the repetitions are.
    pub quartiles: Option<[f64; 2]>,
}

fn distinct<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut result = Vec::new();
    for name in names {
        if !result.contains(&name) {
            result.push(name);
        }
    }
    result
}

/// What axes and bars start with, and whether the axis is logarithmic: from what is to be seen.
fn axis(values: &[f64]) -> (f64, f64, bool) {
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(0.0, f64::max);
    if least > 0.0 && most / least > 40.0 {
        // Room for the shortest bar and for the numbers behind the longest.
        (10f64.powf((least / 1.5).log10().floor()), most * (most / least).powf(0.15), true)
    } else {
        (0.0, if most > 0.0 { most * 1.17 } else { 1.0 }, false)
    }
}

/// Horizontal bars, longer ones being worse.
pub fn bars(title: &str, unit: &str, bars: &[Bar]) -> Result<String, Box<dyn Error>> {
    let names = distinct(bars.iter().map(|bar| bar.name.as_str()));
    let series = distinct(bars.iter().map(|bar| bar.series.as_str()));
    let values: Vec<f64> = bars.iter().map(|bar| bar.value).collect();
    let (low, high, logarithmic) = axis(&values);
    let legend = if series.len() > 1 { 26 } else { 0 };
    let thickness = if series.len() > 1 { 15 } else { 20 };
    let slot = series.len() as u32 * thickness + 10;
    let (top, bottom) = (44 + legend, 52);
    let height = top + names.len() as u32 * slot + bottom;
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        root.fill(&WHITE)?;
        let text = |size: i32| (FONT, size).into_font().color(&BLACK);
        root.draw(&Text::new(title.to_owned(), (12, 12), text(17)))?;
        let mut x = NAMES as i32;
        for (i, name) in series.iter().enumerate().filter(|_| legend > 0) {
            let y = 42;
            root.draw(&Rectangle::new([(x, y), (x + 14, y + 12)], COLORS[i % 6].filled()))?;
            root.draw(&Text::new(name.to_string(), (x + 20, y), text(13)))?;
            x += 40 + 8 * name.len() as i32;
        }
        let plot = root.margin(top, bottom, NAMES, 20);
        let pixels = f64::from(plot.dim_in_pixel().0);
        let position = |value: f64| {
            let part = if logarithmic {
                (value.max(low) / low).ln() / (high / low).ln()
            } else {
                (value - low) / (high - low)
            };
            (part * pixels).round() as i32
        };
        let bottom_line = (names.len() as u32 * slot) as i32;
        // Of the plot, which cuts off what is outside of it.
        let (left_edge, upper_edge) = (NAMES as i32, top as i32);
        for mark in marks(low, high, logarithmic) {
            let x = position(mark);
            plot.draw(&PathElement::new(
                [(x, 0), (x, bottom_line)],
                RGBColor(0xdd, 0xdd, 0xdd).stroke_width(1),
            ))?;
            let below = text(12).pos(Pos::new(HPos::Center, VPos::Top));
            root.draw(&Text::new(
                tick(mark),
                (x + left_edge, bottom_line + upper_edge + 5),
                below,
            ))?;
        }
        let below = text(12).pos(Pos::new(HPos::Center, VPos::Top));
        let scale = if logarithmic { ", logarithmic" } else { "" };
        let label = format!("{unit}{scale}; shorter is better; whiskers: quartiles");
        let center = pixels as i32 / 2 + left_edge;
        root.draw(&Text::new(label, (center, bottom_line + upper_edge + 24), below))?;
        for (n, name) in names.iter().enumerate() {
            let y = n as i32 * slot as i32 + 5;
            let middle = y + (slot as i32 - 10) / 2;
            let left = text(13).pos(Pos::new(HPos::Right, VPos::Center));
            root.draw(&Text::new(name.to_string(), (NAMES as i32 - 8, middle + top as i32), left))?;
            for bar in bars.iter().filter(|bar| bar.name == *name) {
                let i = series.iter().position(|name| *name == bar.series).unwrap_or(0);
                let y = y + i as i32 * thickness as i32;
                let end = position(bar.value);
                let below = y + thickness as i32 - 3;
                let color = COLORS[i % 6];
                plot.draw(&Rectangle::new([(0, y), (end.max(1), below)], color.filled()))?;
                let mut behind = end;
                if let Some([first, third]) = bar.quartiles {
                    let middle = (y + below) / 2;
                    behind = behind.max(position(third).min(pixels as i32 - 60));
                    plot.draw(&PathElement::new(
                        [(position(first), middle), (behind, middle)],
                        BLACK.stroke_width(1),
                    ))?;
                }
                let right = text(12).pos(Pos::new(HPos::Left, VPos::Center));
                plot.draw(&Text::new(number(bar.value), (behind + 5, (y + below) / 2), right))?;
            }
        }
        root.present()?;
    }
    Ok(svg)
}

/// Where the axis of bars has lines.
fn marks(low: f64, high: f64, logarithmic: bool) -> Vec<f64> {
    if logarithmic {
        return std::iter::successors(Some(low), |mark| Some(mark * 10.0))
            .take_while(|mark| *mark <= high)
            .collect();
    }
    let decade = 10f64.powf(high.log10().floor());
    let step = [0.1, 0.2, 0.5, 1.0, 2.0]
        .into_iter()
        .map(|part| part * decade)
        .find(|step| high / step <= 8.0)
        .unwrap_or(decade);
    (0..=8).map(|i| f64::from(i) * step).take_while(|mark| *mark <= high).collect()
}

fn tick(value: f64) -> String {
    if value >= 1.0 && value.fract().abs() < 1e-9 {
        grouped(value as u64)
    } else {
        let text = format!("{value:.3}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// Whether a group is shown by lines: it has a parameter with several values, of one thread.
pub fn is_line_chart(rows: &[&Row]) -> bool {
    distinct_parameters(rows).len() > 2
}

fn distinct_parameters(rows: &[&Row]) -> Vec<u64> {
    let mut values: Vec<u64> =
        rows.iter().filter(|row| row.threads == 1).filter_map(|row| row.parameter).collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// A line for each subject over the parameter, of the rows with one thread; both axes logarithmic.
pub fn lines(rows: &[&Row]) -> Result<String, Box<dyn Error>> {
    let parameters = distinct_parameters(rows);
    let measured: Vec<&&Row> =
        rows.iter().filter(|row| row.threads == 1 && row.median.is_some_and(|m| m > 0.0)).collect();
    let values: Vec<f64> = measured.iter().filter_map(|row| row.median).collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let most = values.iter().copied().fold(0.0, f64::max);
    let (Some(first), Some(last), true) = (parameters.first(), parameters.last(), most > 0.0)
    else {
        return Err("nothing was measured".into());
    };
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDTH, 420)).into_drawing_area();
        root.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&root)
            .caption(&rows[0].title, (FONT, 17))
            .margin(14)
            .margin_right(180)
            .x_label_area_size(44)
            .y_label_area_size(84)
            .build_cartesian_2d(
                (*first as f64..*last as f64).log_scale(),
                (10f64.powf(least.log10().floor())..most * 1.3).log_scale(),
            )?;
        chart
            .configure_mesh()
            .x_desc(rows[0].parameter_name.as_deref().unwrap_or(""))
            .y_desc(rows[0].unit.as_str())
            .x_label_formatter(&|value| tick(*value))
            .y_label_formatter(&|value| tick(*value))
            .label_style((FONT, 12))
            .axis_desc_style((FONT, 13))
            .light_line_style(RGBColor(0xee, 0xee, 0xee))
            .draw()?;
        let subjects = distinct(measured.iter().map(|row| row.subject.as_str()));
        let mut ends: Vec<(i32, &str, RGBColor)> = Vec::new();
        for (i, subject) in subjects.iter().enumerate() {
            let color = COLORS[i % COLORS.len()];
            let mut points: Vec<(f64, f64)> = measured
                .iter()
                .filter(|row| row.subject == *subject)
                .filter_map(|row| Some((row.parameter? as f64, row.median?)))
                .collect();
            points.sort_by(|one, other| one.0.total_cmp(&other.0));
            if let Some(end) = points.last() {
                ends.push((chart.backend_coord(end).1, subject, color));
            }
            chart.draw_series(LineSeries::new(points.clone(), color.stroke_width(2)))?;
            chart.draw_series(points.iter().map(|point| Circle::new(*point, 3, color.filled())))?;
        }
        // Names at the ends of the lines, as far apart as they need to be.
        ends.sort_by_key(|end| end.0);
        let mut above = 0;
        for (y, name, color) in ends {
            above = y.max(above + 17);
            let style =
                (FONT, 13).into_font().color(&color).pos(Pos::new(HPos::Left, VPos::Center));
            root.draw(&Text::new(name.to_owned(), (WIDTH as i32 - 172, above), style))?;
        }
        root.present()?;
    }
    Ok(svg)
}

/// The chart of a group, by which its medians can be compared; None if nothing was measured.
pub fn of_group(rows: &[&Row]) -> Option<String> {
    if is_line_chart(rows) {
        return lines(rows).ok();
    }
    let all: Vec<Bar> = rows
        .iter()
        .filter_map(|row| {
            Some(Bar {
                name: row.subject.clone(),
                series: row.setup(),
                value: row.median?,
                quartiles: row.quartiles.filter(|[first, third]| first < third),
            })
        })
        .collect();
    if all.is_empty() { None } else { bars(&rows[0].title, &rows[0].unit, &all).ok() }
}

/// The operations in one chart: what a thread on its CPU needs with an operation, and without.
pub fn operations(groups: &[Vec<&Row>]) -> Option<String> {
    const CHOSEN: [(&str, &str, &str); 5] = [
        ("counter", "per-CPU counter", "rseq cpu_id"),
        ("read-side", "RCU-like read side", "rseq"),
        ("ring-buffer", "event into a ring buffer", "rseq, two sections"),
        ("lock", "lock of the CPU", "rseq"),
        ("free-list", "free list: pop and push", "rseq"),
    ];
    let mut all = Vec::new();
    for (group, name, operation) in CHOSEN {
        let rows = groups.iter().find(|rows| rows[0].group == group)?;
        for row in rows.iter().filter(|row| row.threads == 1 && row.pinned) {
            let series = match row.subject.split_once("()+") {
                Some(("getcpu", _)) => "getcpu() + atomic or mutex",
                Some(("sched_getcpu", "atomic")) => "sched_getcpu() + atomic or mutex",
                Some(("sched_getcpu", _)) if group == "free-list" => {
                    "sched_getcpu() + atomic or mutex"
                }
                _ if row.subject == operation => "rseq",
                _ => continue,
            };
            let Some(value) = row.median else { continue };
            all.push(Bar {
                name: name.to_owned(),
                series: series.to_owned(),
                value,
                quartiles: row.quartiles,
            });
        }
    }
    bars("What an operation takes, one thread pinned to a CPU", "ns", &all).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_few() {
        assert_eq!(marks(0.0, 41.0, false), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(marks(0.1, 150.0, true).len(), 4);
        assert_eq!(tick(0.1), "0.1");
        assert_eq!(tick(1000.0), "1,000");
    }

    #[test]
    fn a_bar_of_every_length_is_drawn() {
        let bar = |value| Bar {
            name: format!("{value} <&>"),
            series: String::new(),
            value,
            quartiles: Some([value, value * 1.1]),
        };
        let svg = bars("a < b", "ns", &[bar(0.4), bar(3.0), bar(1e6)]).unwrap();
        assert_eq!(svg.matches("<rect").count(), 4);
        assert!(svg.contains("a &lt; b") && svg.contains("logarithmic"));
    }
}
