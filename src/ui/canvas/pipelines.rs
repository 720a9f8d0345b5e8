//! What the chart is drawn with and never changes: pipelines, their bindings, and the textures and tables of the tokens.

use egui_wgpu::wgpu;
use wgpu::util::DeviceExt;

use crate::look::{DisputedSize, HeadToken, TOKENS};
use crate::model::Support;
use crate::scene::SMALLEST_DOT;
use crate::scene::shape::{DIRECTIONS, reach_table};

use super::plate::extent;
use super::{VIEW_FLOATS, atlas};

pub(super) fn bind_group_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let both = wgpu::ShaderStages::VERTEX_FRAGMENT;
    let uniform = |dynamic: bool, size: u64| wgpu::BindingType::Buffer {
        ty: wgpu::BufferBindingType::Uniform,
        has_dynamic_offset: dynamic,
        min_binding_size: wgpu::BufferSize::new(size),
    };
    let texture = |filterable: bool| wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    };
    let sorts = [
        uniform(true, VIEW_FLOATS as u64 * 4),
        uniform(false, table().len() as u64 * 4),
        texture(false),
        texture(false),
        texture(true),
        wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
    ];
    let entries: Vec<wgpu::BindGroupLayoutEntry> = (0u32..)
        .zip(sorts)
        .map(|(binding, ty)| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: both,
            ty,
            count: None,
        })
        .collect();
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("chart"),
        entries: &entries,
    })
}

/// What tells one pipeline from another.
pub(super) struct Recipe<'a> {
    pub(super) vertex: &'a str,
    pub(super) fragment: &'a str,
    /// What a row of instances holds, and its size in bytes, where there are rows.
    pub(super) rows: Option<(&'a [wgpu::VertexAttribute], u64)>,
}

pub(super) fn pipeline(
    device: &wgpu::Device,
    layouts: &[&wgpu::BindGroupLayout],
    shader: &wgpu::ShaderModule,
    format: wgpu::TextureFormat,
    recipe: &Recipe<'_>,
) -> wgpu::RenderPipeline {
    let layouts: Vec<Option<&wgpu::BindGroupLayout>> = layouts.iter().copied().map(Some).collect();
    let buffers: Vec<_> = recipe
        .rows
        .map(|(attributes, stride)| {
            Some(wgpu::VertexBufferLayout {
                array_stride: stride,
                step_mode: wgpu::VertexStepMode::Instance,
                attributes,
            })
        })
        .into_iter()
        .collect();
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some("chart"),
        bind_group_layouts: &layouts,
        ..wgpu::PipelineLayoutDescriptor::default()
    });
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some(recipe.vertex),
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module: shader,
            entry_point: Some(recipe.vertex),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &buffers,
        },
        fragment: Some(wgpu::FragmentState {
            module: shader,
            entry_point: Some(recipe.fragment),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(wgpu::ColorTargetState {
                format,
                blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                write_mask: wgpu::ColorWrites::ALL,
            })],
        }),
        primitive: wgpu::PrimitiveState {
            topology: wgpu::PrimitiveTopology::TriangleStrip,
            ..wgpu::PrimitiveState::default()
        },
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        multiview_mask: None,
        cache: None,
    })
}

pub(super) fn reach_texture(device: &wgpu::Device, queue: &wgpu::Queue) -> wgpu::TextureView {
    let shapes = TOKENS.shapes.len();
    let reaches = reach_table(shapes);
    let descriptor = wgpu::TextureDescriptor {
        label: Some("chart outlines"),
        size: extent(DIRECTIONS as u32, shapes as u32),
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::R32Float,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    };
    let order = wgpu::util::TextureDataOrder::LayerMajor;
    let bytes = bytemuck::cast_slice(&reaches);
    let texture = device.create_texture_with_data(queue, &descriptor, order, bytes);
    texture.create_view(&wgpu::TextureViewDescriptor::default())
}

