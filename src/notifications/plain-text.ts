const LONGEST = 200;

/**
 * A value that somebody else chose (a customer's name), as part of a line: no control characters, hence no second line
 * and no header of its own, nothing that turns the direction of writing, at most 200 characters.
 */
export function oneLine(value: string | null): string | null {
  if (value === null) return null;
  const line = value
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .trim();
  // Not half of a character at the end.
  return line.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, '') || null;
}

/** An address that mail can be sent to, and one only; null for anything else. */
export function mailAddress(value: string | null): string | null {
  if (value === null || value.length > 254) return null;
  return /^[^\s\p{Cc}<>@,;:"()[\]\\]{1,64}@[^\s\p{Cc}<>@,;:"()[\]\\]+$/u.test(value) ? value : null;
}

/** An https address, and nothing that a mail program would run. */
export const webAddress = (value: string | null): string | null =>
  value !== null && /^https:\/\/[^\s\p{Cc}"<>]+$/u.test(value) ? value : null;

/** `2026-11-21 09:00 UTC`. */
export const momentText = (at: Date | null): string | null =>
  at && `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const DAY = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** `November 21, 2026`. UTC. */
export const dayText = (at: Date | null): string | null => at && DAY.format(at);
