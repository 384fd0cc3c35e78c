const wordOf = (error: unknown, field: string): string | undefined => {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' && /^[A-Z0-9 _]{1,40}$/.test(value) ? value : undefined;
};

/** The server's reply code: 4xx passes, 5xx does not. */
function replyOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code: unknown = Reflect.get(error, 'responseCode');
  return typeof code === 'number' ? code : undefined;
}

/** The codes of a refusal, without its text: servers repeat addresses and names in it. `EENVELOPE RCPT TO 550 5.1.1` */
export function smtpReason(error: unknown): string {
  const response: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'response') : undefined;
  const enhanced = typeof response === 'string' ? /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0] : undefined;
  const parts = [wordOf(error, 'code'), wordOf(error, 'command'), replyOf(error), enhanced];
  return parts.filter((part) => part !== undefined).join(' ') || 'the mail could not be sent';
}

/** It did not answer, or with nothing that is about this one message. */
export function isServerAway(error: unknown): boolean {
  const code = wordOf(error, 'code');
  return replyOf(error) === 421 || (code !== 'EENVELOPE' && code !== 'EMESSAGE');
}