pub(super) fn icon_texture(device: &wgpu::Device, queue: &wgpu::Queue) -> wgpu::TextureView {
    let levels = atlas::levels().concat();
    let descriptor = wgpu::TextureDescriptor {
        label: Some("chart icons"),
        size: extent(atlas::SIDE, atlas::SIDE),
        mip_level_count: atlas::LEVELS,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::R8Unorm,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    };
    let order = wgpu::util::TextureDataOrder::LayerMajor;
    let texture = device.create_texture_with_data(queue, &descriptor, order, &levels);
    texture.create_view(&wgpu::TextureViewDescriptor::default())
}

/// What the shader's `Table` holds: the tokens.
pub(super) fn table() -> Vec<f32> {
    const CORNERS: usize = 20;
    let mut out = Vec::new();
    for shape in &TOKENS.shapes {
        for corner in 0..CORNERS {
            let at = shape.core.get(corner).copied().unwrap_or_default();
            out.extend([at.x, at.y, 0.0, 0.0]);
        }
    }
    for shape in &TOKENS.shapes {
        out.extend([shape.core.len() as f32, shape.round, shape.icon.side, 0.0]);
    }
    for shape in &TOKENS.shapes {
        out.extend([shape.icon.dx, shape.icon.dy, 0.0, 0.0]);
    }
    for support in Support::ALL {
        let token = TOKENS.look(*support);
        out.extend([token.width, token.far_opacity, 0.0, 0.0]);
    }
    let link = &TOKENS.link;
    let parallel = &link.parallel;
    out.extend([
        link.gap_at_node,
        link.arrow.tip_gap,
        parallel.end_shift,
        parallel.end_shift_max_radius,
    ]);
    let node = &TOKENS.node;
    out.extend([
        node.outline,
        node.outline_min_px,
        node.dot_below_px,
        node.icon_min_px,
    ]);
    let spread = link.self_loop.spread_deg.to_radians();
    out.extend([spread, link.self_loop.reach, SMALLEST_DOT, 0.0]);
    out
}

/// The shader, with the tokens that links are planned by as constants.
pub(super) fn shader_source() -> String {
    format!("{}\n{}", constants(), include_str!("canvas.wgsl"))
}

