/**
 * Whether an event says that its object is no more, so that the row keeps its identity only. A canceled subscription is
 * not deleted, whatever its event is called; an authorization ends with `deauthorized`, and may be given again.
 */
export const leavesTombstone = (eventType: string): boolean =>
  eventType === 'account.application.deauthorized' ||
  (eventType.endsWith('.deleted') && eventType !== 'customer.subscription.deleted');
