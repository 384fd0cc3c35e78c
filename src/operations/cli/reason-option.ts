import { InvalidArgumentError, Option } from 'commander';

const LONGEST = 500;

function reasonText(value: string): string {
  const text = value.trim();
  if (text === '' || text.length > LONGEST || !text.isWellFormed() || text.includes('\0')) {
    throw new InvalidArgumentError(`Say why, in up to ${LONGEST} characters.`);
  }
  return text;
}

/** Whoever reads the audit log wants to know. */
export const reason = (): Option => anyReason().makeOptionMandatory();

/** For what scripts have done without one for long. */
export const anyReason = (): Option =>
  new Option('--reason <text>', 'why: it goes into the audit log').argParser(reasonText);
