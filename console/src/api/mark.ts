const MARK = 'X-Countinghouse-Console';

/** Milliseconds after the last touch for which somebody counts as sitting there. */
const ATTENTION = 300_000;

/** On the clock of `performance.now()`; the page was opened by somebody. */
let touchedAt = performance.now();

for (const touch of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) {
  window.addEventListener(touch, () => (touchedAt = performance.now()), { capture: true, passive: true });
}

/**
 * What every request of this page bears: a page of another origin cannot add it, so the cookie alone opens nothing. It
 * says too whether somebody is there: a page that is left open asks on, and keeps no session alive.
 */
export const mark = (): Readonly<Record<string, string>> => ({
  [MARK]: performance.now() - touchedAt < ATTENTION ? '1' : 'unattended',
});

/** Of what stays open by itself, whoever sits there. */
export const UNATTENDED: Readonly<Record<string, string>> = { [MARK]: 'unattended' };
