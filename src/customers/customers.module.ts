import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Env } from '../config/env.js';
import { Customer } from './customer.entity.js';
import { CustomerProcessor } from './customer.processor.js';
import { CustomerRepository } from './customer.repository.js';
import { CustomerTaxId } from './customer-tax-id.entity.js';
import { CustomerTaxIdProcessor } from './customer-tax-id.processor.js';
import { CustomerTaxIdRepository } from './customer-tax-id.repository.js';
import { OwnCustomerController } from './own-customer.controller.js';
import { OwnCustomer } from './own-customer.service.js';

@Module({})
export class CustomersModule {
  static forRoot(env: Env): DynamicModule {
    return {
      module: CustomersModule,
      imports: [TypeOrmModule.forFeature([Customer, CustomerTaxId])],
      controllers: env.ROLE === 'worker' ? [] : [OwnCustomerController],
      providers: [CustomerProcessor, CustomerTaxIdProcessor, CustomerRepository, CustomerTaxIdRepository, OwnCustomer],
    };
  }
}
