// Nodes and links of the chart, instanced. The same rules as scene/ink.rs; lengths are points on screen.

struct View {
    center: vec2<f32>,      // world point in the middle of the chart
    zoom: f32,
    ppp: f32,               // pixels a point
    half_size: vec2<f32>,   // half the chart, points
    far: f32,               // 1 where too many links are in view for patterns
    linear: f32,            // 1 where the target wants linear colours
    canvas: vec4<f32>,
    mark: vec4<f32>,
    ink: vec4<f32>,         // of links
    strength: vec2<f32>,    // of nodes, of links in this pass
    width: f32,             // factor for widths of plain lines
    loops: f32,
};

struct Table {
    core: array<vec4<f32>, 160>,    // 8 shapes, 20 corners each
    shapes: array<vec4<f32>, 8>,    // corners, round, icon side, -
    icons: array<vec4<f32>, 8>,     // icon dx, dy, extent
    looks: array<vec4<f32>, 5>,     // width, far opacity, -, -
    gaps: vec4<f32>,                // gap at node, gap at tip, end shift, end shift at most
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
    @location(1) @interpolate(flat) packed: u32,
    @location(2) @interpolate(flat) color: vec4<f32>,
    @location(3) @interpolate(flat) width_length_tick: vec3<f32>,
    @location(4) @interpolate(flat) first: vec4<f32>,       // a piece: from, to, period, dash
    @location(5) @interpolate(flat) second: vec4<f32>,
    @location(6) @interpolate(flat) dots: vec4<f32>,        // of both pieces: where the second dash begins, its length
    @location(7) @interpolate(flat) head: vec4<f32>,        // length, half width, notch or stroke, form; length 0 = none
    @location(8) @interpolate(flat) bar: vec3<f32>,         // at, length, width; width 0 = none
    @location(9) @interpolate(flat) strokes: vec3<f32>,     // at, beside, size; negative size = none
    @location(10) @interpolate(flat) figure: vec3<f32>,     // at, beside, radius; radius 0 = none
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
fn voices(packed: u32) -> u32 { return (packed >> 16u) & 0x7fffu; }
fn is_marked(packed: u32) -> bool { return flag(packed, 31u); }

fn is_far() -> bool { return view.far > 0.5; }

fn line_width(width: f32) -> f32 {
    return select(max(width * min(view.zoom * 2.0, 1.0), WIDTH_MIN), width * view.width, is_far());
}

fn tip_gap(packed: u32) -> f32 {
    return select(table.gaps.x, table.gaps.y, is_directed(packed));
}

// ---- what is drawn where along a link, as in scene/plan.rs ----

struct Piece { from_to: vec2<f32>, period: f32, dash: f32, second: vec2<f32> };

struct Plan {
    first: Piece,
    second: Piece,
    tick: f32,
    head: vec4<f32>,
    bar: vec3<f32>,
    strokes: vec3<f32>,
    figure: vec3<f32>,
};

const NO_PIECE = Piece(vec2<f32>(0.0, -1.0), 1.0, 1.0, vec2<f32>(0.0));
const NOTHING: f32 = -1.0;

fn one_dash(a: f32, b: f32) -> Piece {
    return Piece(vec2<f32>(a, b), b - a, b - a, vec2<f32>(0.0));
}

fn even_dashes(to: f32, dash: f32, gap: f32) -> Piece {
    return Piece(vec2<f32>(0.0, to), dash + gap, dash, vec2<f32>(0.0));
}

fn nearest(value: f32) -> f32 {
    return floor(value + 0.5);
}

fn rhythm_from(look: u32) -> f32 {
    return RHYTHM_FROM[look];
}

fn dash_piece(length: f32) -> Piece {
    let gaps = max(nearest((length - REPORTED_DASH.x) / (REPORTED_DASH.x + REPORTED_DASH.y)), 1.0);
    let scale = length / ((gaps + 1.0) * REPORTED_DASH.x + gaps * REPORTED_DASH.y);
    let gap = clamp(REPORTED_DASH.y * scale, REPORTED_GAP.x, REPORTED_GAP.y);
    return even_dashes(length, (length - gaps * gap) / (gaps + 1.0), gap);
}

// All that fits before an end bar on the shortest links.
fn dash_and_dot(length: f32) -> Piece {
    let dash = length - ALLEGED_SMALL.x - ALLEGED_SMALL.y;
    return Piece(vec2<f32>(0.0, length), length, dash, vec2<f32>(dash + ALLEGED_SMALL.y, ALLEGED_SMALL.x));
}

fn dash_dot_piece(length: f32) -> Piece {
    if (length < DASH_DOT_DASH_FROM) {
        let part = (length - RHYTHM_FROM[2]) / (DASH_DOT_DASH_FROM - RHYTHM_FROM[2]);
        let dot_ = mix(ALLEGED_SMALL.x, ALLEGED_DOT, part);
        let gap = mix(ALLEGED_SMALL.y, ALLEGED_DASH.y, part);
        return Piece(vec2<f32>(0.0, length), length - dot_, dot_, vec2<f32>(dot_ + gap, length - 2.0 * (dot_ + gap)));
    }
    let rest = ALLEGED_DASH.y + ALLEGED_DASH.z + ALLEGED_DASH.w;
    let dots = max(nearest((length - ALLEGED_DASH.x) / (ALLEGED_DASH.x + rest)), 1.0);
    let scale = length / ((dots + 1.0) * ALLEGED_DASH.x + dots * rest);
    let gap = clamp(ALLEGED_DASH.y * scale, ALLEGED_GAP.x, ALLEGED_GAP.y);
    let dash = (length - dots * (ALLEGED_DOT + 2.0 * gap)) / (dots + 1.0);
    return Piece(vec2<f32>(0.0, length), dash + 2.0 * gap + ALLEGED_DOT, dash, vec2<f32>(dash + gap, ALLEGED_DOT));
}

fn dot_piece(length: f32) -> Piece {
    let dot_ = select(UNSOURCED_DASH.x, UNSOURCED_DOT_SMALL, length < 12.0);
    var count = max(nearest((length + UNSOURCED_DASH.y) / (UNSOURCED_DASH.x + UNSOURCED_DASH.y)), 2.0);
    let wider = (length - count * dot_) / (count - 1.0);
    let closer = (length - (count + 1.0) * dot_) / count;
    if (wider > UNSOURCED_GAP.y && closer >= UNSOURCED_GAP.x) { count = count + 1.0; }
    return even_dashes(length, dot_, (length - count * dot_) / (count - 1.0));
}

fn tick_piece(length: f32) -> Piece {
    if (length < TICK_SPACING_MIN) { return NO_PIECE; }
    let is_short = length < 2.0 * TICK_SPACING && length >= RHYTHM_FROM[4];
    let count = max(nearest(length / TICK_SPACING), select(1.0, TICKS_MIN, is_short));
    let period = length / count;
    let start = (period - TICK_WIDTH) * 0.5;
    return Piece(vec2<f32>(start, length - start), period, TICK_WIDTH, vec2<f32>(0.0));
}

// Too short for a rhythm. `before` and `after` are gaps; negative where nothing stands there.
fn short_piece(length: f32, before: f32, after: f32) -> Piece {
    if (before < 0.0 && after < 0.0) {
        if (length < NOTHING_BELOW) { return NO_PIECE; }
        return even_dashes(length, (length - BROKEN_GAP) * 0.5, BROKEN_GAP);
    }
    var gaps = max(vec2<f32>(before, after), vec2<f32>(0.0));
    if (before > 0.0 && after > 0.0) { gaps = min(gaps, vec2<f32>(1.4)); }
    let to = length - gaps.y;
    if (to - gaps.x < 1.5) { return NO_PIECE; }
    return one_dash(gaps.x, to);
}

fn fit_piece(look: u32, length: f32, before: f32, after: f32) -> Piece {
    if (look == 0u) { return one_dash(0.0, length); }
    if (look == 4u) { return tick_piece(length); }
    if (look == 3u) {
        if (length >= RHYTHM_FROM[3]) { return dot_piece(length); }
        if (length < UNSOURCED_DOT_SMALL + 1.0) { return NO_PIECE; }
        let start = (length - UNSOURCED_DOT_SMALL) * 0.5;
        return one_dash(start, start + UNSOURCED_DOT_SMALL);
    }
    if (length < rhythm_from(look)) {
        if (look == 2u && after == 0.0 && before < 0.0 && length >= DASH_DOT_FROM) {
            return dash_and_dot(length);
        }
        return short_piece(length, before, after);
    }
    if (look == 1u) { return dash_piece(length); }
    return dash_dot_piece(length);
}

fn placed(look: u32, a: f32, b: f32, scale: f32, before: f32, after: f32) -> Piece {
    if (b - a < 0.4) { return NO_PIECE; }
    let piece = fit_piece(look, (b - a) / scale, before, after);
    if (piece.from_to.y <= piece.from_to.x) { return NO_PIECE; }
    return Piece(a + piece.from_to * scale, piece.period * scale, piece.dash * scale, piece.second * scale);
}

fn ring_radius(packed: u32) -> f32 {
    if (voices(packed) < VOICES_FROM) { return 0.0; }
    return RING_RADIUS * select(1.0, 1.5, voices(packed) > 99u);
}

fn head_of(packed: u32, visible: f32, radius: f32, scale: f32, bar_room: f32) -> vec4<f32> {
    if (!is_directed(packed)) { return vec4<f32>(0.0); }
    let look = look_of(packed);
    let form = min(look, 2u);
    let grown = clamp(min((visible / scale - HEAD_AT.x) / (HEAD_AT.y - HEAD_AT.x), (radius - HEAD_AT.z) / (HEAD_AT.w - HEAD_AT.z)), 0.0, 1.0);
    let lengths = HEAD_LENGTH[form];
    let halves = HEAD_HALF[form];
    let long = min(mix(lengths.x, lengths.y, grown) * scale, visible - bar_room);
    let extra = select(HEAD_STROKE[form], mix(HEAD_NOTCH.x, HEAD_NOTCH.y, grown) * scale, form == 0u);
    let taken = long + bar_room + select(0.0, GAP_BEFORE_BAR, bar_room > 0.0);
    let is_crowded = look == 4u && visible - taken < RHYTHM_FROM[4];
    if (long < 2.2 || is_crowded) { return vec4<f32>(0.0); }
    return vec4<f32>(long, mix(halves.x, halves.y, grown) * scale, extra, f32(form));
}

// Room on the line for the figure and for the strokes.
fn room_on_line(packed: u32, stem: f32, radius: f32, least: f32) -> vec2<f32> {
    let has_figure = voices(packed) >= VOICES_FROM;
    let disputed = is_disputed(packed);
    let figure = select(0.0, 2.0 * (ring_radius(packed) + FIGURE_CLEAR), has_figure);
    let is_small = radius < HEAD_AT.w;
    let big = select(STROKES[0].x, STROKES[2].x, is_small);
    let small = select(STROKES[1].x, STROKES[2].x, is_small);
    let joint = GROUP_CLEAR - FIGURE_CLEAR;
    if (has_figure && disputed) {
        if (stem - figure - big - joint >= least) { return vec2<f32>(figure, big); }
        if (stem - figure - small - joint >= least) { return vec2<f32>(figure, small); }
    }
    if (has_figure && stem - figure >= least) { return vec2<f32>(figure, 0.0); }
    if (disputed && stem - big >= least) { return vec2<f32>(0.0, big); }
    if (disputed && stem - small >= least) { return vec2<f32>(0.0, small); }
    return vec2<f32>(0.0);
}

fn size_of_gap(gap: f32) -> f32 {
    if (STROKES[0].x <= gap) { return 0.0; }
    return select(2.0, 1.0, STROKES[1].x <= gap);
}

fn plan_of(packed: u32, visible: f32, radius: f32) -> Plan {
    var plan: Plan;
    plan.strokes = vec3<f32>(0.0, 0.0, NOTHING);
    plan.figure = vec3<f32>(0.0);
    plan.bar = vec3<f32>(0.0);
    plan.head = vec4<f32>(0.0);
    plan.tick = 0.0;
    plan.second = NO_PIECE;
    if (is_far()) {
        plan.first = one_dash(0.0, visible);
        return plan;
    }
    let look = look_of(packed);
    let scale = select(1.0, BUNDLE_SCALE, is_bundle(packed));
    let ended = is_ended(packed);
    let gapped = look >= 2u;
    if (look == 4u) { plan.tick = select(TICK_LENGTH.x, TICK_LENGTH.y, visible < TICK_LENGTH.z); }
    let is_short = visible < BAR_SHORT.x;
    let bar_size = vec2<f32>(select(BAR.x, BAR_SHORT.y, is_short), select(BAR.y, BAR_SHORT.z, is_short));
    let bar_room = select(0.0, bar_size.y + BAR_BEFORE_HEAD, ended);
    plan.head = head_of(packed, visible, radius, scale, bar_room);
    let has_head = plan.head.x > 0.0;
    var stem = visible - plan.head.x;
    let head_from = stem;
    if (ended) {
        let lead = select(0.0, BAR_BEFORE_HEAD, has_head);
        let at = max(stem - lead - bar_size.y * 0.5, bar_size.y * 0.5);
        plan.bar = vec3<f32>(at, bar_size);
        stem = at - select(0.0, GAP_BEFORE_BAR + bar_size.y * 0.5, gapped);
    } else if (has_head && look == 0u) {
        stem = stem + plan.head.z + 0.3;
    }
    // Marks on the line, else beside it.
    let least = rhythm_from(look) * scale;
    let room = room_on_line(packed, stem, radius, least);
    let joint = select(0.0, GROUP_CLEAR - FIGURE_CLEAR, room.x > 0.0 && room.y > 0.0);
    let all_room = room.x + room.y + joint;
    var cut = vec2<f32>(0.0);
    if (all_room > 0.0) {
        let part = select(select(DISPUTED_AT, FIGURE_AT, room.x > 0.0), GROUP_AT, joint > 0.0);
        let end = select(stem, min(head_from, stem), is_directed(packed) && !ended);
        var start = max(min(part * visible - all_room * 0.5, end - all_room), 0.0);
        if ((start < least || end - start - all_room < least) && end - all_room >= least) { start = 0.0; }
        cut = vec2<f32>(start, start + all_room);
        if (room.x > 0.0) { plan.figure = vec3<f32>(start + room.x * 0.5, 0.0, ring_radius(packed)); }
        if (room.y > 0.0) { plan.strokes = vec3<f32>(start + room.x + joint + room.y * 0.5, 0.0, size_of_gap(room.y)); }
    }
    if (voices(packed) >= VOICES_FROM && room.x == 0.0) {
        let past = select(0.0, plan.strokes.x + 8.0, room.y > 0.0);
        plan.figure = vec3<f32>(max(visible * 0.5, past), FIGURE_BESIDE, ring_radius(packed));
    }
    if (is_disputed(packed) && room.y == 0.0) {
        let at = select(visible * 0.5, min(plan.figure.x + 12.5, visible - 4.0), room.x > 0.0);
        plan.strokes = vec3<f32>(at, -STROKES_BESIDE, 2.0);
    }
    // The line.
    var after = GAP_BEFORE_HEAD;
    if (ended && gapped) { after = 0.0; }
    if (!ended && !has_head) { after = NOTHING; }
    if (all_room > 0.0) {
        plan.first = placed(look, 0.0, cut.x, scale, NOTHING, GAP_BEFORE_HEAD);
        plan.second = placed(look, cut.y, stem, scale, GAP_BEFORE_HEAD, after);
    } else if (look == 2u && ended && stem < DASH_DOT_FROM) {
        // Too short for a dash and a dot: the dash reaches the bar, which a dot never does.
        plan.first = one_dash(0.0, stem + GAP_BEFORE_BAR);
    } else {
        plan.first = placed(look, 0.0, stem, scale, NOTHING, after);
    }
    return plan;
}

fn moved_out(at: f32, beside: f32, room: f32, visible: f32, reaches: vec2<f32>) -> f32 {
    if (beside == 0.0) { return beside; }
    let along = vec2<f32>(at + reaches.x, visible - at + reaches.y);
    let out = reaches + room + BESIDE_CLEAR;
    let least = sqrt(max(out * out - along * along, vec2<f32>(0.0)));
    return min(max(abs(beside), max(least.x, least.y)), 40.0) * sign(beside);
}

fn clear_of_ends(plan: ptr<function, Plan>, packed: u32, visible: f32, reaches: vec2<f32>) {
    let figure = (*plan).figure;
    (*plan).figure.y = moved_out(figure.x, figure.y, ring_radius(packed) + 1.0, visible, reaches);
    let strokes = (*plan).strokes;
    (*plan).strokes.y = moved_out(strokes.x, strokes.y, 4.4, visible, reaches);
}

// Half the room that a link needs beside its middle.
fn half_room(plan: Plan, packed: u32, width: f32) -> f32 {
    var half = max(max(width * 0.5, plan.head.y), max(plan.tick, plan.bar.y) * 0.5);
    if (plan.strokes.z >= 0.0) { half = max(half, abs(plan.strokes.y) + STROKES[i32(plan.strokes.z)].y * 0.5); }
    if (plan.figure.z > 0.0) { half = max(half, abs(plan.figure.y) + plan.figure.z + 1.0); }
    return half + 1.0;
}

// 1 where the right of a line is its upper side, -1 where the left is.
fn upwards(span: vec2<f32>) -> f32 {
    let across = vec2<f32>(-span.y, span.x) / max(length(span), 0.0001);
    return select(1.0, -1.0, across.y > 0.02 || (across.y > -0.02 && across.x < 0.0));
}

fn put_plan(out: ptr<function, LinkOut>, plan: Plan, width_length: vec2<f32>, up: f32) {
    (*out).width_length_tick = vec3<f32>(width_length, plan.tick);
    (*out).first = vec4<f32>(plan.first.from_to, plan.first.period, plan.first.dash);
    (*out).second = vec4<f32>(plan.second.from_to, plan.second.period, plan.second.dash);
    (*out).dots = vec4<f32>(plan.first.second, plan.second.second);
    (*out).head = plan.head;
    (*out).bar = plan.bar;
    (*out).strokes = vec3<f32>(plan.strokes.x, plan.strokes.y * up, plan.strokes.z);
    (*out).figure = vec3<f32>(plan.figure.x, plan.figure.y * up, plan.figure.z);
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
    let radius = min(drawn_radius(in.radii.x), drawn_radius(in.radii.y));
    var plan = plan_of(in.packed, visible, radius);
    clear_of_ends(&plan, in.packed, visible, vec2<f32>(from_a, from_b));
    let width = line_width(in.width);
    let half = half_room(plan, in.packed, width);
    let low = min(a, b) - half;
    let high = max(a, b) + half;
    let outside = any(low > view.half_size) || any(high < -view.half_size);
    let end = f32(in.vertex & 1u);
    let side = f32(in.vertex >> 1u) * 2.0 - 1.0;
    out.along = vec2<f32>(mix(-1.0, visible + 1.0, end), side * half);
    let right = vec2<f32>(-direction.y, direction.x);
    let at = a + direction * (from_a + out.along.x) + right * out.along.y;
    out.clip = select(clip(at), nowhere(), outside || visible <= 0.0);
    out.packed = in.packed;
    out.color = unpack(in.color);
    put_plan(&out, plan, vec2<f32>(width, visible), upwards(direction));
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
    var plan = plan_of(in.packed, total, min(ra, rb));
    let first = on_way(way, start);
    let tip = on_way(way, end);
    if (!is_loop(in.packed)) {
        clear_of_ends(&plan, in.packed, total, vec2<f32>(length(first - way.a), length(tip - way.b)));
    }
    let width = line_width(in.width);
    let half = half_room(plan, in.packed, width);
    out.along = vec2<f32>(so_far, side * half);
    // The ends stand out by a point, for the softness of edges.
    var at = on_way(way, t) + right * out.along.y;
    if (piece == 0u) { at = at - direction; out.along.x = -1.0; }
    if (piece == PIECES) { at = at + direction; out.along.x = total + 1.0; }
    out.clip = clip(at);
    out.packed = in.packed;
    out.color = unpack(in.color);
    put_plan(&out, plan, vec2<f32>(width, total), upwards(tip - first));
    return out;
}

// How much of a pixel around `at` lies between two edges.
fn between(at: f32, low: f32, high: f32) -> f32 {
    let half = 0.5 / view.ppp;
    return clamp((min(at + half, high) - max(at - half, low)) * view.ppp, 0.0, 1.0);
}

// Ink of a piece at `s` along its line.
fn piece_ink(piece: vec4<f32>, dot_: vec2<f32>, s: f32) -> f32 {
    if (piece.y <= piece.x) { return 0.0; }
    let inside = between(s, piece.x, piece.y);
    if (piece.w >= piece.y - piece.x - 0.01) { return inside; }
    let period = max(piece.z, 0.5);
    let x = s - piece.x;
    let m = x - floor(x / period) * period;
    var part = between(m, 0.0, piece.w) + between(m, period, period + piece.w);
    if (dot_.y > 0.0) { part = part + between(m, dot_.x, dot_.x + dot_.y); }
    return min(part, 1.0) * inside;
}

// Ink of a head whose tip is `back` points further on.
fn head_ink(head: vec4<f32>, back: f32, d: f32, width: f32, look: u32) -> f32 {
    let long = head.x;
    let half = head.y;
    let flank = (abs(d) - half * back / long) * (long / sqrt(long * long + half * half));
    if (head.w < 0.5) {
        let rear = back - (long - head.z + head.z * abs(d) / half);
        return cover(max(max(flank, rear), -back));
    }
    let wider = max(width / max(table.looks[look].x, 1.2) - 1.0, 0.0);
    let outside = max(max(flank, back - long), -back);
    if (head.w < 1.5) {
        let stroke = head.z * (1.0 + wider * 0.6);
        return cover(max(outside, -(outside + stroke)));
    }
    let stroke = head.z * (1.0 + wider * 0.8);
    return cover(max(outside, -(flank + stroke)));
}

@fragment
fn link_fragment(in: LinkOut) -> @location(0) vec4<f32> {
    let s = in.along.x;
    let d = in.along.y;
    let look = look_of(in.packed);
    let width = in.width_length_tick.x;
    let visible = in.width_length_tick.y;
    let tick = in.width_length_tick.z;
    let strength = view.strength.y;
    if (is_far()) {
        let plain = between(d, -width * 0.5, width * 0.5) * between(s, 0.0, visible);
        let color = select(view.ink, in.color, is_marked(in.packed));
        return out_color(color * (plain * table.looks[look].y * strength));
    }

    // Line, head, bar.
    let across = select(width, tick, tick > 0.0) * 0.5;
    let line = piece_ink(in.first, in.dots.xy, s) + piece_ink(in.second, in.dots.zw, s);
    var ink = min(line, 1.0) * between(d, -across, across);
    if (in.head.x > 0.0) {
        ink = max(ink, head_ink(in.head, visible - s, d, width, look));
    }
    if (in.bar.z > 0.0) {
        let half = in.bar.yz * 0.5;
        ink = max(ink, between(s, in.bar.x - half.y, in.bar.x + half.y) * between(d, -half.x, half.x));
    }
    var color = in.color * (ink * strength);

    // Strokes and figure.
    if (in.strokes.z >= 0.0) {
        let size = STROKES[i32(in.strokes.z)];
        let mark = view.mark * max(strength, 0.14);
        for (var i = 0; i < 2; i = i + 1) {
            let x = s - in.strokes.x - (f32(i) - 0.5) * size.w;
            let y = d - in.strokes.y;
            let over_ = x * SLANT.y - y * SLANT.x;
            let down = x * SLANT.x + y * SLANT.y;
            let part = between(over_, -size.z * 0.5, size.z * 0.5) * between(down, -size.y * 0.5, size.y * 0.5);
            color = over(mark, part, color);
        }
    }
    if (in.figure.z > 0.0) {
        let off = length(vec2<f32>(s - in.figure.x, d - in.figure.y));
        color = over(view.canvas, cover(off - in.figure.z), color);
        color = over(in.color * strength, between(off, in.figure.z - RING_WIDTH * 0.5, in.figure.z + RING_WIDTH * 0.5), color);
    }
    return out_color(color);
}
