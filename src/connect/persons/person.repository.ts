import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Person, type PersonColumns } from './person.entity.js';

@Injectable()
export class PersonRepository extends MirrorRepository<PersonColumns> {
  constructor() {
    super({ entity: Person });
  }
}
