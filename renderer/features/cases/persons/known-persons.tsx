import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { personId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../../data.ts';
import classes from './known-persons.module.css';

/** Milliseconds without a key before it is looked up; fewer letters than this are no name to look for. */
const PAUSE = 300;
const SHORTEST = 3;
const MOST = 5;

interface KnownPersonsProps {
  readonly caseId: CaseId;
  readonly familyName: string;
  readonly forename: string;
  readonly onChoose: (id: PersonId) => void;
}

/** Persons of other cases whose name agrees with what is being typed, so that nobody is written down twice. */
export function KnownPersons({ caseId, familyName, forename, onChoose }: KnownPersonsProps) {
  const { t } = useTranslation('persons');
  const [search] = useDebouncedValue(`${familyName} ${forename}`.trim(), PAUSE);
  const isEnough = familyName.trim().length >= SHORTEST;
  const known = useCoreQuery('object.list', { search, kind: 'person', limit: MOST }, { enabled: isEnough });
  const inCase = useCoreQuery('case.persons', { id: caseId });
  const here = new Set<string>(inCase.data?.map((person) => person.id));
  const rows = isEnough ? (known.data?.rows ?? []).filter((row) => !here.has(row.id)) : [];
  if (rows.length === 0) return null;
  return (
    <section className={classes.known} aria-label={t('known.title')}>
      <h4 className={classes.title}>{t('known.title')}</h4>
      <p className={classes.hint}>{t('known.hint')}</p>
      <ul className={classes.list}>
        {rows.map((row) => (
          <li key={row.id} className={classes.line}>
            <bdi className={classes.name}>{row.title}</bdi>
            <bdi>{row.date}</bdi>
            <bdi>{row.country}</bdi>
            <Button
              variant="default"
              size="compact-xs"
              aria-label={t('known.addOf', { name: row.title })}
              onClick={() => onChoose(personId.parse(row.id))}
            >
              {t('known.add')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
