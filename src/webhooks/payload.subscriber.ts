import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntitySubscriberInterface } from 'typeorm';
import { PayloadCipher } from '../database/payload-cipher.js';
import { StripeEventPayload } from './stripe-event-log.entity.js';

/** Gives payloads that are loaded as entities the keys to be read with; without keys nobody listens. */
@Injectable()
export class PayloadSubscriber implements EntitySubscriberInterface<StripeEventPayload>, OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly cipher: PayloadCipher,
  ) {}

  onModuleInit(): void {
    if (this.cipher.writingKeyId !== null) this.dataSource.subscribers.push(this);
  }

  listenTo(): typeof StripeEventPayload {
    return StripeEventPayload;
  }

  afterLoad(payload: StripeEventPayload): void {
    payload.readWith(this.cipher);
  }
}
