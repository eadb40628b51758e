import { Button, TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartialDate } from '#shared/domain/partial-date.ts';
import { parsePastedDate } from '#shared/domain/pasted-date.ts';
import { useLooseText } from './draft-key.ts';
import classes from './partial-date-field.module.css';
import { useFormats } from './use-formats.ts';

interface PartialDateFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue'> {
  readonly value: PartialDate | null;
  readonly onChange: (date: PartialDate | null) => void;
  /** Its path in the form. */
  readonly 'data-path'?: string;
}

/** What was typed, and what it stands for: the text is only the person's while it means the value of the form. */
interface Typed {
  readonly text: string;
  readonly means: PartialDate | null;
}

/** A date of which only the year, or the year and the month, may be known; written or pasted in any order. */
export function PartialDateField({ value, onChange, onBlur, error, ...rest }: PartialDateFieldProps) {
  const { t } = useTranslation('ui');
  const formats = useFormats();
  const [typed, setTyped] = useLooseText<Typed>(rest['data-path'] ?? '', { text: value ?? '', means: value });
  const [isLeft, setLeft] = useState(true);
  const text = typed.means === value ? typed.text : (value ?? '');
  const parsed = text.trim() === '' ? null : parsePastedDate(text);
  const readings = parsed?.ok ? parsed.value.readings : [];
  const isOpenChoice = readings.length > 1 && value === null;
  const problem = isLeft && parsed?.ok === false ? t(`date.problem.${parsed.error}`) : null;

  const read = (next: string) => {
    const result = next.trim() === '' ? null : parsePastedDate(next);
    const means = result?.ok && !result.value.ambiguous ? result.value.readings[0] : null;
    setTyped({ text: next, means });
    setLeft(false);
    onChange(means);
  };
  const choose = (date: PartialDate) => {
    setTyped({ text: date, means: date });
    onChange(date);
  };

  return (
    <div>
      <TextInput
        {...rest}
        value={text}
        placeholder={t('date.hint')}
        autoComplete="off"
        spellCheck={false}
        error={problem ?? (isOpenChoice ? t('date.ambiguous') : error)}
        onChange={(event) => read(event.currentTarget.value)}
        onBlur={(event) => {
          setLeft(true);
          onBlur?.(event);
        }}
      />
      <div aria-live="polite">
        {isOpenChoice ? (
          <div className={classes.choices}>
            {readings.map((date) => (
              <Button key={date} variant="default" size="compact-xs" onClick={() => choose(date)}>
                {formats.partialDate(date)}
              </Button>
            ))}
          </div>
        ) : null}
        {value !== null && text !== '' ? (
          <p className={classes.understood}>{t('date.understood', { date: formats.partialDate(value) })}</p>
        ) : null}
      </div>
    </div>
  );
}
