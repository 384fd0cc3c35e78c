import { load } from './load.js';

export const { getOptionsToken, getStorageToken, SkipThrottle, Throttle, ThrottlerGuard, ThrottlerStorageService } =
  load('../../../node_modules/@nestjs/throttler');
