import type { ChangeAnswer } from '../../events/story/story.answers.js';

const shown = (value: unknown): string => (value === null || value === undefined ? '-' : JSON.stringify(value));

/** One field of a row that is, or would be, another one; what is personal is masked already. */
export const changeText = ({ table, id, field, before, after }: ChangeAnswer): string =>
  `${table} ${id} ${field}: ${shown(before)} -> ${shown(after)}`;
