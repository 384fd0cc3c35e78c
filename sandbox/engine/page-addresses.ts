/** Where the hosted pages are: the sandbox's own server once it listens, Stripe's addresses without one. */
export class PageAddresses {
  private server: string | null = null;

  /** @param url of the sandbox's server, without a slash at its end */
  serveAt(url: string): void {
    this.server = url;
  }

  checkout(session: string): string {
    return `${this.server ?? 'https://checkout.stripe.com'}/c/pay/${session}`;
  }

  portal(secret: string): string {
    return `${this.server ?? 'https://billing.stripe.com'}/p/session/${secret}`;
  }

  express(account: string, secret: string): string {
    return `${this.server ?? 'https://connect.stripe.com'}/express/${account}/${secret}`;
  }

  onboarding(account: string, secret: string): string {
    return `${this.server ?? 'https://connect.stripe.com'}/setup/s/${account}/${secret}`;
  }
}
