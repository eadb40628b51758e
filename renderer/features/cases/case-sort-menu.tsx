import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconArrowsSort, IconSortAscending, IconSortDescending } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { caseSort } from '#shared/ipc/cases.ts';
import { type CaseFilter, naturalDirection } from './list-query.ts';

interface SortProps {
  readonly filter: CaseFilter;
  readonly onChange: (filter: CaseFilter) => void;
}

/** In which order the list stands. */
export function CaseSortMenu({ filter, onChange }: SortProps) {
  const { t } = useTranslation('cases');
  const Direction = filter.descending ? IconSortDescending : IconSortAscending;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={t('sort.button', { by: t(`sort.by.${filter.sort}`) })}>
          <ActionIcon aria-label={t('sort.button', { by: t(`sort.by.${filter.sort}`) })}>
            <IconArrowsSort size="1rem" />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={filter.sort}
          onChange={(value) => {
            const sort = caseSort.parse(value);
            onChange({ ...filter, sort, descending: naturalDirection(sort) });
          }}
        >
          {caseSort.options.map((sort) => (
            <Menu.RadioItem key={sort} value={sort}>
              {t(`sort.by.${sort}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<Direction size="1rem" aria-hidden />}
          onClick={() => onChange({ ...filter, descending: !filter.descending })}
        >
          {t('sort.turnRound')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
