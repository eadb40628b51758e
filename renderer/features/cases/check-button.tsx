import { Button } from '@mantine/core';
import { IconShieldSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CaseId } from '#shared/lib/ids.ts';
import { useSession } from '../../ui/session-context.ts';

interface CheckButtonProps {
  readonly caseId: CaseId;
  readonly subjectKind: 'person' | 'document' | 'vehicle';
  readonly subjectId: string;
  /** Of what is checked, so that the button can be told from its neighbours. */
  readonly name: string;
}

/** Goes to a check that is already filled in from this person, document or vehicle. */
export function CheckButton({ caseId, subjectKind, subjectId, name }: CheckButtonProps) {
  const { t } = useTranslation('cases');
  const { can } = useSession();
  const navigate = useNavigate();
  if (!can('check.run')) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconShieldSearch size="0.875rem" aria-hidden />}
      aria-label={t('checks.checkOf', { name })}
      onClick={() => void navigate({ to: '/checks', search: { new: true, caseId, subjectKind, subjectId } })}
    >
      {t('checks.check')}
    </Button>
  );
}
