import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import { Fact, FactList } from '../../../ui/fact-list.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { useWords } from '../../../ui/use-words.ts';
import classes from './case-overview.module.css';

/** The description and the fields of a case. */
export function CaseFacts({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const word = useWords();
  return (
    <>
      {detail.description === '' ? (
        <Text size="sm" c="dimmed">
          {t('overview.noDescription')}
        </Text>
      ) : (
        <p dir="auto" className={classes.description}>
          {detail.description}
        </p>
      )}
      <FactList>
        <Fact label={t('field.crimeArea')}>{word('crimeArea', detail.crimeArea)}</Fact>
        <Fact label={t('field.purpose')}>{word('purpose', detail.purpose)}</Fact>
        <Fact label={t('field.handling')} isWording>
          {word('handlingCode', detail.handling)}
        </Fact>
        <Fact label={t('field.officer')}>{detail.officerName ?? t('officerNone')}</Fact>
        <Fact label={t('field.created')}>
          <Instant at={detail.createdAt} as="moment" />
        </Fact>
        <Fact label={t('field.createdBy')}>{detail.createdBy}</Fact>
        <Fact label={t('field.updated')}>
          <Instant at={detail.updatedAt} as="moment" />
        </Fact>
      </FactList>
    </>
  );
}
