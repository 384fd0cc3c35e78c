import 'reflect-metadata';
import { AppModule } from '../../app.module.js';
import type { Env } from '../../config/env.js';
import { ExtensionsModule } from '../../extensions/extensions.module.js';
import { handledTypes } from '../../stripe/handled-types.js';

/** Nobody connects to it: nothing of the application is made, its parts are looked at. */
const NO_DATABASE = 'postgres://nowhere.invalid/none';

/** The event types that this build handles, your own in src/extensions among them. */
export const ownHandledTypes = (env: Env): Promise<string[]> =>
  handledTypes(AppModule.forRoot({ ...env, ROLE: 'all', DATABASE_URL: NO_DATABASE }, [ExtensionsModule]));
