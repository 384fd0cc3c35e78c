/** Waiting requests of one tenant: a person opens the page once or twice. */
const MOST_OF_ONE = 3;
/** Of all together. Each asks the database five times a second, for a fraction of a millisecond each. */
const MOST = 100;

/** How many requests wait for a checkout in this process. Whoever comes beyond that need not wait, and is answered as it is. */
export class LandingWaits {
  private readonly byTenant = new Map<string, number>();
  private all = 0;

  /** @returns false when there is no place; else `end` has to follow. */
  begin(tenant: string): boolean {
    const own = this.byTenant.get(tenant) ?? 0;
    if (own >= MOST_OF_ONE || this.all >= MOST) return false;
    this.byTenant.set(tenant, own + 1);
    this.all += 1;
    return true;
  }

  end(tenant: string): void {
    const left = (this.byTenant.get(tenant) ?? 1) - 1;
    if (left > 0) this.byTenant.set(tenant, left);
    else this.byTenant.delete(tenant);
    this.all -= 1;
  }
}
