//! Buffers of the chart, what fills them and what draws them.

use egui_wgpu::wgpu;
use wgpu::util::DeviceExt;

use crate::scene::curve::PIECES;

use super::instances::{Instances, ThinnedLinks};
use super::pipelines::{
    Recipe, bind_group_layout, icon_texture, pipeline, reach_texture, shader_source, table,
};
use super::plate::{self, NODES_IN_A_STEP, PlateContent, Plates, extent};
use super::{Paint, VIEW_FLOATS};

/// Nodes in a row of the positions texture.
const WIDE: u32 = 2048;
/// Bytes between the views in their buffer: the least that every device allows.
const VIEW_STRIDE: u64 = 256;

/// The views in their buffer.
#[derive(Clone, Copy)]
enum ViewSlot {
    /// Of the whole chart, or of what is drawn on plates.
    Base,
    /// Of what lies over it.
    Over,
    /// Of the plates in the chart.
    Plate,
}

impl ViewSlot {
    const COUNT: u64 = 3;

    fn offset(self) -> u64 {
        self as u64 * VIEW_STRIDE
    }
}

/// What stays on the card between frames.
pub(super) struct Gpu {
    ground: wgpu::RenderPipeline,
    nodes: wgpu::RenderPipeline,
    straight: wgpu::RenderPipeline,
    curved: wgpu::RenderPipeline,
    /// The pictures of links and of nodes.
    plate_pipelines: [wgpu::RenderPipeline; 2],
    plate_layout: wgpu::BindGroupLayout,
    plates: Option<Plates>,
    layout: wgpu::BindGroupLayout,
    views: wgpu::Buffer,
    table: wgpu::Buffer,
    reaches: wgpu::TextureView,
    icons: wgpu::TextureView,
    sampler: wgpu::Sampler,
    positions: Option<(wgpu::Texture, u32)>,
    bind: Option<wgpu::BindGroup>,
    position_revision: Option<u64>,
    base: Layer,
    thinned: Links,
    over: Layer,
    format: wgpu::TextureFormat,
    linear: bool,
}

/// The buffers of one pass.
#[derive(Default)]
struct Layer {
    revision: Option<u64>,
    nodes: InstanceBuffer,
    links: Links,
}

/// The buffers of links.
#[derive(Default)]
struct Links {
    revision: Option<u64>,
    straight: InstanceBuffer,
    curved: InstanceBuffer,
}

/// A buffer of instances, with room to grow.
#[derive(Default)]
struct InstanceBuffer {
    buffer: Option<wgpu::Buffer>,
    count: u32,
    /// Bytes of a row.
    stride: u64,
}

impl InstanceBuffer {
    fn fill<const N: usize>(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        rows: &[[u32; N]],
    ) {
        self.count = rows.len() as u32;
        self.stride = 4 * N as u64;
        if rows.is_empty() {
            return;
        }
        let bytes: &[u8] = bytemuck::cast_slice(rows);
        let size = bytes.len() as u64;
        if self
            .buffer
            .as_ref()
            .is_none_or(|buffer| buffer.size() < size)
        {
            self.buffer = Some(device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("chart rows"),
                size: size.next_power_of_two().min(size + (1 << 22)),
                usage: wgpu::BufferUsages::VERTEX | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            }));
        }
        if let Some(buffer) = &self.buffer {
            queue.write_buffer(buffer, 0, bytes);
        }
    }
}

impl Layer {
    fn fill(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, instances: &Instances) {
        if self.revision != Some(instances.revision) {
            self.revision = Some(instances.revision);
            self.nodes.fill(device, queue, &instances.nodes);
        }
    }

    fn fill_links(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, instances: &Instances) {
        if self.links.revision != Some(instances.revision) {
            self.links.revision = Some(instances.revision);
            self.links.straight.fill(device, queue, &instances.straight);
            self.links.curved.fill(device, queue, &instances.curved);
        }
    }
}

impl Links {
    fn fill(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, links: &ThinnedLinks) {
        if self.revision != Some(links.revision) {
            self.revision = Some(links.revision);
            self.straight.fill(device, queue, &links.straight);
            self.curved.fill(device, queue, &links.curved);
        }
    }
}

