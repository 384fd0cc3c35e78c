import type { Express } from 'express';
import type { Engine } from '../engine/engine.js';
import { checkoutPage } from './checkout.page.js';
import { expressPage } from './express.page.js';
import { onboardingPage } from './onboarding.page.js';
import { Pages } from './page.js';
import { portalPage } from './portal.page.js';

/** Stripe's hosted pages: plain forms that need no script. Whoever has the address may use them, as at Stripe. */
export function pageRoutes(app: Express, platform: Engine): void {
  const pages = new Pages(app);
  checkoutPage(pages, platform);
  portalPage(pages, platform);
  onboardingPage(pages, platform);
  expressPage(pages, platform);
}
