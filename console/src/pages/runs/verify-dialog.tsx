import { Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.js';
import { ReasonDialog } from '../../ask/reason-dialog.js';
import { tellDone } from '../../tell/toasts.js';
import { RUNS, type VerifyState } from './runs.queries.js';

interface VerifyDialogProps {
  readonly isOpen: boolean;
  readonly types: VerifyState['types'];
  readonly onClose: () => void;
}

/** Rows of each type that are compared unless somebody says another number: a few minutes at Stripe's limits. */
const SAMPLE = 100;

export function VerifyDialog({ isOpen, types, onClose }: VerifyDialogProps) {
  const client = useQueryClient();
  const [type, setType] = useState('');
  const [sample, setSample] = useState<number | string>(SAMPLE);
  const [repair, setRepair] = useState(false);
  const close = (): void => {
    setType('');
    setSample(SAMPLE);
    setRepair(false);
    onClose();
  };
  const change = useMutation({
    mutationFn: (reason: string) =>
      api.post('/operations/verify/runs', {
        body: {
          ...(type === '' ? {} : { types: types.filter((one) => one === type) }),
          ...(typeof sample === 'number' ? { sample } : {}),
          repair,
          repairDeleted: false,
          reason,
        },
      }),
    meta: { tellsItself: true },
    onSuccess: () => {
      tellDone('The rows are being compared with Stripe’s objects.');
      void client.invalidateQueries({ queryKey: [RUNS] });
      close();
    },
  });
  return (
    <ReasonDialog
      isOpen={isOpen}
      onClose={close}
      title="Verify"
      verb={repair ? 'Verify and repair' : 'Verify'}
      change={change}
    >
      <div className="stack">
        <NativeSelect
          label="Type"
          value={type}
          onChange={(event) => setType(event.currentTarget.value)}
          data={[{ value: '', label: 'all' }, ...types]}
        />
        <NumberInput
          label="Rows of each type, by chance"
          description="Empty: every row. Each is read from Stripe."
          min={1}
          max={999_999}
          allowDecimal={false}
          value={sample}
          onChange={setSample}
        />
        <Checkbox
          label="Repair"
          description="Bring rows that differ to what Stripe says. Rows whose object is gone stay: that takes the command line."
          checked={repair}
          onChange={(event) => setRepair(event.currentTarget.checked)}
        />
      </div>
    </ReasonDialog>
  );
}
