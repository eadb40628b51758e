import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRecoveryWord } from '#shared/domain/recovery-words.ts';
import { askedWords } from './asked-words.ts';
import classes from './recovery-sheet.module.css';

/** Two random numbers from 0 to 2^32 - 1. */
function chance(): readonly [number, number] {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  return [a, b];
}

interface Props {
  readonly words: readonly string[];
  readonly done: string;
  readonly onDone: () => void;
}

/** Asks for two of the words, as they stand on the paper. */
export function TypeBack({ words, done, onDone }: Props) {
  const { t } = useTranslation('session');
  const asked = useMemo(() => askedWords(words.length, chance()), [words.length]);
  const [typed, setTyped] = useState<readonly string[]>(asked.map(() => ''));
  const [isChecked, setChecked] = useState(false);
  const isWrong = (at: number) => !isRecoveryWord(typed[at] ?? '', words[asked[at] ?? 0] ?? '');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!asked.some((_, at) => isWrong(at))) onDone();
  };
  return (
    <form className={classes.sheet} onSubmit={submit}>
      <p className={classes.legend}>{t('recovery.check')}</p>
      <div className={classes.twoFields}>
        {asked.map((place, at) => (
          <TextInput
            key={place}
            dir="ltr"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            label={t('recovery.word', { number: place + 1 })}
            value={typed[at] ?? ''}
            error={isChecked && isWrong(at) ? t('recovery.wrong') : undefined}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTyped((before) => before.map((old, index) => (index === at ? value : old)));
            }}
          />
        ))}
      </div>
      <Button type="submit" size="sm">
        {done}
      </Button>
    </form>
  );
}
