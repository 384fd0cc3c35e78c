import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { AccountAuthorization, type AccountAuthorizationColumns } from './account-authorization.entity.js';

@Injectable()
export class AccountAuthorizationRepository extends MirrorRepository<AccountAuthorizationColumns> {
  constructor() {
    super({ entity: AccountAuthorization });
  }
}
