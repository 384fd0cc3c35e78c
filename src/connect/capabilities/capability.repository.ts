import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Capability, type CapabilityColumns } from './capability.entity.js';

@Injectable()
export class CapabilityRepository extends MirrorRepository<CapabilityColumns> {
  constructor() {
    super({ entity: Capability });
  }
}
