import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
import { useSession, type Scope } from '../../session/session.js';
import { KEYS, type NewApiKey } from './keys.queries.js';

const MEANINGS: Readonly<Record<Scope, string>> = {
  billing: 'what a tenant does for itself: checkout, portal, its subscription',
  refunds: 'giving money back',
  reports: 'figures of all tenants',
  operations: 'what an operator does, this console included',
  payloads: 'personal data in payloads, each look with a reason',
};

/** Days; 0: for ever. What a user makes ends soon, for the user may. */
const LIVES = [30, 90, 365, 0];
const LIVES_BY_USER = [30, 90];
const USUAL = 90;
/** What a user has for as long as a token lasts, and can give nobody for longer. */
const NOT_BY_USER: readonly Scope[] = ['billing', 'refunds', 'payloads'];
const DAY = 86_400_000;

interface NewKeyDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onMade: (made: NewApiKey) => void;
}

/** No key can do more than who makes it: other scopes are not offered. */
export function NewKeyDialog({ isOpen, onClose, onMade }: NewKeyDialogProps) {
  const { kind, scopes } = useSession();
  const isUser = kind === 'user';
  const own = isUser ? scopes.filter((scope) => !NOT_BY_USER.includes(scope)) : scopes;
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [tenant, setTenant] = useState('');
  const [days, setDays] = useState(USUAL);
  const close = (): void => {
    setName('');
    setChosen([]);
    setTenant('');
    setDays(USUAL);
    onClose();
  };
  const change = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/api-keys', {
        body: {
          name: name.trim(),
          scopes: own.filter((scope) => chosen.includes(scope)),
          ...(tenant.trim() === '' ? {} : { tenant: tenant.trim() }),
          ...(days === 0 ? {} : { expiresAt: new Date(Date.now() + days * DAY).toISOString() }),
          reason,
        },
      }),
    meta: { tellsItself: true },
    onSuccess: (made) => {
      onMade(made);
      void client.invalidateQueries({ queryKey: [KEYS] });
      close();
    },
  });
  return (
    <ReasonDialog
      isOpen={isOpen}
      onClose={close}
      title="New API key"
      verb="Make the key"
      isBlocked={name.trim() === '' || chosen.length === 0}
      change={change}
    >
      <div className="stack">
        <TextInput
          label="Name"
          description="Who will bear it: a service, a person."
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Checkbox.Group size="xs" label="Scopes" description="As few as will do." value={chosen} onChange={setChosen}>
          {own.map((scope) => (
            <Checkbox key={scope} size="xs" value={scope} label={scope} description={MEANINGS[scope]} mt="xs" />
          ))}
        </Checkbox.Group>
        {!isUser && (
          <TextInput
            label="Tenant"
            description="The only one that it acts for. Empty: any, named with each request."
            maxLength={500}
            value={tenant}
            onChange={(event) => setTenant(event.currentTarget.value)}
          />
        )}
        <NativeSelect
          label="Expires"
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
          data={(isUser ? LIVES_BY_USER : LIVES).map((life) => ({
            value: String(life),
            label: life === 0 ? 'never' : `after ${life} days`,
          }))}
        />
      </div>
    </ReasonDialog>
  );
}
