import { Button } from '@mantine/core';
import { IconShieldSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../ui/session-context.ts';

interface CheckLinkProps {
  readonly subjectKind: 'person' | 'document' | 'vehicle';
  readonly subjectId: string;
}

/** Goes to a check that is already filled in; a check for a case is begun in the case. */
export function CheckLink({ subjectKind, subjectId }: CheckLinkProps) {
  const { t } = useTranslation('objects');
  const { can } = useSession();
  const navigate = useNavigate();
  if (!can('check.run')) return null;
  return (
    <Button
      variant="default"
      leftSection={<IconShieldSearch size="0.875rem" aria-hidden />}
      onClick={() => void navigate({ to: '/checks', search: { new: true, subjectKind, subjectId } })}
    >
      {t('detail.check')}
    </Button>
  );
}
