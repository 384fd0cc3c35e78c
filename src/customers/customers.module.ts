import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Customer } from './customer.entity.js';
import { CustomerProcessor } from './customer.processor.js';
import { CustomerRepository } from './customer.repository.js';
import { CustomerTaxId } from './customer-tax-id.entity.js';
import { CustomerTaxIdProcessor } from './customer-tax-id.processor.js';
import { CustomerTaxIdRepository } from './customer-tax-id.repository.js';

@Module({
  imports: [TypeOrmModule.forFeature([Customer, CustomerTaxId])],
  providers: [CustomerProcessor, CustomerTaxIdProcessor, CustomerRepository, CustomerTaxIdRepository],
  exports: [CustomerRepository, CustomerTaxIdRepository],
})
export class CustomersModule {}
