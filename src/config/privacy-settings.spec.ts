import { randomBytes } from 'node:crypto';
import { ConfigurationError } from './configuration.error.js';
import { loadEnv } from './env.js';

const key = (): string => randomBytes(32).toString('base64');

describe('privacySettings', () => {
  it('keep payloads for 90 days and events for 400, and encrypt nothing, unless told to', () => {
    const env = loadEnv({});
    expect([env.PAYLOAD_RETENTION_DAYS, env.EVENT_LOG_RETENTION_DAYS]).toEqual([90, 400]);
    expect(env.PAYLOAD_ENCRYPTION_KEYS).toEqual([]);
  });

  it('read keys in their order, and print none', () => {
    const [first, second] = [key(), key()];
    const env = loadEnv({ PAYLOAD_ENCRYPTION_KEYS: `2026-11:${first}, old_1:${second}` });
    expect(env.PAYLOAD_ENCRYPTION_KEYS.map(({ id }) => id)).toEqual(['2026-11', 'old_1']);
    expect(env.PAYLOAD_ENCRYPTION_KEYS.map((one) => one.key.export().toString('base64'))).toEqual([first, second]);
    expect(JSON.stringify(env)).not.toContain(first.slice(0, 20));
  });

  it.each([
    ['a key of 31 bytes', `a:${randomBytes(31).toString('base64')}`],
    ['a key of 33 bytes', `a:${randomBytes(33).toString('base64')}`],
    ['no id', key()],
    ['an id of other characters', `a b:${key()}`],
    ['an empty item', `a:${key()},`],
    ['hexadecimal', `a:${randomBytes(32).toString('hex')}`],
  ])('refuse %s, and do not repeat it', (_, PAYLOAD_ENCRYPTION_KEYS) => {
    const load = () => loadEnv({ PAYLOAD_ENCRYPTION_KEYS });
    expect(load).toThrow(ConfigurationError);
    expect(load).toThrow(/PAYLOAD_ENCRYPTION_KEYS: must list id:key/);
    expect(load).not.toThrow(PAYLOAD_ENCRYPTION_KEYS.slice(2, 20));
  });

  it('refuse two keys of one id', () => {
    expect(() => loadEnv({ PAYLOAD_ENCRYPTION_KEYS: `a:${key()},a:${key()}` })).toThrow('two keys have the same id');
  });

  it.each([
    [{ PAYLOAD_RETENTION_DAYS: '34' }, 'PAYLOAD_RETENTION_DAYS: must be at least 35'],
    [{ EVENT_LOG_RETENTION_DAYS: '30' }, 'EVENT_LOG_RETENTION_DAYS: must be at least 35'],
    [{ PAYLOAD_RETENTION_DAYS: '401' }, 'EVENT_LOG_RETENTION_DAYS: payloads would be left without their events'],
    [{ PAYLOAD_RETENTION_DAYS: '90d' }, 'PAYLOAD_RETENTION_DAYS: must be a whole number from 35 to 36500'],
  ])('refuse %j', (source, problem) => {
    expect(() => loadEnv(source)).toThrow(problem);
  });
});
