/** Stripe's clock at `began` (of `performance.now()`), by the date of an answer that has just come; whole seconds. */
export function clockAtStart(date: string | undefined, began: number): Date {
  const now = date ? Date.parse(date) : Date.now();
  return new Date(Math.floor((now - (performance.now() - began)) / 1000) * 1000);
}
