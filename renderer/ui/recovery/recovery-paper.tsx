import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Code } from '../code.tsx';
import { Printed } from '../printed.tsx';
import { useFormats } from '../use-formats.ts';
import classes from './recovery-paper.module.css';
import { RecoveryWords } from './recovery-words.tsx';

interface Props {
  readonly words: readonly string[];
  /** Code of the bureau, e.g. UTO. */
  readonly bureau: string;
  /** Name of the machine, e.g. UTO-7F3A. */
  readonly workstation: string;
}

/** The sheet for the safe: the words, whose they are, what for, and how to keep them. Nobody's name stands on it. */
export function RecoveryPaper({ words, bureau, workstation }: Props) {
  const { t } = useTranslation('session');
  const formats = useFormats();
  const [madeAt] = useState(() => Date.now());
  return (
    <Printed>
      <article className={classes.paper}>
        <h1 className={classes.title}>{t('recovery.paper.title')}</h1>
        <dl className={classes.facts}>
          <dt>{t('recovery.paper.bureau')}</dt>
          <dd>
            <Code>{bureau}</Code>
          </dd>
          <dt>{t('recovery.paper.workstation')}</dt>
          <dd>
            <Code>{workstation}</Code>
          </dd>
          <dt>{t('recovery.paper.made')}</dt>
          <dd>{formats.day(madeAt)}</dd>
        </dl>
        <RecoveryWords words={words} />
        <p className={classes.small}>{t('recovery.language')}</p>
        <h2 className={classes.heading}>{t('recovery.paper.purposeTitle')}</h2>
        <p className={classes.text}>{t('recovery.paper.purpose', { button: t('recover.open') })}</p>
        <h2 className={classes.heading}>{t('recovery.paper.keepTitle')}</h2>
        <p className={classes.text}>{t('recovery.paper.keep')}</p>
        <h2 className={classes.heading}>{t('recovery.paper.lostTitle')}</h2>
        <p className={classes.text}>{t('recovery.paper.lost')}</p>
      </article>
    </Printed>
  );
}
