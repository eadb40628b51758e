import { useTranslation } from 'react-i18next';
import type { CheckDetail } from '#shared/ipc/checks.ts';
import { Instant } from '../../ui/instant.tsx';
import { localLook } from './answer-look.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { CandidateList } from './candidate-list.tsx';

/** What the copy of the database on this machine says, with the age of the copy. */
export function LocalAnswerPanel({ check }: { readonly check: CheckDetail }) {
  const { t } = useTranslation('checks');
  const { local } = check;
  if (local.copyAsOf === null)
    return (
      <AnswerPanel
        source={t('local.source')}
        look="error"
        headline={t('local.noCopy')}
        age={null}
        meaning={t('local.noCopyMeaning')}
      />
    );
  const look = localLook(local);
  return (
    <AnswerPanel
      source={t('local.source')}
      look={look}
      headline={t(`headline.${look}`, { count: local.candidates.length })}
      age={
        <>
          {t('local.copyAsOf')} <Instant at={local.copyAsOf} /> (<Instant at={local.copyAsOf} as="moment" />)
        </>
      }
      meaning={t(`local.meaning.${look}`)}
    >
      <CandidateList checkId={check.id} candidates={local.candidates} label={t('local.candidates')} />
    </AnswerPanel>
  );
}
