//! Handing an address to the system, once the user has seen and agreed to it.

use std::process::{Command, Stdio};

use crate::ui::address::why_not;

use super::Linkwright;

impl Linkwright {
    /// Lets the system's browser or mail program open an address. Anything but http, https and mailto is refused here too.
    pub(super) fn open_address(&mut self, address: &str) {
        if let Some(why) = why_not(address) {
            self.window
                .notify_error(format!("Address not opened: {why}."));
            return;
        }
        if let Err(error) = hand_over(address) {
            self.window
                .notify_error(format!("Could not start a browser: {error}."));
        }
    }
}

/// Starts the system's opener with the address as one argument; no shell reads it.
fn hand_over(address: &str) -> std::io::Result<()> {
    let mut opener = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(target_os = "windows") {
        let mut opener = Command::new("rundll32");
        opener.arg("url.dll,FileProtocolHandler");
        opener
    } else {
        Command::new("xdg-open")
    };
    let quiet = opener
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = quiet.spawn()?;
    // Someone has to wait for it, or it stays as a zombie until the window closes.
    std::thread::spawn(move || child.wait());
    Ok(())
}
