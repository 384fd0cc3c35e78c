import { amountCaptured, chargeStatus, isDisputed } from './charge-state.js';

describe('chargeStatus', () => {
  it.each([
    ['today', { status: 'pending', paid: false }, 'pending'],
    ['until 2015-02', { status: 'paid' }, 'succeeded'],
    ['before 2014-12', { paid: true }, 'succeeded'],
    ['before 2014-12, failed', { paid: false }, 'failed'],
    ['nothing said', {}, null],
  ])('%s', (_, charge, expected) => {
    expect(chargeStatus(charge)).toBe(expected);
  });
});

describe('amountCaptured', () => {
  it.each([
    ['today', { amount: 900, amount_captured: 500, captured: true }, 500],
    ['before 2020', { amount: 900, captured: true }, 900],
    ['not captured', { amount: 900, captured: false }, 0],
    ['no amount', {}, null],
  ])('%s', (_, charge, expected) => {
    expect(amountCaptured(charge)).toBe(expected);
  });
});

describe('isDisputed', () => {
  it.each([
    ['today', { disputed: true }, true],
    ['before 2019', { dispute: 'dp_1' }, true],
    ['before 2019, not', { dispute: null }, false],
    ['not', { disputed: false }, false],
  ])('%s', (_, charge, expected) => {
    expect(isDisputed(charge)).toBe(expected);
  });
});
