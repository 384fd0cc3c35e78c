import { Button, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { fromUtc, toUtc } from '../../format/time-input.js';
import { FilterForm } from '../../list/filters.js';
import type { FilterName, Filters } from './audit.queries.js';

interface AuditSearchProps {
  readonly filters: Filters;
  readonly onSearch: (filters: Filters) => void;
}

export function AuditSearch({ filters, onSearch }: AuditSearchProps) {
  const submit = (text: (name: FilterName) => string): void => {
    const [actor, action, object, tenant] = [text('actor'), text('action'), text('object'), text('tenant')];
    onSearch({ actor, action, object, tenant, from: toUtc(text('from')), to: toUtc(text('to')) });
  };
  const input = (name: FilterName) => ({ name, defaultValue: filters[name], spellCheck: false });
  return (
    <FilterForm key={JSON.stringify(filters)} label="Audit log" onSubmit={submit}>
      <TextInput label="Who" w="8rem" placeholder="key_…" {...input('actor')} />
      <TextInput label="Action" w="7rem" placeholder="refund.*" {...input('action')} />
      <TextInput label="Object" w="7rem" placeholder="sub_…" {...input('object')} />
      <TextInput label="Tenant" w="6rem" {...input('tenant')} />
      <TextInput label="From, UTC" type="datetime-local" w="11.5rem" name="from" defaultValue={fromUtc(filters.from)} />
      <TextInput label="To, UTC" type="datetime-local" w="11.5rem" name="to" defaultValue={fromUtc(filters.to)} />
      <Button type="submit" variant="filled" leftSection={<Search size={14} />}>
        Search
      </Button>
    </FilterForm>
  );
}
