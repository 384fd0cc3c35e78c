/**
 * The code of a system error ('ENOENT') or the SQLSTATE of a database error ('42P01'), of the error or of its cause.
 * Not by `instanceof`: errors of another realm (jest's) are not instances of this one's Error.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? errorCode(error.cause) : undefined;
}

/**
 * Whether a statement was refused only because a former one of its transaction had failed: in_failed_sql_transaction, and
 * invalid_sql_statement_name, when it should have been kept and was refused the first time for the same reason.
 */
export function isConsequence(error: unknown): boolean {
  const code = errorCode(error);
  return code === '25P02' || code === '26000';
}
