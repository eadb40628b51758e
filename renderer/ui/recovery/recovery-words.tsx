import { useTranslation } from 'react-i18next';
import classes from './recovery-words.module.css';

interface Props {
  readonly words: readonly string[];
}

/** The words of the key, numbered down the columns. The numbers are the same in every language, as on the paper. */
export function RecoveryWords({ words }: Props) {
  const { t } = useTranslation('session');
  return (
    <ol className={classes.words} aria-label={t('recovery.key')}>
      {words.map((word, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the words never change their order, and two may be equal
        <li key={at} className={classes.entry}>
          <bdi dir="ltr" className={classes.number} aria-hidden="true">
            {at + 1}
          </bdi>
          <bdi dir="ltr" lang="en" className={classes.word}>
            {word}
          </bdi>
        </li>
      ))}
    </ol>
  );
}
