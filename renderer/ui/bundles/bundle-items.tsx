import { useTranslation } from 'react-i18next';
import type { BundleItem } from '#shared/ipc/bundles.ts';
import type bundles from '../../locales/en/bundles.json';
import { UrgentMark } from '../urgent-mark.tsx';
import { useBureaus } from '../use-bureaus.ts';
import { useFormats } from '../use-formats.ts';
import classes from './bundles.module.css';

type KnownKind = keyof typeof bundles.kind;

/** Each item by what the hub may know of it: whoever carries it reads nothing of what is in it. */
export function BundleItems({ items }: { readonly items: readonly BundleItem[] }) {
  const { t } = useTranslation('bundles');
  const { number } = useFormats();
  const { names } = useBureaus();
  const said = useOutcome();
  const kindOf = (kind: string) => t(`kind.${isKnown(kind) ? kind : 'other'}`);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className={classes.caption}>{t('report.items')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('report.number')}</th>
            <th scope="col">{t('report.what')}</th>
            <th scope="col">{t('report.to')}</th>
            <th scope="col">{t('report.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              <td>{item.sequence === null ? '–' : number(item.sequence)}</td>
              <td>
                {kindOf(item.kind)} {item.priority === 'urgent' ? <UrgentMark /> : null}
              </td>
              <td>{item.kind === 'check' ? t('report.databases') : <bdi>{names(item.to)}</bdi>}</td>
              <td data-outcome={item.outcome}>{said(item)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const kinds: readonly string[] = ['message', 'message-receipt', 'receipt', 'check'];
const isKnown = (kind: string): kind is KnownKind => kinds.includes(kind);

/** In words; where the hub has refused it, with its reason. */
function useOutcome(): (item: BundleItem) => string {
  const { t, i18n } = useTranslation(['bundles', 'outbox']);
  return ({ outcome, code }) => {
    if (outcome !== 'refused') return t(`bundles:outcome.${outcome}`, { reason: '' });
    const key = `outbox:problem.${code}.what`;
    const reason = i18n.exists(key) ? i18n.t(key as 'outbox:problem.unknown.what') : (code ?? '');
    return t('bundles:outcome.refused', { reason });
  };
}
