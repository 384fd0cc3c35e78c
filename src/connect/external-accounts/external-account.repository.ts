import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { ExternalAccount, type ExternalAccountColumns } from './external-account.entity.js';

@Injectable()
export class ExternalAccountRepository extends MirrorRepository<ExternalAccountColumns> {
  constructor() {
    super({ entity: ExternalAccount });
  }
}
