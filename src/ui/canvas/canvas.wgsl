// Nodes and links of the chart, instanced. The same rules as scene/ink.rs; lengths are points on screen.

struct View {
    center: vec2<f32>,      // world point in the middle of the chart
    zoom: f32,
    ppp: f32,               // pixels a point
    half_size: vec2<f32>,   // half the chart, points
    far: f32,               // 1 where dashes are too small to draw
    linear: f32,            // 1 where the target wants linear colours
    canvas: vec4<f32>,
    mark: vec4<f32>,
    strength: vec2<f32>,    // of nodes, of links in this pass
    width: f32,             // factor for line widths
    loops: f32,
};

struct Look {
    dash: vec4<f32>,
    // opacity, far opacity, 1 for cross-strokes, number of dash lengths
    more: vec4<f32>,
};

struct Table {
    core: array<vec4<f32>, 160>,    // 8 shapes, 20 corners each
    shapes: array<vec4<f32>, 8>,    // corners, round, icon side, -
    icons: array<vec4<f32>, 8>,     // icon dx, dy, extent
    looks: array<Look, 5>,
    arrow: vec4<f32>,               // length, half width, notch, tip gap
    gaps: vec4<f32>,                // gap at node, least link with a head, end shift, end shift at most
    disputed: vec4<f32>,            // gap, stroke length, stroke width, spacing
    disputed2: vec4<f32>,           // sin slant, cos slant, at, -
    voices: vec4<f32>,              // radius, outline width, at, -
    ended: vec4<f32>,               // opacity, bar length, bar width, before tip
    node: vec4<f32>,                // outline, least outline, dot below, least icon
    loop_spread: vec4<f32>,         // radians, reach, smallest dot, -
};

@group(0) @binding(0) var<uniform> view: View;
@group(0) @binding(1) var<uniform> table: Table;
@group(0) @binding(2) var positions: texture_2d<f32>;
@group(0) @binding(3) var reaches: texture_2d<f32>;
@group(0) @binding(4) var atlas: texture_2d<f32>;
@group(0) @binding(5) var atlas_sampler: sampler;

const WIDE: u32 = 2048u;
const DIRECTIONS: f32 = 128.0;
const TAU: f32 = 6.2831853;
const PIECES: u32 = 24u;

// The place of a node on screen, from the middle of the chart.
fn place(node: u32) -> vec2<f32> {
    let at = textureLoad(positions, vec2<i32>(i32(node % WIDE), i32(node / WIDE)), 0).xy;
    return (at - view.center) * view.zoom;
}

fn clip(at: vec2<f32>) -> vec4<f32> {
    return vec4<f32>(at.x / view.half_size.x, -at.y / view.half_size.y, 0.0, 1.0);
}

fn nowhere() -> vec4<f32> {
    return vec4<f32>(2.0, 2.0, 2.0, 1.0);
}

fn unpack(color: u32) -> vec4<f32> {
    return unpack4x8unorm(color);
}

// Premultiplied, in the colour space of the target.
fn out_color(color: vec4<f32>) -> vec4<f32> {
    if (view.linear < 0.5 || color.a <= 0.0) {
        return color;
    }
    let straight = color.rgb / color.a;
    let low = straight / 12.92;
    let high = pow((straight + 0.055) / 1.055, vec3<f32>(2.4));
    return vec4<f32>(select(high, low, straight <= vec3<f32>(0.04045)) * color.a, color.a);
}

fn over(top: vec4<f32>, coverage: f32, under: vec4<f32>) -> vec4<f32> {
    let ink = top * coverage;
    return ink + under * (1.0 - ink.a);
}

fn drawn_radius(world: f32) -> f32 {
    return max(world * view.zoom, table.loop_spread.z);
}

// How far the outline lies from the centre in a direction; a circle where nodes are dots.
fn reach(shape: u32, radius: f32, towards: vec2<f32>) -> f32 {
    if (radius < table.node.z) {
        return radius;
    }
    let turn = fract(atan2(towards.y, towards.x) / TAU + 1.0) * DIRECTIONS;
    let i = i32(floor(turn)) % 128;
    let a = textureLoad(reaches, vec2<i32>(i, i32(shape)), 0).x;
    let b = textureLoad(reaches, vec2<i32>((i + 1) % 128, i32(shape)), 0).x;
    return mix(a, b, fract(turn)) * radius;
}

// ---- the canvas itself: nothing but its colour, which costs a software renderer far less than a rectangle of egui's ----

