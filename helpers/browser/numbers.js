const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i; // Number() also takes "0x3" and ""

// Return the number that a reader typed, or NaN. A comma may stand for the point.
export function numberIn(text) {
  const plain = text.trim().replace("−", "-").replace(/^([^.,]*),([^.,]*)$/, "$1.$2");
  return NUMBER.test(plain) ? Number(plain) : NaN;
}

// Return a number as a reader would write it.
export function say(number) {
  return String(Number(number.toPrecision(6))).replace("-", "−");
}
