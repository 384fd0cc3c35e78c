import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Caller } from '../../auth/caller.js';
import { CurrentCaller } from '../../auth/current-caller.decorator.js';
import { RequireScope } from '../../auth/scopes.decorator.js';
import { ApiProblems } from '../../common/api-problems.decorator.js';
import { pageOf, type Page } from '../../common/cursor.js';
import { pageQuery } from '../../common/schemas.js';
import { requireWholeReach } from '../whole-reach.js';
import { incidentsAnswer, showIncident, type IncidentAnswer } from './alert.answers.js';
import { IncidentMessages } from './incident-messages.js';
import { IncidentRepository } from './incident.repository.js';

const incidentsQuery = pageQuery.extend({
  state: z
    .enum(['open', 'resolved'], 'must be open or resolved')
    .optional()
    .meta({ description: 'Only those that last, or only those that are over.' }),
});

/** What was wrong, since when, and who was told. */
@ApiTags('operations')
@Controller('operations/alerts')
@RequireScope('operations')
export class AlertsController {
  constructor(
    private readonly incidents: IncidentRepository,
    private readonly messages: IncidentMessages,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listAlerts', summary: 'Incidents, open and past, the newest first' })
  @ApiOkResponse({ standardSchema: incidentsAnswer })
  @ApiProblems('tenant_bound', 'platform_only')
  @Header('Cache-Control', 'no-store')
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: incidentsQuery }) query: z.output<typeof incidentsQuery>,
  ): Promise<Page<IncidentAnswer>> {
    requireWholeReach(caller);
    const rows = await this.incidents.page(query);
    const messages = await this.messages.of(rows.map(({ id }) => id));
    return pageOf(rows, query.limit, (row) => showIncident(row, messages.get(row.id) ?? []));
  }
}
