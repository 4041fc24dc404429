const DIGITS_KEPT = 10;

/**
 * A number with a fixed count of decimals, halves rounded away from zero.
 *
 * The number is first cut to ten decimals, so that 71.165, which a double holds as 71.16500000000000625, and a mean
 * such as 64.90499999999999 both round as their decimal forms would. Zero has no sign.
 *
 * @param digits decimals wanted, 0 to 10
 * @throws RangeError for a number that is not finite or not below 1e15
 */
export function fixed(value: number, digits: number): string {
  if (!(Math.abs(value) < 1e15)) throw new RangeError(`${value} has no fixed decimals`);
  const scaled = BigInt(Math.abs(value).toFixed(DIGITS_KEPT).replace('.', ''));
  const unit = BigInt(`1${'0'.repeat(DIGITS_KEPT - digits)}`);
  const rounded = (scaled + unit / 2n) / unit;
  const text = rounded.toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const sign = value < 0 && rounded > 0n ? '-' : '';
  return digits === 0 ? sign + whole : `${sign}${whole}.${text.slice(text.length - digits)}`;
}

/** `fixed` with a plus before a positive number. */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return text.startsWith('-') || Number(text) === 0 ? text : `+${text}`;
}

/** `845646` as `845,646`; leaves sign and decimals alone. */
export function grouped(text: string): string {
  const [whole, ...decimals] = text.split('.');
  return [whole!.replace(/\B(?=(?:\d{3})+$)/g, ','), ...decimals].join('.');
}

/** The number without the noise that binary arithmetic leaves behind the tenth decimal. */
export function clean(value: number): number {
  return Number(fixed(value, DIGITS_KEPT));
}
