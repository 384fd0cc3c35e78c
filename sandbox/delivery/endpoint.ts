export interface EndpointOptions {
  url: string;
  /** `whsec_...`; made up if not given. */
  secret?: string;
  /** The version its events are rendered in; the account's if not given. */
  apiVersion?: string;
}

export interface Endpoint {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly apiVersion: string;
}
