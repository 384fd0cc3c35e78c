/** `1 event`, `3 events`; what is counted up to a limit says so. */
export const counted = (count: number, one: string, many = `${one}s`, most = Infinity): string =>
  `${count >= most ? `${most} or more` : count} ${count === 1 ? one : many}`;

const UNITS = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** In the largest unit of which there are two: `90 s` is `90 s`, `7 min`, `26 h`, `3 d`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds)); // the database's clock may be ahead
  const [unit, size] = UNITS.find(([, length]) => whole >= 2 * length) ?? ['s', 1];
  return `${Math.floor(whole / size)} ${unit}`;
}
