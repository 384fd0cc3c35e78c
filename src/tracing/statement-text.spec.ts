import { operationOf, statementText } from './statement-text.js';

describe('the text of a statement in a span', () => {
  it.each([
    [`SELECT 1 FROM t WHERE email = 'jenny@example.com'`, 'SELECT 1 FROM t WHERE email = ?'],
    [`SELECT 'it''s Jenny', 'x'`, 'SELECT ?, ?'],
    [`SELECT E'it\\'s Jenny', e'\\\\'`, 'SELECT ?, ?'],
    [`SELECT 'C:\\' || name, 'Jenny'`, 'SELECT ? || name, ?'],
    [`DO $$ BEGIN RAISE 'Jenny'; END $$`, 'DO ?'],
    [`SELECT $body$Jenny $1 $$$body$, $1`, 'SELECT ?, $1'],
    [
      'SELECT 1 WHERE phone = 46701740605 AND n < 4242 AND p = $12345',
      'SELECT 1 WHERE phone = ? AND n < 4242 AND p = $12345',
    ],
    ['SELECT a1234567 FROM t_1234567', 'SELECT a1234567 FROM t_1234567'],
    ['\n  SELECT id\n    FROM t\n', 'SELECT id FROM t'],
  ])('%j', (statement, text) => {
    expect(statementText(statement)).toBe(text);
    expect(statementText(statement)).toBe(text);
  });

  it('ends somewhere, and an open quote hides nothing that follows it in the text of another', () => {
    expect(statementText(`SELECT ${'x, '.repeat(2_000)}y`)).toHaveLength(2_000);
  });

  it('is named by its first word', () => {
    expect(operationOf('\n  WITH a AS (SELECT 1) SELECT 2')).toBe('WITH');
    expect(operationOf('commit')).toBe('COMMIT');
    expect(operationOf('(SELECT 1)')).toBe('SQL');
  });
});
