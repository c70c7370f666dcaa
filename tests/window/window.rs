//! One real window: WebKitWebDriver starts `centrala-desk` on a folder of its own and presses the keys.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use centrala_app::DeskFolder;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// Longer than anything takes, the first start on a busy machine included.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Window {
    client: Client,
    driver: Child,
    pub data: PathBuf,
}

impl Window {
    /// A window on the data folder; it has painted something when this returns.
    pub async fn open(data: &Path) -> Self {
        // A driver that two programs wanted on one port, or that never answers, is left for another; once.
        let (driver, client) = match Self::session(data).await {
            Ok(session) => session,
            Err(first) => Self::session(data).await.unwrap_or_else(|second| panic!("no window: {first}; {second}")),
        };
        let window = Self { client, driver, data: data.to_owned() };
        window.until("return document.querySelector('#app')?.childElementCount > 0").await;
        window
    }

    async fn session(data: &Path) -> Result<(Child, Client), String> {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port();
        let mut driver = Command::new("WebKitWebDriver")
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            // Never the keychain of whoever runs this.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("WebKitWebDriver (package webkit2gtk-driver)");
        let options = json!({ "binary": env!("CARGO_BIN_EXE_centrala-desk"), "args": ["--data", data] });
        let mut capabilities = Capabilities::new();
        capabilities.insert("webkitgtk:browserOptions".into(), options);
        let connecting = async {
            loop {
                let mut builder = ClientBuilder::new(HttpConnector::new());
                match builder.capabilities(capabilities.clone()).connect(&format!("http://127.0.0.1:{port}")).await {
                    Ok(client) => break client,
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                }
            }
        };
        match tokio::time::timeout(PATIENCE, connecting).await {
            Ok(client) => Ok((driver, client)),
            Err(_) => {
                kill_desk(data);
                let _ = driver.kill();
                let _ = driver.wait();
                Err(format!("the driver on port {port} gave no session in {} s", PATIENCE.as_secs()))
            }
        }
    }

    /// A window on the data folder, ready for the first letter.
    pub async fn ready(data: &Path) -> Self {
        let window = Self::open(data).await;
        window.until("return document.activeElement?.id === 'search-box'").await;
        window
    }

    /// Letters, as typed, into whatever has the focus.
    pub async fn keys(&self, text: &str) {
        let mut keyboard = KeyActions::new("keyboard".into());
        for letter in text.chars() {
            keyboard = keyboard.then(KeyAction::Down { value: letter }).then(KeyAction::Up { value: letter });
        }
        self.client.perform_actions(keyboard).await.expect("keys");
    }

    /// One key with its modifiers: "F4", "Ctrl+Shift+B".
    pub async fn press(&self, chord: &str) {
        let keys: Vec<char> = chord.split('+').map(key).collect();
        let mut keyboard = KeyActions::new("keyboard".into());
        for &value in &keys {
            keyboard = keyboard.then(KeyAction::Down { value });
        }
        for &value in keys.iter().rev() {
            keyboard = keyboard.then(KeyAction::Up { value });
        }
        self.client.perform_actions(keyboard).await.expect("keys");
    }

