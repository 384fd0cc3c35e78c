import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { counted } from '../../format/number.js';
import { Page } from '../../frame/page.js';
import { useFilters } from '../../list/filters.js';
import { Pager } from '../../list/pager.js';
import { usePaging } from '../../list/paging.js';
import { Answer } from '../../tell/answer.js';
import { KeyTable } from './key-table.js';
import { keysQuery, type ApiKey, type NewApiKey } from './keys.queries.js';
import { NewKeyDialog } from './new-key-dialog.js';
import { NewKeyNote } from './new-key-note.js';
import { RevokeDialog } from './revoke-dialog.js';

const FILTERS = ['state'] as const;

/** Who may call besides your users. A key itself is shown once, when it is made. */
export function KeysPage() {
  const [{ state }, setFilters] = useFilters(FILTERS);
  const paging = usePaging();
  const keys = useQuery(keysQuery(state === 'all' ? 'all' : 'active', paging.cursor));
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
      <Answer query={keys} lines={6}>
        {({ data, nextCursor }) => (
          <div className="stack">
            <KeyTable keys={data} onRevoke={setRevoking} />
            <Pager paging={paging} nextCursor={nextCursor}>
              {counted(data.length, 'key')}
            </Pager>
          </div>
        )}
      </Answer>
      <NewKeyDialog isOpen={isMaking} onClose={() => setMaking(false)} onMade={setMade} />
      <RevokeDialog revoking={revoking} onClose={() => setRevoking(null)} />
    </Page>
  );
}
