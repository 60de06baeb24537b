// Strokes: from what was sent to what a canvas draws. Matplotlib has decided every position and style.

function pathOf(letters, numbers) {
  const path = new Path2D();
  const x = (i) => numbers[2 * i];
  const y = (i) => numbers[2 * i + 1];
  const count = numbers.length / 2;
  for (let i = 0; i < count; i++) {
    const letter = letters ? letters[i] : i ? "L" : "M";
    if (letter === "M") path.moveTo(x(i), y(i));
    else if (letter === "L") path.lineTo(x(i), y(i));
    else if (letter === "Q") path.quadraticCurveTo(x(i), y(i), x(i + 1), y(i + 1)), (i += 1);
    else if (letter === "C") path.bezierCurveTo(x(i), y(i), x(i + 1), y(i + 1), x(i + 2), y(i + 2)), (i += 2);
    else path.closePath();
  }
  return path;
}

export function decoded(png) {
  return createImageBitmap(new Blob([png], { type: "image/png" }));
}

export class Drawer {
  constructor() {
    this.styles = [];
    this.shapes = [];
  }

  // Return the strokes of a packet; styles and shapes that come with it are kept for the packets after it. A stroke holds its own, so
  // one that is on the screen stays as it is, whatever comes. A picture among them is still to be decoded.
  unpack(packet, buffer) {
    const missed = packet.first_style !== this.styles.length || packet.first_shape !== this.shapes.length;
    if (packet.first_style + packet.first_shape === 0) [this.styles, this.shapes] = [[], []];
    else if (packet.table !== this.table || missed) return null;
    this.table = packet.table;
    const bytes = new Uint8Array(buffer.buffer ?? buffer, buffer.byteOffset ?? 0, buffer.byteLength);
    const numbers = new Float32Array(bytes.slice().buffer); // a copy, because a buffer need not begin at a multiple of four
    let next = 0;
    const take = (count) => numbers.subarray(next, (next += count));
    packet.shapes.forEach(([letters, count], i) => (this.shapes[packet.first_shape + i] = pathOf(letters, take(count))));
    packet.styles.forEach((style, i) => {
      if (style.clip_path) style.clip_path = pathOf(style.clip_path[0], style.clip_path[1]);
      this.styles[packet.first_style + i] = style;
    });
    return packet.strokes.map((stroke) => {
      if (stroke.picture) return { ...stroke };
      const [style, count, letters, shapes, turn] = stroke;
      const own = take(count);
      const drawn = { style: this.styles[style], turn };
      if (shapes) return { ...drawn, places: own, shapes: shapes.map((shape) => this.shapes[shape]) };
      return { ...drawn, path: pathOf(letters, own) };
    });
  }

  draw(context, ratio, stroke) {
    if (stroke.image) {
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.drawImage(stroke.image, ...stroke.place);
      return;
    }
    const { style } = stroke;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.set(context, ratio, style);
    const paint = (path) => {
      if (style.fill) context.fill(path);
      if (style.stroke) context.stroke(path);
    };
    if (stroke.path) paint(stroke.path);
    else this.drawShapes(context, ratio, stroke, paint);
    context.restore();
  }

  set(context, ratio, style) {
    if (style.clip.length) {
      context.beginPath();
      context.rect(...style.clip);
      context.clip();
    }
    if (style.clip_path) context.clip(style.clip_path);
    context.fillStyle = style.fill;
    context.strokeStyle = style.stroke;
    context.lineWidth = style.width;
    context.lineCap = style.cap;
    context.lineJoin = style.join;
    if (style.width) context.miterLimit = style.width * ratio; // where Matplotlib's Agg, too, cuts a sharp corner off
    context.setLineDash(style.dashes);
    context.lineDashOffset = style.dash_offset;
  }

  drawShapes(context, ratio, { places, shapes, turn }, paint) {
    for (let i = 0; i < places.length / 3; i++) {
      const [x, y, scale] = places.subarray(3 * i, 3 * i + 3);
      const [a, b, c, d] = turn.map((part) => part * scale * ratio);
      context.setTransform(a, b, c, d, x * ratio, y * ratio);
      paint(shapes[shapes.length > 1 ? i : 0]);
    }
  }
}
