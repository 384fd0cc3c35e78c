import { settlementOf, verdictWord } from './settlement.js';

describe('verdictWord', () => {
  it('is the verdict without an id or a reason', () => {
    expect(verdictWord(settlementOf('1', { verdict: 'superseded', by: 'evt_1' }, 0).verdict)).toBe('superseded');
    expect(verdictWord(settlementOf('1', { verdict: 'ignored', reason: 'no_handler' }, 0).verdict)).toBe('ignored');
    expect(verdictWord(settlementOf('1', undefined, 0).verdict)).toBe('applied');
  });

  it('is one word for all that no verdict is', () => {
    for (const made of ['jenny@example.com', '', 'evt_1', 7, null, undefined, {}])
      expect(verdictWord(made)).toBe('other');
  });
});
