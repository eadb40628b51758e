import { useTranslation } from 'react-i18next';
import type { StoreDamage } from '#shared/ipc/session.ts';
import { Code } from '../../ui/code.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { useFormats } from '../../ui/use-formats.ts';

/** The damaged file, where its copy is, and what going on without it would cost. */
export function DamageFacts({ damage }: { readonly damage: StoreDamage }) {
  const { t } = useTranslation('session');
  const formats = useFormats();
  const { file, keptAt, readable } = damage;
  return (
    <FactList>
      <Fact label={t('damage.file')}>
        <Code>{file}</Code>
      </Fact>
      <Fact label={t('damage.kept')}>{keptAt === null ? t('damage.notKept') : <Code>{keptAt}</Code>}</Fact>
      <Fact label={t('damage.until')}>{untilText()}</Fact>
      {readable ? <Fact label={t('damage.lost')}>{lostText(readable)}</Fact> : null}
    </FactList>
  );

  function untilText(): string {
    if (!readable) return t('damage.nothing');
    const { lastChangeAt } = readable;
    return lastChangeAt === null
      ? t('damage.untilUnknown')
      : t('damage.untilTime', { time: formats.dayAndTime(lastChangeAt) });
  }

  function lostText({ lostTransactions: count, exact }: NonNullable<StoreDamage['readable']>): string {
    if (!exact) return t('damage.lostLeast', { count });
    return count === 0 ? t('damage.lostNone') : t('damage.lostExact', { count });
  }
}
