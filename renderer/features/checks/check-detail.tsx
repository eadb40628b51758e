import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CheckDetail } from '#shared/ipc/checks.ts';
import type { CheckId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import { DetailNotShown } from '../../ui/detail-not-shown.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Screen } from '../../ui/screen.tsx';
import { Section } from '../../ui/section.tsx';
import { toAppError } from '../../ui/to-app-error.ts';
import { useWords } from '../../ui/use-words.ts';
import { LocalAnswerPanel } from './local-answer-panel.tsx';
import { OnlineAnswerPanel } from './online-answer-panel.tsx';
import { QuestionFacts } from './question-facts.tsx';

/** One check: what was asked and why, what the copy on this machine says, and what the database itself says. */
export function CheckDetailView({ id }: { readonly id: CheckId }) {
  const check = useCoreQuery('check.get', { id });
  if (check.data) return <Known check={check.data} />;
  return <DetailNotShown error={check.error && toAppError(check.error)} />;
}

function Known({ check }: { readonly check: CheckDetail }) {
  const { t } = useTranslation('checks');
  const word = useWords();
  return (
    <Screen
      title={t('detail.title', { database: word('databaseKind', check.question.database) })}
      toolbar={<BackToCase check={check} />}
    >
      <OnlineAnswerPanel check={check} />
      <LocalAnswerPanel check={check} />
      <Section title={t('detail.question')}>
        <QuestionFacts question={check.question} />
        <FactList>
          <Fact label={t('field.purpose')}>{word('purpose', check.purpose)}</Fact>
          <Fact label={t('detail.by')}>{check.by}</Fact>
          <Fact label={t('detail.at')}>
            <Instant at={check.at} as="moment" />
          </Fact>
        </FactList>
      </Section>
    </Screen>
  );
}

function BackToCase({ check }: { readonly check: CheckDetail }) {
  const { t } = useTranslation('checks');
  const navigate = useNavigate();
  const { caseId, caseReference } = check;
  if (caseId === null || caseReference === null) return null;
  return (
    <Button variant="default" onClick={() => void navigate({ to: '/cases/$caseId', params: { caseId } })}>
      {t('detail.openCase', { reference: caseReference })}
    </Button>
  );
}
