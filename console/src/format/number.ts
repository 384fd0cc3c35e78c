const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `12,345`. */
export const countText = (count: number): string => WHOLE.format(count);

/** `99.98 %`: two digits, but never 100 for what is less. @param share 0 to 1 */
export function shareText(share: number): string {
  const percent = share * 100;
  const shown = percent < 100 ? Math.min(Math.round(percent * 100) / 100, 99.99) : 100;
  return `${shown} %`;
}

/** `1 event`, `2 events`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${countText(count)} ${count === 1 ? one : many}`;
