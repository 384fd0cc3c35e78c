import { Coded } from '../../show/coded.js';
import { State, type Tone } from '../../show/state.js';
import { Time } from '../../show/time.js';
import type { Customer, Reason } from './customers.queries.js';
import { Reference, useReferences } from './references.js';
import { sentenceOf } from './sentence.js';
import classes from './customer.module.css';

const EFFECTS: Readonly<Record<Reason['effect'], readonly [Tone, string]>> = {
  grants: ['ok', 'Granted'],
  denies: ['bad', 'Denied'],
  blocks: ['warn', 'Blocked'],
  doubts: ['warn', 'In doubt'],
  informs: ['none', 'Note'],
};

/** Of a reason about which nobody has to do anything, nothing is said. */
const isToDo = ({ remedy }: Reason): boolean => !/^Nothing[.:]/.test(remedy) || remedy.length > 40;

/** The reasons as sentences, each id in them a way to what decides. */
export function Reasons({ customer }: { readonly customer: Customer }) {
  const wayTo = useReferences(customer);
  return (
    <ol className={classes.reasons} aria-label="Why">
      {customer.access.because.map((reason) => {
        const [tone, effect] = EFFECTS[reason.effect];
        const { parts, others } = sentenceOf(reason);
        return (
          <li key={reason.code + reason.text} data-effect={reason.effect}>
            <State tone={tone}>{effect}</State>
            <div>
              <p>
                {parts.map((part, place) =>
                  typeof part === 'string' ? (
                    part
                  ) : (
                    // oxlint-disable-next-line react/no-array-index-key -- an id may stand in a sentence twice
                    <Reference key={place} reference={part} to={wayTo(part)} />
                  ),
                )}
              </p>
              {others.length > 0 && (
                <p className="small">
                  See{' '}
                  {others.map((one, place) => (
                    <span key={one.id}>
                      {place > 0 && ', '}
                      {one.type.replaceAll('_', ' ')} <Reference reference={one} to={wayTo(one)} />
                    </span>
                  ))}
                </p>
              )}
              {isToDo(reason) && (
                <p className={classes.remedy}>
                  <Coded text={reason.remedy} />
                </p>
              )}
            </div>
            <span className={classes.since}>{reason.at !== null && <Time at={reason.at} />}</span>
          </li>
        );
      })}
    </ol>
  );
}
