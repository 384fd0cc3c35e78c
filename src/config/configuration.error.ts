/** The environment is incomplete or contradictory; the message lists every problem, what to do, and no value. */
export class ConfigurationError extends Error {
  readonly code = 'invalid_configuration';
  override readonly name = 'ConfigurationError';
}
