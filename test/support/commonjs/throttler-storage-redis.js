import { load } from './load.js';

export const { ThrottlerStorageRedisService } = load('../../../node_modules/@nest-lab/throttler-storage-redis');
