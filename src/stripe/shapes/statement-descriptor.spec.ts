import { statementDescriptor } from './statement-descriptor.js';

describe('statementDescriptor', () => {
  it.each([
    ['2015', { statement_descriptor: 'GOLD' }, 'GOLD'],
    ['before 2014-12-17', { statement_description: 'GOLD' }, 'GOLD'],
    ['none', { statement_descriptor: null }, null],
    ["since 2018, when it is the product's", {}, null],
  ])('%s', (_, plan, expected) => {
    expect(statementDescriptor(plan)).toBe(expected);
  });
});
