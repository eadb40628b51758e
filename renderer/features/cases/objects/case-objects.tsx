import { Button } from '@mantine/core';
import { IconCar, IconId } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isCaseWritable } from '#shared/domain/case-status.ts';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import { useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Section } from '../../../ui/section.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { toAppError } from '../../../ui/to-app-error.ts';
import { useViewState } from '../../../ui/view-memory.ts';
import { DocumentEntry } from './document-entry.tsx';
import { NewDocument } from './new-document.tsx';
import { NewVehicle } from './new-vehicle.tsx';
import { VehicleEntry } from './vehicle-entry.tsx';

/** The documents and vehicles of a case. */
export function CaseObjects({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const { can } = useSession();
  const [adding, setAdding] = useViewState<'document' | 'vehicle' | null>(`cases.addingObject.${detail.id}`, null);
  const mayAdd = can('case.write') && isCaseWritable(detail.status);
  const done = () => setAdding(null);
  if (adding === 'document' && mayAdd)
    return (
      <Section title={t('objects.newDocument')}>
        <NewDocument caseId={detail.id} onDone={done} />
      </Section>
    );
  if (adding === 'vehicle' && mayAdd)
    return (
      <Section title={t('objects.newVehicle')}>
        <NewVehicle caseId={detail.id} onDone={done} />
      </Section>
    );
  return (
    <>
      <Documents
        detail={detail}
        mayEdit={mayAdd}
        add={
          mayAdd && (
            <Button
              variant="default"
              leftSection={<IconId size="0.875rem" aria-hidden />}
              onClick={() => setAdding('document')}
            >
              {t('objects.addDocument')}
            </Button>
          )
        }
      />
      <Vehicles
        detail={detail}
        mayEdit={mayAdd}
        add={
          mayAdd && (
            <Button
              variant="default"
              leftSection={<IconCar size="0.875rem" aria-hidden />}
              onClick={() => setAdding('vehicle')}
            >
              {t('objects.addVehicle')}
            </Button>
          )
        }
      />
    </>
  );
}

interface KindProps {
  readonly detail: CaseDetail;
  readonly mayEdit: boolean;
  readonly add: ReactNode;
}

function Documents({ detail, mayEdit, add }: KindProps) {
  const { t } = useTranslation('cases');
  const documents = useCoreQuery('case.documents', { id: detail.id });
  if (documents.error) return <ErrorNotice error={toAppError(documents.error)} />;
  if (!documents.data) return <DelayedSkeleton lines={3} />;
  return (
    <Section title={t('objects.documents')} tools={documents.data.length > 0 && add}>
      {documents.data.length === 0 && (
        <EmptyState title={t('objects.noDocuments')} body={t('objects.noDocumentsBody')} action={add} />
      )}
      {documents.data.map((document) => (
        <DocumentEntry key={document.id} document={document} caseId={detail.id} mayEdit={mayEdit} />
      ))}
    </Section>
  );
}

function Vehicles({ detail, mayEdit, add }: KindProps) {
  const { t } = useTranslation('cases');
  const vehicles = useCoreQuery('case.vehicles', { id: detail.id });
  if (vehicles.error) return <ErrorNotice error={toAppError(vehicles.error)} />;
  if (!vehicles.data) return <DelayedSkeleton lines={3} />;
  return (
    <Section title={t('objects.vehicles')} tools={vehicles.data.length > 0 && add}>
      {vehicles.data.length === 0 && (
        <EmptyState title={t('objects.noVehicles')} body={t('objects.noVehiclesBody')} action={add} />
      )}
      {vehicles.data.map((vehicle) => (
        <VehicleEntry key={vehicle.id} vehicle={vehicle} caseId={detail.id} mayEdit={mayEdit} />
      ))}
    </Section>
  );
}
