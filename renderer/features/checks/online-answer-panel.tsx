import { useTranslation } from 'react-i18next';
import type { CheckDetail } from '#shared/ipc/checks.ts';
import { Instant } from '../../ui/instant.tsx';
import { onlineLook } from './answer-look.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { CandidateList } from './candidate-list.tsx';

/** What the database itself says, or where the question to it stands. */
export function OnlineAnswerPanel({ check }: { readonly check: CheckDetail }) {
  const { t } = useTranslation('checks');
  const { online } = check;
  const look = onlineLook(online);
  return (
    <AnswerPanel
      source={t('online.source')}
      look={look}
      headline={t(`headline.${look}`, { count: online.candidates.length })}
      age={
        online.answeredAt !== null && (
          <>
            {t('online.answered')} <Instant at={online.answeredAt} /> (<Instant at={online.answeredAt} as="moment" />)
          </>
        )
      }
      meaning={t(`online.meaning.${look}`)}
    >
      <CandidateList checkId={check.id} candidates={online.candidates} label={t('online.candidates')} />
    </AnswerPanel>
  );
}
