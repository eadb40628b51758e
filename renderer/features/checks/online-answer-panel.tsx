import { useTranslation } from 'react-i18next';
import type { CheckDetail } from '#shared/ipc/checks.ts';
import { Instant } from '../../ui/instant.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { onlineLook } from './answer-look.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { CandidateList } from './candidate-list.tsx';
import { useAsker } from './use-asker.ts';

/** What the database itself says, or where the question to it stands. */
export function OnlineAnswerPanel({ check }: { readonly check: CheckDetail }) {
  const { t } = useTranslation('checks');
  const { online } = check;
  const look = onlineLook(check);
  const asker = { name: useAsker(check) ?? '', by: isolate(check.by) };
  return (
    <AnswerPanel
      source={t('online.source')}
      look={look}
      headline={t(`headline.${look}`, { count: online.candidates.length, ...asker })}
      age={<Age online={online} />}
      meaning={t(`online.meaning.${look}`, asker)}
    >
      <CandidateList checkId={check.id} candidates={online.candidates} label={t('online.candidates')} />
    </AnswerPanel>
  );
}

/** When it was answered and how the database stood then; of an open question, the file it travels in. */
function Age({ online }: Pick<CheckDetail, 'online'>) {
  const { t } = useTranslation('checks');
  const { dayAndTime } = useFormats();
  const { answeredAt, asOf, carried } = online;
  if (carried) return t('online.carried', { number: carried.bundle, time: dayAndTime(carried.at) });
  if (answeredAt === null) return null;
  return (
    <>
      {t('online.answered')} <Instant at={answeredAt} /> (<Instant at={answeredAt} as="moment" />)
      {asOf === null ? null : (
        <>
          {' · '}
          {t('online.asOf')} <Instant at={asOf} as="moment" />
        </>
      )}
    </>
  );
}