@vertex
fn ground_vertex(@builtin(vertex_index) corner: u32) -> @builtin(position) vec4<f32> {
    return vec4<f32>(f32(corner & 1u) * 2.0 - 1.0, f32(corner >> 1u) * 2.0 - 1.0, 0.0, 1.0);
}

@fragment
fn ground_fragment() -> @location(0) vec4<f32> {
    return out_color(vec4<f32>(view.canvas.rgb, 1.0));
}

// ---- plates: pictures of links and nodes, drawn before and moved with the view ----

@group(1) @binding(0) var plate: texture_2d<f32>;
@group(1) @binding(1) var plate_sampler: sampler;

struct PlateOut {
    @builtin(position) clip: vec4<f32>,
    @location(0) uv: vec2<f32>,
};

// Here the view's center is where the plate's middle is now, and its zoom by how much the plate is scaled.
@vertex
fn plate_vertex(@builtin(vertex_index) corner: u32) -> PlateOut {
    var out: PlateOut;
    out.uv = vec2<f32>(f32(corner & 1u), f32(corner >> 1u));
    out.clip = clip(view.center + (out.uv * 2.0 - 1.0) * view.half_size * view.zoom);
    return out;
}

@fragment
fn link_plate_fragment(in: PlateOut) -> @location(0) vec4<f32> {
    return textureSample(plate, plate_sampler, in.uv) * view.strength.y;
}

// What is faded mixes with the canvas, as in node_fragment.
@fragment
fn node_plate_fragment(in: PlateOut) -> @location(0) vec4<f32> {
    let ink = textureSample(plate, plate_sampler, in.uv);
    return mix(out_color(vec4<f32>(view.canvas.rgb, 1.0)) * ink.a, ink, view.strength.x);
}

// ---- nodes ----

struct NodeIn {
    @builtin(vertex_index) corner: u32,
    @location(0) node: u32,
    @location(1) radius: f32,
    @location(2) packed: u32,       // shape, icon
    @location(3) fill: u32,
    @location(4) outline: u32,
    @location(5) icon: u32,
    @location(6) ring: u32,         // colour of a ring around it; 0 = none
    @location(7) halo: u32,         // colour of a halo; 0 = none
    @location(8) ring_size: vec2<f32>, // gap and width; the halo reaches further by four
};

struct NodeOut {
    @builtin(position) clip: vec4<f32>,
    @location(0) at: vec2<f32>,     // points from the centre
    @location(1) @interpolate(flat) radius: f32,
    @location(2) @interpolate(flat) packed: u32,
    @location(3) @interpolate(flat) fill: vec4<f32>,
    @location(4) @interpolate(flat) outline: vec4<f32>,
    @location(5) @interpolate(flat) icon: vec4<f32>,
    @location(6) @interpolate(flat) ring: vec4<f32>,
    @location(7) @interpolate(flat) halo: vec4<f32>,
    @location(8) @interpolate(flat) ring_size: vec2<f32>,
};

@vertex
fn node_vertex(in: NodeIn) -> NodeOut {
    var out: NodeOut;
    let radius = drawn_radius(in.radius);
    let center = place(in.node);
    let ring = select(0.0, in.ring_size.x + in.ring_size.y, in.ring != 0u);
    let halo = select(0.0, in.ring_size.x + in.ring_size.y + 5.0, in.halo != 0u);
    let half = radius * select(1.42, 1.0, radius < table.node.z) + max(ring, halo) + 1.0;
    let corner = vec2<f32>(f32(in.corner & 1u) * 2.0 - 1.0, f32(in.corner >> 1u) * 2.0 - 1.0);
    let outside = any(abs(center) > view.half_size + half);
    out.at = corner * half;
    out.clip = select(clip(center + out.at), nowhere(), outside);
    out.radius = radius;
    out.packed = in.packed;
    out.fill = unpack(in.fill);
    out.outline = unpack(in.outline);
    out.icon = unpack(in.icon);
    out.ring = unpack(in.ring);
    out.halo = unpack(in.halo);
    out.ring_size = in.ring_size;
    return out;
}

// Signed distance from the outline of a unit shape.
fn outline_distance(shape: u32, at: vec2<f32>) -> f32 {
    let info = table.shapes[shape];
    let count = u32(info.x);
    var nearest = 1e9;
    var inside = count > 2u;
    for (var i = 0u; i < count; i = i + 1u) {
        let a = table.core[shape * 20u + i].xy;
        let b = table.core[shape * 20u + (i + 1u) % count].xy;
        let edge = b - a;
        let length2 = dot(edge, edge);
        let along = select(clamp(dot(at - a, edge) / length2, 0.0, 1.0), 0.0, length2 == 0.0);
        nearest = min(nearest, length(at - a - edge * along));
        if (edge.x * (at.y - a.y) - edge.y * (at.x - a.x) < 0.0) {
            inside = false;
        }
    }
    return select(nearest, -nearest, inside) - info.y;
}

