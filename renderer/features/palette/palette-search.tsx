import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './palette.module.css';
import { PaletteEntry } from './palette-entry.tsx';
import { useCommands } from './use-commands.ts';
import { useHits } from './use-hits.ts';

/** Typing goes on while the store is searched. */
const SEARCH_AFTER_MS = 90;

interface Props {
  readonly onClose: () => void;
}

/** A combobox (ARIA APG): the focus stays in the field, the arrows move the mark, Enter does it. */
export function PaletteSearch({ onClose }: Props) {
  const { t } = useTranslation('palette');
  const [text, setText] = useState('');
  const [settled] = useDebouncedValue(text.trim(), SEARCH_AFTER_MS);
  const commands = useCommands(text);
  const hits = useHits(settled);
  const groups = [
    { name: 'hits' as const, entries: text.trim() === '' ? [] : hits },
    { name: 'commands' as const, entries: commands },
  ].filter(({ entries }) => entries.length > 0);
  const entries = groups.flatMap((group) => group.entries);
  const [marked, setMarked] = useState(0);
  const at = Math.min(marked, Math.max(0, entries.length - 1));
  const id = useId();
  const idOf = (index: number) => `${id}-${index}`;

  useEffect(() => {
    document.getElementById(`${id}-${at}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, at]);
  const run = (index: number) => {
    const entry = entries[index];
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
    const next = steps[event.key];
    if (next === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (next === undefined) run(at);
    else setMarked(Math.min(Math.max(0, next), Math.max(0, entries.length - 1)));
  };

  let index = -1;
  return (
    <>
      <div className={classes.field}>
        <IconSearch size="1.125rem" stroke={1.6} aria-hidden="true" />
        <input
          className={classes.input}
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length > 0 ? idOf(at) : undefined}
          aria-label={t('label')}
          placeholder={t('placeholder')}
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setMarked(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={t('label')} className={classes.list} tabIndex={-1}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox (ARIA APG), not of form fields
          <div key={group.name} role="group" aria-label={t(`group.${group.name}`)}>
            <p className={classes.group} aria-hidden="true">
              {t(`group.${group.name}`)}
            </p>
            {group.entries.map((entry) => {
              index += 1;
              const own = index;
              return (
                <PaletteEntry
                  key={entry.id}
                  id={idOf(own)}
                  entry={entry}
                  isMarked={own === at}
                  onRun={() => run(own)}
                />
              );
            })}
          </div>
        ))}
      </div>
      {entries.length === 0 ? <p className={classes.nothing}>{t('nothing')}</p> : null}
      <p className={classes.count} role="status">
        {t('count', { count: entries.length })}
      </p>
    </>
  );
}
