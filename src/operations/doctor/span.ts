const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** Seconds in the unit that a person would use: `3 min`, `12 h`. */
export function span(seconds: number): string {
  const whole = Math.round(seconds);
  const [size, unit] = UNITS.find(([one]) => whole >= 2 * one) ?? UNITS[3];
  return `${Math.floor(whole / size)} ${unit}`;
}
