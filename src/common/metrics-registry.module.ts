import { Global, Module } from '@nestjs/common';
import { Registry } from 'prom-client';

/**
 * Where each part of the backend registers the series that it keeps, so that a fact is counted where it is known;
 * src/operations/metrics shows them. One of the application's own: prom-client's global one would refuse a second
 * application in the process, as tests have it. Two series of one name stop the start.
 */
@Global()
@Module({
  providers: [{ provide: Registry, useFactory: () => new Registry() }],
  exports: [Registry],
})
export class MetricsRegistryModule {}
