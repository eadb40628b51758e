import { Button, Text } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/ipc/wire.ts';
import { DraftKeyContext } from './draft-key.ts';
import { ErrorNotice } from './error-notice.tsx';
import classes from './form-frame.module.css';
import { useFormats } from './use-formats.ts';

interface FormFrameProps {
  /** Names the form for screen readers. */
  readonly label: string;
  readonly submitLabel: string;
  readonly saving: boolean;
  readonly error: AppError | null;
  /** When typing that was brought back had been typed; null = nothing was. */
  readonly restoredAt?: number | null;
  /** The key of the form's draft: its fields keep under it what is typed but not yet a value. */
  readonly draftKey?: string;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  /** Leaves the form; what was typed is kept as a draft. */
  readonly onCancel?: (() => void) | undefined;
  /** Gives up what was typed. */
  readonly onDiscard?: (() => void) | undefined;
  /** Something to decide before it can be saved, e.g. what another person changed meanwhile. */
  readonly notice?: ReactNode;
  /** The first field takes the focus when the form appears; not where the form is always there. */
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
}

/** A form with its buttons at the end, its error above them and the word that earlier typing came back. */
export function FormFrame(props: FormFrameProps) {
  const {
    label,
    submitLabel,
    saving,
    error,
    restoredAt = null,
    draftKey = null,
    onSubmit,
    onCancel,
    onDiscard,
    notice,
    takesFocus = true,
    children,
  } = props;
  const { t } = useTranslation(['common', 'ui']);
  const formats = useFormats();
  const form = useRef<HTMLFormElement>(null);
  const news = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus) form.current?.querySelector<HTMLElement>('input:not([type="hidden"]), textarea')?.focus();
  }, [takesFocus]);
  const hasNews = error !== null || Boolean(notice);
  useEffect(() => {
    if (hasNews) news.current?.scrollIntoView({ block: 'nearest' });
  }, [hasNews]);
  const leave = (event: KeyboardEvent<HTMLFormElement>) => {
    const isListOpen = event.target instanceof HTMLElement && event.target.ariaExpanded === 'true';
    if (event.key !== 'Escape' || event.defaultPrevented || isListOpen || !onCancel) return;
    event.preventDefault();
    onCancel();
  };
  return (
    <form ref={form} className={classes.form} aria-label={label} onSubmit={onSubmit} onKeyDown={leave} noValidate>
      {restoredAt !== null && (
        <Text size="sm" c="dimmed" role="status">
          {t('ui:draft.restored', { when: formats.dayAndTime(restoredAt) })}
        </Text>
      )}
      <DraftKeyContext value={draftKey}>{children}</DraftKeyContext>
      <div ref={news} className={classes.news}>
        {error && <ErrorNotice error={error} />}
        {notice}
      </div>
      <div className={classes.buttons}>
        <Button type="submit" loading={saving}>
          {submitLabel}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t('common:action.cancel')}
          </Button>
        )}
        {onDiscard && (
          <Button variant="subtle" color="gray" onClick={onDiscard}>
            {t('common:action.discard')}
          </Button>
        )}
      </div>
    </form>
  );
}
