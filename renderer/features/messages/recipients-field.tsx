import { type ComboboxItem, MultiSelect, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { matchingOptions, recipientOptions } from './recipient-options.ts';
import classes from './recipients-field.module.css';

interface Props {
  readonly id: string;
  readonly value: readonly string[];
  readonly onChange: (codes: string[]) => void;
}

/** Bureaus by name in the reader's language and by code; one without a key is shown and cannot be chosen. */
export function RecipientsField({ id, value, onChange }: Props) {
  const { t, i18n } = useTranslation('messages');
  const { all } = useBureaus();
  const options = useMemo(() => recipientOptions(all, value, i18n.language), [all, value, i18n.language]);
  const unreachable = useMemo(
    () => new Set(options.filter(({ reachable }) => !reachable).map((option) => option.value)),
    [options],
  );
  return (
    <MultiSelect
      id={id}
      label={t('compose.to')}
      placeholder={value.length === 0 ? t('compose.toPlaceholder') : undefined}
      required
      searchable
      openOnFocus={false}
      clearable
      classNames={{ option: classes.option }}
      hidePickedOptions
      data={options.map(({ value: code, label, disabled }) => ({ value: code, label, disabled }))}
      filter={({ options: all, search }) => matchingOptions(all as ComboboxItem[], search)}
      nothingFoundMessage={t('compose.toNothingFound')}
      renderOption={({ option }) => (
        <span>
          <bdi>{option.label}</bdi>
          {unreachable.has(option.value) ? (
            <Text component="span" display="block" size="xs">
              {t('compose.notReachable')}
            </Text>
          ) : null}
        </span>
      )}
      value={[...value]}
      onChange={onChange}
    />
  );
}