impl Gpu {
    /// Makes everything that does not change.
    pub(super) fn new(
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        format: wgpu::TextureFormat,
    ) -> Self {
        let shader = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("chart"),
            source: wgpu::ShaderSource::Wgsl(shader_source().into()),
        });
        let layout = bind_group_layout(device);
        let plate_layout = plate::layout(device);
        let ground = pipeline(
            device,
            &[&layout],
            &shader,
            format,
            &Recipe {
                vertex: "ground_vertex",
                fragment: "ground_fragment",
                rows: None,
            },
        );
        let plate_pipeline = |fragment: &str| {
            pipeline(
                device,
                &[&layout, &plate_layout],
                &shader,
                format,
                &Recipe {
                    vertex: "plate_vertex",
                    fragment,
                    rows: None,
                },
            )
        };
        let make =
            |vertex: &str, fragment: &str, attributes: &[wgpu::VertexAttribute], stride: u64| {
                pipeline(
                    device,
                    &[&layout],
                    &shader,
                    format,
                    &Recipe {
                        vertex,
                        fragment,
                        rows: Some((attributes, stride)),
                    },
                )
            };
        let node_attributes = wgpu::vertex_attr_array![
            0 => Uint32, 1 => Float32, 2 => Uint32, 3 => Uint32, 4 => Uint32, 5 => Uint32,
            6 => Uint32, 7 => Uint32, 8 => Float32x2
        ];
        let link_attributes = wgpu::vertex_attr_array![
            0 => Uint32x2, 1 => Float32x2, 2 => Float32, 3 => Uint32, 4 => Uint32, 5 => Float32
        ];
        Self {
            ground,
            plate_pipelines: ["link_plate_fragment", "node_plate_fragment"].map(plate_pipeline),
            plate_layout,
            plates: None,
            nodes: make("node_vertex", "node_fragment", &node_attributes, 40),
            straight: make("straight_vertex", "link_fragment", &link_attributes, 32),
            curved: make("curved_vertex", "link_fragment", &link_attributes, 32),
            views: device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("chart views"),
                size: VIEW_STRIDE * ViewSlot::COUNT,
                usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            }),
            table: device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                label: Some("chart table"),
                contents: bytemuck::cast_slice(&table()),
                usage: wgpu::BufferUsages::UNIFORM,
            }),
            reaches: reach_texture(device, queue),
            icons: icon_texture(device, queue),
            sampler: device.create_sampler(&wgpu::SamplerDescriptor {
                label: Some("chart icons"),
                mag_filter: wgpu::FilterMode::Linear,
                min_filter: wgpu::FilterMode::Linear,
                mipmap_filter: wgpu::MipmapFilterMode::Linear,
                ..wgpu::SamplerDescriptor::default()
            }),
            positions: None,
            bind: None,
            position_revision: None,
            base: Layer::default(),
            thinned: Links::default(),
            format,
            over: Layer::default(),
            linear: format.is_srgb(),
            layout,
        }
    }

    /// Brings what changed onto the card.
    pub(super) fn upload(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, paint: &Paint) {
        self.base.fill(device, queue, &paint.base);
        match &paint.thinned {
            Some(links) => self.thinned.fill(device, queue, links),
            None => self.base.fill_links(device, queue, &paint.base),
        }
        self.over.fill(device, queue, &paint.over);
        self.over.fill_links(device, queue, &paint.over);
        self.upload_positions(device, queue, paint);
        self.renew_plates(device, paint);
        // On plates everything is at full strength; they fade as a whole.
        let is_on_plates = self.plates.is_some();
        let strength = if is_on_plates {
            [1.0; 2]
        } else {
            paint.strength
        };
        let write = |slot: ViewSlot, floats: [f32; VIEW_FLOATS]| {
            queue.write_buffer(&self.views, slot.offset(), bytemuck::cast_slice(&floats));
        };
        write(ViewSlot::Base, paint.view.floats(strength, self.linear));
        write(ViewSlot::Over, paint.view.floats([1.0, 1.0], self.linear));
        if let Some(plates) = &self.plates {
            // Plates that are drawn in this frame show the view as it is.
            let drawn = plates.drawn.map(|(_, view, _)| view);
            let drawn = drawn.filter(|_| paint.plate.is_some_and(|plate| plate.is_kept));
            let view = paint.view.of_plate(&drawn.unwrap_or(paint.view));
            write(ViewSlot::Plate, view.floats(paint.strength, self.linear));
        }
    }

    /// Makes plates of the chart's size where some are needed, and drops those that are not.
    fn renew_plates(&mut self, device: &wgpu::Device, paint: &Paint) {
        let Some(plate) = paint.plate.filter(|_| paint.thinned.is_some()) else {
            self.plates = None;
            return;
        };
        if self
            .plates
            .as_ref()
            .is_none_or(|have| have.size != plate.size)
        {
            let (layout, sampler) = (&self.plate_layout, &self.sampler);
            self.plates = Some(Plates::new(
                device,
                layout,
                sampler,
                self.format,
                plate.size,
            ));
        }
    }

    /// Draws the steps that the plates lack.
    pub(super) fn draw_plates(&mut self, encoder: &mut wgpu::CommandEncoder, paint: &Paint) {
        let (Some(plate), Some(links)) = (paint.plate, paint.thinned.as_deref()) else {
            return;
        };
        let Some(mut plates) = self.plates.take() else {
            return;
        };
        if !(plate.is_kept && plates.drawn.is_some()) {
            let content = PlateContent {
                nodes: paint.base.revision,
                links: links.revision,
            };
            let done = match plates.drawn {
                Some((have, view, done)) if have == content && view == paint.view => done,
                _ => 0,
            };
            if done <= plate.step {
                self.draw_steps(encoder, &plates, links, done..plate.step + 1);
                plates.drawn = Some((content, paint.view, plate.step + 1));
            }
        }
        self.plates = Some(plates);
    }

    fn draw_steps(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        plates: &Plates,
        links: &ThinnedLinks,
        steps: std::ops::Range<u32>,
    ) {
        let Some(bind) = &self.bind else { return };
        let load = if steps.start == 0 {
            wgpu::LoadOp::Clear(wgpu::Color::TRANSPARENT)
        } else {
            wgpu::LoadOp::Load
        };
        let mut pass_on = |view: &wgpu::TextureView| {
            let attachment = wgpu::RenderPassColorAttachment {
                view,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations {
                    load,
                    store: wgpu::StoreOp::Store,
                },
            };
            let mut pass = encoder
                .begin_render_pass(&wgpu::RenderPassDescriptor {
                    label: Some("chart plate"),
                    color_attachments: &[Some(attachment)],
                    ..wgpu::RenderPassDescriptor::default()
                })
                .forget_lifetime();
            pass.set_bind_group(0, bind, &[ViewSlot::Base.offset() as u32]);
            pass
        };
        let [(link_plate, _), (node_plate, _)] = &plates.pictures;
        let after = |step: u32| match links.ends.get(step as usize) {
            Some(ends) => *ends,
            None => links.ends.last().copied().unwrap_or_default(),
        };
        let from = steps.start.checked_sub(1).map_or([0, 0], after);
        let to = after(steps.end - 1);
        let mut pass = pass_on(link_plate);
        draw_rows(
            &mut pass,
            &self.straight,
            &self.thinned.straight,
            4,
            from[0]..to[0],
        );
        draw_rows(
            &mut pass,
            &self.curved,
            &self.thinned.curved,
            CURVE,
            from[1]..to[1],
        );
        drop(pass);
        let nodes = steps.start * NODES_IN_A_STEP..steps.end * NODES_IN_A_STEP;
        draw_rows(
            &mut pass_on(node_plate),
            &self.nodes,
            &self.base.nodes,
            4,
            nodes,
        );
    }

    fn upload_positions(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, paint: &Paint) {
        let places = &paint.positions.places;
        let rows = (places.len() as u32).div_ceil(WIDE).max(1);
        let grown = self.positions.as_ref().is_none_or(|(_, have)| *have < rows);
        if grown {
            let texture = device.create_texture(&wgpu::TextureDescriptor {
                label: Some("chart positions"),
                size: extent(WIDE, rows),
                mip_level_count: 1,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format: wgpu::TextureFormat::Rg32Float,
                usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
                view_formats: &[],
            });
            self.bind = Some(self.bind_group(device, &texture));
            self.positions = Some((texture, rows));
            self.position_revision = None;
        }
        if self.position_revision == Some(paint.positions.revision) {
            return;
        }
        self.position_revision = Some(paint.positions.revision);
        let Some((texture, _)) = &self.positions else {
            return;
        };
        let whole = places.len() as u32 / WIDE;
        let bytes: &[u8] = bytemuck::cast_slice(places);
        let row_bytes = (WIDE * 8) as usize;
        let write = |row: u32, width: u32, height: u32, data: &[u8]| {
            if width > 0 && height > 0 {
                queue.write_texture(
                    wgpu::TexelCopyTextureInfo {
                        texture,
                        mip_level: 0,
                        origin: wgpu::Origin3d { x: 0, y: row, z: 0 },
                        aspect: wgpu::TextureAspect::All,
                    },
                    data,
                    wgpu::TexelCopyBufferLayout {
                        offset: 0,
                        bytes_per_row: Some(WIDE * 8),
                        rows_per_image: None,
                    },
                    extent(width, height),
                );
            }
        };
        let split = whole as usize * row_bytes;
        write(0, WIDE, whole, &bytes[..split]);
        write(whole, places.len() as u32 % WIDE, 1, &bytes[split..]);
    }

    fn bind_group(&self, device: &wgpu::Device, positions: &wgpu::Texture) -> wgpu::BindGroup {
        let positions = positions.create_view(&wgpu::TextureViewDescriptor::default());
        let texture = wgpu::BindingResource::TextureView;
        let view = wgpu::BufferBinding {
            buffer: &self.views,
            offset: 0,
            size: wgpu::BufferSize::new(VIEW_FLOATS as u64 * 4),
        };
        let resources = [
            wgpu::BindingResource::Buffer(view),
            self.table.as_entire_binding(),
            texture(&positions),
            texture(&self.reaches),
            texture(&self.icons),
            wgpu::BindingResource::Sampler(&self.sampler),
        ];
        let entries: Vec<wgpu::BindGroupEntry<'_>> = (0u32..)
            .zip(resources)
            .map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource })
            .collect();
        device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("chart"),
            layout: &self.layout,
            entries: &entries,
        })
    }

    /// Draws the canvas, links, then nodes, or the plates with both; then the same of what lies over them.
    pub(super) fn draw(&self, pass: &mut wgpu::RenderPass<'static>, paint: &Paint) {
        let Some(bind) = &self.bind else { return };
        pass.set_bind_group(0, bind, &[ViewSlot::Base.offset() as u32]);
        pass.set_pipeline(&self.ground);
        pass.draw(0..4, 0..1);
        if let Some(plates) = &self.plates {
            pass.set_bind_group(0, bind, &[ViewSlot::Plate.offset() as u32]);
            for (pipeline, (_, picture)) in self.plate_pipelines.iter().zip(&plates.pictures) {
                pass.set_pipeline(pipeline);
                pass.set_bind_group(1, picture, &[]);
                pass.draw(0..4, 0..1);
            }
        } else {
            let thinned = paint.thinned.is_some();
            let links = if thinned {
                &self.thinned
            } else {
                &self.base.links
            };
            self.draw_layer(pass, links, &self.base.nodes);
        }
        pass.set_bind_group(0, bind, &[ViewSlot::Over.offset() as u32]);
        self.draw_layer(pass, &self.over.links, &self.over.nodes);
    }

    fn draw_layer(
        &self,
        pass: &mut wgpu::RenderPass<'static>,
        links: &Links,
        nodes: &InstanceBuffer,
    ) {
        draw_rows(pass, &self.straight, &links.straight, 4, 0..u32::MAX);
        draw_rows(pass, &self.curved, &links.curved, CURVE, 0..u32::MAX);
        draw_rows(pass, &self.nodes, nodes, 4, 0..u32::MAX);
    }
}

/// Corners of a bent link.
const CURVE: u32 = (PIECES as u32 + 1) * 2;

fn draw_rows(
    pass: &mut wgpu::RenderPass<'static>,
    pipeline: &wgpu::RenderPipeline,
    rows: &InstanceBuffer,
    vertices: u32,
    range: std::ops::Range<u32>,
) {
    let (from, to) = (range.start, range.end.min(rows.count));
    if let Some(buffer) = rows.buffer.as_ref().filter(|_| from < to) {
        pass.set_pipeline(pipeline);
        // Not every driver can begin to count instances later than at the first.
        pass.set_vertex_buffer(0, buffer.slice(u64::from(from) * rows.stride..));
        pass.draw(0..vertices, 0..to - from);
    }
}
