//! A date: typed in any of its forms, or picked from a small calendar: a year, a month, or a day.

use egui::{Popup, PopupCloseBehavior, Rect, Ui, Vec2, pos2, vec2};

use crate::model::PartialDate;
use crate::ui::parts::widgets::{Hint, icon_button_in};
use crate::ui::theme::palette;

use super::field::{Form, labelled};

/// Two dates beside each other: since and until.
pub(super) fn since_until(form: &mut Form<'_>, ui: &mut Ui) {
    labelled(ui, "Since, until", |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let width = ((ui.available_width() - 4.0) / 2.0).max(60.0);
        let since = form.with_room(ui, "Since", "since", "not stated", width, ROOM);
        calendar(form, ui, since, "since", "Pick since");
        let until = form.with_room(ui, "Until", "until", "not stated", width, ROOM);
        calendar(form, ui, until, "until", "Pick until");
    });
    form.bare_mistake(ui, "since");
    form.bare_mistake(ui, "until");
}

/// One date with its calendar.
pub(super) fn date(form: &mut Form<'_>, ui: &mut Ui, label: &str, key: &'static str) {
    labelled(ui, label, |ui| {
        let width = ui.available_width();
        let field = form.with_room(ui, label, key, "not stated", width, ROOM);
        let name = format!("Pick {}", label.to_lowercase());
        calendar(form, ui, field, key, &name);
    });
    form.bare_mistake(ui, key);
}

/// Room at the right end of a field for its button, in points.
const ROOM: i8 = 26;

/// The button at the right end of `field` that opens a calendar, and the calendar.
fn calendar(form: &mut Form<'_>, ui: &mut Ui, field: Rect, key: &'static str, name: &str) {
    let square = Rect::from_center_size(
        pos2(field.right() - 13.0, field.center().y),
        Vec2::splat(20.0),
    );
    let id = form.id_of(key).with("calendar");
    let button = icon_button_in(ui, square, id, "chevron-down", name);
    let open_end = (key == "until").then_some("Ongoing");
    let popup = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let stored = form.text_of(key);
    let today = form.window.today;
    let picked = popup.accessible_name(name).show(|ui| {
        ui.set_width(236.0);
        month_picker(ui, &stored, today, open_end, "Not stated")
    });
    if let Some(text) = picked.and_then(|shown| shown.inner) {
        form.set(key, text);
        Popup::close_all(ui.ctx());
    }
}

/// Year and month that are looked at.
#[derive(Clone, Copy)]
struct Page {
    year: i32,
    month: i8,
}

/// A calendar: the text of what was picked, empty for none. `none` and `open_end`, if there is one, are the names of the
/// buttons that pick no date and no end.
pub(crate) fn month_picker(
    ui: &mut Ui,
    stored: &str,
    today: Option<PartialDate>,
    open_end: Option<&str>,
    none: &str,
) -> Option<String> {
    let id = ui.scope_id().with("page");
    let start = page_of(stored).or_else(|| page_of(&today?.to_string()));
    let start = start.unwrap_or(Page {
        year: 2025,
        month: 1,
    });
    let mut page: Page = ui.data(|data| data.get_temp(id)).unwrap_or(start);
    let mut picked = None;
    ui.horizontal(|ui| {
        if ui.small_button("«").hint("Previous year").clicked() {
            page.year -= 1;
        }
        if ui.small_button("‹").hint("Previous month").clicked() {
            page = step(page, -1);
        }
        let year = format!("{:04}", page.year);
        if ui.button(&year).hint("Whole year").clicked() {
            picked = Some(year);
        }
        let month = format!("{:04}-{:02}", page.year, page.month);
        if ui
            .button(month_name(page.month))
            .hint("Whole month")
            .clicked()
        {
            picked = Some(month);
        }
        if ui.small_button("›").hint("Next month").clicked() {
            page = step(page, 1);
        }
        if ui.small_button("»").hint("Next year").clicked() {
            page.year += 1;
        }
    });
    page.year = page.year.clamp(0, 9999);
    picked = picked.or(days(ui, page, stored));
    ui.horizontal(|ui| {
        if let Some(today) = today
            && ui.button("Today").clicked()
        {
            picked = Some(today.to_string());
        }
        if open_end.is_some_and(|label| ui.button(label).clicked()) {
            picked = Some("..".into());
        }
        if !stored.is_empty() && ui.button(none).clicked() {
            picked = Some(String::new());
        }
    });
    ui.data_mut(|data| {
        if picked.is_some() {
            data.remove::<Page>(id);
        } else {
            data.insert_temp(id, page);
        }
    });
    picked
}

fn page_of(text: &str) -> Option<Page> {
    let date: PartialDate = text.parse().ok()?;
    let text = date.to_string();
    let year = text.get(..4)?.parse().ok()?;
    let month = text
        .get(5..7)
        .and_then(|month| month.parse().ok())
        .unwrap_or(1);
    Some(Page { year, month })
}

fn step(page: Page, by: i8) -> Page {
    let months = page.year * 12 + i32::from(page.month) - 1 + i32::from(by);
    Page {
        year: months.div_euclid(12),
        month: months.rem_euclid(12) as i8 + 1,
    }
}

fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    NAMES.get(month as usize - 1).copied().unwrap_or("")
}

/// The days of a month, weeks from Monday.
fn days(ui: &mut Ui, page: Page, stored: &str) -> Option<String> {
    let first = jiff::civil::Date::new(page.year as i16, page.month, 1).ok()?;
    let palette = palette(ui.ctx());
    let offset = first.weekday().to_monday_zero_offset();
    let last = first.days_in_month();
    let mut picked = None;
    egui::Grid::new("days")
        .spacing(vec2(2.0, 2.0))
        .min_col_width(30.0)
        .show(ui, |ui| {
            for name in ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"] {
                ui.label(
                    egui::RichText::new(name)
                        .small()
                        .color(palette.text_tertiary),
                );
            }
            ui.end_row();
            for _ in 0..offset {
                ui.label("");
            }
            for day in 1..=last {
                let text = format!("{:04}-{:02}-{day:02}", page.year, page.month);
                let chosen = stored.trim_end_matches('~') == text;
                let button =
                    egui::Button::selectable(chosen, day.to_string()).min_size(vec2(30.0, 24.0));
                if ui.add(button).clicked() {
                    picked = Some(text);
                }
                if (i32::from(offset) + i32::from(day)) % 7 == 0 {
                    ui.end_row();
                }
            }
        });
    picked
}
