import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { Registry } from 'prom-client';
import { Public } from '../../auth/public.decorator.js';
import { MetricsAccessGuard } from './metrics-access.guard.js';
import { processMetrics } from './process-metrics.js';

/** What Prometheus scrapes: docs/metrics.md. It has a guard of its own: a scraper is no caller of the API. */
@Controller('metrics')
@Public()
@SkipThrottle()
@ApiExcludeController()
@UseGuards(MetricsAccessGuard)
export class MetricsController {
  constructor(private readonly registry: Registry) {}

  @Get()
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  @Header('Cache-Control', 'no-store')
  async show(): Promise<string> {
    const [ours, ofProcess] = await Promise.all([this.registry.metrics(), processMetrics()]);
    return `${ours}\n${ofProcess}`;
  }
}
