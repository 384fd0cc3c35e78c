import { isServerAway, smtpReason } from './smtp-reason.js';

const refused = Object.assign(new Error("Can't send mail: 550 5.1.1 <jenny@example.com> unknown"), {
  code: 'EENVELOPE',
  command: 'RCPT TO',
  responseCode: 550,
  response: '550 5.1.1 <jenny@example.com> Jenny Rosen is unknown here, 198.51.100.7',
});

describe('smtpReason', () => {
  it('has the codes, and nothing that the server wrote', () => {
    expect(smtpReason(refused)).toBe('EENVELOPE RCPT TO 550 5.1.1');
    expect(smtpReason(Object.assign(new Error('x'), { code: 'ETIMEDOUT', command: 'CONN' }))).toBe('ETIMEDOUT CONN');
    expect(smtpReason(Object.assign(new Error('x'), { code: 'jenny@example.com' }))).toBe('the mail could not be sent');
    expect(smtpReason(null)).toBe('the mail could not be sent');
  });
});

it('a server is away when it says nothing of the message', () => {
  expect(isServerAway(refused)).toBe(false);
  expect(isServerAway({ code: 'EMESSAGE', responseCode: 451 })).toBe(false);
  expect(isServerAway({ code: 'EENVELOPE', responseCode: 421 })).toBe(true);
  expect(isServerAway({ code: 'ETIMEDOUT' })).toBe(true);
  expect(isServerAway({ code: 'EAUTH', responseCode: 535 })).toBe(true);
});
