//! The steps of building and testing, each announced and timed. The first that fails ends the task.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

/// One set of features for everything, so that nothing is compiled twice. With this one the window is the shipped one:
/// pages from the program itself, under the content policy.
const FEATURES: [&str; 3] = ["--workspace", "--features", "custom-protocol"];
/// The usual municipal screen.
const SCREEN: &str = "-screen 0 1366x768x24";

pub struct Steps<'a> {
    root: &'a Path,
    started: Instant,
}

impl<'a> Steps<'a> {
    pub fn new(root: &'a Path) -> Self {
        Self { root, started: Instant::now() }
    }

    pub fn everything(&mut self) -> Result<()> {
        self.step("format", self.cargo("fmt").args(["--all", "--check"]))?;
        self.npm_ci()?;
        self.step("types of the window", &mut self.npm(&["run", "check"]))?;
        self.step("tests of the window's code", &mut self.npm(&["test"]))?;
        self.step("pages of the window", &mut self.npm(&["run", "build"]))?;
        self.step("lints", self.cargo("clippy").args(FEATURES).args(["--all-targets", "--", "-D", "warnings"]))?;
        self.step("tests (units, journeys, floors, contract)", self.cargo("test").args(FEATURES))?;
        self.real_things()?;
        self.window(&[])?;
        println!("==> all passed in {} s", self.started.elapsed().as_secs());
        Ok(())
    }

    /// A keychain and a full disk, in a session, a home and a file system of their own: never those of whoever runs this.
    fn real_things(&mut self) -> Result<()> {
        let ignored = |test| ["--test", test, "--", "--ignored"];
        self.step("a real keychain", self.cargo("test").args(FEATURES).args(ignored("custody")))?;
        let may_mount = Command::new("unshare").args(["-rm", "true"]).status().is_ok_and(|status| status.success());
        if !may_mount {
            println!("==> a really full disk: left out, nobody may mount a file system here");
            return Ok(());
        }
        self.step("a really full disk", self.cargo("test").args(FEATURES).args(ignored("places")))
    }

    /// What the program takes in when it is compiled.
    pub fn window_assets(&mut self) -> Result<()> {
        self.npm_ci()?;
        self.step("pages of the window", &mut self.npm(&["run", "build"]))
    }

    /// The programs and the test that drives the window: without it cargo would choose another set of features, and
    /// `cargo xtask test` compile most of the tree again.
    pub fn build(&mut self) -> Result<()> {
        self.step("build", self.cargo("build").args(FEATURES).args(["--bins", "--test", "window"]))
    }

    /// Opens the desk, and ends with it.
    pub fn desk(&mut self, data: Option<&Path>) -> Result<()> {
        // It was built into the same folder as this program.
        let mut run = Command::new(std::env::current_exe()?.with_file_name("centrala-desk"));
        if let Some(data) = data {
            run.arg("--data").arg(data);
        }
        self.step("the desk", &mut run)
    }

    pub fn window(&mut self, names: &[String]) -> Result<()> {
        let mut run = self.in_window(&[], names);
        self.step("the real window", &mut run)
    }

    /// Of a release build, as it is shipped: figures of another tell little.
    pub fn paint(&mut self) -> Result<()> {
        let mut run = self.in_window(&["--release"], &["--ignored".to_owned(), "paint::paint".to_owned()]);
        self.step("paint", &mut run)
    }

    /// Of a release build, for the same reason; without the window, which it does not need.
    pub fn load(&mut self, arguments: &[String]) -> Result<()> {
        let mut bench = self.cargo("bench");
        bench.args(["--package", "centrala-intake", "--bench", "load", "--"]).args(arguments);
        self.step("load", &mut bench)
    }

    fn in_window(&self, profile: &[&str], names: &[String]) -> Command {
        let mut run = Command::new("xvfb-run");
        run.args(["-a", "-s", SCREEN, "cargo", "test"]).args(profile).args(FEATURES).args(["--test", "window", "--"]);
        run.args(["--test-threads=1", "--nocapture"]).args(names).current_dir(self.root);
        run
    }

    /// Alone: it needs neither the window's packages nor the search.
    pub fn torture(&mut self, options: &[String]) -> Result<()> {
        let mut run = self.cargo("run");
        run.args(["--quiet", "--package", "centrala-torture", "--"]).args(options);
        self.step("torture", &mut run)
    }

    /// A desk in a folder of its own lets the model read its edition. Built with a test beside it, for the same set of
    /// features as everything.
    pub fn read_by_model(&mut self, folder: &Path) -> Result<()> {
        self.step("build", self.cargo("build").args(FEATURES).args(["--bin", "centrala", "--test", "model"]))?;
        let data = folder.join("desk");
        let mut run = Command::new(std::env::current_exe()?.with_file_name("centrala"));
        self.step("the edition, read by the model", run.arg("--data").arg(&data).arg("model").arg(folder))?;
        Ok(std::fs::remove_dir_all(data)?)
    }

    pub fn contract(&mut self) -> Result<()> {
        let mut test = self.cargo("test");
        test.args(FEATURES).args(["--test", "journeys", "contract"]).env("CENTRALA_WRITE_CONTRACT", "1");
        self.step("contract", &mut test)
    }

    /// Only when the lock file has changed since: it starts from nothing.
    fn npm_ci(&mut self) -> Result<()> {
        let changed = |path: PathBuf| path.metadata().and_then(|data| data.modified()).ok();
        let locked = changed(self.root.join("ui/package-lock.json"));
        if changed(self.root.join("ui/node_modules/.package-lock.json")) >= locked {
            return Ok(());
        }
        self.step("packages of the window", &mut self.npm(&["ci", "--no-audit", "--no-fund"]))
    }

    fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.arg(command).current_dir(self.root);
        cargo
    }

    fn npm(&self, args: &[&str]) -> Command {
        let mut npm = Command::new("npm");
        npm.args(args).current_dir(self.root.join("ui"));
        npm
    }

    fn step(&self, name: &str, command: &mut Command) -> Result<()> {
        println!("==> {name}");
        let started = Instant::now();
        let status = command.status().with_context(|| format!("{name}: {command:?} cannot be started"))?;
        ensure!(status.success(), "{name} failed: {command:?}");
        println!("==> {name}: {} s", started.elapsed().as_secs());
        Ok(())
    }
}
