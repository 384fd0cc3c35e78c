/** What became of one event, in words an operator reads. Every event ends with exactly one. */
export type Verdict =
  | { readonly verdict: 'applied' }
  | {
      readonly verdict: 'superseded';
      /** Event id, null when a state read from Stripe is newer. */ readonly by: string | null;
    }
  | { readonly verdict: 'duplicate'; /** The other event with the same fact. */ readonly of: string }
  | { readonly verdict: 'ambiguous' }
  | { readonly verdict: 'stored' }
  | { readonly verdict: 'ignored'; readonly reason: 'no_handler' | 'wrong_mode' | 'unknown_account' | 'thin' };

export const APPLIED: Verdict = { verdict: 'applied' };
export const STORED: Verdict = { verdict: 'stored' };
