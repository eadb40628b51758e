import { IconEye, IconEyeOff, IconRulerMeasure } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisibilityAccess, VisibilityRow } from '#shared/domain/field-visibility.ts';
import { useBureaus } from '../../ui/use-bureaus.ts';
import classes from './readers-table.module.css';

type Reader = VisibilityRow['readers'][number];

interface Props {
  readonly rows: readonly VisibilityRow[];
}

/** Who will be able to read which part of the message: one's own bureau, each recipient, the hub. */
export function ReadersTable({ rows }: Props) {
  const { t } = useTranslation('messages');
  const title = useId();
  const readers = rows[0]?.readers ?? [];
  return (
    <div className={classes.readers}>
      <h2 id={title} className={classes.title}>
        {t('readers.title')}
      </h2>
      <p className={classes.explain}>{t('readers.explain')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard (WCAG 2.2 §2.1.1) */}
      <section className={classes.scroller} tabIndex={0} aria-labelledby={title}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('readers.part')}</th>
              {readers.map((reader) => (
                <th key={keyOf(reader)} scope="col">
                  <ReaderName reader={reader} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.field}>
                <th scope="row">{t(`readers.field.${row.field}`)}</th>
                {row.readers.map((reader) => (
                  <td key={keyOf(reader)} data-access={reader.access}>
                    <Access access={reader.access} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

const keyOf = ({ reader, bureau }: Reader) => `${reader} ${bureau ?? ''}`;

function ReaderName({ reader }: { readonly reader: Reader }) {
  const { t } = useTranslation('messages');
  const { name } = useBureaus();
  if (reader.reader === 'hub') return t('readers.hub');
  const bureau = name(reader.bureau ?? '');
  return <bdi>{reader.reader === 'own-bureau' ? t('readers.own', { bureau }) : bureau}</bdi>;
}

const shapes = { reads: IconEye, exists: IconRulerMeasure, none: IconEyeOff } as const;

function Access({ access }: { readonly access: VisibilityAccess }) {
  const { t } = useTranslation('messages');
  const Shape = shapes[access];
  return (
    <span className={classes.access}>
      <Shape size="0.875rem" stroke={1.75} aria-hidden="true" />
      {t(`readers.access.${access}`)}
    </span>
  );
}
