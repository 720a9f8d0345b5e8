//! The question before an address is opened. Nothing is opened by a click alone: whatever asks egui to open one, any widget there
//! is, is stopped at the end of the frame by [`intercept`]; this dialog's button is the only way out.

use egui::{OutputCommand, RichText, Ui};

use crate::model::harmless;
use crate::scene::fonts::Weight;
use crate::ui::address::{host, in_ascii, why_not};
use crate::ui::command::{Asking, Command, Dialog};
use crate::ui::parts::widgets::wrong;
use crate::ui::theme::{font, palette};

use super::parts::{heading, wrapped};

/// Opening this address in the browser.
#[derive(Debug)]
pub struct OpenAddress(pub String);

impl OpenAddress {
    /// What a click on an address asks for.
    pub fn ask(address: &str) -> Command {
        Command::Ask(Box::new(Self(address.to_owned())))
    }
}

/// Takes every wish to open an address out of a frame's output, and asks about it where it can be opened at all.
pub fn intercept(ui: &Ui, out: &mut Vec<Command>) {
    ui.output_mut(|output| {
        output.commands.retain(|command| {
            let OutputCommand::OpenUrl(wish) = command else {
                return true;
            };
            if why_not(&wish.url).is_none() {
                out.push(OpenAddress::ask(&wish.url));
            }
            false
        });
    });
}

impl Dialog for OpenAddress {
    fn width(&self) -> f32 {
        520.0
    }

    /// The whole address, the host by itself, and what to do.
    fn show(&mut self, ui: &mut Ui, asking: &mut Asking<'_>) {
        let address = self.0.as_str();
        let start = address.trim_start().to_ascii_lowercase();
        if start.starts_with("mailto:") {
            heading(ui, "Open your mail program?");
            wrapped(ui, "It will open a new message:");
        } else {
            heading(ui, "Open this web address?");
        }
        egui::Frame::NONE
            .fill(palette(ui.ctx()).sunken)
            .corner_radius(8)
            .inner_margin(10)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.add(egui::Label::new(harmless(address).as_ref()).wrap());
            });
        if let Some(host) = host(address) {
            let ascii = in_ascii(host);
            let shown = RichText::new(format!("Host: {}", harmless(host)));
            ui.label(shown.font(font(13.0, Weight::SemiBold)));
            if ascii != host.to_lowercase() {
                let why = format!("The real host is {ascii}. Some letters may imitate others.");
                wrong(ui, &why);
            }
        }
        wrapped(
            ui,
            if host(address).is_some() {
                "The site will see your visit and your IP address."
            } else {
                "Check the message and its attachments before you send it."
            },
        );
        ui.horizontal(|ui| {
            if ui.button("Open").clicked() {
                asking.answer(Command::OpenAddress(address.to_owned()));
            }
            if ui.button("Copy").clicked() {
                ui.ctx().copy_text(address.to_owned());
                asking.close();
            }
            if asking.propose(ui, "Cancel") {
                asking.close();
            }
        });
    }
}
