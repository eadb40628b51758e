import { Textarea } from '@mantine/core';
import { type ClipboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MrzReading } from '#shared/domain/mrz.ts';
import classes from './mrz-field.module.css';
import { MrzOutcome } from './mrz-outcome.tsx';
import { type MrzText, readZone } from './mrz-zone.ts';

interface MrzFieldProps {
  readonly value: MrzText;
  readonly onChange: (value: MrzText) => void;
  /** A zone whose check digits hold, or that a person accepted as printed. */
  readonly onReading: (reading: MrzReading) => void;
}

/** A field for the machine readable zone of a travel document: paste it, type it or let the reader type it. */
export function MrzField({ value, onChange, onReading }: MrzFieldProps) {
  const { t } = useTranslation('persons');
  const field = useRef<HTMLTextAreaElement>(null);
  const [accepted, setAccepted] = useState<string | null>(null);

  const accept = (reading: MrzReading, text: string) => {
    setAccepted(text);
    onReading(reading);
  };
  const read = (text: string, isFinished: boolean) => {
    const result = text.trim() === '' ? null : readZone(text);
    const isWhole = result?.ok || result?.error.kind === 'check-digits';
    onChange({ text, result: isFinished || isWhole ? result : null });
    if (result?.ok && accepted !== text) accept(result.value, text);
  };
  const use = (reading: MrzReading) => {
    const text = reading.lines.join('\n');
    onChange({ text, result: { ok: true, value: reading } });
    accept(reading, text);
    field.current?.focus();
  };
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted.trim() === '' || event.currentTarget.value.trim() !== '') return;
    event.preventDefault();
    read(pasted.trim(), true);
  };

  return (
    <div className={classes.field}>
      <Textarea
        ref={field}
        label={t('mrz.label')}
        description={t('mrz.description')}
        value={value.text}
        onChange={(event) => read(event.currentTarget.value, false)}
        onBlur={() => read(value.text, true)}
        onPaste={paste}
        rows={3}
        dir="ltr"
        data-mrz=""
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.zone }}
      />
      <MrzOutcome value={value} onUse={use} />
    </div>
  );
}
