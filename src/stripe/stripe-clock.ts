/** Stripe's clock at `began` (of `performance.now()`), by the date of an answer that has just come; whole seconds. */
export function clockAtStart(date: string | undefined, began: number): Date {
  const told = Date.parse(date ?? '');
  const now = Number.isNaN(told) ? Date.now() : told;
  return new Date(Math.floor((now - (performance.now() - began)) / 1000) * 1000);
}

/** A time of Stripe's as callers are told it. @param seconds since 1970, UTC. */
export const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();
