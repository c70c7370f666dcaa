//! Who runs a command, as far as the machine knows.

#[cfg(unix)]
use std::process::Command;

/// The user whose command it is; and, where that is another, who has logged in: `runuser` and `sudo` do not hide it.
#[cfg(unix)]
pub fn who() -> String {
    let user = named(None).unwrap_or_else(|| "unknown".to_owned());
    match logged_in().filter(|person| *person != user) {
        Some(person) => format!("{person} as {user}"),
        None => user,
    }
}

/// Linux keeps it for its own audit. A service and a container have none.
#[cfg(unix)]
fn logged_in() -> Option<String> {
    let uid: u32 = std::fs::read_to_string("/proc/self/loginuid").ok()?.trim().parse().ok()?;
    let uid = (uid != u32::MAX).then(|| uid.to_string())?;
    Some(named(Some(&uid)).unwrap_or(uid))
}

/// By the machine's own directory, whatever stands behind it.
#[cfg(unix)]
fn named(uid: Option<&str>) -> Option<String> {
    let output = Command::new("id").arg("-un").args(uid).output().ok().filter(|output| output.status.success())?;
    let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (!name.is_empty()).then_some(name)
}

#[cfg(not(unix))]
pub fn who() -> String {
    std::env::var("USERNAME").unwrap_or_else(|_| "unknown".to_owned())
}
