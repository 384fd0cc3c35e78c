import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { EarlyFraudWarning, type EarlyFraudWarningColumns } from './early-fraud-warning.entity.js';

@Injectable()
export class EarlyFraudWarningRepository extends MirrorRepository<EarlyFraudWarningColumns> {
  constructor() {
    super({ entity: EarlyFraudWarning });
  }
}
