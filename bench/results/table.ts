/** `-` where there is nothing to tell. */
export const figure = (value: number, digits = 0): string => (Number.isFinite(value) ? value.toFixed(digits) : '-');

/** A markdown table whose columns line up: names to the left, figures to the right. */
export function markdown(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const isFigures = titles.map((_, column) => rows.every((row) => /^[-\d]/.test(row[column] ?? '-')));
  const widths = titles.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string => {
    const padded = widths.map((width, column) => {
      const cell = cells[column] ?? '';
      return isFigures[column] ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) => (isFigures[column] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(titles), `| ${rule.join(' | ')} |`, ...rows.map(line)];
}
