import { useTranslation } from 'react-i18next';
import type { CheckDetail } from '#shared/ipc/checks.ts';
import { Instant } from '../../ui/instant.tsx';
import { localLook } from './answer-look.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { CandidateList } from './candidate-list.tsx';
import { useAsker } from './use-asker.ts';

/** What the copy of the database says on the machine that asked, with the age of the copy. */
export function LocalAnswerPanel({ check }: { readonly check: CheckDetail }) {
  const { t } = useTranslation('checks');
  const { local } = check;
  const name = useAsker(check);
  const source = name === null ? t('local.source') : t('local.sourceElsewhere', { name });
  if (local.copyAsOf === null)
    return (
      <AnswerPanel
        source={source}
        look="error"
        headline={name === null ? t('local.noCopy') : t('local.noCopyElsewhere')}
        age={null}
        meaning={name === null ? t('local.noCopyMeaning') : t('local.noCopyMeaningElsewhere')}
      />
    );
  const look = localLook(local);
  return (
    <AnswerPanel
      source={source}
      look={look}
      headline={t(`headline.${look}`, { count: local.candidates.length })}
      age={
        <>
          {t('local.copyAsOf')} <Instant at={local.copyAsOf} /> (<Instant at={local.copyAsOf} as="moment" />)
        </>
      }
      meaning={t(`local.meaning.${look}`)}
    >
      <CandidateList
        checkId={check.id}
        candidates={local.candidates}
        label={name === null ? t('local.candidates') : t('local.candidatesElsewhere', { name })}
      />
    </AnswerPanel>
  );
}