// How much of a pixel lies within an edge at this signed distance in points.
fn cover(distance: f32) -> f32 {
    return clamp(0.5 - distance * view.ppp, 0.0, 1.0);
}

@fragment
fn node_fragment(in: NodeOut) -> @location(0) vec4<f32> {
    // Sampled before any branch: derivatives need all pixels of a quad.
    let shape = in.packed & 0xffu;
    let info = table.shapes[shape];
    let side = info.z * in.radius;
    let uv = (in.at - table.icons[shape].xy * in.radius) / max(side, 0.001) + 0.5;
    let cell = (in.packed >> 8u) & 0xffu;
    let origin = vec2<f32>(f32(cell % 4u), f32(cell / 4u));
    let inner = clamp(uv, vec2<f32>(0.0), vec2<f32>(1.0)) * 0.875 + 0.0625;
    let drawn = textureSample(atlas, atlas_sampler, (origin + inner) / 4.0).r;

    var color = vec4<f32>(0.0);
    if (in.radius < table.node.z && in.ring.a == 0.0) {
        let dot_color = in.outline * cover(length(in.at) - in.radius);
        return out_color(dot_color * view.strength.x);
    }
    let d = outline_distance(shape, in.at / in.radius) * in.radius;
    let gap = in.ring_size.x;
    let ring = in.ring_size.y;
    color = over(in.halo, cover(d - gap - ring - 4.0), color);
    if (in.ring.a > 0.0) {
        color = over(in.ring, cover(d - gap - ring), color);
        color = over(view.canvas, cover(d - gap), color);
    }
    let has_outline = in.radius >= table.node.y;
    color = over(in.outline, cover(d), color);
    // Too small for an outline: its colour carries the shape, as a pale fill alone would vanish.
    color = over(in.fill, select(0.0, cover(d + table.node.x), has_outline), color);
    let in_cell = all(uv >= vec2<f32>(0.0)) && all(uv <= vec2<f32>(1.0));
    if (side >= table.node.w && in_cell) {
        color = over(in.icon, drawn, color);
    }
    // What is faded mixes with the canvas, so that links do not show through.
    let faded = mix(vec4<f32>(view.canvas.rgb * color.a, color.a), color, view.strength.x);
    return out_color(faded);
}

// ---- links ----

struct LinkIn {
    @builtin(vertex_index) vertex: u32,
    @location(0) ends: vec2<u32>,
    @location(1) radii: vec2<f32>,
    @location(2) bend: f32,         // world units; of a loop its direction
    @location(3) packed: u32,       // look 3, directed, disputed, ended, bundle, loop, shapes 4+4, voices 16
    @location(4) color: u32,
    @location(5) width: f32,
};

struct LinkOut {
    @builtin(position) clip: vec4<f32>,
    @location(0) along: vec2<f32>,  // points along the link from its start, and beside it
    @location(1) @interpolate(flat) length: f32,
    @location(2) @interpolate(flat) packed: u32,
    @location(3) @interpolate(flat) color: vec4<f32>,
    @location(4) @interpolate(flat) width: f32,
};

fn flag(packed: u32, bit: u32) -> bool {
    return ((packed >> bit) & 1u) == 1u;
}

fn look_of(packed: u32) -> u32 { return packed & 7u; }
fn is_directed(packed: u32) -> bool { return flag(packed, 3u); }
fn is_disputed(packed: u32) -> bool { return flag(packed, 4u); }
fn is_ended(packed: u32) -> bool { return flag(packed, 5u); }
fn is_bundle(packed: u32) -> bool { return flag(packed, 6u); }
fn is_loop(packed: u32) -> bool { return flag(packed, 7u); }
fn shape_a(packed: u32) -> u32 { return (packed >> 8u) & 15u; }
fn shape_b(packed: u32) -> u32 { return (packed >> 12u) & 15u; }
fn voices(packed: u32) -> u32 { return packed >> 16u; }

fn has_head(packed: u32, length: f32, far: bool) -> bool {
    let least = select(table.gaps.y, table.gaps.y * 2.0, far);
    return is_directed(packed) && length > least;
}

