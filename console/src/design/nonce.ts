/**
 * The nonce of this answer, by which style sheets made at run time are let in. Browsers hide it from selectors, not from
 * the property.
 */
export const nonce = document.querySelector<HTMLElement>('[nonce]')?.nonce ?? '';

// The name by which the library reads it that locks the page's scrolling under a dialog.
Object.assign(globalThis, { __webpack_nonce__: nonce });
