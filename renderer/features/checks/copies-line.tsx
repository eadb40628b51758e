import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import { Instant } from '../../ui/instant.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './copies-line.module.css';

/** How old this machine's copies of the databases are: an answer from them is as good as that. */
export function CopiesLine() {
  const { t } = useTranslation('checks');
  const word = useWords();
  const copies = useCoreQuery('check.copies', {});
  return (
    <dl className={classes.copies} aria-label={t('copies.label')}>
      {(copies.data ?? []).map((copy) => (
        <div key={copy.database} className={classes.copy}>
          <dt>{word('databaseKind', copy.database)}</dt>
          <dd>
            {copy.asOf === null ? (
              t('copies.none')
            ) : (
              <>
                {t('copies.records', { count: copy.records })} <Instant at={copy.asOf} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