// By how much a head is larger than usual. Far away heads shrink with their lines, so that a crowd of them is not a blot.
fn head_grow(width: f32, far: bool) -> f32 {
    return select(1.0 + max(width - 1.6, 0.0) * 0.28, clamp(width / 1.6, 0.3, 1.0), far);
}

// Half the room that a link needs beside its middle.
fn half_room(packed: u32, width: f32, length: f32) -> f32 {
    var half = width * 0.5;
    if (has_head(packed, length, view.far > 0.5)) { half = max(half, table.arrow.y * head_grow(width, view.far > 0.5)); }
    if (view.far < 0.5) {
        if (is_disputed(packed)) { half = max(half, table.disputed.y * 0.5); }
        if (is_ended(packed)) { half = max(half, table.ended.y * 0.5); }
        if (voices(packed) > 1u) { half = max(half, table.voices.x * 1.5 + 1.0); }
        if (table.looks[look_of(packed)].more.z > 0.5) { half = max(half, 3.0); }
    }
    return half + 1.0;
}

fn tip_gap(packed: u32) -> f32 {
    return select(table.gaps.x, table.arrow.w, is_directed(packed));
}

@vertex
fn straight_vertex(in: LinkIn) -> LinkOut {
    var out: LinkOut;
    let a = place(in.ends.x);
    let b = place(in.ends.y);
    let span = b - a;
    let distance = length(span);
    let direction = span / max(distance, 0.0001);
    let from_a = reach(shape_a(in.packed), drawn_radius(in.radii.x), direction) + table.gaps.x;
    let from_b = reach(shape_b(in.packed), drawn_radius(in.radii.y), -direction) + tip_gap(in.packed);
    let visible = distance - from_a - from_b;
    let half = half_room(in.packed, in.width * view.width, visible);
    let low = min(a, b) - half;
    let high = max(a, b) + half;
    let outside = any(low > view.half_size) || any(high < -view.half_size);
    let end = f32(in.vertex & 1u);
    let side = f32(in.vertex >> 1u) * 2.0 - 1.0;
    out.along = vec2<f32>(mix(-1.0, visible + 1.0, end), side * half);
    let right = vec2<f32>(-direction.y, direction.x);
    let at = a + direction * (from_a + out.along.x) + right * out.along.y;
    out.clip = select(clip(at), nowhere(), outside || visible <= 0.0);
    out.length = visible;
    out.packed = in.packed;
    out.color = unpack(in.color);
    out.width = in.width * view.width;
    return out;
}

struct Way {
    a: vec2<f32>, b: vec2<f32>,     // centres
    p: vec2<f32>, q: vec2<f32>, r: vec2<f32>, s: vec2<f32>, // cubic
};

fn way_of(in: LinkIn) -> Way {
    var way: Way;
    way.a = place(in.ends.x);
    way.b = place(in.ends.y);
    if (is_loop(in.packed)) {
        let radius = in.radii.x * view.zoom;
        let reach = radius * table.loop_spread.y * 4.0 / 3.0 + 10.0 * min(view.zoom, 1.0);
        let spread = table.loop_spread.x;
        way.p = way.a;
        way.q = way.a + vec2<f32>(cos(in.bend - spread), sin(in.bend - spread)) * reach;
        way.r = way.a + vec2<f32>(cos(in.bend + spread), sin(in.bend + spread)) * reach;
        way.s = way.a;
        return way;
    }
    let bend = in.bend * view.zoom;
    let along = normalize(way.b - way.a + vec2<f32>(0.0001, 0.0));
    let right = vec2<f32>(-along.y, along.x);
    let most = table.gaps.w * vec2<f32>(drawn_radius(in.radii.x), drawn_radius(in.radii.y));
    let aside = clamp(vec2<f32>(bend * table.gaps.z), -most, most);
    way.p = way.a + right * aside.x;
    way.s = way.b + right * aside.y;
    let control = (way.p + way.s) * 0.5 + right * (bend * 2.0 - (aside.x + aside.y));
    way.q = mix(way.p, control, 2.0 / 3.0);
    way.r = mix(way.s, control, 2.0 / 3.0);
    return way;
}

fn on_way(way: Way, t: f32) -> vec2<f32> {
    let u = 1.0 - t;
    return u * u * u * way.p + 3.0 * u * u * t * way.q + 3.0 * u * t * t * way.r + t * t * t * way.s;
}

fn is_out(at: vec2<f32>, center: vec2<f32>, shape: u32, radius: f32, gap: f32) -> bool {
    let span = at - center;
    return length(span) > reach(shape, radius, span) + gap;
}

