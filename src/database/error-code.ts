/**
 * The code of a system error ('ENOENT') or the SQLSTATE of a database error ('42P01'), of the error or of its cause.
 * Not by `instanceof`: errors of another realm (jest's) are not instances of this one's Error.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? errorCode(error.cause) : undefined;
}