fn constants() -> String {
    let link = &TOKENS.link;
    let (fit, heads) = (&link.fit, &link.heads);
    let list = |values: &[f32]| {
        let values: Vec<String> = values.iter().map(|value| format!("{value:?}")).collect();
        values.join(", ")
    };
    let vector = |values: &[f32]| format!("vec{}<f32>({})", values.len(), list(values));
    let dash = |support: Support| TOKENS.look(support).dash.clone();
    let head = [&heads.filled, &heads.hollow, &heads.open];
    let size = |size: &DisputedSize| {
        vector(&[
            size.gap,
            size.stroke_length,
            size.stroke_width,
            size.spacing,
        ])
    };
    let sizes = [link.disputed.size(), fit.disputed_short, fit.disputed_least];
    let each = |kind: &str, values: Vec<String>| {
        format!("array<{kind}, {}>({})", values.len(), values.join(", "))
    };
    let slant = link.disputed.slant_deg.to_radians();
    let ticks = &fit.set_aside;
    let rhythm = [
        fit.established.rhythm_from,
        fit.reported.rhythm_from,
        fit.alleged.rhythm_from,
        fit.unsourced.rhythm_from,
        ticks.rhythm_from,
    ];
    let numbers = [
        ("WIDTH_MIN", fit.width_min),
        ("BROKEN_GAP", fit.broken_gap),
        ("NOTHING_BELOW", fit.nothing_below),
        ("GAP_BEFORE_HEAD", fit.gap_before_head),
        ("GAP_BEFORE_BAR", fit.gap_before_bar),
        ("BAR_BEFORE_HEAD", fit.bar_before_head),
        ("BUNDLE_SCALE", fit.bundle_scale),
        ("FIGURE_CLEAR", fit.figure_clear),
        ("FIGURE_BESIDE", fit.beside.figure),
        ("STROKES_BESIDE", fit.beside.disputed),
        ("BESIDE_CLEAR", fit.beside.clear),
        ("GROUP_AT", fit.group_at),
        ("GROUP_CLEAR", fit.group_clear),
        ("FIGURE_AT", link.voices.at),
        ("DISPUTED_AT", link.disputed.at),
        ("RING_RADIUS", link.voices.radius),
        ("RING_WIDTH", link.voices.outline_width),
        ("DASH_DOT_DASH_FROM", fit.alleged.dash_dot_dash_from),
        ("DASH_DOT_FROM", fit.alleged.dash_dot_from),
        ("ALLEGED_DOT", fit.alleged.dot),
        ("UNSOURCED_DOT_SMALL", fit.unsourced.dot_small),
        ("TICK_SPACING", ticks.spacing),
        ("TICK_SPACING_MIN", ticks.spacing_min),
        ("TICK_WIDTH", ticks.width),
        ("TICKS_MIN", ticks.ticks_min as f32),
    ];
    let vectors: [(&str, &[f32]); 12] = [
        ("REPORTED_DASH", &dash(Support::Reported)),
        ("REPORTED_GAP", &fit.reported.gap),
        ("ALLEGED_DASH", &dash(Support::Alleged)),
        ("ALLEGED_GAP", &fit.alleged.gap),
        (
            "ALLEGED_SMALL",
            &[fit.alleged.dot_small, fit.alleged.gap_small],
        ),
        ("UNSOURCED_DASH", &dash(Support::Unsourced)),
        ("UNSOURCED_GAP", &fit.unsourced.gap),
        (
            "TICK_LENGTH",
            &[ticks.length, ticks.length_short, ticks.short_below],
        ),
        ("BAR", &[link.ended.bar_length, link.ended.bar_width]),
        (
            "BAR_SHORT",
            &[
                fit.bar_short.below,
                fit.bar_short.length,
                fit.bar_short.width,
            ],
        ),
        (
            "HEAD_AT",
            &[
                heads.least_at,
                heads.full_from,
                heads.end_radius[0],
                heads.end_radius[1],
            ],
        ),
        ("SLANT", &[slant.sin(), slant.cos()]),
    ];
    let mut out: Vec<String> = numbers
        .iter()
        .map(|(name, value)| format!("const {name}: f32 = {value:?};"))
        .collect();
    out.extend(
        vectors
            .iter()
            .map(|(name, values)| format!("const {name} = {};", vector(values))),
    );
    let pairs = |pick: fn(&HeadToken) -> [f32; 2]| {
        each(
            "vec2<f32>",
            head.iter().map(|head| vector(&pick(head))).collect(),
        )
    };
    let strokes = head
        .iter()
        .map(|head| format!("{:?}", head.stroke))
        .collect();
    let rhythm = rhythm.iter().map(|from| format!("{from:?}")).collect();
    for (name, value) in [
        ("RHYTHM_FROM", each("f32", rhythm)),
        ("HEAD_LENGTH", pairs(|head| head.length)),
        ("HEAD_HALF", pairs(|head| head.half_width)),
        ("HEAD_NOTCH", vector(&heads.filled.notch)),
        ("HEAD_STROKE", each("f32", strokes)),
        (
            "STROKES",
            each("vec4<f32>", sizes.iter().map(size).collect()),
        ),
    ] {
        out.push(format!("const {name} = {value};"));
    }
    out.push(format!("const VOICES_FROM: u32 = {}u;", link.voices.from));
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use egui_wgpu::wgpu::naga;
    use naga::valid::{Capabilities, ValidationFlags, Validator};

    use super::*;

    #[test]
    fn the_shader_is_valid() {
        let source = shader_source();
        let module = naga::front::wgsl::parse_str(&source)
            .unwrap_or_else(|error| panic!("{}", error.emit_to_string(&source)));
        let mut validator = Validator::new(ValidationFlags::all(), Capabilities::empty());
        if let Err(error) = validator.validate(&module) {
            panic!("{}", error.emit_to_string(&source));
        }
    }
}
