import type { Engine } from '../engine/engine.js';
import type { PortalSession } from '../objects/portal-session.js';
import type { Answer } from './page.js';

/** One look at the portal: whose it is, and where its pages are. */
export interface Portalled {
  readonly engine: Engine;
  readonly session: PortalSession;
  /** The address of the portal's first page. */
  readonly root: string;
}

/** After something was done: back to the portal, unless the session came for this alone. */
export function onward({ root, session }: Portalled): Answer {
  const after = session.flow?.after_completion;
  if (after?.redirect) return { location: after.redirect.return_url };
  return { location: after?.type === 'hosted_confirmation' ? `${root}/done` : `${root}/home` };
}
