import { Injectable } from '@nestjs/common';
import { Slots } from '../../common/slots.js';

/** Reports at once in a process: of ten connections (`DATABASE_POOL_SIZE`) eight are left to webhooks and all the rest. */
const LANES = 2;

/** Milliseconds: eight reports of half a second that a page asks for at once take two. */
const PATIENCE = 3_000;

/** Reports are long. So few of them run, and the others line up. */
@Injectable()
export class ReportLanes extends Slots {
  constructor() {
    super(LANES, PATIENCE, 'reports');
  }
}
