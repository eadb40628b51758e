import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { UnknownWord } from '#shared/domain/recovery-words.ts';
import { isolate } from '../../ui/isolate.ts';
import classes from './recovery-words-field.module.css';

interface Props {
  readonly word: UnknownWord;
  readonly onChoose: (right: string) => void;
}

/** A word that does not stand in the list, and the words it may have been meant to be. */
export function UnknownWordLine({ word: { number, typed, near }, onChoose }: Props) {
  const { t } = useTranslation('session');
  return (
    <div className={classes.unknown}>
      <span className={classes.problem}>{t('recover.words.unknown', { number, typed: isolate(typed) })}</span>{' '}
      {near.length > 0 ? t('recover.words.near') : t('recover.words.none')}
      <span className={classes.near}>
        {near.map((right) => (
          <Button key={right} variant="default" size="compact-xs" lang="en" onClick={() => onChoose(right)}>
            <bdi dir="ltr">{right}</bdi>
          </Button>
        ))}
      </span>
    </div>
  );
}
