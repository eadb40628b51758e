import { Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  countRecoveryWords,
  RECOVERY_WORD_COUNT,
  type RecoveryWordsProblem,
  readRecoveryWords,
  replaceRecoveryWord,
} from '#shared/domain/recovery-words.ts';
import classes from './recovery-words-field.module.css';
import { UnknownWordLine } from './unknown-word-line.tsx';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Somebody wants to go on with it: now it is also said that words are missing. */
  readonly isWanted: boolean;
}

/** The words typed or pasted from the paper; a mistyped one is named by its number, and the nearest words are offered. */
export function RecoveryWordsField({ value, onChange, isWanted }: Props) {
  const { t } = useTranslation('session');
  const [isLeft, setLeft] = useState(true);
  const problem = useMemo(() => {
    const read = readRecoveryWords(value);
    return read.ok ? null : read.error;
  }, [value]);
  const found = countRecoveryWords(value);
  // The word that is just being typed is nobody's mistake yet.
  const isFinished = isLeft || isWanted || /\s$/.test(value);
  const unknown = problem?.kind === 'unknown-words' ? problem.words : [];
  const named = unknown.filter(({ number }) => isFinished || number < found);
  const whole = wholeProblem(problem, isWanted);
  return (
    <div className={classes.field}>
      <Textarea
        label={t('recover.key')}
        description={t('recover.words.hint')}
        error={whole ? t(`recover.words.${whole}`) : named.length > 0}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onFocus={() => setLeft(false)}
        onBlur={() => setLeft(true)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        lang="en"
        minRows={4}
        autoFocus
        required
        withAsterisk={false}
        classNames={{ input: classes.words }}
      />
      <div aria-live="polite">
        {named.map((word) => (
          <UnknownWordLine
            key={`${word.number} ${word.typed}`}
            word={word}
            onChoose={(right) => onChange(replaceRecoveryWord(value, word.number, right))}
          />
        ))}
      </div>
      <p className={classes.counted}>{t('recover.words.counted', { found, whole: RECOVERY_WORD_COUNT })}</p>
    </div>
  );
}

/** What is wrong with the words together; missing ones only when somebody wants to go on. */
function wholeProblem(
  problem: RecoveryWordsProblem | null,
  isWanted: boolean,
): 'checksum' | 'tooMany' | 'tooFew' | null {
  if (problem?.kind === 'checksum') return 'checksum';
  if (problem?.kind !== 'count') return null;
  if (problem.found > RECOVERY_WORD_COUNT) return 'tooMany';
  return isWanted ? 'tooFew' : null;
}
