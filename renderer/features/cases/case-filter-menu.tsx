import { Button, Checkbox, MultiSelect, Popover, Stack } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { casePriorities } from '#shared/domain/case-priority.ts';
import { caseStatuses } from '#shared/domain/case-status.ts';
import { crimeAreas } from '#shared/domain/crime-area.ts';
import { useWords, type WordList } from '../../ui/use-words.ts';
import { type CaseFilter, countOfFilters, noFilter } from './list-query.ts';

interface FilterProps {
  readonly filter: CaseFilter;
  readonly onChange: (filter: CaseFilter) => void;
}

/** Narrows the list: status, priority, crime area, only one's own. */
export function CaseFilterMenu({ filter, onChange }: FilterProps) {
  const { t } = useTranslation('cases');
  const count = countOfFilters(filter);
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconFilter size="0.875rem" aria-hidden />}>
          {count === 0 ? t('filter.button') : t('filter.buttonSet', { count })}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filter.button')}>
        <Stack gap="sm" w="18rem">
          <CodesFilter
            label={t('field.status')}
            list="caseStatus"
            codes={caseStatuses}
            value={filter.statuses}
            onChange={(statuses) => onChange({ ...filter, statuses })}
          />
          <CodesFilter
            label={t('field.priority')}
            list="casePriority"
            codes={casePriorities}
            value={filter.priorities}
            onChange={(priorities) => onChange({ ...filter, priorities })}
          />
          <CodesFilter
            label={t('field.crimeArea')}
            list="crimeArea"
            codes={crimeAreas}
            value={filter.crimeAreas}
            onChange={(areas) => onChange({ ...filter, crimeAreas: areas })}
          />
          <Checkbox
            label={t('filter.mine')}
            checked={filter.mine}
            onChange={(event) => onChange({ ...filter, mine: event.currentTarget.checked })}
          />
          <Button variant="default" disabled={count === 0} onClick={() => onChange({ ...filter, ...noneSet })}>
            {t('filter.clear')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

const { statuses, priorities, crimeAreas: areas, mine } = noFilter;
const noneSet = { statuses, priorities, crimeAreas: areas, mine };

interface CodesFilterProps<C extends string> {
  readonly label: string;
  readonly list: WordList;
  readonly codes: readonly C[];
  readonly value: readonly C[];
  readonly onChange: (codes: readonly C[]) => void;
}

function CodesFilter<C extends string>({ label, list, codes, value, onChange }: CodesFilterProps<C>) {
  const word = useWords();
  return (
    <MultiSelect
      label={label}
      data={codes.map((code) => ({ value: code, label: word(list, code) }))}
      value={[...value]}
      onChange={(next) => onChange(next as C[])}
      clearable
      comboboxProps={{ withinPortal: false }}
    />
  );
}
