/** `2026-08-01T12:00` of an input that has no zone, taken as UTC. '' stays ''. */
export const toUtc = (local: string): string => (local === '' ? '' : `${local.length === 16 ? `${local}:00` : local}Z`);

/** For an input without a zone, what {@link toUtc} has made of it. */
export const fromUtc = (utc: string): string => utc.replace(/(:00)?(\.\d+)?Z$/, '');
