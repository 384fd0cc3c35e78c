import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { FilterForm } from '../../list/filters.js';
import { kindOf, KINDS, type Kind, type Sought } from './sought.js';

const NAMES: Readonly<Record<Kind, string>> = { customer: 'Customer', tenant: 'Tenant', email: 'Email' };
const EXAMPLES: Readonly<Record<Kind, string>> = { customer: 'cus_…', tenant: '', email: 'jenny@example.com' };

interface CustomerSearchProps {
  readonly sought: Sought | null;
  readonly onSearch: (sought: Sought) => void;
}

export function CustomerSearch({ sought, onSearch }: CustomerSearchProps) {
  const [kind, setKind] = useState<Kind>(sought?.kind ?? 'customer');
  const [of, setOf] = useState(sought?.of ?? '');
  const submit = (): void => {
    const id = of.trim();
    if (id !== '') onSearch({ kind: kindOf(id, kind), of: id });
  };
  return (
    <FilterForm label="Customers" onSubmit={submit}>
      <NativeSelect
        label="By"
        data={KINDS.map((one) => ({ value: one, label: NAMES[one] }))}
        value={kind}
        onChange={({ currentTarget: { value } }) => setKind(KINDS.find((one) => one === value) ?? 'customer')}
      />
      <TextInput
        label={kind === 'email' ? 'Address' : 'Id'}
        placeholder={EXAMPLES[kind]}
        w="20rem"
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        value={of}
        onChange={(event) => setOf(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" leftSection={<Search size={14} />}>
        Search
      </Button>
    </FilterForm>
  );
}
