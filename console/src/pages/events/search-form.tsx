import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { fromUtc, toUtc } from '../../format/time-input.js';
import { FilterForm } from '../../list/filters.js';
import type { FilterName, Filters } from './events.queries.js';

/** What one id can be. */
const KINDS = ['id', 'object', 'customer', 'tenant', 'account'] as const;
type Kind = (typeof KINDS)[number];

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  id: 'Event',
  object: 'Object',
  customer: 'Customer',
  tenant: 'Tenant',
  account: 'Account',
};

const isKind = (word: string): word is Kind => KINDS.some((kind) => kind === word);

/** By the id's beginning where nothing else begins so, for ids are pasted; else what the reader has chosen. */
function kindOf(id: string, chosen: Kind): Kind {
  if (id.startsWith('evt_')) return 'id';
  if (chosen !== 'id') return chosen;
  return id.startsWith('cus_')
    ? 'customer'
    : id.startsWith('acct_')
      ? 'account'
      : /^[a-z]+_/.test(id)
        ? 'object'
        : 'id';
}

const STATUSES = ['received', 'processed', 'ignored', 'failed', 'dead'];
const VERDICTS = ['applied', 'superseded', 'duplicate', 'ambiguous', 'stored', 'ignored', 'failed'];
const SOURCES = ['webhook', 'reconcile', 'replay', 'backfill'];

const options = (words: readonly string[]) => [{ value: '', label: 'any' }, ...words];

interface Draft extends Omit<Filters, Kind> {
  readonly kind: Kind;
  readonly of: string;
}

function draftOf(filters: Filters): Draft {
  const kind = KINDS.find((one) => filters[one] !== '') ?? 'id';
  return { ...filters, kind, of: filters[kind], from: fromUtc(filters.from), to: fromUtc(filters.to) };
}

function filtersOf({ kind, of, ...rest }: Draft): Filters {
  const ids: Record<Kind, string> = { id: '', object: '', customer: '', tenant: '', account: '' };
  ids[kindOf(of.trim(), kind)] = of;
  return { ...rest, ...ids, from: toUtc(rest.from), to: toUtc(rest.to) };
}

interface SearchFormProps {
  readonly filters: Filters;
  readonly onSearch: (filters: Filters) => void;
}

/** All that events can be searched by: what the address says, until it is changed and sent. */
export function SearchForm({ filters, onSearch }: SearchFormProps) {
  const asked = JSON.stringify(filters);
  const [draft, setDraft] = useState(() => draftOf(filters));
  // oxlint-disable-next-line react/exhaustive-deps -- another object with the same content is no other search
  useEffect(() => setDraft(draftOf(filters)), [asked]);
  const field = (name: Exclude<FilterName, Kind> | 'of') => ({
    value: draft[name],
    onChange: ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }) =>
      setDraft((before) => ({ ...before, [name]: value })),
  });
  return (
    <FilterForm label="Events" onSubmit={() => onSearch(filtersOf(draft))}>
      <NativeSelect
        label="Of"
        data={KINDS.map((kind) => ({ value: kind, label: KIND_NAMES[kind] }))}
        value={draft.kind}
        onChange={({ currentTarget: { value } }) => {
          if (isKind(value)) setDraft((before) => ({ ...before, kind: value }));
        }}
      />
      <TextInput label="Id" placeholder="evt_…" w="16rem" spellCheck={false} {...field('of')} />
      <TextInput label="Type" placeholder="invoice.*" spellCheck={false} {...field('type')} />
      <NativeSelect label="Status" data={options(STATUSES)} {...field('status')} />
      <NativeSelect label="Verdict" data={options(VERDICTS)} {...field('verdict')} />
      <NativeSelect label="Brought by" data={options(SOURCES)} {...field('source')} />
      <TextInput label="From, UTC" type="datetime-local" {...field('from')} />
      <TextInput label="To, UTC" type="datetime-local" {...field('to')} />
      <Button type="submit" variant="filled" leftSection={<Search size={14} />}>
        Search
      </Button>
    </FilterForm>
  );
}
