/** Rows under their headings, each column as wide as its widest cell; numbers stand at its right end. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const widths = headings.map((heading, i) =>
    Math.max(heading.length, ...rows.map((row) => String(row[i] ?? '').length)),
  );
  const isNumber = headings.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const line = (cells: readonly (string | number)[]): string =>
    widths
      .map((width, i) => (isNumber[i] ? String(cells[i] ?? '').padStart(width) : String(cells[i] ?? '').padEnd(width)))
      .join('  ')
      .trimEnd();
  return [line(headings), ...rows.map(line)].join('\n');
}
