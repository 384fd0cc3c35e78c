import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { SetupIntent, type SetupIntentColumns } from './setup-intent.entity.js';

@Injectable()
export class SetupIntentRepository extends MirrorRepository<SetupIntentColumns> {
  constructor() {
    super({ entity: SetupIntent });
  }
}
