/** An exact fraction; the denominator is positive. Only `rounded` loses anything, and it is called once. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

export const ZERO: Fraction = { over: 0n, under: 1n };

export const fraction = (over: bigint | number, under: bigint | number = 1n): Fraction =>
  reduced(BigInt(over), BigInt(under));

export const sum = (a: Fraction, b: Fraction): Fraction =>
  reduced(a.over * b.under + b.over * a.under, a.under * b.under);

export const difference = (a: Fraction, b: Fraction): Fraction => sum(a, { over: -b.over, under: b.under });

export const product = (a: Fraction, b: Fraction): Fraction => reduced(a.over * b.over, a.under * b.under);

/** @param b not zero. */
export const quotient = (a: Fraction, b: Fraction): Fraction =>
  b.over < 0n ? reduced(-a.over * b.under, a.under * -b.over) : reduced(a.over * b.under, a.under * b.over);

export const isLess = (a: Fraction, b: Fraction): boolean => a.over * b.under < b.over * a.under;

export const smaller = (a: Fraction, b: Fraction): Fraction => (isLess(a, b) ? a : b);

/** A decimal as Stripe spells it (`12.5`), exactly; null when it is none. */
export function decimal(text: string): Fraction | null {
  const parts = /^(-?)(\d{1,20})(?:\.(\d{1,20}))?$/.exec(text);
  if (!parts) return null;
  const [, sign = '', whole = '0', decimals = ''] = parts;
  return fraction(BigInt(`${sign}${whole}${decimals}`), 10n ** BigInt(decimals.length));
}

/** To the nearest whole number, a half up. */
export function rounded({ over, under }: Fraction): bigint {
  return floorOf(2n * over + under, 2n * under);
}

/**
 * Whole numbers in the proportion of the parts which add up to the rounded sum of the parts: each part is rounded down,
 * and what is missing goes to those with the largest remainders, among equals to the first.
 */
export function apportioned(parts: readonly Fraction[]): bigint[] {
  const floors = parts.map(({ over, under }) => floorOf(over, under));
  let missing = rounded(parts.reduce(sum, ZERO)) - floors.reduce((a, b) => a + b, 0n);
  const remainders = parts.map((part, i) => difference(part, fraction(floors[i] ?? 0n)));
  const order = parts.map((_, i) => i).toSorted((a, b) => descending(remainders[a], remainders[b]) || a - b);
  for (const index of order) {
    if (missing <= 0n) break;
    floors[index] = (floors[index] ?? 0n) + 1n;
    missing -= 1n;
  }
  return floors;
}

function descending(a: Fraction = ZERO, b: Fraction = ZERO): number {
  if (isLess(b, a)) return -1;
  return isLess(a, b) ? 1 : 0;
}

/** `over / under` rounded towards minus infinity: BigInt rounds towards zero. */
function floorOf(over: bigint, under: bigint): bigint {
  const whole = over / under;
  return over < 0n && whole * under !== over ? whole - 1n : whole;
}

function reduced(over: bigint, under: bigint): Fraction {
  let [a, b] = [over < 0n ? -over : over, under];
  while (b !== 0n) [a, b] = [b, a % b];
  return a > 1n ? { over: over / a, under: under / a } : { over, under };
}
