// From ink on paper to what the network sees, made as its data were: 32 × 32 pixels, black or white, counted in blocks of 4 × 4.
//
// The data came out of a program for filled-in forms, and their numbers show what it did before the counting. A digit fills the full height
// and 20 pixels of the width. Whoever wrote it, about 312 of its pixels are black. And it stands upright: the left end of its top row is
// above the left end of its bottom row, within a pixel. Drawings that aren't made alike are read far less often.
//
// Ink is a list of marks, on paper that is 1 wide and 1 high. A mark has a `path`, a list of points: of a pen, or, if the mark has a
// `digit`, of a stored digit that is stamped at each of them.

const SIDE = 32; // pixels of the bitmap
const BLOCK = 4; // pixels of a block
const BLOCKS = SIDE / BLOCK;
const WIDTH = 20; // pixels that a digit is wide
const BLACK = 312; // pixels
const PENS = [3, 9]; // how thin and thick a pen's line can get to make so many black, in pixels
const STRETCH = 1.5; // how much further one direction may be stretched than the other: a stick stays a stick
const SMALLEST = 0.03; // of the paper; a dot isn't magnified beyond all bounds

export const STAMP = 0.72; // of the paper: how large a stored digit is stamped

// Return the bitmap of a stored digit, given its 64 counts: in each block as many pixels are black as it says. Which ones is not known;
// those are taken that have most ink around them, so that lines go on from block to block.
export function bitmapOf(counts) {
  const pixels = Array.from({ length: SIDE * SIDE }, (_, place) => place);
  let bitmap = Uint8Array.from(pixels, (place) => counts[blockOf(place)]);
  for (let i = 0; i < 4; i++) {
    const ink = pixels.map((place) => inkAround(bitmap, place));
    const most = [...pixels].sort((one, other) => ink[other] - ink[one]);
    const left = [...counts];
    bitmap = new Uint8Array(SIDE * SIDE);
    for (const place of most) if (left[blockOf(place)]-- > 0) bitmap[place] = 1;
  }
  return bitmap;
}

function blockOf(place) {
  return Math.floor(place / SIDE / BLOCK) * BLOCKS + Math.floor((place % SIDE) / BLOCK);
}

// The sum over a square around a pixel.
function inkAround(bitmap, place) {
  const [top, left] = [Math.floor(place / SIDE) - 2, (place % SIDE) - 2];
  let sum = 0;
  for (let row = Math.max(0, top); row < Math.min(SIDE, top + 5); row++) {
    for (let column = Math.max(0, left); column < Math.min(SIDE, left + 5); column++) sum += bitmap[row * SIDE + column];
  }
  return sum;
}

// Return the 64 counts of some ink, and the corners of what was made the bitmap, on the paper; null where there is no ink. `bitmapFor` returns
// the bitmap of a stored digit.
export function countsOf(ink, bitmapFor) {
  const parts = partsOf(ink, bitmapFor);
  if (!parts.pen.length && !parts.stamped.length) return null;
  const upright = fit(parts, 0, 4.5);
  const slant = (leaning(drawn(parts, upright)) * upright.down.scale) / upright.across.scale;
  let [thin, thick] = PENS;
  let map, bitmap;
  for (let tries = parts.paths.length ? 7 : 1; tries > 0; tries--) {
    map = fit(parts, slant, (thin + thick) / 2);
    bitmap = drawn(parts, map);
    if (bitmap.reduce((sum, pixel) => sum + pixel) > BLACK) thick = map.pen;
    else thin = map.pen;
  }
  return { counts: counted(bitmap), corners: cornersOf(map) };
}

function counted(bitmap) {
  const counts = new Array(BLOCKS * BLOCKS).fill(0);
  bitmap.forEach((pixel, place) => (counts[blockOf(place)] += pixel));
  return counts;
}

// What the ink is made of: paths of a pen, stamps with their left upper corners, and the points that bound either.
function partsOf(ink, bitmapFor) {
  const paths = ink.filter(({ digit }) => digit === undefined).map(({ path }) => path);
  const stamps = ink.filter(({ digit }) => digit !== undefined).flatMap(({ digit, path }) => path.map((at) => ({ bitmap: bitmapFor(digit), at })));
  return { paths, stamps, pen: paths.flat(), stamped: stamps.flatMap(outline) };
}

// The ends of each row of a stamp.
function outline({ bitmap, at: [x, y] }) {
  const points = [];
  for (let row = 0; row < SIDE; row++) {
    const pixels = bitmap.subarray(row * SIDE, (row + 1) * SIDE);
    const [first, last] = [pixels.indexOf(1), pixels.lastIndexOf(1) + 1];
    if (last) for (const column of [first, last]) for (const line of [row, row + 1]) points.push(cornerOfPixel(x, y, column, line));
  }
  return points;
}

function cornerOfPixel(x, y, column, row) {
  return [x + (column / SIDE - 0.5) * STAMP, y + (row / SIDE - 0.5) * STAMP];
}

