import { Button, Textarea } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conflict, ConflictVersion } from '#shared/ipc/conflicts.ts';
import { useCoreAction } from '../../../data.ts';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { toAppError } from '../../../ui/to-app-error.ts';
import classes from './disputes.module.css';
import { useDisputeWords } from './use-dispute-words.ts';

/** One field with several values: side by side, who wrote each, when and where; and the decision, for whoever may make it. */
export function DisputeCard({ dispute }: { readonly dispute: Conflict }) {
  const { t } = useTranslation('cases');
  const { label, shown, directionOf } = useDisputeWords();
  const decide = useCoreAction('conflict.decide');
  const field = label(dispute);
  const { recordId, field: name, versions, mayDecide } = dispute;
  const settle = (choice: { readonly take: string | null; readonly text?: string }) =>
    decide.mutate({ recordId, field: name, among: versions.map(({ change }) => change), ...choice });
  return (
    <article className={classes.card} aria-label={`${field} · ${dispute.title}`}>
      <div className={classes.name}>
        <IconScale size="1rem" aria-hidden="true" />
        <h4 className={classes.field}>{field}</h4>
        <bdi>{dispute.title}</bdi>
      </div>
      <p className={classes.rule}>{t(dispute.legal ? 'dispute.legal' : 'dispute.plain')}</p>
      <div className={classes.scroll}>
        <table className={classes.table} aria-label={t('dispute.table', { field })}>
          <thead>
            <tr>
              <th scope="col">{t('dispute.from')}</th>
              <th scope="col">{t('dispute.value')}</th>
              <th scope="col">{t('dispute.by')}</th>
              <th scope="col">{t('dispute.at')}</th>
              {mayDecide && <th scope="col">{t('dispute.choose')}</th>}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t('dispute.before')}</th>
              <td dir={directionOf(name)}>{shown(name, dispute.base)}</td>
              <td />
              <td />
              {mayDecide && <td />}
            </tr>
            {versions.map((version) => (
              <VersionRow
                key={version.change}
                version={version}
                field={field}
                words={shown(name, version.value)}
                direction={directionOf(name)}
                onTake={mayDecide ? () => settle({ take: version.change }) : null}
              />
            ))}
          </tbody>
        </table>
      </div>
      {mayDecide && dispute.text && (
        <OneText versions={versions} onSave={(text) => settle({ take: null, text })} saving={decide.isPending} />
      )}
      {!mayDecide && <p className={classes.waiting}>{t('dispute.waiting')}</p>}
      {decide.error && <ErrorNotice error={toAppError(decide.error)} />}
    </article>
  );
}

interface VersionRowProps {
  readonly version: ConflictVersion;
  readonly field: string;
  readonly words: string;
  readonly direction: 'auto' | undefined;
  /** Null for whoever may not decide. */
  readonly onTake: (() => void) | null;
}

function VersionRow({ version, field, words, direction, onTake }: VersionRowProps) {
  const { t } = useTranslation('cases');
  return (
    <tr>
      <th scope="row">
        {t('dispute.workstation', { name: version.workstation })}
        {version.isShown && <span className={classes.shown}>{t('dispute.shown')}</span>}
      </th>
      <td dir={direction} className={classes.value}>
        {words}
      </td>
      <td>
        <bdi>{version.author}</bdi>
      </td>
      <td>
        <Instant at={version.at} as="moment" />
      </td>
      {onTake && (
        <td>
          <Button
            variant="default"
            aria-label={t('dispute.takeOf', { name: version.workstation, field })}
            onClick={onTake}
          >
            {t('dispute.take')}
          </Button>
        </td>
      )}
    </tr>
  );
}

interface OneTextProps {
  readonly versions: readonly ConflictVersion[];
  readonly saving: boolean;
  readonly onSave: (text: string) => void;
}

/** Both texts in one field, for a person to make one of them. */
function OneText({ versions, saving, onSave }: OneTextProps) {
  const { t } = useTranslation('cases');
  const [text, setText] = useState<string | null>(null);
  if (text === null)
    return (
      <div>
        <Button variant="subtle" onClick={() => setText(versions.map(({ value }) => String(value ?? '')).join('\n\n'))}>
          {t('dispute.makeOne')}
        </Button>
      </div>
    );
  return (
    <div className={classes.one}>
      <Textarea
        label={t('dispute.oneText')}
        value={text}
        autosize
        minRows={3}
        dir="auto"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div>
        <Button loading={saving} onClick={() => onSave(text)}>
          {t('dispute.saveText')}
        </Button>
      </div>
    </div>
  );
}
