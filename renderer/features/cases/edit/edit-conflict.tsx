import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { compareEdits } from '../../../ui/changed-fields.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import classes from './edit-conflict.module.css';

interface EditConflictProps<V extends object> {
  readonly comparison: ReturnType<typeof compareEdits<V>>;
  readonly labelOf: (field: keyof V) => string;
  readonly show: (field: keyof V, value: unknown) => string;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

/** Somebody else saved while the form was open: both values side by side where the same field was changed. */
export function EditConflict<V extends object>({
  comparison: { collisions, parallel },
  labelOf,
  show,
  onKeepMine,
  onTakeTheirs,
}: EditConflictProps<V>) {
  const { t } = useTranslation('cases');
  const { list } = useFormats();
  return (
    <section className={classes.conflict} role="alert" aria-label={t('conflict.title')}>
      <Text size="sm" fw={600}>
        {collisions.length === 0 ? t('conflict.parallel') : t('conflict.title')}
      </Text>
      {parallel.length > 0 && (
        <Text size="sm">{t('conflict.alsoChanged', { fields: list(parallel.map(labelOf)) })}</Text>
      )}
      {collisions.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('conflict.field')}</th>
              <th scope="col">{t('conflict.theirs')}</th>
              <th scope="col">{t('conflict.mine')}</th>
            </tr>
          </thead>
          <tbody>
            {collisions.map(({ field, theirs, mine }) => (
              <tr key={String(field)}>
                <th scope="row">{labelOf(field)}</th>
                <td dir="auto">{show(field, theirs)}</td>
                <td dir="auto">{show(field, mine)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {collisions.length > 0 && (
        <div className={classes.buttons}>
          <Button variant="default" onClick={onKeepMine}>
            {t('conflict.keepMine')}
          </Button>
          <Button variant="default" onClick={onTakeTheirs}>
            {t('conflict.takeTheirs')}
          </Button>
        </div>
      )}
    </section>
  );
}
