//! The chart kept as two pictures, of links and of nodes, where drawing it takes long: they are drawn step by step, and
//! moved and scaled with the view until it rests.

use egui_wgpu::wgpu;

use super::ViewUniform;

/// Nodes drawn in one step.
pub(super) const NODES_IN_A_STEP: u32 = 15_000;

/// What is drawn on the plates in this frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlatePaint {
    /// Up to which step, from 0.
    pub step: u32,
    /// Whether the plates are kept as they are, only moved with the view.
    pub is_kept: bool,
    /// Size of the chart in pixels.
    pub size: [u32; 2],
}

/// What plates show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlateContent {
    pub nodes: u64,
    pub links: u64,
}

/// The two pictures.
pub(super) struct Plates {
    pub size: [u32; 2],
    /// Links, then nodes; each with what the shader reads it by.
    pub pictures: [(wgpu::TextureView, wgpu::BindGroup); 2],
    /// What they show, in which view, after how many steps.
    pub drawn: Option<(PlateContent, ViewUniform, u32)>,
}

impl Plates {
    pub(super) fn new(
        device: &wgpu::Device,
        layout: &wgpu::BindGroupLayout,
        sampler: &wgpu::Sampler,
        format: wgpu::TextureFormat,
        size: [u32; 2],
    ) -> Self {
        let picture = || {
            let texture = device.create_texture(&wgpu::TextureDescriptor {
                label: Some("chart plate"),
                size: extent(size[0].max(1), size[1].max(1)),
                mip_level_count: 1,
                sample_count: 1,
                dimension: wgpu::TextureDimension::D2,
                format,
                usage: wgpu::TextureUsages::TEXTURE_BINDING
                    | wgpu::TextureUsages::RENDER_ATTACHMENT,
                view_formats: &[],
            });
            let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
            let bind = device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: Some("chart plate"),
                layout,
                entries: &[
                    wgpu::BindGroupEntry {
                        binding: 0,
                        resource: wgpu::BindingResource::TextureView(&view),
                    },
                    wgpu::BindGroupEntry {
                        binding: 1,
                        resource: wgpu::BindingResource::Sampler(sampler),
                    },
                ],
            });
            (view, bind)
        };
        Self {
            size,
            pictures: [picture(), picture()],
            drawn: None,
        }
    }
}

/// The size of a texture.
pub(super) fn extent(width: u32, height: u32) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width,
        height,
        depth_or_array_layers: 1,
    }
}

/// How the shader reads a plate.
pub(super) fn layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let entry = |binding: u32, ty: wgpu::BindingType| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty,
        count: None,
    };
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("chart plate"),
        entries: &[
            entry(
                0,
                wgpu::BindingType::Texture {
                    sample_type: wgpu::TextureSampleType::Float { filterable: true },
                    view_dimension: wgpu::TextureViewDimension::D2,
                    multisampled: false,
                },
            ),
            entry(
                1,
                wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
            ),
        ],
    })
}
