import { Button, TextInput } from '@mantine/core';
import { CircleCheck, OctagonX } from 'lucide-react';
import { useState } from 'react';
import { Section } from '../../frame/page.js';
import type { Customer } from './customers.queries.js';
import { Reasons } from './reasons.js';
import classes from './customer.module.css';

/** `No access`, or of the feature that was asked about. */
function answerOf({ granted, feature }: Customer['access']): readonly [boolean, string] {
  if (feature === null) return [granted, granted ? 'Has access' : 'Has no access'];
  return [feature.granted, `${feature.granted ? 'May use' : 'May not use'} ${feature.name}`];
}

interface AccessProps {
  readonly customer: Customer;
  /** That is asked about; '' none. */
  readonly feature: string;
  readonly onAsk: (feature: string) => void;
}

/** Why has this customer no access? The answer is read from two metres away; the reasons are in the order they decide. */
export function Access({ customer, feature, onAsk }: AccessProps) {
  const { access } = customer;
  const [granted, answer] = answerOf(access);
  const Icon = granted ? CircleCheck : OctagonX;
  const plan = [access.plan === null ? '' : `plan ${access.plan}`, access.status?.replaceAll('_', ' ')].filter(Boolean);
  return (
    <section className={classes.access} aria-label="Access" data-granted={granted}>
      <div className={classes.answer}>
        <h2>
          <Icon size={24} aria-hidden="true" />
          {answer}
        </h2>
        {plan.length > 0 && <p className="muted">{plan.join(', ')}</p>}
        <FeatureQuestion key={feature} feature={feature} onAsk={onAsk} />
      </div>
      <Reasons customer={customer} />
    </section>
  );
}

function FeatureQuestion({ feature, onAsk }: Omit<AccessProps, 'customer'>) {
  const [asked, setAsked] = useState(feature);
  return (
    <form
      className={classes.question}
      onSubmit={(event) => {
        event.preventDefault();
        onAsk(asked);
      }}
    >
      <TextInput
        aria-label="Feature"
        placeholder="and a feature?"
        maxLength={200}
        spellCheck={false}
        value={asked}
        onChange={(event) => setAsked(event.currentTarget.value)}
      />
      <Button type="submit">Ask</Button>
    </form>
  );
}

/** What it may use, by its plan or by Stripe's entitlements. */
export function Entitlements({ access: { features, limits, entitledBy } }: Pick<Customer, 'access'>) {
  const most = Object.entries(limits);
  if (features.length + most.length === 0) return null;
  return (
    <Section title="Entitlements">
      <ul className={classes.words}>
        {features.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
        {most.map(([name, limit]) => (
          <li key={name}>
            <code>{name}</code> <span className="muted">{limit === 'unlimited' ? limit : `at most ${limit}`}</span>
          </li>
        ))}
      </ul>
      <p className="small">{entitledBy === 'stripe' ? 'By Stripe’s entitlements.' : 'By the plan.'}</p>
    </Section>
  );
}
