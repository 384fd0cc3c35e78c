/** Seconds in which every connected account has its turn: twice as often as once a day, so that a slow day is one. */
const ROUND = 43_200;
/** Connected accounts a run at least: up to so many are looked at as often as the own account. */
const FEW = 5;
/** Seconds until an account that could not be listed is tried again, doubled each time. */
const FIRST_DELAY = 30;
const LONGEST_DELAY = 900;
/** The same for an account that Stripe refuses to list while it answers others: four times a day is enough. */
export const LONGEST_REFUSED = 21_600;

/** How many connected accounts a run takes, oldest first; as many again may come sooner because a gap was found. */
export function accountsPerRun(accounts: number, intervalSeconds: number): number {
  return Math.max(FEW, Math.ceil((accounts * intervalSeconds) / ROUND));
}

/** @param failures in a row, this one included. @param retryAfter what Stripe asks for. All in seconds. */
export function delayAfter(failures: number, retryAfter = 0, longest = LONGEST_DELAY): number {
  return Math.max(retryAfter, Math.min(FIRST_DELAY * 2 ** (failures - 1), longest));
}
