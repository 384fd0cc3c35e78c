import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { CreditNote, type CreditNoteColumns } from './credit-note.entity.js';
import { CreditNoteLine } from './credit-note-line.entity.js';

@Injectable()
export class CreditNoteRepository extends MirrorRepository<CreditNoteColumns> {
  constructor() {
    super({ entity: CreditNote, owned: { lines: CreditNoteLine }, volatile: ['pdf'] });
  }
}
