import { Column, Entity } from 'typeorm';
import { FLAG, JSONB, TEXT, TIME } from '../../database/columns.js';
import { MirrorEntity, type MirrorColumns } from '../../database/mirror.entity.js';

/** What is sold. */
@Entity('products')
export class Product extends MirrorEntity {
  @Column(FLAG)
  active: boolean | null;

  @Column(TEXT)
  name: string | null;

  @Column(TEXT)
  description: string | null;

  @Column(TEXT)
  defaultPriceId: string | null;

  @Column(TEXT)
  unitLabel: string | null;

  @Column(TEXT)
  taxCode: string | null;

  /** For a pricing page. */
  @Column(JSONB)
  marketingFeatures: string[] | null;

  @Column(JSONB)
  metadata: Record<string, string> | null;

  /** Stripe's own `created`. */
  @Column(TIME)
  createdAt: Date | null;
}

export type ProductColumns = MirrorColumns<Product>;
