// The weights that came with the page, for where no Python answers: layers with a ReLU between any two, and softmax at the end.

function numbersIn(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

// Return layers as `probabilitiesOf` takes them; of each come the weights row by row, and the biases, as 32-bit numbers in base64.
export function layersOf(stored) {
  return stored.map(({ weights, biases }) => ({ weights: numbersIn(weights), biases: numbersIn(biases) }));
}

// Return the ten probabilities for 64 counts from 0 to 16.
export function probabilitiesOf(layers, counts) {
  let values = counts.map((count) => count / 16);
  layers.forEach(({ weights, biases }, place) => {
    const sums = Array.from(biases);
    values.forEach((value, row) => {
      if (value) for (let unit = 0; unit < sums.length; unit++) sums[unit] += value * weights[row * sums.length + unit];
    });
    values = place < layers.length - 1 ? sums.map((sum) => Math.max(sum, 0)) : sums;
  });
  const highest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - highest));
  const whole = powers.reduce((sum, power) => sum + power);
  return powers.map((power) => power / whole);
}
