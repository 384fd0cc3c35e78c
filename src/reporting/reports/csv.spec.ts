import { csvOf } from './csv.js';

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u00a0=1', '＝1', '＠x'])('%j is text', (text) => {
  expect(csvOf(['a'], [{ a: text }]).slice('a\r\n'.length)).toMatch(/^"?'/);
});

it('numbers stay numbers, and everything else what it is', () => {
  const rows = [{ a: -5, b: 'a "b", c', c: null }];
  expect(csvOf(['a', 'b', 'c'], rows)).toBe('a,b,c\r\n-5,"a ""b"", c",\r\n');
});
