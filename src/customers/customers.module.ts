import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Customer } from './customer.entity.js';
import { CustomerProcessor } from './customer.processor.js';
import { CustomerRepository } from './customer.repository.js';

@Module({
  imports: [TypeOrmModule.forFeature([Customer])],
  providers: [CustomerProcessor, CustomerRepository],
  exports: [CustomerRepository],
})
export class CustomersModule {}