// How paper becomes a bitmap: leaning by `slant` is undone, then the ink is stretched until it is as high and wide as it should be. Lines of
// the pen are so wide afterwards, whatever they were before.
function fit({ pen: points, stamped }, slant, pen) {
  const ranges = [[points, pen / 2], [stamped, 0]].filter(([each]) => each.length); // prettier-ignore
  const across = ranges.map(([each, margin]) => range(each.map(([x, y]) => x - slant * y), margin));
  const down = ranges.map(([each, margin]) => range(each.map(([, y]) => y), margin));
  const [high, wide] = [scaleOf(down, SIDE), scaleOf(across, WIDTH)];
  return { slant, pen, across: placed(across, Math.min(wide, STRETCH * high)), down: placed(down, Math.min(high, STRETCH * wide)) };
}

function range(values, margin) {
  const [low, high] = [Math.min, Math.max].map((extreme) => values.reduce((one, other) => extreme(one, other)));
  return { low, high, margin };
}

// The largest scale at which all ranges with their margins, which are not scaled, take up so many pixels.
function scaleOf(ranges, pixels) {
  const scales = ranges.flatMap(({ low, margin }) =>
    ranges.map((other) => (pixels - margin - other.margin) / Math.max(other.high - low, SMALLEST)),
  );
  return Math.min(...scales);
}

// Put the ranges into the middle: a value v comes to `scale` v + `offset`.
function placed(ranges, scale) {
  const low = Math.min(...ranges.map((each) => each.low * scale - each.margin));
  const high = Math.max(...ranges.map((each) => each.high * scale + each.margin));
  return { scale, offset: (SIDE - low - high) / 2, low, high };
}

// The bitmap of the parts.
function drawn({ paths, stamps }, map) {
  const bitmap = new Uint8Array(SIDE * SIDE);
  const { slant, across, down } = map;
  const there = ([x, y]) => [across.scale * (x - slant * y) + across.offset, down.scale * y + down.offset];
  for (const path of paths) line(bitmap, path.map(there), map.pen / 2);
  for (const stamp of stamps) press(bitmap, stamp, map);
  return bitmap;
}

// Make all pixels black whose middle is within a pen's reach of a path.
function line(bitmap, path, reach) {
  path.forEach((start, i) => {
    const end = path[Math.min(i + 1, path.length - 1)];
    const [[left, right], [top, bottom]] = [0, 1].map((axis) => [
      Math.max(0, Math.floor(Math.min(start[axis], end[axis]) - reach)),
      Math.min(SIDE, Math.ceil(Math.max(start[axis], end[axis]) + reach)),
    ]);
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        if (distance(column + 0.5, row + 0.5, start, end) <= reach) bitmap[row * SIDE + column] = 1;
      }
    }
  });
}

// How far a point is from a straight line between two others.
function distance(x, y, [startX, startY], [endX, endY]) {
  const [alongX, alongY, toX, toY] = [endX - startX, endY - startY, x - startX, y - startY];
  const part = clamp((toX * alongX + toY * alongY) / (alongX * alongX + alongY * alongY || 1), 0, 1);
  const [offX, offY] = [toX - part * alongX, toY - part * alongY];
  return Math.sqrt(offX * offX + offY * offY); // Math.hypot takes ten times as long
}

// Make all pixels black whose middle comes from a black pixel of a stamp.
function press(bitmap, { bitmap: stamp, at: [middleX, middleY] }, { slant, across, down }) {
  for (let place = 0; place < bitmap.length; place++) {
    const y = (Math.floor(place / SIDE) + 0.5 - down.offset) / down.scale;
    const x = ((place % SIDE) + 0.5 - across.offset) / across.scale + slant * y;
    const row = Math.floor(((y - middleY) / STAMP + 0.5) * SIDE);
    const column = Math.floor(((x - middleX) / STAMP + 0.5) * SIDE);
    if (column >= 0 && column < SIDE && row >= 0 && row < SIDE && stamp[row * SIDE + column]) bitmap[place] = 1;
  }
}

// How many pixels to the right the left end of the bottom row is, for each row below the top one.
function leaning(bitmap) {
  const [top, bottom] = [bitmap.indexOf(1), bitmap.lastIndexOf(1)].map((place) => Math.floor(place / SIDE));
  const left = (row) => bitmap.indexOf(1, row * SIDE) - row * SIDE;
  return bottom > top ? (left(bottom) - left(top)) / (bottom - top) : 0;
}

// The corners, on the paper, of the box that was stretched to the bitmap.
function cornersOf({ slant, across, down }) {
  const corners = [[across.low, down.low], [across.high, down.low], [across.high, down.high], [across.low, down.high]]; // prettier-ignore
  return corners.map(([x, y]) => [x / across.scale + (slant * y) / down.scale, y / down.scale]);
}

function clamp(value, low, high) {
  return Math.min(high, Math.max(low, value));
}
