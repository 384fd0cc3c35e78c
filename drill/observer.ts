import type { INestApplicationContext } from '@nestjs/common';
import { createApp } from '../src/app.js';
import { ApiKeyRepository } from '../src/auth/api-key.repository.js';
import { loadEnv } from '../src/config/env.js';
import { AlertEvaluator } from '../src/operations/alerts/alert.evaluator.js';

/**
 * One more process of the backend's, this one, which takes no webhooks and settles no events: it looks for alerts
 * whenever it is told to. The others do so every half minute, by the same code; several at once are harmless.
 */
export class Observer {
  private constructor(private readonly app: INestApplicationContext) {}

  /** The schema has to be there. */
  static async start(settings: Readonly<Record<string, string>>): Promise<Observer> {
    const app = await createApp(loadEnv({ ...settings, ROLE: 'api', LOG_LEVEL: 'silent' }));
    await app.init();
    return new Observer(app);
  }

  look(): Promise<void> {
    return this.app.get(AlertEvaluator).evaluate();
  }

  /** @returns a key for the operators' part of the API. */
  async issueKey(): Promise<string> {
    const request = { name: 'drill', scopes: ['operations'] as const, account: '', tenantId: null, expiresAt: null };
    return (await this.app.get(ApiKeyRepository).issue(request)).key;
  }

  close(): Promise<void> {
    return this.app.close();
  }
}
