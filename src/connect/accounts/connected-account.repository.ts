import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { ConnectedAccount, type ConnectedAccountColumns } from './connected-account.entity.js';

@Injectable()
export class ConnectedAccountRepository extends MirrorRepository<ConnectedAccountColumns> {
  constructor() {
    super({ entity: ConnectedAccount });
  }
}