@vertex
fn curved_vertex(in: LinkIn) -> LinkOut {
    var out: LinkOut;
    out.clip = nowhere();
    let way = way_of(in);
    let room = abs(in.bend) * view.zoom + 60.0 + in.radii.x * view.zoom * 6.0;
    if (any(min(way.a, way.b) - room > view.half_size) || any(max(way.a, way.b) + room < -view.half_size)) {
        return out;
    }
    let ra = drawn_radius(in.radii.x);
    let rb = select(drawn_radius(in.radii.y), ra, is_loop(in.packed));
    let gap = tip_gap(in.packed);
    var start = -1.0;
    var end = -1.0;
    for (var i = 0u; i <= 48u; i = i + 1u) {
        let t = f32(i) / 48.0;
        if (start < 0.0 && is_out(on_way(way, t), way.a, shape_a(in.packed), ra, table.gaps.x)) { start = t; }
        let back = 1.0 - t;
        if (end < 0.0 && is_out(on_way(way, back), way.b, shape_b(in.packed), rb, gap)) { end = back; }
    }
    if (start < 0.0 || end <= start) {
        return out;
    }
    // Closer to the outlines by halving.
    var inside = max(start - 1.0 / 48.0, 0.0);
    var beyond = min(end + 1.0 / 48.0, 1.0);
    for (var i = 0u; i < 6u; i = i + 1u) {
        let t = (inside + start) * 0.5;
        if (is_out(on_way(way, t), way.a, shape_a(in.packed), ra, table.gaps.x)) { start = t; } else { inside = t; }
        let v = (beyond + end) * 0.5;
        if (is_out(on_way(way, v), way.b, shape_b(in.packed), rb, gap)) { end = v; } else { beyond = v; }
    }
    let piece = in.vertex >> 1u;
    let side = f32(in.vertex & 1u) * 2.0 - 1.0;
    var total = 0.0;
    var so_far = 0.0;
    var last = on_way(way, start);
    for (var i = 1u; i <= PIECES; i = i + 1u) {
        let next = on_way(way, mix(start, end, f32(i) / f32(PIECES)));
        total = total + length(next - last);
        if (i == piece) { so_far = total; }
        last = next;
    }
    let t = mix(start, end, f32(piece) / f32(PIECES));
    let step = (end - start) * 0.01;
    let direction = normalize(on_way(way, t + step) - on_way(way, t - step) + vec2<f32>(0.00001, 0.0));
    let right = vec2<f32>(-direction.y, direction.x);
    let half = half_room(in.packed, in.width * view.width, total);
    out.along = vec2<f32>(so_far, side * half);
    // The ends stand out by a point, for the softness of edges.
    var at = on_way(way, t) + right * out.along.y;
    if (piece == 0u) { at = at - direction; out.along.x = -1.0; }
    if (piece == PIECES) { at = at + direction; out.along.x = total + 1.0; }
    out.clip = clip(at);
    out.length = total;
    out.packed = in.packed;
    out.color = unpack(in.color);
    out.width = in.width * view.width;
    return out;
}

// How much of a pixel around `at` lies between two edges.
fn between(at: f32, low: f32, high: f32) -> f32 {
    let half = 0.5 / view.ppp;
    return clamp((min(at + half, high) - max(at - half, low)) * view.ppp, 0.0, 1.0);
}

fn dashes(look: u32, at: f32, middle: f32) -> f32 {
    let dash = table.looks[look].dash;
    let count = table.looks[look].more.w;
    if (count < 0.5) {
        return 1.0;
    }
    let pattern = dash.x + dash.y + dash.z + dash.w;
    let x = at - middle + dash.x * 0.5;
    let m = x - floor(x / pattern) * pattern;
    var part = between(m, 0.0, dash.x) + between(m, pattern, pattern + dash.x) + between(m, -pattern, dash.x - pattern);
    if (count > 3.0) {
        part = part + between(m, dash.x + dash.y, dash.x + dash.y + dash.z);
    }
    return clamp(part, 0.0, 1.0);
}

fn figure_radius(packed: u32) -> f32 {
    return table.voices.x * select(1.0, 1.5, voices(packed) > 99u);
}

