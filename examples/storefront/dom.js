/**
 * An element with its attributes and children. Text is only ever set as text, so that nothing that comes from the
 * backend can become markup.
 *
 * @param {string} name
 * @param {Readonly<Record<string, string | number | boolean | ((event: Event) => void)>>} [attributes] a function listens
 *   to the event of that name
 * @param {...(Node | string | null)} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key, value);
    else if (value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/**
 * The element of the page with this id.
 *
 * @param {string} id
 */
export function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new TypeError(`the page has no #${id}`);
  return found;
}

/**
 * Rows of a description list.
 *
 * @param {readonly (readonly [string, string | null])[]} rows those without a value are left out
 */
export function facts(rows) {
  const shown = rows.flatMap(([name, value]) =>
    value === null ? [] : [element('div', {}, element('dt', {}, name), element('dd', {}, value))],
  );
  return element('dl', { class: 'facts' }, ...shown);
}
