//! What draws the window, and how much it may be asked to fill: a processor is far slower at it than a graphics card.

use egui_wgpu::wgpu::{AdapterInfo, DeviceType};

/// How much may be drawn at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adapter {
    /// Whether the processor draws: in a virtual machine, over a remote desktop.
    pub is_software: bool,
    /// Pixels of links in one frame. With software a large chart is drawn in several steps of this size.
    pub step: f32,
    /// Pixels of links at most; beyond these the less important ones are left out.
    pub most: f32,
}

impl Default for Adapter {
    /// A graphics card of a laptop.
    fn default() -> Self {
        Self::hardware(1e8)
    }
}

impl Adapter {
    /// What this adapter can do. Some drivers do not say that they are software, but their name does.
    pub fn of(info: &AdapterInfo) -> Self {
        Self::from_parts(info.device_type, &info.name)
    }

    fn from_parts(device: DeviceType, name: &str) -> Self {
        let name = name.to_lowercase();
        let is_software = [
            "llvmpipe",
            "lavapipe",
            "swiftshader",
            "softpipe",
            "basic render",
        ]
        .iter()
        .any(|software| name.contains(software));
        match device {
            _ if is_software => Self::software(),
            DeviceType::Cpu => Self::software(),
            DeviceType::DiscreteGpu => Self::hardware(4e8),
            DeviceType::IntegratedGpu | DeviceType::Other => Self::default(),
            DeviceType::VirtualGpu => Self::hardware(4e7),
        }
    }

    fn hardware(most: f32) -> Self {
        Self {
            is_software: false,
            step: most,
            most,
        }
    }

    /// Measured with lavapipe on two processor cores: a step takes a tenth of a second.
    fn software() -> Self {
        Self {
            is_software: true,
            step: 2e6,
            most: 2.4e7,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn software_is_known_by_type_and_by_name() {
        let is_software = |device, name| Adapter::from_parts(device, name).is_software;
        assert!(is_software(
            DeviceType::Cpu,
            "llvmpipe (LLVM 15.0.6, 256 bits)"
        ));
        assert!(is_software(
            DeviceType::Other,
            "llvmpipe (LLVM 15.0.6, 256 bits)"
        ));
        assert!(is_software(DeviceType::Cpu, "unknown"));
        assert!(is_software(
            DeviceType::VirtualGpu,
            "Microsoft Basic Render Driver"
        ));
        assert!(!is_software(
            DeviceType::IntegratedGpu,
            "Intel(R) UHD Graphics"
        ));
        assert!(!is_software(
            DeviceType::DiscreteGpu,
            "NVIDIA GeForce RTX 3060"
        ));
    }

    #[test]
    fn software_fills_less_than_any_card() {
        let cards = [
            DeviceType::DiscreteGpu,
            DeviceType::IntegratedGpu,
            DeviceType::VirtualGpu,
        ];
        let software = Adapter::software();
        for card in cards.map(|card| Adapter::from_parts(card, "a card")) {
            assert!(software.most < card.most);
        }
        assert!(software.step <= software.most);
    }
}
