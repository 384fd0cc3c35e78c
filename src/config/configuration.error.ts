/** The environment is incomplete or contradictory; the message lists every problem, what to do, and no value. */
export class ConfigurationError extends Error {
  readonly code = 'invalid_configuration';
  override readonly name = 'ConfigurationError';

  /** @param problems of the environment, each by the name that it is about. */
  constructor(
    message: string,
    options?: ErrorOptions,
    readonly problems: readonly string[] = [],
  ) {
    super(message, options);
  }
}
