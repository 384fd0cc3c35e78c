/** Characters of a statement that a span shows. */
const LONGEST = 2_000;
/** Texts that are remembered: ours are a few hundred. */
const MOST = 1_000;

/** What may stand in a text for a value: a quoted or dollar-quoted literal, or a long number. Names and parameters are none. */
const LITERALS = /\be'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|(?<![\w$.])\d{5,}(?:\.\d+)?/gi;

const known = new Map<string, string>();

/**
 * A statement as a span shows it: without any value, for an adopter's may have them in their texts, on one line, and not
 * longer than somebody reads.
 */
export function statementText(statement: string): string {
  const before = known.get(statement);
  if (before !== undefined) return before;
  const text = statement.replaceAll(LITERALS, '?').replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST);
  if (known.size >= MOST) known.clear();
  known.set(statement, text);
  return text;
}

/** SELECT, INSERT, WITH, COMMIT …, or SQL. */
export const operationOf = (statement: string): string =>
  /^\s*([a-z]{2,20})\b/i.exec(statement)?.[1]?.toUpperCase() ?? 'SQL';
