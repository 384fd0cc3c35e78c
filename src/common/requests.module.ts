import { Global, Module } from '@nestjs/common';
import { AllowedOrigins } from './allowed-origins.js';
import { ErrorAnswers } from './error-answers.js';

/** What operations of several features check requests with, and what they answer when something is wrong. */
@Global()
@Module({ providers: [AllowedOrigins, ErrorAnswers], exports: [AllowedOrigins, ErrorAnswers] })
export class RequestsModule {}
