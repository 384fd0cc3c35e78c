import { Injectable } from '@nestjs/common';
import { MirrorRepository } from '../../database/mirror.repository.js';
import { Subscription, type SubscriptionColumns } from './subscription.entity.js';
import { SubscriptionItem } from './subscription-item.entity.js';

@Injectable()
export class SubscriptionRepository extends MirrorRepository<SubscriptionColumns> {
  constructor() {
    super({
      entity: Subscription,
      owned: { items: SubscriptionItem },
      touches: 'customerId',
      observed: 'subscription',
    });
  }
}
