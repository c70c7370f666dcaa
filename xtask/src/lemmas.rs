//! `cargo xtask lemmas`: Debian's Morfologik dictionary (libmorfologik-stemming2-java) → `assets/lemmas`.
//!
//! Runs where the dictionary is made, never on a desk. What the two files hold is said in `assets/lemmas/README.md`;
//! `crates/polish/src/lemmas.rs` reads them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use fst::MapBuilder;

const JARS: &str = "/usr/share/java/morfologik-polish.jar:/usr/share/java/morfologik-stemming.jar:\
                    /usr/share/java/morfologik-fsa.jar:/usr/share/java/hppc.jar";

pub fn build(root: &Path) -> Result<()> {
    let forms = forms(&root.join("xtask/lemmas/Dump.java"))?;
    let dir = root.join("assets/lemmas");
    let (entries, sets) = compiled(&forms);
    let mut map = MapBuilder::new(BufWriter::new(fs::File::create(dir.join("polish.fst"))?))?;
    for (form, set) in &entries {
        map.insert(form, *set)?;
    }
    map.finish()?;
    let mut rules = BufWriter::new(fs::File::create(dir.join("polish.rules"))?);
    for set in &sets {
        writeln!(rules, "{set}")?;
    }
    rules.flush()?;
    println!("{} forms, {} sets of rules", entries.len(), sets.len());
    Ok(())
}

/// Form → all its lemmas, both in lower case.
fn forms(dump: &Path) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut java = Command::new("java").arg("-cp").arg(JARS).arg(dump).stdout(Stdio::piped()).spawn();
    let java = java.as_mut().map_err(|error| anyhow::anyhow!("java cannot be started: {error}"))?;
    let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in BufReader::new(java.stdout.take().context("java's output")?).lines() {
        let line = line?;
        let Some((form, lemma)) = line.split_once('\t') else { continue };
        let word = |text: &str| text.split(':').next().unwrap_or(text).to_lowercase();
        let (form, lemma) = (word(form), word(lemma));
        if form.chars().all(char::is_alphabetic) && lemma.chars().all(char::is_alphabetic) && !form.is_empty() {
            forms.entry(form).or_default().insert(lemma);
        }
    }
    ensure!(java.wait()?.success(), "the dictionary could not be dumped: is libmorfologik-stemming2-java installed?");
    Ok(forms)
}

/// Each form with the number of its set of rules, and the sets.
fn compiled(forms: &BTreeMap<String, BTreeSet<String>>) -> (Vec<(&str, u64)>, Vec<String>) {
    let mut counts: HashMap<String, u64> = HashMap::new();
    let set = |form: &str, lemmas: &BTreeSet<String>| {
        lemmas.iter().map(|lemma| rule(form, lemma)).collect::<Vec<_>>().join(" ")
    };
    for (form, lemmas) in forms {
        *counts.entry(set(form, lemmas)).or_default() += 1;
    }
    // The commonest set gets the smallest number: the map is shorter for it.
    let mut sets: Vec<String> = counts.keys().cloned().collect();
    sets.sort_by_key(|set| (std::cmp::Reverse(counts[set]), set.clone()));
    let numbers: HashMap<&str, u64> = (0..).zip(&sets).map(|(number, set)| (set.as_str(), number)).collect();
    let entries = forms.iter().map(|(form, lemmas)| (form.as_str(), numbers[set(form, lemmas).as_str()])).collect();
    (entries, sets)
}

/// "p,c,s": drop `p` characters in front and `c` behind, then add `s`.
fn rule(form: &str, lemma: &str) -> String {
    let plain = suffix_rule(form, lemma);
    // Superlatives and negations: "najmłodszy" → "młody", "niezapłacony" → "zapłacić".
    let stripped =
        ["naj", "nie"].iter().filter_map(|prefix| form.strip_prefix(prefix)).map(|rest| suffix_rule(rest, lemma));
    let best = std::iter::once((0, plain))
        .chain(stripped.map(|rule| (3, rule)))
        .min_by_key(|(_, (cut, add))| cut + add.chars().count());
    let (front, (cut, add)) = best.unwrap_or_default();
    format!("{front},{cut},{add}")
}

fn suffix_rule(form: &str, lemma: &str) -> (usize, String) {
    let common = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    (form.chars().count() - common, lemma.chars().skip(common).collect())
}