    pub async fn js(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until the script returns something true, and returns it.
    pub async fn until(&self, script: &str) -> Value {
        let started = Instant::now();
        loop {
            let value = self.js(script).await;
            let holds = !matches!(value, Value::Null | Value::Bool(false)) && value != json!("") && value != json!(0);
            if holds {
                return value;
            }
            if started.elapsed() > PATIENCE {
                self.screenshot("failed").await;
                panic!("waited in vain for: {script}\n{}", self.js("return document.body.innerText").await);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits for the element of this test id; its text, with spaces where a line must not break.
    pub async fn shown(&self, id: &str) -> String {
        let text = self.until(&format!("return document.querySelector('[data-testid=\"{id}\"]') && {{text: document.querySelector('[data-testid=\"{id}\"]').innerText}}")).await;
        text["text"].as_str().unwrap_or_default().replace('\u{a0}', " ")
    }

    /// Waits until no element has this test id.
    pub async fn gone(&self, id: &str) {
        self.until(&format!("return !document.querySelector('[data-testid=\"{id}\"]')")).await;
    }

    /// Test id of the element that has the focus.
    pub async fn focused(&self) -> String {
        self.js("return document.activeElement?.dataset.testid ?? ''").await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the element of this test id has the focus.
    pub async fn focus_on(&self, id: &str) {
        self.until(&format!("return document.activeElement?.dataset.testid === '{id}'")).await;
    }

    /// Waits until the element of this id has the focus.
    pub async fn focus_is(&self, id: &str) {
        self.until(&format!("return document.activeElement?.id === '{id}'")).await;
    }

    /// Waits until the element of this test id holds these words; spaces where a line must not break count as spaces.
    pub async fn says(&self, id: &str, words: &str) {
        self.until(&format!(
            "return document.querySelector('[data-testid=\"{id}\"]')?.innerText.replaceAll('\\u00a0', ' ').includes('{words}')"
        ))
        .await;
    }

    /// Waits until so many calls are open.
    pub async fn calls(&self, open: usize) {
        self.until(&format!("return document.querySelectorAll('[data-testid=call-tab]').length === {open}")).await;
    }

    /// Types into the search box; returns when the list answers all of it.
    pub async fn search(&self, text: &str) {
        self.keys(text).await;
        let text = serde_json::json!(text);
        self.until(&format!(
            "return document.querySelector('#search-box').value.endsWith({text}) && document.querySelector('#hits').ariaBusy === 'false'"
        ))
        .await;
    }

    /// Ids of the hits, in their order.
    pub async fn hits(&self) -> Vec<String> {
        let hits =
            self.js("return [...document.querySelectorAll('[data-testid=hit]')].map((hit) => hit.dataset.id)").await;
        serde_json::from_value(hits).expect("a list of ids")
    }

    /// What axe-core calls serious or critical on the page as it stands: "rule: element".
    pub async fn barriers(&self) -> Vec<String> {
        self.axe("{}").await
    }

    /// Of these only what has to do with colours, which is all that another theme can change.
    pub async fn pale(&self) -> Vec<String> {
        self.axe("{ runOnly: ['color-contrast'] }").await
    }

    async fn axe(&self, options: &str) -> Vec<String> {
        if self.js("return typeof axe").await == "undefined" {
            let axe = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js");
            self.js(&fs::read_to_string(axe).expect("axe-core, of `npm ci`")).await;
        }
        let script = format!(
            "const done = arguments[0]; axe.run(document, {options}).then(({{ violations }}) => done(violations \
             .filter(({{ impact }}) => impact === 'serious' || impact === 'critical') \
             .flatMap(({{ id, nodes }}) => nodes.map(({{ html, any }}) => `${{id}}: ${{html.slice(0, 200)}} ${{any[0]?.message ?? ''}}`))), \
             (error) => done([String(error)]))"
        );
        let found = self.client.execute_async(&script, vec![]).await.expect("axe-core runs");
        serde_json::from_value(found).expect("a list of barriers")
    }

    /// Another size of the window, in pixels; returns when the page has it.
    pub async fn resize(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.expect("a window that can be resized");
        self.until(&format!("return innerWidth <= {width}")).await;
    }

    /// A picture in `target/screens`, of what the page holds now: fonts loaded, two frames painted.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        let painted = "const done = arguments[0]; \
             document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())))";
        self.client.execute_async(painted, vec![]).await.expect("a frame");
        let path = screens().join(format!("{name}.png"));
        // WebKitWebDriver fails at a picture now and then (one of some six hundred), with an error that says nothing.
        let picture = match self.client.screenshot().await {
            Ok(picture) => picture,
            Err(_) => self.client.screenshot().await.expect("a picture"),
        };
        fs::write(&path, picture).expect("target/screens can be written to");
        path
    }

    /// Ends the window as a power cut would.
    pub fn kill(self) {
        drop(self);
    }
}

/// Ends the program on this folder, as a power cut would, and waits until the folder is free: the driver does not take its
/// window with it.
fn kill_desk(data: &Path) {
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        if is_desk(&process.path(), data) {
            let _ = Command::new("kill").arg("-9").arg(process.file_name()).status();
        }
    }
    // A killed desk loses its command line before the kernel lets go of its files: until then the folder is in use.
    let killed = Instant::now();
    while DeskFolder::new(data).lock().is_err() && killed.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether this process is the window's program on this folder; a dead one has no command line.
fn is_desk(process: &Path, data: &Path) -> bool {
    let line = fs::read(process.join("cmdline")).unwrap_or_default();
    let mut args = line.split(|&byte| byte == 0);
    args.next().is_some_and(|program| program.ends_with(b"centrala-desk"))
        && args.any(|arg| arg == data.as_os_str().as_encoded_bytes())
}

impl Drop for Window {
    fn drop(&mut self) {
        kill_desk(&self.data);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Waits until it holds, outside of the page: in a file, on the display. It looks without letting go of the thread.
pub fn until(what: &str, holds: impl Fn() -> bool) {
    let asked = Instant::now();
    while !holds() {
        assert!(asked.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub fn screens() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("screens");
    fs::create_dir_all(&dir).expect("target/screens");
    dir
}

fn key(name: &str) -> char {
    let key = match name {
        "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Enter" => Key::Enter,
        "Tab" => Key::Tab,
        "Esc" => Key::Escape,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "PgDn" => Key::PageDown,
        "PgUp" => Key::PageUp,
        "F1" => Key::F1,
        "F2" => Key::F2,
        "F3" => Key::F3,
        "F4" => Key::F4,
        "F5" => Key::F5,
        "F6" => Key::F6,
        "F7" => Key::F7,
        "F8" => Key::F8,
        "F9" => Key::F9,
        "F11" => Key::F11,
        "F12" => Key::F12,
        "Plus" => return '+',
        letter => return letter.to_lowercase().chars().next().expect("a key"),
    };
    key.into()
}
