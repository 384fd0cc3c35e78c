import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { SkipThrottle, Throttle } from '@nestjs/throttler';
import type { Caller } from '../../src/auth/caller.js';
import { CurrentCaller } from '../../src/auth/current-caller.decorator.js';
import { Public } from '../../src/auth/public.decorator.js';
import { RequireScope } from '../../src/auth/scopes.decorator.js';

/** What an adopter may add: a route of every kind. */
@Controller('probe')
class ProbeController {
  @Get('public')
  @Public()
  open(): object {
    return { open: true };
  }

  @Get('undecided')
  undecided(): object {
    return { undecided: true };
  }

  @Get('billing')
  @RequireScope('billing')
  billing(@CurrentCaller() caller: Caller): object {
    return { ...caller, scopes: [...caller.scopes] };
  }

  @Get('refunds')
  @RequireScope('refunds')
  refunds(): object {
    return {};
  }

  @Get('reports')
  @RequireScope('reports')
  reports(): object {
    return {};
  }

  @Get('operations')
  @RequireScope('operations')
  operations(): object {
    return {};
  }

  @Get('payloads')
  @RequireScope('payloads')
  payloads(): object {
    return {};
  }

  @Post('echo')
  @RequireScope('billing')
  echo(@Body() body: unknown): object {
    return { body: body ?? 'none' };
  }

  @Get('narrow')
  @RequireScope('billing')
  @Throttle({ default: { limit: 2, ttl: 60_000 } })
  narrow(): object {
    return {};
  }

  @Get('unlimited')
  @Public()
  @SkipThrottle()
  unlimited(): object {
    return {};
  }

  @Get('public-caller')
  @Public()
  publicCaller(@CurrentCaller() caller: Caller): object {
    return caller;
  }
}

/** The method's word counts before its controller's. */
@Controller('scoped')
@RequireScope('operations')
class ScopedController {
  @Get('class')
  class(): object {
    return {};
  }

  @Get('method')
  @RequireScope('billing')
  method(): object {
    return {};
  }

  @Get('public')
  @Public()
  public(): object {
    return {};
  }
}

@Module({ controllers: [ProbeController, ScopedController] })
export class ProbeModule {}
