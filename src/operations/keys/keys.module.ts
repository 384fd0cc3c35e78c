import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { IssuedKeyRepository } from './issued-key.repository.js';
import { IssuedKeys } from './issued-keys.js';
import { KeysController } from './keys.controller.js';

/** API keys, over HTTP. */
@Module({})
export class KeysModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: KeysModule,
      controllers: env.ROLE === 'worker' ? [] : [KeysController],
      providers: [IssuedKeyRepository, IssuedKeys],
    };
  }
}
