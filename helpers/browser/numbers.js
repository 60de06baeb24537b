const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i; // Number() also takes "0x3" and ""

// Return the number that a reader typed, or NaN. A comma may stand for the point, but not where it may stand between thousands.
export function numberIn(text) {
  const plain = text.trim().replace("−", "-").replace(/^([^.,]*),([^.,]*)$/, "$1.$2");
  return NUMBER.test(plain) && !ambiguous(text) ? Number(plain) : NaN;
}

// Whether a comma may stand between thousands as well as for the point, as in "1,000".
export function ambiguous(text) {
  return /^[+−-]?[1-9]\d{0,2},\d{3}$/.test(text.trim());
}

// Return a number as a reader would write it.
export function say(number) {
  return String(Number(number.toPrecision(6))).replace("-", "−");
}
