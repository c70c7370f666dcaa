//! How long an operator waits: key → painted, start → can find, and the memory of all processes. A measurement, not a
//! test: `cargo xtask paint` runs it and prints the figures.
//!
//! A key is timed inside the page, from its `keydown` to the first task after the frame that shows the answer to that text.
//! WebKit's clock has steps of one millisecond. No display is attached, so that a frame is drawn by software.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::folder;
use crate::window::Window;

/// Every so many queries of the development set are typed: some five hundred keys.
const EVERY: usize = 5;
const STARTS: usize = 5;

const WATCH: &str = "let pressed = null; const box = document.querySelector('#search-box'); \
    document.addEventListener('keydown', () => { pressed = { at: performance.now(), text: box.value } }, true); \
    new MutationObserver(() => { \
      const settled = document.querySelector('#hits')?.getAttribute('aria-busy') === 'false'; \
      if (pressed === null || box.value === pressed.text || !settled) return; \
      const since = pressed.at; pressed = null; \
      requestAnimationFrame(() => { \
        const behind = new MessageChannel(); \
        behind.port1.onmessage = () => window.painted.push(performance.now() - since); \
        behind.port2.postMessage(null); \
      }); \
    }).observe(document.body, { attributes: true, childList: true, characterData: true, subtree: true })";

#[tokio::test]
#[ignore = "a measurement: cargo xtask paint"]
async fn paint() {
    let data = folder();
    drop(Window::ready(data.path()).await);
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(start(data.path()).await);
    }
    let window = Window::ready(data.path()).await;
    let mut painted = keys(&window).await;
    let memory = megabytes(data.path());
    starts.sort_by(f64::total_cmp);
    painted.sort_by(f64::total_cmp);
    let at = |percent: usize| painted[(painted.len() * percent / 100).min(painted.len() - 1)];
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    println!("{build} build, {} keys typed", painted.len());
    println!("key → painted: p50 {:.0} ms, p95 {:.0} ms, p99 {:.0} ms (clock steps of 1 ms)", at(50), at(95), at(99));
    println!("start → can find: median of {STARTS} warm starts {:.0} ms", starts[STARTS / 2]);
    println!("memory of the desk's processes, proportional: {memory:.0} MB");
    assert!(painted.len() > 100 && starts[0] > 0.0 && memory > 1.0, "something was measured");
}

/// From before the driver starts the program until a query has its answer on the screen, in milliseconds: the driver's
/// own start is part of it.
async fn start(data: &Path) -> f64 {
    let started = Instant::now();
    let window = Window::ready(data).await;
    window.search("d").await;
    started.elapsed().as_secs_f64() * 1000.0
}

/// Types the development queries letter by letter; each key waits until the one before is painted.
async fn keys(window: &Window) -> Vec<f64> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/relevance/dev.jsonl");
    let queries = fs::read_to_string(file).expect("queries");
    let mut painted = Vec::new();
    window.js(WATCH).await;
    for line in queries.lines().step_by(EVERY) {
        let query: Value = serde_json::from_str(line).expect("a query");
        window.js("window.painted = []").await;
        for (typed, letter) in (1..).zip(query["q"].as_str().expect("its text").chars()) {
            window.keys(&letter.to_string()).await;
            window
                .until(&format!(
                    "return window.painted.length >= {typed} || document.querySelector('#hits')?.ariaBusy === 'false'"
                ))
                .await;
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        let times: Vec<f64> = serde_json::from_value(window.js("return window.painted").await).expect("times");
        painted.extend(times);
        window.press("Esc").await;
        window.gone("hit").await;
    }
    painted
}

/// Proportional memory of the program's own process and of all that it started.
fn megabytes(data: &Path) -> f64 {
    let processes: Vec<(u32, u32, bool)> = fs::read_dir("/proc")
        .expect("/proc")
        .flatten()
        .filter_map(|process| {
            let pid: u32 = process.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(process.path().join("stat")).ok()?;
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            let line = fs::read(process.path().join("cmdline")).unwrap_or_default();
            let mut args = line.split(|byte| *byte == 0);
            let desk = args.next().is_some_and(|program| program.ends_with(b"centrala-desk"))
                && args.any(|arg| arg == data.as_os_str().as_encoded_bytes());
            Some((pid, parent, desk))
        })
        .collect();
    let mut own: Vec<u32> = processes.iter().filter(|(_, _, desk)| *desk).map(|(pid, _, _)| *pid).collect();
    let mut at = 0;
    while at < own.len() {
        let children = processes.iter().filter(|(pid, parent, _)| *parent == own[at] && !own.contains(pid));
        let children: Vec<u32> = children.map(|(pid, _, _)| *pid).collect();
        own.extend(children);
        at += 1;
    }
    own.iter().map(|pid| proportional_kb(*pid)).sum::<f64>() / 1024.0
}

fn proportional_kb(pid: u32) -> f64 {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    pss.and_then(|kb| kb.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0.0)
}
