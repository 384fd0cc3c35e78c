import { eventsOption, roundsOption } from '../options.js';
import { ack } from './ack.js';
import type { Question } from './question.js';
import { settle } from './settle.js';

/** The two questions that matter most, at the sizes that matter most. */
export const quickQuestion: Question = (program, ask) => {
  program
    .command('quick', { isDefault: true })
    .description('ack at 32 and 128 connections, settle in one process (5 minutes); asked when none is named')
    .addOption(roundsOption())
    .addOption(eventsOption(10_000))
    .action((options: { rounds: number; events: number }) =>
      ask(async (stage) => {
        await ack(stage, { ...options, connections: [32, 128] });
        stage.say('');
        await settle(stage, { ...options, connections: 32, backends: ['all'] });
      }),
    );
};