// Where the figure, the middle of the strokes and the bar are along a link; negative = not drawn. As in scene/marks.rs.
fn mark_places(packed: u32, length: f32) -> vec3<f32> {
    let gap = 1.0;
    let radius = figure_radius(packed);
    let half_gap = table.disputed.x * 0.5;
    let half_bar = table.ended.z * 0.5;
    let disputed = is_disputed(packed);
    let middle = length * table.disputed2.z;
    var places = vec3<f32>(-1.0, -1.0, -1.0);
    var least = 0.0;
    let room = max(table.voices.x * 3.0, select(0.0, radius * 2.0 + gap + table.disputed.x, disputed));
    if (voices(packed) > 1u && length > room) {
        let usual = length * select(table.voices.z, 0.5, is_bundle(packed));
        let most = select(length, middle - half_gap - radius - gap, disputed);
        places.x = max(min(usual, most), radius);
        least = places.x + radius + gap;
    }
    if (disputed) {
        places.y = max(middle, least + select(0.0, half_gap, places.x >= 0.0));
        least = places.y + half_gap + gap;
    }
    if (is_ended(packed) && length > table.ended.w) {
        let bar = max(max(length - table.ended.w, length * 0.5), least + half_bar);
        places.z = select(-1.0, bar, bar + half_bar <= length);
    }
    return places;
}

@fragment
fn link_fragment(in: LinkOut) -> @location(0) vec4<f32> {
    let s = in.along.x;
    let d = in.along.y;
    let look = look_of(in.packed);
    let info = table.looks[look];
    let pattern = info.dash.x + info.dash.y + info.dash.z + info.dash.w;
    let far = view.far > 0.5;
    // Too short for its dash: a full line that fades.
    let faint = far || (info.more.w > 0.5 && in.length < pattern * 2.0);
    var strength = select(info.more.x, info.more.y, faint) * view.strength.y;
    if (is_ended(in.packed)) { strength = strength * table.ended.x; }

    let places = mark_places(in.packed, in.length);

    // Head.
    var end = in.length;
    var ink = 0.0;
    if (has_head(in.packed, in.length, far)) {
        let grow = head_grow(in.width, far);
        let long = table.arrow.x * grow;
        let half = table.arrow.y * grow;
        let notch = table.arrow.z * grow;
        end = in.length - (long - notch) + 0.3;
        let back = in.length - s;
        let flank = (abs(d) - half * back / long) * (long / sqrt(long * long + half * half));
        let rear = back - (long - notch + notch * abs(d) / half);
        ink = cover(max(max(flank, rear), -back));
    }

    // Line.
    let is_strokes = info.more.z > 0.5 && !far;
    if (is_strokes) {
        let count = max(floor(in.length / 6.0), 1.0);
        let pitch = in.length / count;
        let x = s - (floor(s / pitch) + 0.5) * pitch;
        ink = max(ink, between(x, -0.6, 0.6) * between(d, -3.0, 3.0) * between(s, 0.0, in.length));
    } else {
        var line = between(d, -in.width * 0.5, in.width * 0.5) * between(s, 0.0, end);
        if (!faint) {
            line = line * dashes(look, s, end * 0.5);
        }
        if (!far) {
            if (is_disputed(in.packed)) {
                let middle = places.y;
                line = line * (1.0 - between(s, middle - table.disputed.x * 0.5, middle + table.disputed.x * 0.5));
            }
        }
        ink = max(ink, line);
    }
    if (places.z >= 0.0 && !far) {
        let bar = places.z;
        ink = max(ink, between(s, bar - table.ended.z * 0.5, bar + table.ended.z * 0.5) * between(d, -table.ended.y * 0.5, table.ended.y * 0.5));
    }
    var color = in.color * (ink * strength);
    if (far) {
        return out_color(color);
    }

    // Marks.
    let mark = view.mark * max(strength, 0.14);
    if (is_disputed(in.packed)) {
        let middle = places.y;
        for (var i = 0; i < 2; i = i + 1) {
            let x = s - middle - (f32(i) - 0.5) * table.disputed.w;
            let across = x * table.disputed2.y - d * table.disputed2.x;
            let down = x * table.disputed2.x + d * table.disputed2.y;
            let part = between(across, -table.disputed.z * 0.5, table.disputed.z * 0.5) * between(down, -table.disputed.y * 0.5, table.disputed.y * 0.5);
            color = over(mark, part, color);
        }
    }
    if (places.x >= 0.0) {
        let radius = figure_radius(in.packed);
        let off = length(vec2<f32>(s - places.x, d));
        color = over(view.canvas, cover(off - radius), color);
        color = over(in.color * strength, between(off, radius - table.voices.y * 0.5, radius + table.voices.y * 0.5), color);
    }
    return out_color(color);
}
