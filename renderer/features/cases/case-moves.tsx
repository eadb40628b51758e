import { Button, Menu, Modal, Stack, Textarea } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { allowedCaseMoves, type CaseMove, caseMoveRules } from '#shared/domain/case-status.ts';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import { useCoreAction } from '../../data.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { toAppError } from '../../ui/to-app-error.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { useWords } from '../../ui/use-words.ts';
import { useViewState } from '../../ui/view-memory.ts';

/** The moves the case can make from where it is; those that change its course ask for the reason. */
export function CaseMoves({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const word = useWords();
  const move = useCoreAction('case.move');
  const [asking, setAsking] = useViewState<CaseMove | null>(`case.asking.${detail.id}`, null);
  const choose = (next: CaseMove) => {
    move.reset();
    if (caseMoveRules[next].needsReason) setAsking(next);
    else move.mutate({ id: detail.id, move: next }, { onError: () => setAsking(next) });
  };
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size="0.875rem" aria-hidden />}>
            {t('move.button')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {allowedCaseMoves(detail.status).map((one) => (
            <Menu.Item key={one} onClick={() => choose(one)}>
              {word('caseMove', one)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={asking && t(`move.title.${asking}`, { reference: detail.reference })}
        closeButtonProps={{ 'aria-label': t('move.close') }}
      >
        {asking && (
          <ReasonForm
            draftKey={`case.move.${detail.id}.${asking}`}
            move={asking}
            saving={move.isPending}
            error={move.error && toAppError(move.error)}
            onMove={(reason) => move.mutateAsync({ id: detail.id, move: asking, reason })}
            onDone={() => setAsking(null)}
          />
        )}
      </Modal>
    </>
  );
}

interface ReasonFormProps {
  readonly draftKey: string;
  readonly move: CaseMove;
  readonly saving: boolean;
  readonly error: ReturnType<typeof toAppError> | null;
  /** Rejects with what is then given as the error. */
  readonly onMove: (reason: string) => Promise<unknown>;
  readonly onDone: () => void;
}

function ReasonForm({ draftKey, move, saving, error, onMove, onDone }: ReasonFormProps) {
  const { t } = useTranslation(['cases', 'common']);
  const word = useWords();
  const [reason, setReason] = useState('');
  const [isLeft, setLeft] = useState(false);
  const draft = useDraft(draftKey, z.string(), reason, setReason);
  const isMissing = caseMoveRules[move].needsReason && reason.trim() === '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setLeft(true);
    if (isMissing) return;
    void onMove(reason.trim()).then(
      () => draft.discard().then(onDone),
      () => undefined, // the notice below says why, and what was written is kept
    );
  };
  if (!draft.ready) return <DelayedSkeleton lines={3} />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Textarea
          dir="auto"
          autoFocus
          required={caseMoveRules[move].needsReason}
          label={t('move.reason')}
          description={t('move.reasonHint')}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onBlur={() => setLeft(true)}
          error={isLeft && isMissing ? t('common:fieldError.required') : null}
        />
        {error && <ErrorNotice error={error} />}
        <Button type="submit" loading={saving}>
          {word('caseMove', move)}
        </Button>
      </Stack>
    </form>
  );
}
