import { jest } from '@jest/globals';
import { periodQuery } from './report.query.js';

afterEach(() => jest.useRealTimers());

const periodAt = (now: string, query: object) => {
  jest.useFakeTimers({ now: new Date(now) });
  const { from, to } = periodQuery.parse(query);
  return [from, to];
};

describe('without a period: twelve months, the running one among them', () => {
  it.each([
    ['2026-11-30T13:00:00Z', 'Pacific/Auckland', '2026-01-01', '2026-12-02'], // 1 December, 02:00
    ['2026-11-30T13:00:00Z', 'UTC', '2025-12-01', '2026-12-01'],
    ['2027-01-01T03:00:00Z', 'America/Los_Angeles', '2026-01-01', '2027-01-01'], // 31 December, 19:00
    ['2027-01-01T03:00:00Z', 'UTC', '2026-02-01', '2027-01-02'],
    ['2028-02-28T11:00:00Z', 'Pacific/Kiritimati', '2027-03-01', '2028-03-01'], // 29 February, 01:00
  ])('at %s in %s: %s to %s', (now, timeZone, from, to) => {
    expect(periodAt(now, { timeZone })).toEqual([from, to]);
  });

  it('one end of it given', () => {
    const now = '2026-11-30T13:00:00Z';
    expect(periodAt(now, { timeZone: 'Pacific/Auckland', from: '2026-11-01' })).toEqual(['2026-11-01', '2026-12-02']);
    expect(periodAt(now, { timeZone: 'Pacific/Auckland', to: '2026-11-01' })).toEqual(['2026-01-01', '2026-11-01']);
  });
});

it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'America/Port-au-Prince'])(
  '%s is a time zone',
  (timeZone) => {
    expect(periodQuery.parse({ timeZone }).timeZone).toBe(timeZone);
  },
);

it.each(['CET', 'EST', 'EST5EDT', 'GMT', 'utc', '+01:00', 'Mars/Olympus', 'posix/Europe/Berlin', "Europe/Berlin'", ''])(
  '%j is none that everybody understands alike',
  (timeZone) => {
    expect(periodQuery.safeParse({ timeZone }).success).toBe(false);
  },
);
