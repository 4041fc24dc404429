/**
 * `exp`, `log` and `pow` with the same bits on every platform. ECMAScript leaves the results of Math.exp, Math.log
 * and Math.pow to the implementation; here only + - * / and access to the bits of a number are used, which IEEE 754
 * fixes. Relative errors stay below 1e-15 for exp and log and below 1e-13 for pow.
 */
const LN2_HIGH = 0.6931471803691238; // the last 21 bits are zero: k * LN2_HIGH is exact for |k| < 2^20
const LN2_LOW = 1.9082149292705877e-10;
const SQRT_2_BITS = 0x6a09e; // the upper 20 bits of the fraction of sqrt(2), rounded down
const TWO_POW_54 = 18014398509481984;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** A number and its two words in memory; `HIGH_WORD` is the one with sign and exponent. */
const double = /* @__PURE__ */ new Float64Array(1);
const words = /* @__PURE__ */ wordsOf(double);
const HIGH_WORD = /* @__PURE__ */ findHighWord();

function wordsOf(numbers: Float64Array): Int32Array {
  return new Int32Array(numbers.buffer);
}

function findHighWord(): 0 | 1 {
  double[0] = 1;
  return words[1] === 0 ? 0 : 1;
}

/** 2^power for a whole `power` in [-1022, 1023]. */
function powerOfTwo(power: number): number {
  words[1 - HIGH_WORD] = 0;
  words[HIGH_WORD] = (power + 1023) << 20;
  return double[0]!;
}

/**
 * e^x. Infinity above 709.782…, 0 below -745.133…, subnormal results are rounded once more.
 *
 * x = k ln 2 + r with |r| <= ln(2)/2; e^r by the Remez rational form of fdlibm's e_exp.c.
 */
export function exp(x: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Number.POSITIVE_INFINITY : x;
  if (x < -745.1332191019412) return 0;
  const power = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - power * LN2_HIGH;
  const low = power * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t *
          (-0.0027777777777015593 +
            t * (0.00006613756321437934 + t * (-0.0000016533902205465252 + t * 4.1381367970572385e-8))));
  const mantissa = 1 - (low - (r * c) / (2 - c) - high);
  if (power > 1022) return mantissa * 2 * powerOfTwo(power - 1);
  if (power >= -1022) return mantissa * powerOfTwo(power);
  return (mantissa * powerOfTwo(power + 54)) / TWO_POW_54;
}

/** The exponent of a positive finite x = m 2^exponent with m in [sqrt(1/2), sqrt(2)); leaves m in `double`. */
function takeApart(x: number): number {
  const shift = x < SMALLEST_NORMAL ? 54 : 0;
  double[0] = shift === 0 ? x : x * TWO_POW_54;
  const high = words[HIGH_WORD]!;
  const bits = high & 0xfffff;
  const up = bits >= SQRT_2_BITS ? 1 : 0;
  words[HIGH_WORD] = bits | (up === 1 ? 0x3fe00000 : 0x3ff00000);
  return (high >> 20) - 1023 - shift + up;
}

/** log(1 + f) - f + f²/2 for f in [sqrt(1/2) - 1, sqrt(2) - 1] (fdlibm's e_log.c). */
function logTail(f: number, halfSquare: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  return s * (halfSquare + even + odd);
}

/** The natural logarithm. NaN below zero, -Infinity at zero. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const exponent = takeApart(x);
  const fraction = double[0]! - 1;
  const halfSquare = 0.5 * fraction * fraction;
  const tail = logTail(fraction, halfSquare) + exponent * LN2_LOW;
  return exponent * LN2_HIGH - (halfSquare - tail - fraction);
}

/**
 * base^power as Math.pow defines it, except that -0 counts as 0. Whole powers up to 64 are repeated products, so
 * exact where the result is; others go through a logarithm of about 100 bits.
 */
export function pow(base: number, power: number): number {
  if (Number.isInteger(power) && Math.abs(power) <= 64) {
    const product = wholePower(base, Math.abs(power));
    return power < 0 ? 1 / product : product;
  }
  if (base < 0) {
    if (Number.isFinite(base) && Number.isFinite(power) && !Number.isInteger(power)) return Number.NaN;
    return Math.abs(power % 2) === 1 ? -pow(-base, power) : pow(-base, power);
  }
  if (base === 0) return power > 0 ? 0 : power < 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (!Number.isFinite(base) || !Number.isFinite(power)) return exp(power * log(base));
  const exponent = takeApart(base);
  const fraction = double[0]! - 1;
  const halfSquare = 0.5 * fraction * fraction;
  const tail = logTail(fraction, halfSquare);
  const curve = halfSquare - tail;
  const rest = fraction - curve;
  const restLow = fraction - rest - curve - (halfSquare - curve - tail);
  const whole = exponent * LN2_HIGH;
  const sum = whole + rest;
  const sumLow = (exponent === 0 ? 0 : whole - sum + rest) + restLow + exponent * LN2_LOW;
  const high = sum + sumLow;
  const low = sum - high + sumLow;
  const product = power * high;
  if (!(Math.abs(product) < 800)) return exp(product);
  return exp(product) * (1 + (productError(power, high, product) + power * low));
}

function wholePower(base: number, power: number): number {
  let product = 1;
  let square = base;
  for (let rest = power; rest > 0; rest >>= 1) {
    if (rest & 1) product *= square;
    square *= square;
  }
  return product;
}

/** a * b - product without rounding (Dekker's splitting); |a| below 2^996. */
function productError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

function upperHalf(x: number): number {
  const scaled = x * 134217729;
  return scaled - (scaled - x);
}
