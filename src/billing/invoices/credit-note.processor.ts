import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OnStripeEvent } from '../../stripe/on-stripe-event.decorator.js';
import type { StripeEvent } from '../../stripe/stripe.types.js';
import type { Verdict } from '../../stripe/verdict.js';
import { toCreditNote } from './credit-note.mapper.js';
import { CreditNoteRepository } from './credit-note.repository.js';

@Injectable()
export class CreditNoteProcessor {
  constructor(private readonly creditNotes: CreditNoteRepository) {}

  @OnStripeEvent('credit_note.created', 'credit_note.updated', 'credit_note.voided')
  sync(event: StripeEvent, tx: EntityManager): Promise<Verdict> {
    return this.creditNotes.apply(tx, event, toCreditNote);
  }
}
