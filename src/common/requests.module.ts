import { Global, Module } from '@nestjs/common';
import { AllowedOrigins } from './allowed-origins.js';

/** What operations of several features check requests with. */
@Global()
@Module({ providers: [AllowedOrigins], exports: [AllowedOrigins] })
export class RequestsModule {}
