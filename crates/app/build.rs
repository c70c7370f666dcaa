//! Makes the built-in edition out of `assets/content`: broken content does not compile, and says where it is broken.

use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let content = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../assets/content");
    println!("cargo:rerun-if-changed={}", content.display());
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let edition = out.join("edition.sqlite");
    let (info, content) = centrala_pack::check(&content)?;
    centrala_pack::build(&info, &content, &edition)?;
    let key = centrala_pack::Edition::open(&edition)?.key();
    fs::write(out.join("edition.key"), key)?;
    Ok(())
}
