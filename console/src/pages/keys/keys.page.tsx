import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { counted } from '../../format/number.js';
import { Page } from '../../frame/page.js';
import { useFilters } from '../../list/filters.js';
import { Pager } from '../../list/pager.js';
import { usePaging } from '../../list/paging.js';
import { Loading } from '../../tell/loading.js';
import { ProblemNote } from '../../tell/problem-note.js';
import { KeyTable } from './key-table.js';
import { keysQuery, type ApiKey, type NewApiKey } from './keys.queries.js';
import { NewKeyDialog } from './new-key-dialog.js';
import { NewKeyNote } from './new-key-note.js';
import { RevokeDialog } from './revoke-dialog.js';
import classes from './keys.module.css';

const FILTERS = ['state'] as const;

/** Who may call besides your users. A key itself is shown once, when it is made. */
export function KeysPage() {
  const [{ state }, setFilters] = useFilters(FILTERS);
  const paging = usePaging();
  const { data, error, refetch } = useQuery(keysQuery(state === 'all' ? 'all' : 'active', paging.cursor));
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<NewApiKey | null>(null);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  return (
    <Page
      title="API keys"
      lead="For your backends and operators. Users sign in with their own tokens."
      actions={
        <Button variant="filled" onClick={() => setMaking(true)}>
          New key…
        </Button>
      }
    >
      {made && <NewKeyNote made={made} onClose={() => setMade(null)} />}
      <Switch
        size="xs"
        label="Revoked and expired ones too"
        checked={state === 'all'}
        onChange={(event) => setFilters({ state: event.currentTarget.checked ? 'all' : '' })}
      />
      {error ? (
        <ProblemNote error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <div className={classes.found}>
          <KeyTable keys={data.data} onRevoke={setRevoking} />
          <Pager paging={paging} nextCursor={data.nextCursor}>
            {counted(data.data.length, 'key')}
          </Pager>
        </div>
      ) : (
        <Loading lines={6} />
      )}
      <NewKeyDialog isOpen={isMaking} onClose={() => setMaking(false)} onMade={setMade} />
      <RevokeDialog revoking={revoking} onClose={() => setRevoking(null)} />
    </Page>
  );
}
