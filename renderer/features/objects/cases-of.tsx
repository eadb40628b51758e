import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { PersonRole } from '#shared/domain/person-role.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { Code } from '../../ui/code.tsx';
import { Section } from '../../ui/section.tsx';
import { useWords } from '../../ui/use-words.ts';
import classes from './cases-of.module.css';

interface CasesOfProps {
  readonly cases: readonly {
    readonly id: CaseId;
    readonly reference: string;
    readonly title: string;
    readonly role?: PersonRole;
  }[];
}

/** The cases a person or an object stands in. */
export function CasesOf({ cases }: CasesOfProps) {
  const { t } = useTranslation('objects');
  const word = useWords();
  return (
    <Section level={2} title={t('detail.cases')}>
      {cases.length === 0 && <Text size="sm">{t('detail.noCases')}</Text>}
      <ul className={classes.list}>
        {cases.map(({ id, reference, title, role }) => (
          <li key={id} className={classes.line}>
            <Link to="/cases/$caseId" params={{ caseId: id }} className={classes.link}>
              <Code>{reference}</Code> <bdi>{title}</bdi>
            </Link>
            {role && <span>{word('personRole', role)}</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
