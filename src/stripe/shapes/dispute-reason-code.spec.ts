import { disputedMethod, networkReasonCode } from './dispute-reason-code.js';

const told = (type: string, means: object) => ({ payment_method_details: { type, [type]: means } });

describe('a dispute’s payment method and network reason', () => {
  it.each([
    ['card', told('card', { network_reason_code: '10.4', case_type: 'chargeback' }), 'card', '10.4'],
    ['PayPal', told('paypal', { reason_code: 'INR' }), 'paypal', 'INR'],
    ['no reason', told('amazon_pay', { dispute_type: 'claim' }), 'amazon_pay', null],
    ['before 2022', { network_reason_code: '83' }, null, '83'],
    ['2015', {}, null, null],
    ['null', { payment_method_details: null, network_reason_code: null }, null, null],
    ['no details under the type', { payment_method_details: { type: 'card' } }, 'card', null],
  ])('%s', (_, dispute, method, code) => {
    expect(disputedMethod(dispute)).toBe(method);
    expect(networkReasonCode(dispute)).toBe(code);
  });
});
