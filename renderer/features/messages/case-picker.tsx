import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import type { CaseRow } from '#shared/ipc/cases.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';

export interface PickedCase {
  readonly id: CaseId;
  readonly reference: string;
  readonly title: string;
}

interface Props {
  readonly id?: string;
  readonly label: string;
  readonly description?: ReactNode;
  readonly placeholder: string;
  readonly nothingFound: string;
  readonly error?: ReactNode;
  readonly picked: PickedCase | null;
  readonly onPick: (picked: PickedCase | null) => void;
  readonly clearable?: boolean;
  readonly autoFocus?: boolean;
}

const SHOWN_AT_MOST = 30;

const optionOf = ({ id, reference, title }: PickedCase) => ({ value: id as string, label: `${reference} ${title}` });

/** The picked case is always among the options, whatever is being searched for. */
function optionsFrom(rows: readonly CaseRow[], picked: PickedCase | null) {
  const options = rows.map(optionOf);
  return picked && !rows.some(({ id }) => id === picked.id) ? [optionOf(picked), ...options] : options;
}

/** Chooses a case by typing a part of its reference or title; the store searches. */
export function CasePicker({ picked, onPick, nothingFound, clearable = false, ...field }: Props) {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 150);
  const shown = picked ? optionOf(picked).label : null;
  const wanted = search === shown ? '' : search;
  const { data } = useCoreQuery('case.list', { search: wanted, limit: SHOWN_AT_MOST });
  const rows = data?.rows ?? [];
  return (
    <Select
      {...field}
      searchable
      openOnFocus={false}
      clearable={clearable}
      searchValue={typed}
      onSearchChange={setTyped}
      data={optionsFrom(rows, picked)}
      filter={({ options }) => options}
      nothingFoundMessage={nothingFound}
      value={picked?.id ?? null}
      onChange={(id) => onPick(rows.find((row) => row.id === id) ?? (id === picked?.id ? picked : null))}
      data-autofocus={field.autoFocus || undefined}
    />
  );
}
