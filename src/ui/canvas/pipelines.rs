//! What the chart is drawn with and never changes: pipelines, their bindings, and the textures and tables of the tokens.

use egui_wgpu::wgpu;
use wgpu::util::DeviceExt;

use crate::look::TOKENS;
use crate::model::Support;
use crate::scene::SMALLEST_DOT;
use crate::scene::shape::{DIRECTIONS, reach_table};

use super::atlas;
use super::plate::extent;

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
        uniform(true, 80),
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
        let dash = |at: usize| token.dash.get(at).copied().unwrap_or(0.0);
        out.extend([dash(0), dash(1), dash(2), dash(3)]);
        let strokes = if token.strokes.is_some() { 1.0 } else { 0.0 };
        out.extend([
            token.opacity,
            token.far_opacity,
            strokes,
            token.dash.len() as f32,
        ]);
    }
    let link = &TOKENS.link;
    let arrow = &link.arrow;
    out.extend([arrow.length, arrow.half_width, arrow.notch, arrow.tip_gap]);
    let parallel = &link.parallel;
    out.extend([
        link.gap_at_node,
        arrow.min_link_px,
        parallel.end_shift,
        parallel.end_shift_max_radius,
    ]);
    let disputed = &link.disputed;
    out.extend([
        disputed.gap,
        disputed.stroke_length,
        disputed.stroke_width,
        disputed.spacing,
    ]);
    let slant = disputed.slant_deg.to_radians();
    out.extend([slant.sin(), slant.cos(), disputed.at, 0.0]);
    let voices = &link.voices;
    out.extend([voices.radius, voices.outline_width, voices.at, 0.0]);
    let ended = &link.ended;
    out.extend([
        ended.opacity,
        ended.bar_length,
        ended.bar_width,
        ended.bar_before_tip,
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
