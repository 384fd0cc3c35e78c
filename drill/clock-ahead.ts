/** Loaded into a command before its own code, as `clock-ahead.js?ahead=600000`: its clock is so many milliseconds ahead. */
import { setAhead } from '../faults/shifted-date.js';

setAhead(Number(new URL(import.meta.url).searchParams.get('ahead')));
