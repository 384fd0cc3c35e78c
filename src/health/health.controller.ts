import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import { Public } from '../auth/public.decorator.js';
import { healthAnswer, liveAnswer } from './health.answers.js';
import { HealthIndicators } from './health.indicators.js';

/** What probes ask. A backlog, Redis or Stripe never make it 503: that would take ingest away when it is needed. */
@ApiTags('health')
@Controller('health')
@Public()
@SkipThrottle()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicators,
  ) {}

  /** 200 `ok` or `degraded` with the reasons; 503 `error` when the database is gone or the process is shutting down. */
  @Get()
  @ApiOperation({ operationId: 'getHealth', summary: 'Whether it works, and what is degraded' })
  @ApiOkResponse({ standardSchema: healthAnswer })
  @ApiServiceUnavailableResponse({ description: 'The database is gone, or the process is shutting down.' })
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  async check(): Promise<object> {
    const result: HealthCheckResult = await this.health.check([
      () => this.indicators.process(),
      () => this.indicators.database(),
    ]);
    const { reasons, details } = await this.indicators.degradation();
    return { status: reasons.length > 0 ? 'degraded' : 'ok', reasons, checks: { ...result.details, ...details } };
  }

  /** 200 as long as the process answers: for a liveness probe, which must not restart what only waits. */
  @Get('live')
  @ApiOperation({ operationId: 'getLiveness', summary: 'Whether the process answers' })
  @ApiOkResponse({ standardSchema: liveAnswer })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }
}
