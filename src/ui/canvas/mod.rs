//! The chart on the graphics card: instanced nodes and links in buffers that change only when the scene does, positions in a
//! texture that is uploaded alone. Works on Vulkan, Metal, DirectX and OpenGL (no storage buffers, no compute).

mod adapter;
mod atlas;
mod gpu;
mod instances;
mod pipelines;
mod plate;
mod thinning;

use std::sync::Arc;

use egui::{PaintCallbackInfo, Rect};
use egui_wgpu::{CallbackResources, CallbackTrait, ScreenDescriptor, wgpu};

use crate::geom::{Color32, Pos2};
use crate::look::Palette;
use crate::scene::ink::{Detail, line_width};
use crate::scene::{Scene, Viewport};

pub use adapter::Adapter;
pub use instances::{Highlight, Instances, Marked, ThinnedLinks};
pub use plate::PlatePaint;
pub use thinning::{Motion, ThinnedPaint, Thinning, ThinningMoment};

/// What the shader's `View` holds, in numbers of four bytes.
const VIEW_FLOATS: usize = 24;

/// Everything for one painting of the chart.
pub struct Paint {
    /// Camera and colours of the whole.
    pub view: ViewUniform,
    /// The whole chart.
    pub base: Arc<Instances>,
    /// The links that are drawn instead of all, where these are too many.
    pub thinned: Option<Arc<ThinnedLinks>>,
    /// Where drawing takes long: the whole chart is drawn on plates, a step in each frame. Needs `thinned`.
    pub plate: Option<PlatePaint>,
    /// What is drawn over it at full strength: the hovered neighbourhood, what is selected, what was found.
    pub over: Arc<Instances>,
    /// Where nodes stand.
    pub positions: Arc<Positions>,
    /// Strength of nodes and links of the whole while something else is lit.
    pub strength: [f32; 2],
    /// The format of the window's pixels.
    pub format: wgpu::TextureFormat,
}

/// Positions with their revision, by entity slot: rows that speak slots stay true when nodes come and go.
#[derive(Debug, Default)]
pub struct Positions {
    /// Grows with every change.
    pub revision: u64,
    /// One for each slot, world units; of entities that are not drawn they mean nothing.
    pub places: Vec<[f32; 2]>,
}

impl Positions {
    /// These positions, at this revision.
    pub fn new(revision: u64, scene: &Scene, positions: &[Pos2]) -> Self {
        let slots = scene.nodes.iter().map(|row| row.slot as usize);
        let count = slots.clone().max().map_or(0, |last| last + 1);
        let mut places = vec![[0.0; 2]; count];
        for (slot, at) in slots.zip(positions) {
            places[slot] = [at.x, at.y];
        }
        Self { revision, places }
    }
}

/// What the shader's `View` holds, but for strengths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ViewUniform {
    center: Pos2,
    zoom: f32,
    pixels_per_point: f32,
    half_size: [f32; 2],
    detail: Detail,
    canvas: Color32,
    mark: Color32,
    ink: Color32,
}

impl ViewUniform {
    /// The view of a frame.
    pub fn new(frame: &Viewport, pixels_per_point: f32, palette: &Palette) -> Self {
        Self {
            center: frame.camera.center,
            zoom: frame.camera.zoom,
            pixels_per_point,
            half_size: [frame.rect.width() / 2.0, frame.rect.height() / 2.0],
            detail: frame.detail,
            canvas: palette.canvas,
            mark: palette.link_mark,
            ink: palette.link,
        }
    }

    /// The view of a plate that was drawn in the view `drawn`: where its middle is now, and by how much it is scaled.
    fn of_plate(&self, drawn: &Self) -> Self {
        Self {
            center: ((drawn.center - self.center) * self.zoom).to_pos2(),
            zoom: self.zoom / drawn.zoom,
            half_size: drawn.half_size,
            ..*self
        }
    }

    fn floats(&self, strength: [f32; 2], linear: bool) -> [f32; VIEW_FLOATS] {
        let [cr, cg, cb, ca] = self.canvas.to_normalized_gamma_f32();
        let [mr, mg, mb, ma] = self.mark.to_normalized_gamma_f32();
        let [ir, ig, ib, ia] = self.ink.to_normalized_gamma_f32();
        let truth = |yes: bool| if yes { 1.0 } else { 0.0 };
        [
            self.center.x,
            self.center.y,
            self.zoom,
            self.pixels_per_point,
            self.half_size[0],
            self.half_size[1],
            truth(self.detail == Detail::Far),
            truth(linear),
            cr,
            cg,
            cb,
            ca,
            mr,
            mg,
            mb,
            ma,
            ir,
            ig,
            ib,
            ia,
            strength[0],
            strength[1],
            line_width(1.0, self.zoom, Detail::Far),
            0.0,
        ]
    }
}

/// The chart as a shape for egui's painter.
pub fn callback(rect: Rect, paint: Paint) -> egui::Shape {
    egui_wgpu::Callback::new_paint_callback(rect, paint).into()
}

impl CallbackTrait for Paint {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        _: &ScreenDescriptor,
        encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        if resources.get::<gpu::Gpu>().is_none() {
            resources.insert(gpu::Gpu::new(device, queue, self.format));
        }
        if let Some(gpu) = resources.get_mut::<gpu::Gpu>() {
            gpu.upload(device, queue, self);
            gpu.draw_plates(encoder, self);
        }
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        let viewport = info.viewport_in_pixels();
        if let Some(gpu) = resources.get::<gpu::Gpu>()
            && viewport.width_px > 0
            && viewport.height_px > 0
        {
            gpu.draw(pass, self);
        }
    }
}

/// The alpha of an SVG drawn `side` pixels wide and high: one byte a pixel.
pub fn icon_coverage(svg: &str, side: u32) -> Vec<u8> {
    atlas::coverage(svg, side)
}
