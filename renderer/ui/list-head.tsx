import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './list-head.module.css';
import { useShortcuts } from './shortcuts.ts';

interface ListHeadProps {
  readonly title: string;
  /** How many there are, in words; null while it is not known. */
  readonly count: string | null;
  readonly searchLabel: string;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  /** Filters, order, new. */
  readonly tools?: ReactNode;
  readonly below?: ReactNode;
}

/** What stands above a list: its name, how many, a search field (`/`) and its tools. */
export function ListHead({ title, count, searchLabel, search, onSearch, tools, below }: ListHeadProps) {
  const { t } = useTranslation(['common', 'ui']);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts(t('ui:keys.listGroup'), [{ keys: '/', label: searchLabel, run: () => field.current?.focus() }]);
  const leave = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (search !== '') onSearch('');
    else event.currentTarget.blur();
  };
  return (
    <header className={classes.head}>
      <div className={classes.line}>
        <h1 className={classes.title}>{title}</h1>
        <span className={classes.count} aria-live="polite">
          {count}
        </span>
        <div className={classes.tools}>{tools}</div>
      </div>
      <TextInput
        ref={field}
        type="search"
        dir="auto"
        classNames={{ input: classes.search }}
        aria-label={searchLabel}
        placeholder={searchLabel}
        leftSection={<IconSearch size="0.875rem" aria-hidden />}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
        onKeyDown={leave}
        maxLength={200}
      />
      {below}
    </header>
  );
}
